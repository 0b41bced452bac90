import { tableSize } from '../../coverage/cell-grid.ts';
import type { Ring } from '../../coverage/cell-rings.ts';
import type { Steps } from '../../coverage/steps.ts';
import { type Bounds, boundsOf, twiceArea } from '../outlines/ring-measures.ts';

/** Rings of a polygon, the exterior first; points are not repeated at the end. */
export type DrawnPolygon = readonly Ring[];

/** Square micro-degrees: some 100 m² in France. Rounding leaves splinters where a shore runs along an edge. */
const LEAST_TWICE_AREA = 25_000;

const NUMBERS_A_STEP = 100_000;

/**
 * Polygons of clipped rings: a ring that meets itself at a point is parted there, splinters and spikes are dropped, and
 * each hole goes to the smallest exterior around it.
 */
export function* soundPolygons(rings: readonly Ring[]): Steps<DrawnPolygon[]> {
  const exteriors: { ring: Ring; twice: number; bounds: Bounds; holes: Ring[] }[] = [];
  const holes: Ring[] = [];
  let work = 0;
  for (const ring of rings) {
    for (const simple of yield* partedRings(ring)) {
      const twice = twiceArea(simple);
      if (twice >= LEAST_TWICE_AREA)
        exteriors.push({ ring: simple, twice, bounds: boundsOf([simple]), holes: [] });
      else if (twice <= -LEAST_TWICE_AREA) holes.push(simple);
    }
    work += ring.length;
    if (work < NUMBERS_A_STEP) continue;
    work = 0;
    yield;
  }
  exteriors.sort((a, b) => a.twice - b.twice);
  for (let i = 0; i < holes.length; i++) {
    if (i % 1000 === 999) yield;
    const bounds = boundsOf([holes[i]]);
    const around = exteriors.filter((exterior) => holds(exterior.bounds, bounds));
    // Nearly always there is one; the last needs no look either, since every hole is in something.
    around.find(({ ring }, n) => n + 1 === around.length || isInside(holes[i], ring))?.holes.push(holes[i]);
  }
  return exteriors.reverse().map(({ ring, holes: own }) => [ring, ...own]);
}

/** A ring as rings without a point twice: whatever lies between two visits of a point is a ring of its own. */
function* partedRings(ring: Ring): Steps<Ring[]> {
  if (!meetsItself(ring)) return ring.length >= 6 ? [ring] : [];
  // Counted from the first point: whole numbers below 2^53 for a ring of less than 67°.
  const keyOf = (x: number, y: number) => (x - ring[0]) * 2 ** 27 + (y - ring[1]);
  const placeOf = new Map<number, number>();
  const path: number[] = [];
  const parts: Ring[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    if (i % NUMBERS_A_STEP === 0 && i > 0) yield;
    const key = keyOf(ring[i], ring[i + 1]);
    const place = placeOf.get(key);
    if (place === undefined) {
      placeOf.set(key, path.length);
    } else {
      const loop = path.splice(place);
      for (let j = 2; j < loop.length; j += 2) placeOf.delete(keyOf(loop[j], loop[j + 1]));
      if (loop.length >= 6) parts.push(Int32Array.from(loop));
    }
    path.push(ring[i], ring[i + 1]);
  }
  if (path.length >= 6) parts.push(Int32Array.from(path));
  return parts;
}

/** Nearly no ring does: a table of numbers tells it in a fraction of the time of the Map that parts one. */
function meetsItself(ring: Ring): boolean {
  const mask = tableSize(ring.length / 2) - 1;
  const table = new Int32Array(mask + 1).fill(-1);
  for (let i = 0; i < ring.length; i += 2) {
    const x = ring[i];
    const y = ring[i + 1];
    let slot = ((Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) >>> 5) & mask;
    for (; table[slot] >= 0; slot = (slot + 1) & mask) {
      if (ring[table[slot]] === x && ring[table[slot] + 1] === y) return true;
    }
    table[slot] = i;
  }
  return false;
}

function holds(outer: Bounds, inner: Bounds): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

/** Whether the middle of a hole's edges is inside the exterior; one that lies on it does not tell, the next is asked. */
function isInside(hole: Ring, exterior: Ring): boolean {
  for (let i = 0; i < hole.length; i += 2) {
    const next = i + 2 === hole.length ? 0 : i + 2;
    const side = sideOf((hole[i] + hole[next]) / 2, (hole[i + 1] + hole[next + 1]) / 2, exterior);
    if (side !== 0) return side > 0;
  }
  return false;
}

/** 1 inside, −1 outside, 0 on the ring. */
function sideOf(x: number, y: number, ring: Ring): number {
  let inside = -1;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [xi, yi, xj, yj] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
    const cross = (xj - xi) * (y - yi) - (yj - yi) * (x - xi);
    const within =
      Math.min(xi, xj) <= x && x <= Math.max(xi, xj) && Math.min(yi, yj) <= y && y <= Math.max(yi, yj);
    if (cross === 0 && within) return 0;
    if (yi > y !== yj > y && x < xi + ((xj - xi) * (y - yi)) / (yj - yi)) inside = -inside;
  }
  return inside;
}
