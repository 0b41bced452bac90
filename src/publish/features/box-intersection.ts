import type { OutlineSet } from '../outlines/outline-set.ts';
import type { Rectangle } from './bounding-box.ts';

/**
 * Whether outlines, rings and points meet a rectangle, exactly; to touch it is to meet it. All is in millionths of a
 * degree.
 *
 * Bounds are compared one after the other. Measured on 35,000 boxes of which 2,500 meet: 0.3 ms, in code order; flatbush
 * takes 7 ms to be built, then 0.6 ms with its findings sorted back into that order.
 */
export function outlineMeets(outlines: OutlineSet, index: number, rectangle: Rectangle): boolean {
  const { bounds, polygonStart, ringStart, pointStart, points } = outlines;
  if (!boundsMeet(bounds, 4 * index, rectangle)) return false;
  // Bounds that only overlap settle nothing: of two islands each may lie on another side of the rectangle.
  if (boundsWithin(bounds, 4 * index, rectangle)) return true;
  const firstRing = ringStart[polygonStart[index]];
  const lastRing = ringStart[polygonStart[index + 1]];
  let inside = false;
  for (let ring = firstRing; ring < lastRing; ring++) {
    const from = pointStart[ring];
    const to = pointStart[ring + 1];
    if (boundaryMeets(points, from, to, rectangle)) return true;
    // A hole turns it back: what is in an odd number of rings is inside.
    if (ringHolds(points, from, to, rectangle.west, rectangle.south)) inside = !inside;
  }
  return inside;
}

/** @param bounds west, south, east, north from `at` on */
export function boundsMeet(bounds: ArrayLike<number>, at: number, rectangle: Rectangle): boolean {
  return (
    bounds[at] <= rectangle.east &&
    bounds[at + 2] >= rectangle.west &&
    bounds[at + 1] <= rectangle.north &&
    bounds[at + 3] >= rectangle.south
  );
}

/** @param bounds west, south, east, north from `at` on */
export function boundsWithin(bounds: ArrayLike<number>, at: number, rectangle: Rectangle): boolean {
  return (
    bounds[at] >= rectangle.west &&
    bounds[at + 2] <= rectangle.east &&
    bounds[at + 1] >= rectangle.south &&
    bounds[at + 3] <= rectangle.north
  );
}

/** Whether a polygon without holes meets the rectangle. */
export function ringMeets(points: ArrayLike<number>, rectangle: Rectangle): boolean {
  const to = points.length / 2;
  return boundaryMeets(points, 0, to, rectangle) || ringHolds(points, 0, to, rectangle.west, rectangle.south);
}

export function pointMeets(lon: number, lat: number, rectangle: Rectangle): boolean {
  return lon >= rectangle.west && lon <= rectangle.east && lat >= rectangle.south && lat <= rectangle.north;
}

/** @param points longitude and latitude in turn; the ring is points `from` to `to`, the last of them the first again */
function boundaryMeets(points: ArrayLike<number>, from: number, to: number, rectangle: Rectangle): boolean {
  for (let i = 2 * from; i < 2 * to - 2; i += 2) {
    if (segmentMeets(points[i], points[i + 1], points[i + 2], points[i + 3], rectangle)) return true;
  }
  return false;
}

/** Separating axes: the two of the rectangle, then the one across the segment. */
function segmentMeets(x1: number, y1: number, x2: number, y2: number, rectangle: Rectangle): boolean {
  const { west, south, east, north } = rectangle;
  if ((x1 < west && x2 < west) || (x1 > east && x2 > east)) return false;
  if ((y1 < south && y2 < south) || (y1 > north && y2 > north)) return false;
  const dx = x2 - x1;
  const dy = y2 - y1;
  // The corners' sides of the line through the segment: all strictly on one side means that it passes by.
  const a = dx * (south - y1) - dy * (west - x1);
  const b = dx * (south - y1) - dy * (east - x1);
  const c = dx * (north - y1) - dy * (west - x1);
  const d = dx * (north - y1) - dy * (east - x1);
  return !((a > 0 && b > 0 && c > 0 && d > 0) || (a < 0 && b < 0 && c < 0 && d < 0));
}

/** Whether a ray to the east from the point crosses the ring an odd number of times. */
function ringHolds(points: ArrayLike<number>, from: number, to: number, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 2 * from; i < 2 * to - 2; i += 2) {
    const y1 = points[i + 1];
    const y2 = points[i + 3];
    if (y1 > lat === y2 > lat) continue;
    const x1 = points[i];
    if (lon < x1 + ((lat - y1) * (points[i + 2] - x1)) / (y2 - y1)) inside = !inside;
  }
  return inside;
}
