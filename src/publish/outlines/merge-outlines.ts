import { boundaryCycles } from './boundary-cycles.ts';
import { type OutlineSet, outlineSetFrom } from './outline-set.ts';
import type { SimplifiedBorders } from './simplify-borders.ts';

interface Rings {
  /** Offsets into the vertices, one more than there are rings. */
  start: number[];
  vertices: number[];
  group: number[];
  /** Square units; above zero for an exterior. */
  doubleArea: number[];
}

/**
 * Outlines of groups of territories: the borders between two groups are kept, those within one are not. Polygons are
 * valid in the sense of OGC Simple Features: a ring passes no vertex twice, and the inside is one piece; largest first.
 * @param codes of the groups, in order; one without ground is left out
 * @param groupOf territory → index of its group, or -1
 */
export function mergedOutlines(
  borders: SimplifiedBorders,
  codes: readonly string[],
  groupOf: Int32Array,
): OutlineSet {
  const groupOfFace = borders.owner.map((territory) => (territory < 0 ? -1 : groupOf[territory]));
  const rings = ringsOfGroups(borders, groupOfFace);
  const polygonsOf = new Map<number, number[][]>();
  const holes: number[] = [];
  for (let ring = 0; ring < rings.group.length; ring++) {
    if (rings.doubleArea[ring] < 0) holes.push(ring);
    else {
      const polygons = polygonsOf.get(rings.group[ring]);
      if (polygons) polygons.push([ring]);
      else polygonsOf.set(rings.group[ring], [[ring]]);
    }
  }
  for (const hole of holes) {
    const polygons = polygonsOf.get(rings.group[hole])!;
    const around = polygons.length === 1 ? polygons[0] : smallestAround(borders, rings, polygons, hole);
    around.push(hole);
  }
  const groups = [...polygonsOf.keys()].sort((a, b) => a - b);
  for (const polygons of polygonsOf.values()) {
    polygons.sort(([a], [b]) => rings.doubleArea[b] - rings.doubleArea[a] || a - b);
  }
  return inColumns(
    borders,
    rings,
    groups.map((group) => codes[group]),
    groups.map((group) => polygonsOf.get(group)!),
  );
}

function ringsOfGroups(borders: SimplifiedBorders, groupOfFace: Int32Array): Rings {
  const { x, y, left, right } = borders;
  const between: number[] = [];
  for (let e = 0; e < left.length; e++) if (groupOfFace[left[e]] !== groupOfFace[right[e]]) between.push(e);
  const from = Int32Array.from(between, (e) => borders.from[e]);
  const to = Int32Array.from(between, (e) => borders.to[e]);
  const { next, first } = boundaryCycles({ x, y, from, to });
  const rings: Rings = { start: [0], vertices: [], group: [], doubleArea: [] };
  // Where on the walk a vertex stands: one that comes again closes a ring of its own.
  const standsAt = new Int32Array(x.length).fill(-1);
  const walk: number[] = [];
  for (const start of first) {
    const edge = between[start >> 1];
    const group = groupOfFace[start % 2 === 0 ? left[edge] : right[edge]];
    if (group < 0) continue;
    let h = start;
    do {
      const vertex = h % 2 === 0 ? from[h >> 1] : to[h >> 1];
      if (standsAt[vertex] >= 0) takeRing(standsAt[vertex], group);
      standsAt[vertex] = walk.length;
      walk.push(vertex);
      h = next[h];
    } while (h !== start);
    takeRing(0, group);
  }
  return rings;

  function takeRing(begin: number, group: number): void {
    const [x0, y0] = [x[walk[begin]], y[walk[begin]]];
    let area = 0;
    for (let i = begin; i < walk.length; i++) {
      const a = walk[i];
      const b = i + 1 < walk.length ? walk[i + 1] : walk[begin];
      area += (x[a] - x0) * (y[b] - y0) - (x[b] - x0) * (y[a] - y0);
      rings.vertices.push(a);
      standsAt[a] = -1;
    }
    walk.length = begin;
    rings.start.push(rings.vertices.length);
    rings.group.push(group);
    rings.doubleArea.push(area);
  }
}

function smallestAround(
  { x, y }: SimplifiedBorders,
  rings: Rings,
  polygons: number[][],
  hole: number,
): number[] {
  let best: number[] | undefined;
  for (const polygon of polygons) {
    const [shell] = polygon;
    const isSmaller = !best || rings.doubleArea[shell] < rings.doubleArea[best[0]];
    if (isSmaller && rings.doubleArea[shell] > -rings.doubleArea[hole] && surrounds(x, y, rings, shell, hole))
      best = polygon;
  }
  if (!best) throw new Error('a hole that no exterior surrounds');
  return best;
}

/** By the first vertex of the hole that is not on the shell: they share one at most, or the inside were two pieces. */
function surrounds(x: Int32Array, y: Int32Array, rings: Rings, shell: number, hole: number): boolean {
  for (let i = rings.start[hole]; i < rings.start[hole + 1]; i++) {
    const [px, py] = [x[rings.vertices[i]], y[rings.vertices[i]]];
    let inside = false;
    let isOn = false;
    for (let j = rings.start[shell]; j < rings.start[shell + 1] && !isOn; j++) {
      const a = rings.vertices[j];
      const b = rings.vertices[j + 1 < rings.start[shell + 1] ? j + 1 : rings.start[shell]];
      isOn = a === rings.vertices[i];
      if (y[a] > py === y[b] > py) continue;
      const cross = (x[b] - x[a]) * (py - y[a]) - (px - x[a]) * (y[b] - y[a]);
      if (cross > 0 === y[b] > y[a]) inside = !inside;
    }
    if (!isOn) return inside;
  }
  return false;
}

function inColumns(
  { x, y }: SimplifiedBorders,
  rings: Rings,
  codes: string[],
  territories: number[][][],
): OutlineSet {
  let ringCount = 0;
  let pointCount = 0;
  let polygonCount = 0;
  for (const polygons of territories) {
    polygonCount += polygons.length;
    for (const polygon of polygons) {
      ringCount += polygon.length;
      for (const ring of polygon) pointCount += rings.start[ring + 1] - rings.start[ring] + 1;
    }
  }
  const polygonStart = new Uint32Array(codes.length + 1);
  const ringStart = new Uint32Array(polygonCount + 1);
  const pointStart = new Uint32Array(ringCount + 1);
  const points = new Int32Array(2 * pointCount);
  let polygonAt = 0;
  let ringAt = 0;
  let pointAt = 0;
  territories.forEach((polygons, territory) => {
    for (const polygon of polygons) {
      for (const ring of polygon) {
        const [begin, end] = [rings.start[ring], rings.start[ring + 1]];
        for (let i = begin; i <= end; i++) {
          const vertex = rings.vertices[i < end ? i : begin];
          points[2 * pointAt] = x[vertex];
          points[2 * pointAt++ + 1] = y[vertex];
        }
        pointStart[++ringAt] = pointAt;
      }
      ringStart[++polygonAt] = ringAt;
    }
    polygonStart[territory + 1] = polygonAt;
  });
  return outlineSetFrom({ codes, polygonStart, ringStart, pointStart, points });
}
