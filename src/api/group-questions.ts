import type { Static } from 'typebox';
import type { RankingMeasure, RankingOrder } from '../coverage/ranking.ts';
import { drawn, territories } from './questions.ts';
import type { CompareParameters } from './schemas/compare.ts';
import type { CurveParameters } from './schemas/curve.ts';
import { DEFAULTS } from './schemas/parameters.ts';
import type { ASKED_ORDERS, RankingParameters } from './schemas/ranking.ts';

/** The questions that hold territories against each other: curve, ranking, compare. */

export function curveQuestion(query: Static<typeof CurveParameters>) {
  const { network = DEFAULTS.network } = query;
  const of = territories(query.of, 'of');
  const against = territories(query.with, 'with');
  const { within, spelling } = territories(query.within);
  return {
    query: { of: of.within, with: against.within, within, rule: network },
    canonical: { of: of.spelling, with: against.spelling, within: spelling, network },
  };
}

export function compareQuestion(query: Static<typeof CompareParameters>) {
  const { threshold = DEFAULTS.threshold, network = DEFAULTS.network } = query;
  const a = territories(query.a, 'a');
  const b = territories(query.b, 'b');
  const { within, spelling } = territories(query.within);
  return {
    query: { a: a.within, b: b.within, within, thresholdMinutes: threshold, rule: network },
    canonical: { a: a.spelling, b: b.spelling, within: spelling, threshold, network },
  };
}

/** The figure ascends from the worst to the best. */
const WORST_IS_LEAST: Record<RankingMeasure, boolean> = {
  coverage: true,
  uncovered: false,
  'residents-per-site': false,
};

/** One of the two orders: `asc` of the coverage is `worst-first`. */
function orderOf(asked: (typeof ASKED_ORDERS)[number], by: RankingMeasure): RankingOrder {
  if (asked === 'worst-first' || asked === 'best-first') return asked;
  return (asked === 'asc') === WORST_IS_LEAST[by] ? 'worst-first' : 'best-first';
}

export function rankingQuestion(query: Static<typeof RankingParameters>) {
  const { level = DEFAULTS.level, threshold = DEFAULTS.threshold, network = DEFAULTS.network } = query;
  const { by = DEFAULTS.rankedBy, limit, offset = 0 } = query;
  const { within, spelling } = territories(query.within);
  const order = orderOf(query.order ?? DEFAULTS.order, by);
  return {
    query: { level, within, by, order, thresholdMinutes: threshold, rule: network, offset },
    canonical: {
      level,
      within: spelling,
      by,
      order,
      threshold,
      network,
      ...(limit === undefined ? {} : { limit }),
      ...(offset === 0 ? {} : { offset }),
      ...drawn(query.simplify),
    },
    simplification: query.simplify ?? DEFAULTS.simplify,
    limit,
  };
}
