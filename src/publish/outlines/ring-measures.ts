/** Rings in columns: longitude and latitude by turns, the first point repeated at the end or not. */

/**
 * Twice the signed area of a ring: positive where it runs counter-clockwise (clockwise as it is seen, where y runs
 * downwards). Exact for whole numbers while the sums stay below 2^53: millionths of a degree in rings under 90° wide.
 * @param begin first number of the ring, and `end` after its last
 */
export function twiceArea(points: Int32Array, begin = 0, end = points.length): number {
  // Counted from the first point: products of whole coordinates would lose their last digits.
  const x0 = points[begin];
  const y0 = points[begin + 1];
  let sum = 0;
  for (let i = begin + 2; i + 3 < end; i += 2) {
    sum += (points[i] - x0) * (points[i + 3] - y0) - (points[i + 2] - x0) * (points[i + 1] - y0);
  }
  return sum;
}

export type Bounds = readonly [west: number, south: number, east: number, north: number];

const FARTHEST = 0x7fff_ffff;

/** Of all points of the rings; of none, bounds that meet nothing, in whole numbers of 32 bits all the same. */
export function boundsOf(rings: Iterable<Int32Array>): Bounds {
  let [west, south, east, north] = [FARTHEST, FARTHEST, -FARTHEST, -FARTHEST];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      if (ring[i] < west) west = ring[i];
      if (ring[i] > east) east = ring[i];
      if (ring[i + 1] < south) south = ring[i + 1];
      if (ring[i + 1] > north) north = ring[i + 1];
    }
  }
  return [west, south, east, north];
}
