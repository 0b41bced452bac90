import type { FrictionSpeeds } from '../../src/network/friction/friction-speeds.ts';
import type { Estimates } from './model.ts';
import { MINUTES, type PairTargets, type ShareTargets } from './targets.ts';

/** Where every fit starts: nothing of the targets is in it. */
export const START: FrictionSpeeds = {
  byDensityKmh: { 1: 36, 2: 36, 3: 36, 4: 36, 5: 36, 6: 36, 7: 36 },
  emptyMountain: 0.4,
  valleyPower: 0.2,
  border: 0.7,
  endSeconds: 20,
};

/** A point at 5 or 10 minutes weighs less: there the kilometre of the squares decides, not the speed. */
const SHARE_WEIGHT: Record<(typeof MINUTES)[number], number> = {
  5: 0.3,
  10: 0.6,
  15: 1,
  20: 1,
  25: 1,
  30: 1,
};

/** What the fit reads of a pair: whether it lies within each of these, and how much that counts. */
const PAIR_THRESHOLDS = [
  { seconds: 1200, weight: 0.5 },
  { seconds: 1800, weight: 1 },
] as const;
/** Softens "within" to a slope, of this width in log time, so that the fit can feel its way. */
const PAIR_SOFTNESS = 0.12;
/** Pairs of OSRM beyond these say nothing about 20 or 30 minutes. */
const PAIR_RANGE_SECONDS = [300, 3600] as const;
/** All pairs together, each off by one percentage point of certainty, weigh as this part of all départements by one point. */
const PAIR_WEIGHT = 0.3;

/** A parameter runs free on a scale where a step means the same everywhere: a log, or tens of seconds. */
interface Parameter {
  read(speeds: FrictionSpeeds): number;
  write(speeds: FrictionSpeeds, value: number): FrictionSpeeds;
}
const DIFFERENCE = 0.05;

const PARAMETERS: readonly Parameter[] = [
  ...Object.keys(START.byDensityKmh).map(
    (level): Parameter => ({
      read: (speeds) => Math.log(speeds.byDensityKmh[level]),
      write: (speeds, value) => ({
        ...speeds,
        byDensityKmh: { ...speeds.byDensityKmh, [level]: Math.exp(value) },
      }),
    }),
  ),
  {
    read: (speeds) => Math.log(speeds.emptyMountain),
    write: (speeds, value) => ({ ...speeds, emptyMountain: Math.exp(value) }),
  },
  {
    read: (speeds) => speeds.valleyPower,
    write: (speeds, value) => ({ ...speeds, valleyPower: value }),
  },
  {
    read: (speeds) => Math.log(speeds.border),
    write: (speeds, value) => ({ ...speeds, border: Math.exp(value) }),
  },
  {
    read: (speeds) => speeds.endSeconds / 40,
    write: (speeds, value) => ({ ...speeds, endSeconds: Math.max(0, value * 40) }),
  },
];

/** What a fit may look at. */
export interface Training {
  departement(index: number): boolean;
  /** Origins of pairs. */
  origin(index: number): boolean;
  destinations: readonly number[];
}

/**
 * Gauss–Newton with Levenberg's damping and finite differences on weighted errors of shares and pairs; a weak pull to
 * START (one unit of each scale) keeps speeds that nothing speaks of where they are.
 */
export function fitSpeeds(
  { shares, pairSeconds }: Estimates,
  targets: ShareTargets,
  pairs: PairTargets,
  training: Training,
  rounds: number,
): FrictionSpeeds {
  const trained = targets.departements.filter((_, i) => training.departement(i)).length;
  const start = PARAMETERS.map((parameter) => parameter.read(START));
  const speedsAt = (values: readonly number[]) =>
    PARAMETERS.reduce((speeds, parameter, i) => parameter.write(speeds, values[i]), START);
  const errorsAt = (values: readonly number[]): Float64Array => {
    const speeds = speedsAt(values);
    return Float64Array.from([
      ...shareErrors(targets, training, shares(speeds)),
      ...pairErrors(pairs, training, trained, pairSeconds(speeds, training.destinations)),
      ...values.map((value, i) => value - start[i]),
    ]);
  };
  let values = start;
  let errors = errorsAt(values);
  let cost = dot(errors, errors);
  let damping = 0.03;
  for (let round = 0; round < rounds; round++) {
    const slopes = PARAMETERS.map((_, i) => {
      const moved = errorsAt(values.with(i, values[i] + DIFFERENCE));
      return moved.map((error, row) => (error - errors[row]) / DIFFERENCE);
    });
    let gain = 0;
    for (let attempt = 0; attempt < 4 && gain === 0; attempt++) {
      const step = solve(
        slopes.map((a, i) => slopes.map((b, j) => dot(a, b) * (i === j ? 1 + damping : 1))),
        slopes.map((slope) => -dot(slope, errors)),
      );
      const tried = values.map((value, i) => value + step[i]);
      const triedErrors = errorsAt(tried);
      const triedCost = dot(triedErrors, triedErrors);
      if (triedCost < cost) {
        gain = (cost - triedCost) / cost;
        values = tried;
        errors = triedErrors;
        cost = triedCost;
        damping = Math.max(damping / 5, 1e-4);
      } else damping = damping * 6 + 0.02;
    }
    if (gain < 0.002) break;
  }
  return speedsAt(values);
}

function shareErrors(targets: ShareTargets, training: Training, shares: readonly number[][]): number[] {
  return targets.expected.flatMap((row, departement) =>
    training.departement(departement)
      ? row.map((percent, k) => SHARE_WEIGHT[MINUTES[k]] * (shares[departement][k] - percent))
      : [],
  );
}

function pairErrors(
  pairs: PairTargets,
  training: Training,
  departements: number,
  seconds: Float64Array,
): number[] {
  const { destinations } = training;
  const errors: number[] = [];
  let count = 0;
  for (let origin = 0; origin < pairs.count; origin++) {
    if (!training.origin(origin)) continue;
    for (let k = 0; k < destinations.length; k++) {
      const expected = pairs.seconds[origin * pairs.count + destinations[k]];
      if (!(expected >= PAIR_RANGE_SECONDS[0] && expected <= PAIR_RANGE_SECONDS[1])) continue;
      count++;
      const found = seconds[origin * destinations.length + k];
      for (const threshold of PAIR_THRESHOLDS) {
        const within = 1 / (1 + (found / threshold.seconds) ** (1 / PAIR_SOFTNESS));
        errors.push(threshold.weight * 100 * (within - (expected <= threshold.seconds ? 1 : 0)));
      }
    }
  }
  const scale = PAIR_WEIGHT * Math.sqrt(departements / count);
  return errors.map((error) => error * scale);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Gauss–Jordan; the damped normal matrix is positive definite, so that no pivoting is needed. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const size = rows.length;
  for (let i = 0; i < size; i++) {
    for (let r = 0; r < size; r++) {
      if (r === i) continue;
      const factor = rows[r][i] / rows[i][i];
      for (let k = i; k <= size; k++) rows[r][k] -= factor * rows[i][k];
    }
  }
  return rows.map((row, i) => row[size] / row[i]);
}
