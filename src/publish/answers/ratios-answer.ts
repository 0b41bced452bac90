import { histogramOf } from '../../coverage/answer-cache.ts';
import { shareOf, tallyAll } from '../../coverage/minute-histogram.ts';
import {
  type RatioDimension,
  type RatioItem,
  type RatiosQuery,
  type RatiosTotal,
  ratios,
} from '../../coverage/ratios.ts';
import { frenchText } from '../columns.ts';
import { type TimedDefinition, timedDefinition } from '../definition.ts';
import { BY, RATIO_COLUMNS, RATIO_TOTAL_COLUMNS } from '../dictionary/ratios.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { holdsEstimates } from '../expected-error.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';

const GROUPING_DEFINITIONS: Record<RatioDimension, Sentence> = {
  density: {
    en: 'INSEE’s seven-level density grid of communes; rural = bourgs ruraux, rural à habitat dispersé, rural à habitat très dispersé.',
    fr: 'Grille communale de densité de l’Insee, à sept niveaux ; rural = bourgs ruraux, rural à habitat dispersé, rural à habitat très dispersé.',
  },
  zrr: {
    en: 'Zones de revitalisation rurale, by commune; outgoing communes that keep the benefits count as classed.',
    fr: 'Zones de revitalisation rurale, par commune ; les communes sortantes qui gardent le bénéfice du classement comptent comme classées.',
  },
  frr: {
    en: 'France ruralités revitalisation, by commune.',
    fr: 'France ruralités revitalisation, par commune.',
  },
  qpv: {
    en: 'Inside or outside a priority quarter (QPV); residents inside are estimated on sample points.',
    fr: 'Dans un quartier prioritaire (QPV) ou en dehors ; les habitants qui y vivent sont estimés à partir de points d’échantillon.',
  },
};

export interface RatiosAnswer {
  edition: string;
  definition: TimedDefinition & { by: RatioDimension; grouping: string };
  items: RatioItem[];
  total: RatiosTotal;
}

/**
 * The same figures side by side for the groups of a zoning.
 * @throws DomainError threshold-out-of-range, unknown-territory
 */
export function ratiosAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: RatiosQuery,
): RatiosAnswer {
  const { items, total } = ratios(edition.data, query);
  const definition = {
    by: query.by,
    grouping: GROUPING_DEFINITIONS[query.by].en,
    ...timedDefinition(edition.meta, query, query.by === 'qpv', holdsEstimates(edition.data, query)),
  };
  return { edition: edition.meta.id, definition, items, total };
}

export function ratiosTable(
  { meta, data }: Pick<LoadedEdition, 'meta' | 'data'>,
  query: RatiosQuery,
  answer: RatiosAnswer,
  address: string,
): PublishedTable {
  const all = tallyAll(histogramOf(data, 'france', query.within, query.rule), query.thresholdMinutes);
  return {
    name: `ratios-${query.by}`,
    title: {
      en: `Kinds of territories side by side, by ${query.by}`,
      fr: `Types de territoires comparés : ${frenchText(BY, query.by)}`,
    },
    columns: RATIO_COLUMNS,
    rows: tableRows(answer.items),
    count: answer.items.length,
    about: tableAbout(meta, answer, address, shareOf(all.estimated, all.residents), RATIO_TOTAL_COLUMNS, {
      by: frenchText(BY, query.by),
      grouping: GROUPING_DEFINITIONS[query.by].fr,
    }),
  };
}
