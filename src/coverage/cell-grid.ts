import { cellToBoundary } from 'h3-js';
import type { EditionData } from './edition-data.ts';
import type { Steps } from './steps.ts';

/**
 * The H3 cells of an edition by number, with their corners in columns.
 *
 * Corners are asked of h3 once a cell, when a question first needs them (2.2 µs; 376,000 cells: 0.9 s), and kept as
 * millionths of a degree: 48 bytes a cell, 18 MB for the country. Neighbours are not kept: edges are matched among the
 * cells of a question (cell-components.ts), so that a small question on a large edition stays small. `gridDisk` of h3
 * costs as much as the corners and gives neighbours only.
 */
export interface CellGrid {
  count: number;
  /** Row of the access matrix → cell number. */
  cellOfOrigin: Uint32Array;
  /** Cell number → its H3 index, low and high half: 2 a cell. */
  index: Uint32Array;
  /** Room for corners a cell: 6, or 10 where edges that cross the icosahedron's are broken (odd resolutions). */
  stride: number;
  /** Corners of each cell; 0: not asked of h3 yet; 5: a pentagon. */
  cornerCount: Uint8Array;
  /** Longitude and latitude of the corners in millionths of a degree, counter-clockwise: 2 × stride a cell. */
  corners: Int32Array;
}

const SCALE = 1e6;
const EMPTY = 0xffffffff;

/** Cells of rows of H3 indexes, in order of their first row; no corners yet. */
export function cellGrid(cellOfRow: BigUint64Array): CellGrid {
  const halves = new Uint32Array(cellOfRow.buffer, cellOfRow.byteOffset, 2 * cellOfRow.length);
  const rows = cellOfRow.length;
  const mask = tableSize(rows) - 1;
  const table = new Uint32Array(mask + 1).fill(EMPTY);
  const cellOfOrigin = new Uint32Array(rows);
  const index = new Uint32Array(2 * rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const low = halves[2 * row];
    const high = halves[2 * row + 1];
    let slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 7;
    slot &= mask;
    while (table[slot] !== EMPTY && (index[2 * table[slot]] !== low || index[2 * table[slot] + 1] !== high)) {
      slot = (slot + 1) & mask;
    }
    if (table[slot] === EMPTY) {
      table[slot] = count;
      index[2 * count] = low;
      index[2 * count + 1] = high;
      count++;
    }
    cellOfOrigin[row] = table[slot];
  }
  const odd = rows > 0 && ((halves[1] >>> 20) & 1) === 1;
  const stride = odd ? 10 : 6;
  return {
    count,
    cellOfOrigin,
    index: index.slice(0, 2 * count),
    stride,
    cornerCount: new Uint8Array(count),
    corners: new Int32Array(2 * stride * count),
  };
}

/** A power of two, at least twice as many as the entries. */
export function tableSize(entries: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2 * entries, 16)));
}

const grids = new WeakMap<EditionData, CellGrid>();

/** The cells of an edition; numbered once (some 40 ms for the country), corners as they are needed. */
export function cellGridOf(data: EditionData): CellGrid {
  let grid = grids.get(data);
  if (grid === undefined) {
    grid = cellGrid(data.origins.cell);
    grids.set(data, grid);
  }
  return grid;
}

const CELLS_A_STEP = 2048;

/** Asks h3 for the corners that are not known yet of the cells given. */
export function* withCorners(grid: CellGrid, cells: Uint32Array): Steps<void> {
  const { index, stride, cornerCount, corners } = grid;
  for (let i = 0; i < cells.length; i++) {
    if (i % CELLS_A_STEP === CELLS_A_STEP - 1) yield;
    const cell = cells[i];
    if (cornerCount[cell] !== 0) continue;
    // As two halves h3 takes it in 2.2 µs, as hex in 3.1.
    const boundary = cellToBoundary([index[2 * cell], index[2 * cell + 1]]);
    let at = 2 * stride * cell;
    for (const [lat, lon] of boundary) {
      corners[at++] = Math.round(lon * SCALE);
      corners[at++] = Math.round(lat * SCALE);
    }
    cornerCount[cell] = boundary.length;
  }
}

/** The H3 index as hex. */
export function cellHex(grid: CellGrid, cell: number): string {
  const { index } = grid;
  return index[2 * cell + 1].toString(16) + index[2 * cell].toString(16).padStart(8, '0');
}

/** Negative where the first cell's H3 index is the smaller. */
export function compareCells(grid: CellGrid, a: number, b: number): number {
  const { index } = grid;
  return index[2 * a + 1] - index[2 * b + 1] || index[2 * a] - index[2 * b];
}

/** Of the corners of cells, which have to be known: west, south, east, north in millionths of a degree. */
export function boundsOfCells(
  { stride, cornerCount, corners }: CellGrid,
  cells: Uint32Array,
): readonly [west: number, south: number, east: number, north: number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const cell of cells) {
    const first = 2 * stride * cell;
    for (let at = first; at < first + 2 * cornerCount[cell]; at += 2) {
      west = Math.min(west, corners[at]);
      east = Math.max(east, corners[at]);
      south = Math.min(south, corners[at + 1]);
      north = Math.max(north, corners[at + 1]);
    }
  }
  return [west, south, east, north];
}

/** Radius of the sphere with the Earth's surface, as h3 takes it for areas (WGS84 authalic). */
const EARTH_RADIUS_M = 6_371_007.180918475;

/**
 * Square metres of a cell whose corners are known: the shoelace formula on the plane that touches the sphere there,
 * within 1e-4 of h3’s cellArea at resolution 8 (corners are rounded to 11 cm) and a fraction of its time.
 */
export function cellAreaM2(grid: CellGrid, cell: number): number {
  const { stride, cornerCount, corners } = grid;
  const first = 2 * stride * cell;
  const count = cornerCount[cell];
  let twice = 0;
  let latSum = 0;
  let [lon, lat] = [corners[first + 2 * (count - 1)], corners[first + 2 * (count - 1) + 1]];
  const [lon0, lat0] = [lon, lat];
  for (let i = 0; i < count; i++) {
    const nextLon = corners[first + 2 * i];
    const nextLat = corners[first + 2 * i + 1];
    twice += (lon - lon0) * (nextLat - lat0) - (nextLon - lon0) * (lat - lat0);
    latSum += nextLat;
    lon = nextLon;
    lat = nextLat;
  }
  const unit = (Math.PI / 180 / SCALE) * EARTH_RADIUS_M;
  return (twice / 2) * unit * unit * Math.cos((latSum / count / SCALE) * (Math.PI / 180));
}
