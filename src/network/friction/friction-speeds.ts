/**
 * Crow-fly speeds by car, for places without roads: what is left of driving speeds once bends and junctions are in.
 */
export interface FrictionSpeeds {
  /** Crow-fly km/h by INSEE density class, '1' (large urban centres) to '7' (very dispersed rural). */
  byDensityKmh: Readonly<Record<string, number>>;
  /** Times the speed in a cell of a mountain commune where nobody lives: ridges are empty, and few roads cross them. */
  emptyMountain: number;
  /** In mountain communes: times (residents of the cell / residents around) to this power; roads run in the valleys. */
  valleyPower: number;
  /** Times the speed from one EPCI to another: their borders follow ridges, forests and rivers. */
  border: number;
  /** At each end of a trip: to the car, out of the street, to a parking place. */
  endSeconds: number;
}

/**
 * Fitted by scripts/friction/calibrate.ts to the shares of residents within 5 to 30 minutes of a France Services in 48
 * départements (after INSEE, BPE 2023, Metric-OSRM; sites of the list of August 2024 labelled by the end of 2023) and to
 * OSRM's times between the communes of Isère, which is not one of the 48. Residents stand on 1 km squares (Eurostat
 * census 2021), scaled to the legal populations.
 *
 * Six folds, each read on the eight départements that it left out; points of share:
 *
 * | minutes | mean absolute | bias | root mean square | 9 in 10 | worst      |
 * |      10 |           3.1 | +1.3 |              4.4 |     7.6 | −12.8 (90) |
 * |      15 |           2.2 | −1.1 |              3.0 |     5.0 |  −9.6 (03) |
 * |      20 |           1.3 | −0.6 |              2.1 |     2.6 |  −8.0 (03) |
 * |      25 |           0.5 | −0.3 |              1.1 |     1.7 |  −5.5 (25) |
 * |      30 |           0.3 | −0.2 |              0.9 |     0.7 |  −5.0 (25) |
 *
 * Pairs of communes of Isère within 30 minutes, origins left out: recall 0.87, precision 0.86 (crow-fly at 32 km/h: 0.73
 * and 0.88; at 36 km/h: 0.84 and 0.81). Where both communes were left out 0.87 and 0.84; the speeds fitted on all have
 * 0.86 and 0.84 on those same pairs. Times of 5 to 60 minutes: median +7 %, first and last decile −16 and +42 %.
 *
 * What it costs: an inhabited valley behind a pass can be cut off. At 30 minutes the mean error was 0.1 with speeds by
 * class and mountain alone (on all 48, fitted on them) and is 0.25 now; Doubs and Alpes-de-Haute-Provence lose most.
 *
 * The terms were chosen on all the targets, only their sizes are cross-validated. Tried and left out, fitted on all:
 * another factor for mountain communes (recall and precision 0.86 and 0.86 without it, 0.87 and 0.85 with it); all times
 * to a power (the fits put it at 0.98 to 1.10); residents of the cell and around in the plain too (Isère +0.005, the mean
 * error at 15 minutes 1.6 → 1.9); a border at each commune (+0.002); another end for mountain hamlets, other factors for
 * the Alps, Pyrenees and Corsica (neither lowered the error). Without the borders of EPCI recall is 0.857 for 0.865,
 * precision 0.848 for 0.853.
 */
export const FRICTION_SPEEDS: FrictionSpeeds = {
  byDensityKmh: { 1: 35.6, 2: 33.5, 3: 41.2, 4: 47.2, 5: 50.4, 6: 36, 7: 45.7 },
  emptyMountain: 0.28,
  valleyPower: 0.36,
  border: 0.62,
  endSeconds: 30,
};

/** A commune that the density grid does not know (overseas collectivities, new communes) passes for dispersed rural. */
const UNKNOWN_DENSITY = '6';

/** Crow-fly km/h in a commune, before the terms of its cells. */
export function frictionSpeedKmh(density: string | null, speeds: FrictionSpeeds = FRICTION_SPEEDS): number {
  const known = density !== null && Object.hasOwn(speeds.byDensityKmh, density) ? density : UNKNOWN_DENSITY;
  return speeds.byDensityKmh[known];
}
