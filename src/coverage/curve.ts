import type { CoverageStatus } from './coverage.ts';
import type { EditionData } from './edition-data.ts';
import { shareOf } from './minute-histogram.ts';
import type { CountingRule } from './network.ts';
import { type PartFigures, partFigures } from './part.ts';
import { pointsBetween } from './share-comparison.ts';
import { THRESHOLD_MINUTES_MAX } from './threshold.ts';
import { meanSeconds, residentsBeyond, secondsOfShare } from './time-distribution.ts';
import type { TerritoryRef } from './within.ts';

export interface CurveQuery {
  /** Empty: everything. */
  of: TerritoryRef[];
  /** What it is held against; empty: everything. */
  with: TerritoryRef[];
  /** Narrows both; empty: everything. */
  within: TerritoryRef[];
  rule: CountingRule;
}

export interface CurveItem {
  minute: number;
  /** Residents at or under the minute. */
  residents_within: number;
  share: number | null;
  comparison_residents_within: number;
  comparison_share: number | null;
  /** share less comparison_share, in points. */
  difference_points: number | null;
}

/** The figures of one curve. */
export interface CurveFigures {
  name: string;
  residents: number;
  /** Least time at or under which half of all residents are; null where it is past the limit. */
  median_minutes: number | null;
  /** The same of nine tenths. */
  d9_minutes: number | null;
  /** Of the residents with a time within the limit. */
  mean_minutes: number | null;
  /** Residents with a time, past the limit. */
  beyond_limit: number;
  without_time: number;
  estimate_share: number | null;
  sites: number;
  status: CoverageStatus;
}

export type CurveTotal = CurveFigures & {
  [Name in keyof CurveFigures as `comparison_${Name}`]: CurveFigures[Name];
};

/**
 * Residents by minute to their nearest site, cumulated, for a territory or group and what it is held against. Rows are
 * every whole minute from 0 to 60, or to the edition's limit where that is less.
 * @throws DomainError unknown-territory, invalid-parameter, naming `of`, `with` or `within`
 */
export function curve(data: EditionData, query: CurveQuery): { items: CurveItem[]; total: CurveTotal } {
  const { within, rule } = query;
  const own = partFigures(data, { of: query.of, within, parameter: 'of' }, rule);
  const other = partFigures(data, { of: query.with, within, parameter: 'with' }, rule);
  const last = Math.min(THRESHOLD_MINUTES_MAX, Math.floor(data.matrix.limitSeconds / 60));
  const items: CurveItem[] = [];
  for (let minute = 0; minute <= last; minute++) {
    const covered = own.times.atOrUnder[minute * 60];
    const otherCovered = other.times.atOrUnder[minute * 60];
    items.push({
      minute,
      residents_within: covered,
      share: shareOf(covered, own.times.residents),
      comparison_residents_within: otherCovered,
      comparison_share: shareOf(otherCovered, other.times.residents),
      difference_points: pointsBetween(
        { covered, residents: own.times.residents },
        { covered: otherCovered, residents: other.times.residents },
      ),
    });
  }
  return { items, total: { ...figuresOf(own), ...asComparison(figuresOf(other)) } };
}

function figuresOf({ name, times, sites, status }: PartFigures): CurveFigures {
  const mean = meanSeconds(times);
  return {
    name,
    residents: times.residents,
    median_minutes: inMinutes(secondsOfShare(times, 1, 2)),
    d9_minutes: inMinutes(secondsOfShare(times, 9, 10)),
    mean_minutes: inMinutes(mean),
    beyond_limit: residentsBeyond(times),
    without_time: times.withoutTime,
    estimate_share: shareOf(times.estimated, times.residents),
    sites,
    status,
  };
}

function inMinutes(seconds: number | null): number | null {
  return seconds === null ? null : seconds / 60;
}

function asComparison(figures: CurveFigures) {
  return {
    comparison_name: figures.name,
    comparison_residents: figures.residents,
    comparison_median_minutes: figures.median_minutes,
    comparison_d9_minutes: figures.d9_minutes,
    comparison_mean_minutes: figures.mean_minutes,
    comparison_beyond_limit: figures.beyond_limit,
    comparison_without_time: figures.without_time,
    comparison_estimate_share: figures.estimate_share,
    comparison_sites: figures.sites,
    comparison_status: figures.status,
  };
}
