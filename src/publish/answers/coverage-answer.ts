import {
  type CoverageItem,
  type CoverageQuery,
  type CoverageTotal,
  coverage,
} from '../../coverage/coverage.ts';
import type { Level } from '../../coverage/edition-data.ts';
import { frenchText } from '../columns.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import { COVERAGE_COLUMNS, COVERAGE_TOTAL_COLUMNS } from '../dictionary/coverage.ts';
import { LEVEL } from '../dictionary/figures.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import type { OutlineSet } from '../outlines/outline-set.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';
import { rowOutline } from '../territory-map.ts';

export interface CoverageAnswer {
  edition: string;
  definition: TimedDefinition & { level: Level };
  items: CoverageItem[];
  total: CoverageTotal;
}

/**
 * Residents at or under the threshold of the network's nearest site, for each territory of a level.
 * @throws DomainError threshold-out-of-range, unknown-territory
 */
export function coverageAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: CoverageQuery,
): CoverageAnswer {
  const { items, total } = coverage(edition.data, query);
  const definition = timedDefinition(
    edition.meta,
    query,
    query.level === 'qpv',
    (total.estimate_share ?? 0) > 0,
  );
  return { edition: edition.meta.id, definition: { level: query.level, ...definition }, items, total };
}

/** @param outlines of the answer's level, where the table is to be drawn */
export function coverageTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: CoverageAnswer,
  address: string,
  outlines?: OutlineSet,
): PublishedTable {
  const { level } = answer.definition;
  return {
    name: `coverage-${level.replace('_', '-')}`,
    title: {
      en: `Residents within reach of a site, by ${level}`,
      fr: `Habitants à portée d’un site, par ${frenchText(LEVEL, level)}`,
    },
    columns: COVERAGE_COLUMNS,
    rows: tableRows(answer.items),
    count: answer.items.length,
    ...(outlines === undefined ? {} : { geometry: rowOutline(outlines) }),
    about: tableAbout(meta, answer, address, answer.total.estimate_share, COVERAGE_TOTAL_COLUMNS),
  };
}
