import type { Level } from '../../coverage/edition-data.ts';
import {
  type RankingItem,
  type RankingMeasure,
  type RankingOrder,
  type RankingQuery,
  type RankingTotal,
  ranking,
} from '../../coverage/ranking.ts';
import { frenchText } from '../columns.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import { LEVEL } from '../dictionary/figures.ts';
import { RANKING_COLUMNS, RANKING_TOTAL_COLUMNS } from '../dictionary/ranking.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import type { OutlineSet } from '../outlines/outline-set.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';
import { rowOutline } from '../territory-map.ts';

export interface RankingAnswer {
  edition: string;
  definition: TimedDefinition & {
    level: Level;
    by: RankingMeasure;
    order: RankingOrder;
    limit: number | null;
    offset: number;
    question: string;
  };
  items: RankingItem[];
  total: RankingTotal;
}

const QUESTIONS: Record<RankingMeasure, Sentence> = {
  coverage: {
    en: 'Territories by the share of their residents at or under the threshold; the worst is the lowest share.',
    fr: 'Territoires selon la part de leurs habitants sous le seuil (inclus) ; la plus mauvaise place est à la plus petite part.',
  },
  uncovered: {
    en: 'Territories by the number of their residents beyond the threshold or without a time; the worst is the highest number.',
    fr: 'Territoires selon le nombre de leurs habitants au-delà du seuil ou sans durée ; la plus mauvaise place est au plus grand nombre.',
  },
  'residents-per-site': {
    en: 'Territories by residents to each site of the network in them; the worst is the highest number. A territory without a site has none to divide by: it stands at the worst end, at one rank with the others like it. Times play no part in the order.',
    fr: 'Territoires selon le nombre d’habitants pour chaque site du réseau qui s’y trouve ; la plus mauvaise place est au plus grand nombre. Un territoire sans site n’a rien par quoi diviser : il est à la plus mauvaise place, ex aequo avec ceux dans le même cas. Les durées ne jouent pas dans l’ordre.',
  },
};
const KEPT_OUT: Sentence = {
  en: 'Equal figures share a rank and stand in code order. Kept out and counted in the total: territories of which only a part is loaded or asked for, those without residents, and those the level does not apply to.',
  fr: 'Les ex aequo partagent un rang et se suivent par code. Sont hors classement et comptés dans le total : les territoires chargés ou demandés en partie seulement, ceux sans habitant, ceux où le niveau ne s’applique pas.',
};
const ORDERS: Record<RankingOrder, string> = {
  'worst-first': 'les plus mal desservis d’abord',
  'best-first': 'les mieux desservis d’abord',
};

/**
 * The territories of a level in the order of one figure.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function rankingAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: RankingQuery,
): RankingAnswer {
  const { items, total } = ranking(edition.data, query);
  const { level, by, order, limit, offset } = query;
  const estimated = (total.estimate_share ?? 0) > 0;
  return {
    edition: edition.meta.id,
    definition: {
      level,
      by,
      order,
      limit,
      offset,
      question: `${QUESTIONS[by].en} ${KEPT_OUT.en}`,
      ...timedDefinition(edition.meta, query, level === 'qpv', estimated),
    },
    items,
    total,
  };
}

/**
 * @param address path and query that give the same answer
 * @param outlines of the answer's level, where the table is to be drawn
 */
export function rankingTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: RankingAnswer,
  address: string,
  outlines?: OutlineSet,
): PublishedTable {
  const { level, by, order } = answer.definition;
  return {
    name: `ranking-${level.replace('_', '-')}`,
    title: {
      en: `Ranking by ${TITLES[by].en}, by ${level}`,
      fr: `Classement selon ${TITLES[by].fr}, par ${frenchText(LEVEL, level)}`,
    },
    columns: RANKING_COLUMNS,
    rows: tableRows(answer.items),
    count: answer.items.length,
    ...(outlines === undefined ? {} : { geometry: rowOutline(outlines) }),
    about: tableAbout(meta, answer, address, answer.total.estimate_share, RANKING_TOTAL_COLUMNS, {
      by: TITLES[by].fr,
      order: ORDERS[order],
      question: `${QUESTIONS[by].fr} ${KEPT_OUT.fr}`,
    }),
  };
}

const TITLES: Record<RankingMeasure, { en: string; fr: string }> = {
  coverage: { en: 'share of residents within reach of a site', fr: 'la part d’habitants à portée d’un site' },
  uncovered: { en: 'residents out of reach of a site', fr: 'le nombre d’habitants hors de portée d’un site' },
  'residents-per-site': { en: 'residents per site', fr: 'le nombre d’habitants par site' },
};
