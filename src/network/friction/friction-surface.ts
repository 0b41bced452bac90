import type { CellIndex } from '../cell-index.ts';
import { shared } from '../shared-arrays.ts';
import { badCell, buildHexLattice, type HexLattice } from './hex-lattice.ts';

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
  /** Spent at each end of a trip, whatever its length. */
  endSeconds: number;
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

/** Speeds of the cells of a lattice, in its order, and what slows a way between two cells. */
export interface FrictionTerrain {
  speedKmh: Float32Array;
  /** Cells of two zones have a border between them. */
  zone?: ArrayLike<number>;
  /** Times the speed over a border. */
  borderFactor?: number;
  endSeconds?: number;
}

/** @throws DomainError invalid-parameter: cells of several resolutions, twice the same, or a speed that is not > 0 */
export function buildFrictionSurface({ cells, speedKmh }: FrictionCells): FrictionSurface {
  const lattice = buildHexLattice(cells);
  return frictionSurface(lattice, {
    speedKmh: Float32Array.from(lattice.order, (i) => speedKmh[i]),
  });
}

/** @throws DomainError invalid-parameter: a speed that is not > 0 */
export function frictionSurface(lattice: HexLattice, terrain: FrictionTerrain): FrictionSurface {
  const { cellCount, cells, index, lon, lat, arcStart } = lattice;
  const { speedKmh, endSeconds = 0 } = terrain;
  for (let cell = 0; cell < cellCount; cell++) {
    if (!(speedKmh[cell] > 0))
      throw badCell(cells[cell], 'speedKmh', 'a speed above 0', String(speedKmh[cell]));
  }
  const arcs = shared(Uint32Array, lattice.neighbour.length * 2);
  const surface = { cellCount, cells, index, lon, lat, speedKmh, endSeconds, arcStart, arcs };
  setArcs(surface, lattice, terrain);
  return surface;
}

/** Writes the arcs of a surface anew for other speeds, without a copy of it. */
export function setArcs(
  { arcs }: Pick<FrictionSurface, 'arcs'>,
  lattice: HexLattice,
  { speedKmh, zone, borderFactor = 1 }: FrictionTerrain,
): void {
  const { cellCount, arcStart, neighbour, metres } = lattice;
  for (let cell = 0; cell < cellCount; cell++) {
    for (let arc = arcStart[cell], end = arcStart[cell + 1]; arc < end; arc++) {
      const other = neighbour[arc];
      const factor =
        zone !== undefined && zone[cell] !== zone[other] ? HEX_DETOUR * borderFactor : HEX_DETOUR;
      arcs[2 * arc] = other;
      arcs[2 * arc + 1] = crossingDs(metres[arc] / factor, speedKmh[cell], speedKmh[other]);
    }
  }
}

/** Tenths of a second over a distance, half of it in each of two cells. */
export function crossingDs(metres: number, speedKmh: number, otherKmh: number): number {
  return Math.round(metres * 18 * (1 / speedKmh + 1 / otherKmh));
}
