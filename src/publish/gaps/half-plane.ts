import type { Ring } from '../../coverage/cell-rings.ts';

/** The axis a line stands across: 0 for x = at, 1 for y = at. */
export type Axis = 0 | 1;

/**
 * The two parts of a ring on both sides of a line across an axis (Sutherland and Hodgman 1974). A part of a ring that is
 * not convex runs back and forth along the line: those edges cancel (stitch-rings.ts) or are outside of what is drawn.
 *
 * Both parts have the same rounded points on the line, whichever way the ring runs: what is put together again fits.
 */
export function cutRing(ring: Ring, axis: Axis, at: number): { below: Ring; above: Ring } {
  // A point on the line is in both parts, an edge across it adds one more.
  const below = new Int32Array(2 * ring.length);
  const above = new Int32Array(2 * ring.length);
  let belowEnd = 0;
  let aboveEnd = 0;
  const across = 1 - axis;
  for (let a = 0; a < ring.length; a += 2) {
    const b = a + 2 === ring.length ? 0 : a + 2;
    const from = ring[a + axis];
    const to = ring[b + axis];
    if (from <= at) {
      below[belowEnd++] = ring[a];
      below[belowEnd++] = ring[a + 1];
    }
    if (from >= at) {
      above[aboveEnd++] = ring[a];
      above[aboveEnd++] = ring[a + 1];
    }
    if ((from < at && to > at) || (from > at && to < at)) {
      // From the lower end, so that a neighbour's edge, which runs the other way, is cut at the same point.
      const low = from < to ? a : b;
      const high = from < to ? b : a;
      const share = (at - ring[low + axis]) / (ring[high + axis] - ring[low + axis]);
      const where = Math.round(ring[low + across] + share * (ring[high + across] - ring[low + across]));
      below[belowEnd + axis] = at;
      below[belowEnd + across] = where;
      above[aboveEnd + axis] = at;
      above[aboveEnd + across] = where;
      belowEnd += 2;
      aboveEnd += 2;
    }
  }
  return { below: below.slice(0, belowEnd), above: above.slice(0, aboveEnd) };
}
