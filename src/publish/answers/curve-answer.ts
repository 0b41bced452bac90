import { type CurveItem, type CurveQuery, type CurveTotal, curve } from '../../coverage/curve.ts';
import { canonicalWithin, ERROR_AT_MINUTES, type TravelDefinition, travelDefinition } from '../definition.ts';
import { CURVE_COLUMNS, CURVE_TOTAL_COLUMNS } from '../dictionary/curve.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';

export interface CurveAnswer {
  edition: string;
  definition: TravelDefinition & { of: string[]; with: string[]; question: string; percentiles: string };
  items: CurveItem[];
  total: CurveTotal;
}

const QUESTION: Sentence = {
  en: 'Residents at or under each whole minute by car of the nearest site of the network, cumulated, and the same of the comparison.',
  fr: 'Habitants à chaque minute entière au plus, en voiture, du site du réseau le plus proche, en cumul, et de même pour la comparaison.',
};
const PERCENTILES: Sentence = {
  en: 'The median and the ninth decile are of all residents, in the order of their times: the least time at or under which half, or nine tenths, of them are. Residents beyond the limit or without a time count as the farthest, and a percentile that falls on them is empty. The mean is of the residents with a time within the limit.',
  fr: 'La médiane et le neuvième décile portent sur tous les habitants, rangés par durée : la plus petite durée que la moitié, ou neuf dixièmes, d’entre eux ne dépassent pas. Les habitants au-delà de la limite ou sans durée comptent comme les plus éloignés, et un quantile qui tombe sur eux est vide. La moyenne porte sur les habitants qui ont une durée sous la limite.',
};

/**
 * The share of residents by minute, for a territory or group and what it is held against.
 * @throws DomainError unknown-territory, invalid-parameter
 */
export function curveAnswer(edition: Pick<LoadedEdition, 'meta' | 'data'>, query: CurveQuery): CurveAnswer {
  const { items, total } = curve(edition.data, query);
  const estimated = (total.estimate_share ?? 0) > 0 || (total.comparison_estimate_share ?? 0) > 0;
  const ofQpv = [...query.of, ...query.with].some((ref) => ref.level === 'qpv');
  return {
    edition: edition.meta.id,
    definition: {
      of: canonicalWithin(query.of),
      with: canonicalWithin(query.with),
      question: QUESTION.en,
      percentiles: PERCENTILES.en,
      ...travelDefinition(edition.meta, query, ofQpv, estimated ? ERROR_AT_MINUTES : null),
    },
    items,
    total,
  };
}

/** @param address path and query that give the same answer */
export function curveTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: CurveAnswer,
  address: string,
): PublishedTable {
  const { name, comparison_name, estimate_share } = answer.total;
  return {
    name: 'curve',
    title: {
      en: `Residents by minutes to the nearest site: ${name}, against ${comparison_name}`,
      fr: `Habitants selon la durée jusqu’au site le plus proche : ${name}, comparé à ${comparison_name}`,
    },
    columns: CURVE_COLUMNS,
    rows: tableRows(answer.items),
    count: answer.items.length,
    about: tableAbout(meta, answer, address, estimate_share, CURVE_TOTAL_COLUMNS, {
      question: QUESTION.fr,
      percentiles: PERCENTILES.fr,
    }),
  };
}
