import type { Level } from '../../coverage/edition-data.ts';
import {
  type WithoutSiteItem,
  type WithoutSiteQuery,
  type WithoutSiteTotal,
  withoutSite,
} from '../../coverage/without-site.ts';
import { frenchText } from '../columns.ts';
import { type BaseDefinition, baseDefinition } from '../definition.ts';
import { LEVEL } from '../dictionary/figures.ts';
import { WITHOUT_SITE_COLUMNS, WITHOUT_SITE_TOTAL_COLUMNS } from '../dictionary/without-site.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import type { OutlineSet } from '../outlines/outline-set.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';
import { rowOutline } from '../territory-map.ts';

export interface WithoutSiteAnswer {
  edition: string;
  definition: BaseDefinition & { level: Level; question: string };
  items: WithoutSiteItem[];
  total: WithoutSiteTotal;
}

const QUESTION: Sentence = {
  en: 'Territories in which no site of the network lies; travel times play no part.',
  fr: 'Territoires où aucun site du réseau n’est implanté ; les durées ne jouent pas.',
};

/**
 * Territories in which no site of the network lies, and apart those to which the level does not apply.
 * @throws DomainError unknown-territory
 */
export function withoutSiteAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: WithoutSiteQuery,
): WithoutSiteAnswer {
  const { items, total } = withoutSite(edition.data, query);
  const definition = {
    level: query.level,
    question: QUESTION.en,
    ...baseDefinition(edition.meta, query.rule, query.within),
  };
  return { edition: edition.meta.id, definition, items, total };
}

/** @param outlines of the answer's level, where the table is to be drawn */
export function withoutSiteTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: WithoutSiteAnswer,
  address: string,
  outlines?: OutlineSet,
): PublishedTable {
  const { level } = answer.definition;
  return {
    name: `without-site-${level.replace('_', '-')}`,
    title: {
      en: `Territories without a site, by ${level}`,
      fr: `Territoires sans site, par ${frenchText(LEVEL, level)}`,
    },
    columns: WITHOUT_SITE_COLUMNS,
    rows: tableRows(answer.items),
    count: answer.items.length,
    ...(outlines === undefined ? {} : { geometry: rowOutline(outlines) }),
    about: tableAbout(meta, answer, address, null, WITHOUT_SITE_TOTAL_COLUMNS, {
      question: QUESTION.fr,
    }),
  };
}
