import { type CellGrid, tableSize } from './cell-grid.ts';
import type { Steps } from './steps.ts';

/** No cell of the list across this edge. */
export const NO_TWIN = -1;

/** Edges of a list of cells: edge `stride × place + k` of the cell at a place runs from its corner k to the next. */
export interface MatchedEdges {
  stride: number;
  /** The same edge seen from the other side, where a cell of the list lies there; else NO_TWIN. */
  twin: Int32Array;
  /** Place in the list → component, from 0 in order of first cells. */
  componentOf: Uint32Array;
  count: number;
}

/** Corners that two cells share differ by at most one in each number: the sums of two corners by two. */
const SAME_EDGE = 4;
/** Sums of corners are gathered by this much (57 m): middles of edges are 460 m apart at resolution 8. */
const BIN = 1024;
const CELLS_A_STEP = 4096;
const EMPTY = -1;

/**
 * Edges that two cells of the list share, and the components of cells joined by them.
 *
 * An edge is known by the sum of its ends, which both cells compute: to 3e-14 degrees alike, which rounds apart once in
 * millions. So sums are looked up by bins and compared with a tolerance, in the next bin too where they are near its
 * border. h3's own neighbours (`gridDisk`, 1.8 to 4 µs a cell and strings to look up) took 10 µs a cell in all; this takes 1.
 *
 * @param cells distinct cells whose corners are known
 */
export function* matchEdges(grid: CellGrid, cells: Uint32Array): Steps<MatchedEdges> {
  const { stride, cornerCount, corners } = grid;
  const edgeCount = stride * cells.length;
  const twin = new Int32Array(edgeCount).fill(NO_TWIN);
  const sums = new Int32Array(2 * edgeCount);
  const mask = tableSize(edgeCount) - 1;
  const table = new Int32Array(mask + 1).fill(EMPTY);
  const parent = new Uint32Array(cells.length);

  const slotOf = (binLon: number, binLat: number) =>
    ((Math.imul(binLon, 0x9e3779b1) ^ Math.imul(binLat, 0x85ebca6b)) >>> 9) & mask;
  const findIn = (binLon: number, binLat: number, lon: number, lat: number): number => {
    for (let slot = slotOf(binLon, binLat); table[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const edge = table[slot];
      if (Math.abs(sums[2 * edge] - lon) <= SAME_EDGE && Math.abs(sums[2 * edge + 1] - lat) <= SAME_EDGE)
        return edge;
    }
    return EMPTY;
  };
  const find = (lon: number, lat: number): number => {
    const lowLon = Math.floor((lon - SAME_EDGE) / BIN);
    const highLon = Math.floor((lon + SAME_EDGE) / BIN);
    const lowLat = Math.floor((lat - SAME_EDGE) / BIN);
    const highLat = Math.floor((lat + SAME_EDGE) / BIN);
    for (let binLon = lowLon; binLon <= highLon; binLon++) {
      for (let binLat = lowLat; binLat <= highLat; binLat++) {
        const edge = findIn(binLon, binLat, lon, lat);
        if (edge !== EMPTY) return edge;
      }
    }
    return EMPTY;
  };

  for (let place = 0; place < cells.length; place++) {
    if (place % CELLS_A_STEP === CELLS_A_STEP - 1) yield;
    parent[place] = place;
    const first = 2 * stride * cells[place];
    const count = cornerCount[cells[place]];
    for (let k = 0; k < count; k++) {
      const here = first + 2 * k;
      const next = first + 2 * (k + 1 === count ? 0 : k + 1);
      const lon = corners[here] + corners[next];
      const lat = corners[here + 1] + corners[next + 1];
      const edge = stride * place + k;
      const other = find(lon, lat);
      if (other !== EMPTY) {
        twin[edge] = other;
        twin[other] = edge;
        join(parent, place, Math.floor(other / stride));
        continue;
      }
      sums[2 * edge] = lon;
      sums[2 * edge + 1] = lat;
      let slot = slotOf(Math.floor(lon / BIN), Math.floor(lat / BIN));
      while (table[slot] !== EMPTY) slot = (slot + 1) & mask;
      table[slot] = edge;
    }
  }
  return { stride, twin, ...numbered(parent) };
}

/** Components numbered in order of their first cell: the smaller place is always the root, so it comes first. */
function numbered(parent: Uint32Array): { componentOf: Uint32Array; count: number } {
  const componentOf = new Uint32Array(parent.length);
  let count = 0;
  for (let place = 0; place < parent.length; place++) {
    const root = rootOf(parent, place);
    componentOf[place] = root === place ? count++ : componentOf[root];
  }
  return { componentOf, count };
}

function rootOf(parent: Uint32Array, index: number): number {
  let at = index;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

function join(parent: Uint32Array, a: number, b: number): void {
  const rootA = rootOf(parent, a);
  const rootB = rootOf(parent, b);
  if (rootA < rootB) parent[rootB] = rootA;
  else parent[rootA] = rootB;
}
