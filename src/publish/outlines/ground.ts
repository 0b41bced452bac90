import { COORDINATE_SCALE } from './outline-set.ts';

/** Metres in a millionth of a degree of latitude, on the sphere of 6,371,008.8 m (mean radius, IUGG 1980). */
export const METRES_PER_UNIT = ((Math.PI / 180) * 6_371_008.8) / COORDINATE_SCALE;

const RADIANS_PER_UNIT = Math.PI / 180 / COORDINATE_SCALE;

/** Square metres in a square unit of the grid at a latitude in millionths of a degree. */
export function squareMetresAt(latitude: number): number {
  return METRES_PER_UNIT * METRES_PER_UNIT * Math.cos(latitude * RADIANS_PER_UNIT);
}

/** Metres between two places in millionths of a degree, near enough for neighbours. */
export function metresBetween(ax: number, ay: number, bx: number, by: number): number {
  return METRES_PER_UNIT * Math.hypot((bx - ax) * Math.cos(((ay + by) / 2) * RADIANS_PER_UNIT), by - ay);
}
