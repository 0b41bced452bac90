import { type BorderEdges, borderEdges } from './border-edges.ts';
import { type BorderRings, vertexIndex } from './border-rings.ts';
import { pairHash } from './pair-hash.ts';

/**
 * Makes of rings a plane graph: wherever two stretches cross, or a vertex lies inside a stretch (a T-junction), both
 * get a vertex there, on the grid of millionths of a degree. All tests are in whole numbers and exact.
 *
 * Rounding a crossing to the grid may move a stretch across a vertex beside it, so it is done again until nothing is
 * found (iterated snap rounding: D. Halperin and E. Packer, 2002). A clean file costs one search; after the first, only
 * what has just been changed is looked at.
 */
export interface Noded {
  rings: BorderRings;
  edges: BorderEdges;
  /** Vertices that lay inside a stretch of another outline, and stretches that crossed: each counted once a pass. */
  tJunctions: number;
  crossings: number;
}

/** Passes needed on random crossings are below ten; a country's file needs one or two. */
const MAX_PASSES = 100;

/** @throws Error when stretches still cross after `MAX_PASSES` */
export function nodedRings(given: BorderRings): Noded {
  let rings = given;
  let tJunctions = 0;
  let crossings = 0;
  // The places where edges were split in the pass before: every edge that it made has one at an end.
  let changed: Uint8Array | null = null;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const edges = borderEdges(rings);
    const found = findSplits(rings, edges, changed);
    tJunctions += found.tJunctions;
    crossings += found.crossings;
    if (found.splits.size === 0) return { rings, edges, tJunctions, crossings };
    ({ rings, changed } = withSplits(rings, edges, found));
  }
  throw new Error(`outlines still cross one another after ${MAX_PASSES} passes`);
}

interface Splits {
  /** The places to put on each edge, as lon/lat pairs. */
  splits: Map<number, number[]>;
  tJunctions: number;
  crossings: number;
}

function findSplits({ x, y }: BorderRings, { from, to }: BorderEdges, changed: Uint8Array | null): Splits {
  const found: Splits = { splits: new Map(), tJunctions: 0, crossings: 0 };
  const { start, items } = edgeBuckets(x, y, from, to, changed);
  for (let bucket = 0; bucket + 1 < start.length; bucket++) {
    for (let i = start[bucket]; i < start[bucket + 1]; i++) {
      const e = items[i];
      const [ax, ay, bx, by] = [x[from[e]], y[from[e]], x[to[e]], y[to[e]]];
      const west = ax < bx ? ax : bx;
      const east = ax < bx ? bx : ax;
      const south = ay < by ? ay : by;
      const north = ay < by ? by : ay;
      for (let j = start[bucket]; j < i; j++) {
        const f = items[j];
        const [px, py, qx, qy] = [x[from[f]], y[from[f]], x[to[f]], y[to[f]]];
        if ((px < west && qx < west) || (px > east && qx > east)) continue;
        if ((py < south && qy < south) || (py > north && qy > north)) continue;
        if (e !== f) meet(found, x, y, from, to, e, f);
      }
    }
  }
  return found;
}

function meet(
  found: Splits,
  x: Int32Array,
  y: Int32Array,
  from: Int32Array,
  to: Int32Array,
  e: number,
  f: number,
): void {
  const [a, b, p, q] = [from[e], to[e], from[f], to[f]];
  const sideOfP = side(x, y, a, b, p);
  const sideOfQ = side(x, y, a, b, q);
  const sideOfA = side(x, y, p, q, a);
  const sideOfB = side(x, y, p, q, b);
  let touches = false;
  const touch = (edge: number, vertex: number, start: number, end: number) => {
    if (vertex === start || vertex === end || !within(x, y, start, end, vertex)) return;
    touches = true;
    if (addSplit(found.splits, edge, x[vertex], y[vertex])) found.tJunctions++;
  };
  if (sideOfP === 0) touch(e, p, a, b);
  if (sideOfQ === 0) touch(e, q, a, b);
  if (sideOfA === 0) touch(f, a, p, q);
  if (sideOfB === 0) touch(f, b, p, q);
  if (touches || sideOfP * sideOfQ >= 0 || sideOfA * sideOfB >= 0) return;
  const t = sideOfP / (sideOfP - sideOfQ);
  const lon = Math.round(x[p] + t * (x[q] - x[p]));
  const lat = Math.round(y[p] + t * (y[q] - y[p]));
  const onE = !(lon === x[a] && lat === y[a]) && !(lon === x[b] && lat === y[b]);
  const onF = !(lon === x[p] && lat === y[p]) && !(lon === x[q] && lat === y[q]);
  const newOnE = onE && addSplit(found.splits, e, lon, lat);
  const newOnF = onF && addSplit(found.splits, f, lon, lat);
  if (newOnE || newOnF) found.crossings++;
}

/** Twice the area of the triangle: positive where the third vertex is on the left. Exact below 47 degrees. */
function side(x: Int32Array, y: Int32Array, a: number, b: number, c: number): number {
  return (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
}

function within(x: Int32Array, y: Int32Array, a: number, b: number, c: number): boolean {
  return (
    x[c] >= Math.min(x[a], x[b]) &&
    x[c] <= Math.max(x[a], x[b]) &&
    y[c] >= Math.min(y[a], y[b]) &&
    y[c] <= Math.max(y[a], y[b])
  );
}

/** Whether the place was new to the edge: a pair may meet in several buckets. */
function addSplit(splits: Map<number, number[]>, edge: number, lon: number, lat: number): boolean {
  const places = splits.get(edge);
  if (!places) {
    splits.set(edge, [lon, lat]);
    return true;
  }
  for (let i = 0; i < places.length; i += 2) if (places[i] === lon && places[i + 1] === lat) return false;
  places.push(lon, lat);
  return true;
}

/**
 * Edges by square of the ground, in buckets of hashed squares: two that meet are in one of them together.
 * @param changed only the squares of edges that end in one of these vertices; null for all
 */
function edgeBuckets(
  x: Int32Array,
  y: Int32Array,
  from: Int32Array,
  to: Int32Array,
  changed: Uint8Array | null,
) {
  let extent = 0;
  for (let e = 0; e < from.length; e++) {
    extent += Math.max(Math.abs(x[from[e]] - x[to[e]]), Math.abs(y[from[e]] - y[to[e]]));
  }
  const size = Math.max(1, Math.ceil((2 * extent) / Math.max(1, from.length)));
  const buckets = 1 << Math.ceil(Math.log2(Math.max(16, 2 * from.length)));
  const start = new Int32Array(buckets + 1);
  const wanted = changed === null ? null : new Uint8Array(buckets);
  const eachSquare = (visit: (bucket: number, edge: number) => void, onlyChanged: boolean) => {
    for (let e = 0; e < from.length; e++) {
      if (onlyChanged && changed !== null && !changed[from[e]] && !changed[to[e]]) continue;
      const [ax, ay, bx, by] = [x[from[e]], y[from[e]], x[to[e]], y[to[e]]];
      const firstRow = Math.floor(Math.min(ay, by) / size);
      const lastRow = Math.floor(Math.max(ay, by) / size);
      const west = Math.min(ax, bx);
      const east = Math.max(ax, bx);
      const slope = by === ay ? 0 : (bx - ax) / (by - ay);
      for (let row = firstRow; row <= lastRow; row++) {
        // Where the stretch enters and leaves the row, and a unit more on either side.
        const low = ax + slope * (row * size - ay);
        const high = ax + slope * ((row + 1) * size - ay);
        const least = firstRow === lastRow ? west : Math.max(west, Math.min(low, high) - 1);
        const most = firstRow === lastRow ? east : Math.min(east, Math.max(low, high) + 1);
        const lastColumn = Math.floor(most / size);
        for (let column = Math.floor(least / size); column <= lastColumn; column++) {
          visit(pairHash(column, row, buckets), e);
        }
      }
    }
  };
  if (wanted !== null) {
    eachSquare((bucket) => {
      wanted[bucket] = 1;
    }, true);
  }
  eachSquare((bucket) => {
    if (wanted === null || wanted[bucket]) start[bucket + 1]++;
  }, false);
  for (let bucket = 0; bucket < buckets; bucket++) start[bucket + 1] += start[bucket];
  const items = new Int32Array(start[buckets]);
  const fill = start.slice(0, buckets);
  eachSquare((bucket, edge) => {
    if (wanted === null || wanted[bucket]) items[fill[bucket]++] = edge;
  }, false);
  return { start, items };
}

function withSplits(
  rings: BorderRings,
  edges: BorderEdges,
  { splits }: Splits,
): { rings: BorderRings; changed: Uint8Array } {
  const index = vertexIndex(rings.x.length + splits.size);
  for (let vertex = 0; vertex < rings.x.length; vertex++) index.at(rings.x[vertex], rings.y[vertex]);
  const inserted = new Map<number, number[]>();
  for (const [edge, places] of splits) {
    const a = edges.from[edge];
    const [dx, dy] = [rings.x[edges.to[edge]] - rings.x[a], rings.y[edges.to[edge]] - rings.y[a]];
    const along: { t: number; vertex: number }[] = [];
    for (let i = 0; i < places.length; i += 2) {
      const t = (places[i] - rings.x[a]) * dx + (places[i + 1] - rings.y[a]) * dy;
      along.push({ t, vertex: index.at(places[i], places[i + 1]) });
    }
    along.sort((one, other) => one.t - other.t || one.vertex - other.vertex);
    inserted.set(
      edge,
      along.map(({ vertex }) => vertex),
    );
  }
  const vertices: number[] = [];
  const starts = [0];
  for (let ring = 0; ring < rings.territory.length; ring++) {
    for (let i = rings.ringStart[ring]; i < rings.ringStart[ring + 1]; i++) {
      vertices.push(rings.vertices[i]);
      const halfEdge = edges.halfEdgeOf[i];
      const between = inserted.get(halfEdge >> 1);
      if (between) vertices.push(...(halfEdge % 2 === 0 ? between : between.toReversed()));
    }
    starts.push(vertices.length);
  }
  const columns = index.columns();
  const changed = new Uint8Array(columns.x.length);
  for (const between of inserted.values()) for (const vertex of between) changed[vertex] = 1;
  return {
    rings: {
      ...columns,
      vertices: Int32Array.from(vertices),
      ringStart: Int32Array.from(starts),
      territory: rings.territory,
    },
    changed,
  };
}
