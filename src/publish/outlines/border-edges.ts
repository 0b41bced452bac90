import type { BorderRings } from './border-rings.ts';
import { pairHash } from './pair-hash.ts';

/** Each stretch between two vertices once, with the territories on its sides. */
export interface BorderEdges {
  /** The vertex of lower index, and the other one. */
  from: Int32Array;
  to: Int32Array;
  /** The half-edge of each ring vertex and the next: 2 × edge, plus one where the ring runs from `to` to `from`. */
  halfEdgeOf: Int32Array;
  /** The territory on the left of each half-edge: the first that says so, or -1. */
  left: Int32Array;
  /** The others that say so: outlines that overlap. */
  alsoLeft: Map<number, number[]>;
}

/** Rings over shared vertices as stretches, each once whichever way the rings run along it. */
export function borderEdges(rings: BorderRings): BorderEdges {
  const { vertices, ringStart, territory } = rings;
  const capacity = 1 << Math.ceil(Math.log2(Math.max(16, 1.5 * vertices.length)));
  const slots = new Int32Array(capacity).fill(-1);
  const from = new Int32Array(vertices.length);
  const to = new Int32Array(vertices.length);
  const halfEdgeOf = new Int32Array(vertices.length);
  const left = new Int32Array(2 * vertices.length).fill(-1);
  const alsoLeft = new Map<number, number[]>();
  let count = 0;
  for (let ring = 0; ring < territory.length; ring++) {
    const end = ringStart[ring + 1];
    for (let i = ringStart[ring]; i < end; i++) {
      const a = vertices[i];
      const b = i + 1 < end ? vertices[i + 1] : vertices[ringStart[ring]];
      const low = a < b ? a : b;
      const high = a < b ? b : a;
      let slot = pairHash(low, high, capacity);
      while (slots[slot] >= 0 && (from[slots[slot]] !== low || to[slots[slot]] !== high))
        slot = (slot + 1) & (capacity - 1);
      if (slots[slot] < 0) {
        from[count] = low;
        to[count] = high;
        slots[slot] = count++;
      }
      const halfEdge = 2 * slots[slot] + (a < b ? 0 : 1);
      halfEdgeOf[i] = halfEdge;
      if (left[halfEdge] < 0) left[halfEdge] = territory[ring];
      else {
        const also = alsoLeft.get(halfEdge);
        if (also) also.push(territory[ring]);
        else alsoLeft.set(halfEdge, [territory[ring]]);
      }
    }
  }
  return {
    from: from.slice(0, count),
    to: to.slice(0, count),
    halfEdgeOf,
    left: left.slice(0, 2 * count),
    alsoLeft,
  };
}
