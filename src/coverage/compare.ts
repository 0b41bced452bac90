import type { CoverageStatus } from './coverage.ts';
import type { EditionData } from './edition-data.ts';
import { shareOf } from './minute-histogram.ts';
import type { CountingRule } from './network.ts';
import { type PartFigures, partFigures } from './part.ts';
import { pointsBetween, ratioOfShares, ratioOfUncovered } from './share-comparison.ts';
import { THRESHOLD_MINUTES_MIN, thresholdSeconds } from './threshold.ts';
import { secondsOfShare } from './time-distribution.ts';
import type { TerritoryRef } from './within.ts';

export interface CompareQuery {
  /** Empty: everything. */
  a: TerritoryRef[];
  b: TerritoryRef[];
  /** Narrows both; empty: everything. */
  within: TerritoryRef[];
  thresholdMinutes: number;
  rule: CountingRule;
}

/** The question as asked, then what it would be five minutes lower or higher, or with cars a tenth slower or faster. */
export const SCENARIOS = ['as-asked', 'threshold-lower', 'threshold-higher', 'slower', 'faster'] as const;
export type Scenario = (typeof SCENARIOS)[number];

const SENSITIVITY_MINUTES = 5;
/** In per cent of the edition's speeds. At 90, a time of t seconds becomes t ÷ 0.9. */
const SCENARIO_TERMS: Record<Scenario, { minutes: number; speedPercent: number }> = {
  'as-asked': { minutes: 0, speedPercent: 100 },
  'threshold-lower': { minutes: -SENSITIVITY_MINUTES, speedPercent: 100 },
  'threshold-higher': { minutes: SENSITIVITY_MINUTES, speedPercent: 100 },
  slower: { minutes: 0, speedPercent: 90 },
  faster: { minutes: 0, speedPercent: 110 },
};

/**
 * `past-limit`: times beyond the edition's limit would be needed. `below-a-minute`: no threshold is left.
 * `no-residents`: nobody lives in one of the two.
 */
export const SCENARIO_STATUSES = ['computed', 'past-limit', 'below-a-minute', 'no-residents'] as const;
export type ScenarioStatus = (typeof SCENARIO_STATUSES)[number];

/** One of the two in one scenario. */
interface SideFigures {
  codes: string;
  name: string;
  residents: number;
  covered: number | null;
  uncovered: number | null;
  share: number | null;
  sites: number;
  sites_per_100k: number | null;
  /** At the speeds of the scenario. */
  median_minutes: number | null;
  without_time: number;
  estimate_share: number | null;
  status: CoverageStatus;
}

type Prefixed<P extends string> = { [Name in keyof SideFigures as `${P}_${Name}`]: SideFigures[Name] };

export type CompareItem = {
  scenario: Scenario;
  threshold_minutes: number | null;
  speed_percent: number;
  /** Residents count as covered at or under this many seconds of the edition's times. */
  limit_seconds: number | null;
  /** Share of a less share of b. */
  difference_points: number | null;
  /** Share of a ÷ share of b; null where b has none covered. */
  share_ratio: number | null;
  /** Uncovered share of a ÷ uncovered share of b; null where b has all covered. */
  uncovered_ratio: number | null;
  status: ScenarioStatus;
} & Prefixed<'a'> &
  Prefixed<'b'>;

/**
 * What stays true over every scenario that can be computed; `or-equal`: in some of them the shares are equal, as where
 * a longer threshold takes in everybody. `not-comparable`: nobody lives in one of the two.
 */
export const VERDICTS = [
  'a-higher',
  'a-higher-or-equal',
  'b-higher',
  'b-higher-or-equal',
  'equal',
  'changes',
  'not-comparable',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface CompareTotal {
  verdict: Verdict;
  /** As asked. */
  difference_points: number | null;
  difference_points_least: number | null;
  difference_points_most: number | null;
  scenarios_computed: number;
  scenarios: number;
}

/**
 * Two territories or groups side by side, a row a scenario, the question as asked first. Every figure counts whole
 * seconds of the travel-time grid, not minute bins.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter, naming `a`, `b` or `within`
 */
export function compare(
  data: EditionData,
  query: CompareQuery,
): { items: CompareItem[]; total: CompareTotal } {
  const { within, rule, thresholdMinutes } = query;
  thresholdSeconds(data, thresholdMinutes);
  const a = partFigures(data, { of: query.a, within, parameter: 'a' }, rule);
  const b = partFigures(data, { of: query.b, within, parameter: 'b' }, rule);
  const items = SCENARIOS.map((scenario) =>
    itemOf(scenario, thresholdMinutes, data.matrix.limitSeconds, a, b),
  );
  return { items, total: totalOf(items) };
}

function itemOf(
  scenario: Scenario,
  thresholdMinutes: number,
  limitSeconds: number,
  a: PartFigures,
  b: PartFigures,
): CompareItem {
  const { minutes, speedPercent } = SCENARIO_TERMS[scenario];
  const threshold = thresholdMinutes + minutes;
  // A whole number: 60 seconds by 90, 100 or 110 per cent are 54, 60 or 66.
  const seconds = (threshold * 60 * speedPercent) / 100;
  const status = statusOf(threshold, seconds, limitSeconds, a, b);
  const within = status === 'computed' || status === 'no-residents' ? seconds : null;
  const coveredA = within === null ? null : a.times.atOrUnder[within];
  const coveredB = within === null ? null : b.times.atOrUnder[within];
  const pair =
    coveredA === null || coveredB === null
      ? null
      : ([
          { covered: coveredA, residents: a.times.residents },
          { covered: coveredB, residents: b.times.residents },
        ] as const);
  return {
    scenario,
    threshold_minutes: status === 'below-a-minute' ? null : threshold,
    speed_percent: speedPercent,
    limit_seconds: within,
    difference_points: pair && pointsBetween(...pair),
    share_ratio: pair && ratioOfShares(...pair),
    uncovered_ratio: pair && ratioOfUncovered(...pair),
    status,
    ...prefixed('a', sideOf(a, coveredA, speedPercent)),
    ...prefixed('b', sideOf(b, coveredB, speedPercent)),
  };
}

function statusOf(
  threshold: number,
  seconds: number,
  limitSeconds: number,
  a: PartFigures,
  b: PartFigures,
): ScenarioStatus {
  if (threshold < THRESHOLD_MINUTES_MIN) return 'below-a-minute';
  if (seconds > limitSeconds) return 'past-limit';
  return a.times.residents === 0 || b.times.residents === 0 ? 'no-residents' : 'computed';
}

function sideOf(part: PartFigures, covered: number | null, speedPercent: number): SideFigures {
  const { times, sites } = part;
  const { residents } = times;
  const median = secondsOfShare(times, 1, 2);
  return {
    codes: part.codes,
    name: part.name,
    residents,
    covered,
    uncovered: covered === null ? null : residents - covered,
    share: covered === null ? null : shareOf(covered, residents),
    sites,
    sites_per_100k: residents === 0 ? null : (sites * 100_000) / residents,
    median_minutes: median === null ? null : (median * 100) / speedPercent / 60,
    without_time: times.withoutTime,
    estimate_share: shareOf(times.estimated, residents),
    status: part.status,
  };
}

function prefixed<P extends 'a' | 'b'>(prefix: P, side: SideFigures): Prefixed<P> {
  const entries = Object.entries(side).map(([name, value]) => [`${prefix}_${name}`, value]);
  return Object.fromEntries(entries) as Prefixed<P>;
}

function totalOf(items: readonly CompareItem[]): CompareTotal {
  const differences = items.map((item) => item.difference_points).filter((points) => points !== null);
  const none = differences.length === 0;
  return {
    verdict: none ? 'not-comparable' : verdictOf(differences),
    difference_points: items[0].difference_points,
    difference_points_least: none ? null : Math.min(...differences),
    difference_points_most: none ? null : Math.max(...differences),
    scenarios_computed: differences.length,
    scenarios: items.length,
  };
}

function verdictOf(differences: readonly number[]): Verdict {
  const higher = differences.some((points) => points > 0) ? 'a-higher' : 'b-higher';
  const signs = new Set(differences.map(Math.sign));
  if (signs.has(1) && signs.has(-1)) return 'changes';
  if (!signs.has(0)) return higher;
  return signs.size === 1 ? 'equal' : `${higher}-or-equal`;
}
