import type { CoverageItem, CoverageStatus } from './coverage.ts';
import type { Level } from './edition-data.ts';

/** A published share to hold the edition against. */
export interface ReferenceFigure {
  level: Level;
  code: string;
  minutes: number;
  /** 0 to 1. */
  share: number;
}

/** What the edition says of a territory at a threshold: a row of `coverage`. */
export interface OwnFigure extends Omit<CoverageItem, 'covered' | 'sites' | 'without_time'> {
  minutes: number;
}

/** A figure that both have. */
export interface ComparedFigure {
  level: Level;
  code: string;
  name: string;
  minutes: number;
  /** Shares, 0 to 1. */
  ours: number;
  reference: number;
  /** Percentage points, ours less the reference: positive where the edition covers more. */
  difference_points: number;
  population: number;
  estimate_share: number;
}

/** Why a reference figure has nothing to be compared with; the statuses are those of `coverage`. */
export type LeftOutReason = 'not-loaded' | 'beyond-limit' | Exclude<CoverageStatus, 'ok'>;

/** A territory of the reference that is not compared, at the minutes given. */
export interface LeftOut {
  reason: LeftOutReason;
  level: Level;
  code: string;
  minutes: number[];
}

/** Errors of one level at one threshold, in percentage points, ours less the reference. */
export interface ThresholdErrors {
  level: Level;
  minutes: number;
  /** Number of territories. */
  compared: number;
  population: number;
  /** Shares of all their residents together, 0 to 1: means weighted by the edition's population. */
  ours: number;
  reference: number;
  /** Bias. */
  mean_error_points: number;
  mean_absolute_error_points: number;
  /** Each territory weighs as its residents. */
  weighted_mean_absolute_error_points: number;
  root_mean_square_error_points: number;
  /** Part of their residents whose time is an estimate. */
  estimate_share: number;
  /** The largest absolute differences, largest first. */
  worst: { code: string; name: string; difference_points: number }[];
}

export interface Validation {
  /** By level, minutes and code. */
  figures: ComparedFigure[];
  leftOut: LeftOut[];
  /** By level and minutes. */
  errors: ThresholdErrors[];
}

const WORST = 3;

/**
 * Holds the edition's shares against a reference. Only territories that are wholly loaded, inhabited and reached by some
 * times are compared (status `ok`): the share of a part would be held against that of the whole.
 * @param reference each level, code and minutes once
 * @param own of the levels and minutes that the reference has
 * @param limitMinutes longest time that the edition knows
 */
export function compareShares(
  reference: readonly ReferenceFigure[],
  own: readonly OwnFigure[],
  limitMinutes: number,
): Validation {
  const ownOf = new Map(own.map((figure) => [keyOf(figure), figure]));
  const figures: ComparedFigure[] = [];
  const leftOut = new Map<string, LeftOut>();
  for (const figure of reference) {
    const ours = ownOf.get(keyOf(figure));
    const reason = reasonToLeaveOut(ours, figure.minutes, limitMinutes);
    if (reason === null && ours) {
      figures.push(compared(figure, ours));
      continue;
    }
    const { level, code, minutes } = figure;
    const key = `${reason}\t${level}\t${code}`;
    const entry = leftOut.get(key) ?? { reason: reason ?? 'not-loaded', level, code, minutes: [] };
    entry.minutes.push(minutes);
    leftOut.set(key, entry);
  }
  figures.sort(byLevelMinutesCode);
  const groups = Map.groupBy(figures, ({ level, minutes }) => `${level}\t${minutes}`);
  return { figures, leftOut: [...leftOut.values()], errors: [...groups.values()].map(errorsOf) };
}

function keyOf({ level, code, minutes }: { level: Level; code: string; minutes: number }): string {
  return `${level}\t${code}\t${minutes}`;
}

function reasonToLeaveOut(
  own: OwnFigure | undefined,
  minutes: number,
  limitMinutes: number,
): LeftOutReason | null {
  if (minutes > limitMinutes) return 'beyond-limit';
  if (!own) return 'not-loaded';
  if (own.status !== 'ok') return own.status;
  return own.share === null ? 'no-population' : null;
}

function compared(figure: ReferenceFigure, own: OwnFigure): ComparedFigure {
  const ours = own.share ?? 0;
  return {
    level: figure.level,
    code: figure.code,
    name: own.name,
    minutes: figure.minutes,
    ours,
    reference: figure.share,
    difference_points: millionths(100 * (ours - figure.share)),
    population: own.population,
    estimate_share: own.estimate_share ?? 0,
  };
}

/** Without the noise of binary fractions: 0.3, not 0.30000000000000426. */
function millionths(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function byLevelMinutesCode(a: ComparedFigure, b: ComparedFigure): number {
  if (a.level !== b.level) return a.level < b.level ? -1 : 1;
  if (a.minutes !== b.minutes) return a.minutes - b.minutes;
  return a.code < b.code ? -1 : 1;
}

/** @param figures at least one, of one level and threshold */
function errorsOf(figures: readonly ComparedFigure[]): ThresholdErrors {
  let population = 0;
  let ours = 0;
  let reference = 0;
  let estimated = 0;
  let sum = 0;
  let absolute = 0;
  let weightedAbsolute = 0;
  let squares = 0;
  for (const figure of figures) {
    const { difference_points: difference, population: residents } = figure;
    population += residents;
    ours += residents * figure.ours;
    reference += residents * figure.reference;
    estimated += residents * figure.estimate_share;
    sum += difference;
    absolute += Math.abs(difference);
    weightedAbsolute += residents * Math.abs(difference);
    squares += difference * difference;
  }
  const count = figures.length;
  const worst = figures
    .toSorted((a, b) => Math.abs(b.difference_points) - Math.abs(a.difference_points))
    .slice(0, WORST);
  return {
    level: figures[0].level,
    minutes: figures[0].minutes,
    compared: count,
    population,
    ours: ours / population,
    reference: reference / population,
    mean_error_points: millionths(sum / count),
    mean_absolute_error_points: millionths(absolute / count),
    weighted_mean_absolute_error_points: millionths(weightedAbsolute / population),
    root_mean_square_error_points: millionths(Math.sqrt(squares / count)),
    estimate_share: estimated / population,
    worst: worst.map(({ code, name, difference_points }) => ({ code, name, difference_points })),
  };
}

/** The largest mean absolute error that is accepted at a threshold. */
export interface ErrorBar {
  minutes: number;
  /** Percentage points. */
  points: number;
}

/** A bar held against one level's error at its threshold; met at or under it. */
export interface BarResult extends ErrorBar {
  level: Level;
  mean_absolute_error_points: number;
  met: boolean;
}

/** Every bar with every level compared at its threshold; a bar at a threshold that is not compared gives no result. */
export function judgeBars(bars: readonly ErrorBar[], errors: readonly ThresholdErrors[]): BarResult[] {
  return bars.flatMap(({ minutes, points }) =>
    errors
      .filter((row) => row.minutes === minutes)
      .map(({ level, mean_absolute_error_points }) => ({
        minutes,
        points,
        level,
        mean_absolute_error_points,
        met: mean_absolute_error_points <= points,
      })),
  );
}
