import { type MatchedEdges, matchEdges, NO_TWIN } from './cell-components.ts';
import type { CellGrid } from './cell-grid.ts';
import type { Steps } from './steps.ts';

/** A ring of points in millionths of a degree, 2 numbers each; the first is not repeated at the end. */
export type Ring = Int32Array;

const EDGES_A_STEP = 20_000;

/**
 * The rings around a list of cells, the cells on their left: exteriors run counter-clockwise, holes clockwise.
 *
 * Three cells meet at every corner of an H3 grid and each two of them share an edge: a corner has two boundary edges or
 * none. So rings never touch each other or themselves, and cells joined by edges have one exterior.
 *
 * @param cells distinct cells whose corners are known
 */
export function* cellRings(grid: CellGrid, cells: Uint32Array): Steps<Ring[]> {
  const matched = yield* matchEdges(grid, cells);
  const { stride, twin } = matched;
  const { cornerCount, corners } = grid;
  const seen = new Uint8Array(twin.length);
  const rings: Ring[] = [];
  const points: number[] = [];
  let walked = 0;
  for (let place = 0; place < cells.length; place++) {
    for (let k = 0; k < cornerCount[cells[place]]; k++) {
      const start = stride * place + k;
      if (twin[start] !== NO_TWIN || seen[start] === 1) continue;
      points.length = 0;
      let edge = start;
      do {
        seen[edge] = 1;
        const corner = 2 * (stride * cells[Math.floor(edge / stride)] + (edge % stride));
        points.push(corners[corner], corners[corner + 1]);
        edge = nextOnBoundary(grid, cells, matched, edge);
        if (++walked % EDGES_A_STEP === 0) yield;
      } while (edge !== start);
      rings.push(Int32Array.from(points));
    }
  }
  return rings;
}

/** From the end of an edge, round the corner through the cells of the list, to the next edge without a twin. */
function nextOnBoundary(
  grid: CellGrid,
  cells: Uint32Array,
  { stride, twin }: MatchedEdges,
  edge: number,
): number {
  let at = nextOfCell(grid, cells, stride, edge);
  while (twin[at] !== NO_TWIN) at = nextOfCell(grid, cells, stride, twin[at]);
  return at;
}

function nextOfCell(grid: CellGrid, cells: Uint32Array, stride: number, edge: number): number {
  const place = Math.floor(edge / stride);
  const k = edge - stride * place + 1;
  return k === grid.cornerCount[cells[place]] ? stride * place : edge + 1;
}
