import { cellToLatLng, gridDisk } from 'h3-js';
import { DomainError } from '../../domain-error.ts';
import { buildCellIndex, type CellIndex, cellNumber } from '../cell-index.ts';
import { crowFlyM } from '../geometry.ts';
import { shared } from '../shared-arrays.ts';

/** H3 cells of one resolution with their neighbours among themselves. */
export interface HexLattice {
  cellCount: number;
  /** H3 indexes, ascending: the order of H3 keeps neighbours close in memory. */
  cells: BigUint64Array;
  /** For each cell its place in the list that it was built from. */
  order: Uint32Array;
  index: CellIndex;
  /** Centres, degrees. */
  lon: Float64Array;
  lat: Float64Array;
  /** cellCount + 1 offsets, in arcs. */
  arcStart: Uint32Array;
  neighbour: Uint32Array;
  /** Crow-fly metres from centre to centre. */
  metres: Float32Array;
}

/** @throws DomainError invalid-parameter: cells of several resolutions, or one twice */
export function buildHexLattice(given: BigUint64Array): HexLattice {
  const cells = given.slice().sort();
  const index = buildCellIndex(cells);
  const order = orderOf(given, cells, index);
  const cellCount = cells.length;
  const lon = new Float64Array(cellCount);
  const lat = new Float64Array(cellCount);
  for (let cell = 0; cell < cellCount; cell++) {
    const centre = cellToLatLng([index.low[cell], index.high[cell]]);
    lat[cell] = centre[0];
    lon[cell] = centre[1];
  }
  const arcStart = shared(Uint32Array, cellCount + 1);
  const neighbour = new Uint32Array(cellCount * 6);
  const metres = new Float32Array(cellCount * 6);
  let at = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    for (const hex of gridDisk([index.low[cell], index.high[cell]], 1)) {
      const other = numberOfHex(index, hex);
      if (other < 0 || other === cell) continue;
      neighbour[at] = other;
      metres[at++] = crowFlyM(lon[cell], lat[cell], lon[other], lat[other]);
    }
    arcStart[cell + 1] = at;
  }
  return {
    cellCount,
    cells,
    order,
    index,
    lon,
    lat,
    arcStart,
    neighbour: neighbour.subarray(0, at),
    metres: metres.subarray(0, at),
  };
}

/** Number of a cell written as H3's hexadecimal text, or -1. */
export function numberOfHex(index: CellIndex, hex: string): number {
  const split = hex.length - 8;
  return cellNumber(index, Number.parseInt(hex.slice(split), 16), Number.parseInt(hex.slice(0, split), 16));
}

/** The mean of each cell and its neighbours, taken `rounds` times over: a bell of some √rounds rings. */
export function smoothOver(lattice: HexLattice, values: ArrayLike<number>, rounds: number): Float64Array {
  const { cellCount, arcStart, neighbour } = lattice;
  let current = Float64Array.from(values);
  let next = new Float64Array(cellCount);
  for (let round = 0; round < rounds; round++) {
    for (let cell = 0; cell < cellCount; cell++) {
      const end = arcStart[cell + 1];
      let sum = current[cell];
      for (let arc = arcStart[cell]; arc < end; arc++) sum += current[neighbour[arc]];
      next[cell] = sum / (end - arcStart[cell] + 1);
    }
    [current, next] = [next, current];
  }
  return current;
}

function orderOf(given: BigUint64Array, sorted: BigUint64Array, index: CellIndex): Uint32Array {
  const halves = new Uint32Array(given.buffer, given.byteOffset, given.length * 2);
  const order = new Uint32Array(given.length);
  for (let i = 0; i < given.length; i++) {
    order[cellNumber(index, halves[2 * i], halves[2 * i + 1])] = i;
    if (i === 0) continue;
    if (sorted[i] === sorted[i - 1]) throw badCell(sorted[i], 'cells', 'each cell once', 'the cell twice');
    const [expected, found] = [resolutionOf(halves[1]), resolutionOf(halves[2 * i + 1])];
    if (found !== expected) throw badCell(given[i], 'cells', `resolution ${expected}`, `resolution ${found}`);
  }
  return order;
}

/** Bits 52 to 55 of an H3 index. */
function resolutionOf(high: number): number {
  return (high >>> 20) & 0xf;
}

export function badCell(cell: bigint, parameter: string, expected: string, found: string): DomainError {
  return new DomainError(
    'invalid-parameter',
    `friction surface, cell ${cell.toString(16)}: expected ${expected}, found ${found}`,
    { parameter, cell: cell.toString(16), expected, found },
  );
}
