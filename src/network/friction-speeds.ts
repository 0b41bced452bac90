/**
 * Crow-fly, door-to-door speeds by car, for places without roads: what is left of driving speeds once the bends, the
 * junctions and the streets at both ends are in. Divide a straight line by them and you have a likely time.
 *
 * Fitted by scripts/calibrate-friction.ts to the shares of residents within 10, 15, 20, 30 minutes of a France Services
 * in 48 départements (after INSEE, BPE 2023, Metric-OSRM), from 1 km squares (Eurostat census 2021) to the sites of
 * 2024-08-01, then rounded. Errors of the shares, in points: 10 min, mean +0.9, root mean square 3.4; 15 min, −1.2 and
 * 2.6; 20 min, −0.8 and 2.2; 30 min, 0.0 and 0.2; the worst 8. Against OSRM between communes of Isère: median +6 %, root
 * mean square 26 %, since a surface does not know which ridge has a road over it. An estimate, never a measurement.
 */
export interface FrictionSpeeds {
  /** Crow-fly km/h by INSEE density class, '1' (large urban centres) to '7' (very dispersed rural). */
  byDensityKmh: Readonly<Record<string, number>>;
  /** Times the speed of rural classes (5–7) in the communes of a mountain massif; towns lie in valleys, with their roads. */
  mountainRural: number;
}

export const FRICTION_SPEEDS: FrictionSpeeds = {
  byDensityKmh: { 1: 28, 2: 27, 3: 35, 4: 40, 5: 44, 6: 37, 7: 36 },
  mountainRural: 0.9,
};

const FIRST_RURAL_DENSITY = '5';

/** A commune that the density grid does not know (overseas collectivities, new communes) passes for dispersed rural. */
const UNKNOWN_DENSITY = '6';

/** Crow-fly km/h in a commune. */
export function frictionSpeedKmh(
  density: string | null,
  mountain: boolean,
  speeds: FrictionSpeeds = FRICTION_SPEEDS,
): number {
  const known = density !== null && Object.hasOwn(speeds.byDensityKmh, density) ? density : UNKNOWN_DENSITY;
  const factor = mountain && known >= FIRST_RURAL_DENSITY ? speeds.mountainRural : 1;
  return speeds.byDensityKmh[known] * factor;
}
