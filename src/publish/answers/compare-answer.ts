import { type CompareItem, type CompareQuery, type CompareTotal, compare } from '../../coverage/compare.ts';
import { shareOf } from '../../coverage/minute-histogram.ts';
import { canonicalWithin, type TimedDefinition, timedDefinition } from '../definition.ts';
import { COMPARE_COLUMNS, COMPARE_TOTAL_COLUMNS } from '../dictionary/compare.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';

export interface CompareAnswer {
  edition: string;
  definition: TimedDefinition & { a: string[]; b: string[]; question: string; sensitivity: string };
  items: CompareItem[];
  total: CompareTotal;
}

const QUESTION: Sentence = {
  en: 'Two territories or groups side by side. The difference is the share of A less that of B, in points; the ratios are A ÷ B. The first row is the question as asked.',
  fr: 'Deux territoires ou groupes côte à côte. L’écart est la part de A moins celle de B, en points ; les rapports sont A ÷ B. La première ligne répond à la question telle qu’elle est posée.',
};
const SENSITIVITY: Sentence = {
  en: 'The other rows ask whether the difference hangs on the choices made: five minutes less, five minutes more, every speed a tenth lower (a time t becomes t ÷ 0.9) and a tenth higher (t ÷ 1.1), in whole seconds of the travel-time grid. A scenario that would need times beyond the grid’s limit is left empty. The verdict is what holds in every scenario computed.',
  fr: 'Les autres lignes disent si l’écart dépend des choix faits : cinq minutes de moins, cinq de plus, toutes les vitesses abaissées d’un dixième (une durée t devient t ÷ 0,9) puis relevées d’un dixième (t ÷ 1,1), en secondes entières de la grille des durées. Un scénario qui demanderait des durées au-delà de la limite de la grille reste vide. Le verdict est ce qui tient dans tous les scénarios calculés.',
};

/**
 * Two territories or groups, their difference and ratios, and whether these hold at other thresholds and speeds.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function compareAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: CompareQuery,
): CompareAnswer {
  const { items, total } = compare(edition.data, query);
  const estimated = [items[0].a_estimate_share, items[0].b_estimate_share].some((share) => (share ?? 0) > 0);
  const ofQpv = [...query.a, ...query.b].some((ref) => ref.level === 'qpv');
  return {
    edition: edition.meta.id,
    definition: {
      a: canonicalWithin(query.a),
      b: canonicalWithin(query.b),
      question: QUESTION.en,
      sensitivity: SENSITIVITY.en,
      ...timedDefinition(edition.meta, query, ofQpv, estimated),
    },
    items,
    total,
  };
}

/** @param address path and query that give the same answer */
export function compareTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: CompareAnswer,
  address: string,
): PublishedTable {
  const asked = answer.items[0];
  return {
    name: 'compare',
    title: {
      en: `Residents within reach of a site: ${asked.a_name} (A) and ${asked.b_name} (B)`,
      fr: `Habitants à portée d’un site : ${asked.a_name} (A) et ${asked.b_name} (B)`,
    },
    columns: COMPARE_COLUMNS,
    rows: tableRows(answer.items),
    count: answer.items.length,
    about: tableAbout(meta, answer, address, estimateShareOfBoth(asked), COMPARE_TOTAL_COLUMNS, {
      question: QUESTION.fr,
      sensitivity: SENSITIVITY.fr,
    }),
  };
}

/** Of the residents of both taken together; one who is in both counts twice. */
function estimateShareOfBoth({
  a_residents,
  a_estimate_share,
  b_residents,
  b_estimate_share,
}: CompareItem): number | null {
  const estimated = (a_estimate_share ?? 0) * a_residents + (b_estimate_share ?? 0) * b_residents;
  return shareOf(estimated, a_residents + b_residents);
}
