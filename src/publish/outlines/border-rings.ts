import type { OutlineSet } from './outline-set.ts';
import { pairHash } from './pair-hash.ts';

/** The rings of all the territories of a level over shared vertices: what neighbours have in common is one vertex. */
export interface BorderRings {
  /** Longitude and latitude of each vertex, in millionths of a degree; no two vertices lie on one another. */
  x: Int32Array;
  y: Int32Array;
  /** Vertices of the rings, the territory on their left; the first is not repeated at the end. */
  vertices: Int32Array;
  /** Offsets into the vertices, one more than there are rings. */
  ringStart: Int32Array;
  /** Index of the territory that each ring belongs to. */
  territory: Int32Array;
}

/** Vertices by their place. Open addressing in typed arrays: a Map of Maps takes four times as long for a country. */
export function vertexIndex(expected: number) {
  let capacity = 1 << Math.ceil(Math.log2(Math.max(16, 2 * expected)));
  let slots = new Int32Array(capacity).fill(-1);
  const x: number[] = [];
  const y: number[] = [];
  const slotOf = (lon: number, lat: number): number => {
    let slot = pairHash(lon, lat, capacity);
    while (slots[slot] >= 0 && (x[slots[slot]] !== lon || y[slots[slot]] !== lat))
      slot = (slot + 1) & (capacity - 1);
    return slot;
  };
  const grow = () => {
    capacity *= 2;
    slots = new Int32Array(capacity).fill(-1);
    for (let vertex = 0; vertex < x.length; vertex++) slots[slotOf(x[vertex], y[vertex])] = vertex;
  };
  return {
    /** The vertex at a place; a new one where there is none. */
    at(lon: number, lat: number): number {
      const slot = slotOf(lon, lat);
      if (slots[slot] >= 0) return slots[slot];
      const vertex = x.length;
      x.push(lon);
      y.push(lat);
      slots[slot] = vertex;
      if (2 * x.length > capacity) grow();
      return vertex;
    },
    columns: () => ({ x: Int32Array.from(x), y: Int32Array.from(y) }),
  };
}

/** Rings over shared vertices; one of fewer than three places is left out. */
export function borderRings(outlines: OutlineSet): BorderRings {
  const { codes, polygonStart, ringStart, pointStart, points } = outlines;
  const index = vertexIndex(points.length / 4);
  const vertices = new Int32Array(points.length / 2);
  const starts = [0];
  const territories: number[] = [];
  let length = 0;
  for (let territory = 0; territory < codes.length; territory++) {
    const rings = ringStart[polygonStart[territory + 1]];
    for (let ring = ringStart[polygonStart[territory]]; ring < rings; ring++) {
      const first = length;
      for (let point = pointStart[ring]; point + 1 < pointStart[ring + 1]; point++) {
        const vertex = index.at(points[2 * point], points[2 * point + 1]);
        if (length === first || vertices[length - 1] !== vertex) vertices[length++] = vertex;
      }
      while (length > first + 1 && vertices[length - 1] === vertices[first]) length--;
      if (length - first < 3) {
        length = first;
        continue;
      }
      starts.push(length);
      territories.push(territory);
    }
  }
  return {
    ...index.columns(),
    vertices: vertices.subarray(0, length),
    ringStart: Int32Array.from(starts),
    territory: Int32Array.from(territories),
  };
}
