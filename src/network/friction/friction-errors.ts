/**
 * How far an estimated share of a département is off INSEE's (BPE 2023, Metric-OSRM), in points, where the surface was
 * not fitted: six folds of the 48 départements published, by scripts/friction/calibrate.ts.
 */
export interface FrictionError {
  minutes: number;
  /** Mean absolute error. */
  meanPoints: number;
  /** Nine départements in ten are nearer than this. */
  nineInTenPoints: number;
}

export const FRICTION_ERRORS: readonly FrictionError[] = [
  { minutes: 10, meanPoints: 3.1, nineInTenPoints: 7.6 },
  { minutes: 15, meanPoints: 2.2, nineInTenPoints: 5.0 },
  { minutes: 20, meanPoints: 1.3, nineInTenPoints: 2.6 },
  { minutes: 25, meanPoints: 0.5, nineInTenPoints: 1.7 },
  { minutes: 30, meanPoints: 0.3, nineInTenPoints: 0.7 },
];

/** How many they were measured on. */
export const FRICTION_DEPARTEMENTS = 48;
