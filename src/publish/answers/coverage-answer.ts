import {
  type CoverageItem,
  type CoverageQuery,
  type CoverageTotal,
  coverage,
} from '../../coverage/coverage.ts';
import type { Level } from '../../coverage/edition-data.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import type { LoadedEdition } from '../edition-meta.ts';

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
