import { cellToLatLng, gridDisk } from 'h3-js';
import { DomainError } from '../domain-error.ts';
import { buildCellIndex, type CellIndex, cellNumber } from './cell-index.ts';
import { crowFlyM } from './geometry.ts';
import { shared } from './shared-arrays.ts';

/**
 * An estimate of travel where no roads are loaded: land as H3 cells, each crossed at a speed, from centre to centre of
 * neighbours. Cells that are not in the set (the sea, another country) are not crossed.
 */
export interface FrictionSurface {
  cellCount: number;
  /** H3 indexes, ascending: the order of H3 keeps neighbours close in memory. */
  cells: BigUint64Array;
  index: CellIndex;
  /** Centres, degrees. */
  lon: Float64Array;
  lat: Float64Array;
  speedKmh: Float32Array;
  /** cellCount + 1 offsets, in arcs; both directions cost the same. */
  arcStart: Uint32Array;
  /** Pairs: neighbour, tenths of a second. */
  arcs: Uint32Array;
}

/**
 * A path over hexagons turns by 60° only: between far centres it is cos θ + sin θ / √3 times the crow-fly length
 * (0 ≤ θ ≤ 60°, from a lattice direction), 1 to 1.155, on average (3/π)(√3/2 + 1/(2√3)) = 1.103. Distances are divided
 * by that average, so that speeds mean crow-fly speeds; what is left is an error of −9 to +5 % by direction.
 */
export const HEX_DETOUR = (3 / Math.PI) * (Math.sqrt(3) / 2 + 1 / (2 * Math.sqrt(3)));

export interface FrictionCells {
  /** One resolution, each cell once. */
  cells: BigUint64Array;
  /** Crow-fly speed of each cell; see friction-speeds.ts. */
  speedKmh: ArrayLike<number>;
}

/** @throws DomainError invalid-parameter: cells of several resolutions, twice the same, or a speed that is not > 0 */
export function buildFrictionSurface(input: FrictionCells): FrictionSurface {
  const { cells, speedKmh } = sortedCells(input);
  const cellCount = cells.length;
  const index = buildCellIndex(cells);
  const lon = new Float64Array(cellCount);
  const lat = new Float64Array(cellCount);
  for (let cell = 0; cell < cellCount; cell++) {
    const centre = cellToLatLng([index.low[cell], index.high[cell]]);
    lat[cell] = centre[0];
    lon[cell] = centre[1];
  }
  const arcStart = shared(Uint32Array, cellCount + 1);
  const arcs = new Uint32Array(cellCount * 12);
  let at = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    for (const neighbour of gridDisk([index.low[cell], index.high[cell]], 1)) {
      const other = numberOfHex(index, neighbour);
      if (other < 0 || other === cell) continue;
      const metres = crowFlyM(lon[cell], lat[cell], lon[other], lat[other]) / HEX_DETOUR;
      arcs[at++] = other;
      arcs[at++] = crossingDs(metres, speedKmh[cell], speedKmh[other]);
    }
    arcStart[cell + 1] = at / 2;
  }
  return {
    cellCount,
    cells,
    index,
    lon,
    lat,
    speedKmh,
    arcStart,
    arcs: shared(Uint32Array, arcs.subarray(0, at)),
  };
}

/** Tenths of a second over a distance, half of it in each of two cells. */
export function crossingDs(metres: number, speedKmh: number, otherKmh: number): number {
  return Math.round(metres * 18 * (1 / speedKmh + 1 / otherKmh));
}

/** Number of a cell written as H3's hexadecimal text, or -1. */
export function numberOfHex(index: CellIndex, hex: string): number {
  const split = hex.length - 8;
  return cellNumber(index, Number.parseInt(hex.slice(split), 16), Number.parseInt(hex.slice(0, split), 16));
}

function sortedCells({ cells, speedKmh }: FrictionCells): { cells: BigUint64Array; speedKmh: Float32Array } {
  const sorted = cells.slice().sort();
  const at = buildCellIndex(sorted);
  const speeds = new Float32Array(sorted.length);
  const given = new Uint32Array(cells.buffer, cells.byteOffset, cells.length * 2);
  for (let i = 0; i < cells.length; i++) {
    const cell = cellNumber(at, given[2 * i], given[2 * i + 1]);
    if (!(speedKmh[i] > 0)) throw badCell(cells[i], 'speedKmh', 'a speed above 0', String(speedKmh[i]));
    speeds[cell] = speedKmh[i];
    if (i === 0) continue;
    if (sorted[i] === sorted[i - 1]) throw badCell(sorted[i], 'cells', 'each cell once', 'the cell twice');
    const [expected, found] = [resolutionOf(given[1]), resolutionOf(given[2 * i + 1])];
    if (found !== expected) throw badCell(cells[i], 'cells', `resolution ${expected}`, `resolution ${found}`);
  }
  return { cells: sorted, speedKmh: speeds };
}

/** Bits 52 to 55 of an H3 index. */
function resolutionOf(high: number): number {
  return (high >>> 20) & 0xf;
}

function badCell(cell: bigint, parameter: string, expected: string, found: string): DomainError {
  return new DomainError(
    'invalid-parameter',
    `friction surface, cell ${cell.toString(16)}: expected ${expected}, found ${found}`,
    { parameter, cell: cell.toString(16), expected, found },
  );
}
