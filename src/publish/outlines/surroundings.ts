import type { Cycles, PlaneGraph } from './boundary-cycles.ts';

/** Edges by the rows of ground that they reach into. */
export interface RowIndex {
  south: number;
  height: number;
  start: Int32Array;
  edges: Int32Array;
}

const ROWS = 4096;

export function rowIndex({ y, from, to }: PlaneGraph): RowIndex {
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (const latitude of y) {
    if (latitude < south) south = latitude;
    if (latitude > north) north = latitude;
  }
  const height = Math.max(1, Math.ceil((north - south + 1) / ROWS));
  const start = new Int32Array(ROWS + 1);
  const rowOf = (latitude: number) => Math.floor((latitude - south) / height);
  const eachRow = (visit: (row: number, edge: number) => void) => {
    for (let e = 0; e < from.length; e++) {
      const [a, b] = [rowOf(y[from[e]]), rowOf(y[to[e]])];
      for (let row = Math.min(a, b); row <= Math.max(a, b); row++) visit(row, e);
    }
  };
  eachRow((row) => {
    start[row + 1]++;
  });
  for (let row = 0; row < ROWS; row++) start[row + 1] += start[row];
  const edges = new Int32Array(start[ROWS]);
  const fill = start.slice(0, ROWS);
  eachRow((row, edge) => {
    edges[fill[row]++] = edge;
  });
  return { south, height, start, edges };
}

/**
 * The cycle that a piece's leftmost vertex lies in: of the first edge to its west, a hair above its latitude (where no
 * vertex lies). -1 where there is none.
 */
export function cycleSurrounding(graph: PlaneGraph, cycles: Cycles, rows: RowIndex, vertex: number): number {
  const { x, y, from, to } = graph;
  const [px, py] = [x[vertex], y[vertex]];
  const row = Math.floor((py - rows.south) / rows.height);
  let nearest = -1;
  let nearestX = Number.NEGATIVE_INFINITY;
  let nearestLean = 0;
  for (let i = rows.start[row]; i < rows.start[row + 1]; i++) {
    const e = rows.edges[i];
    const [a, b] = [from[e], to[e]];
    // Its own edges lead east; rounding must not say otherwise.
    if (a === vertex || b === vertex) continue;
    if (y[a] <= py === y[b] <= py) continue;
    const lean = (x[b] - x[a]) / (y[b] - y[a]);
    // From the vertex, so that the difference of near edges keeps its last digits.
    const west = x[a] - px + (py - y[a]) * lean;
    if (west > 0) continue;
    if (west < nearestX || (west === nearestX && lean <= nearestLean)) continue;
    nearest = e;
    nearestX = west;
    nearestLean = lean;
  }
  if (nearest < 0) return -1;
  // East of an edge is on the left of the way down.
  const down = y[from[nearest]] > y[to[nearest]] ? 2 * nearest : 2 * nearest + 1;
  return cycles.cycleOf[down];
}
