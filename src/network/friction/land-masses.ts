import { gridDisk } from 'h3-js';
import { cellNumber } from '../cell-index.ts';
import type { FrictionSurface } from './friction-surface.ts';
import { numberOfHex } from './hex-lattice.ts';

/** A land mass that no other land touches, by cell of the surface: the mainland, an island. */
export interface LandMasses {
  /** Mass of each cell of the surface. */
  ofCell: Uint32Array;
  count: number;
  /** Cells of each mass. */
  cellCount: Uint32Array;
}

/** No land this near: the open sea. */
export const NO_LAND = -1;

/** A point in a cell that is not land (a quay, a coarse coastline) belongs to the nearest land this near. */
const RINGS = 2;

/** Cells that neighbours link are one mass; numbered by their first cell. */
export function landMasses(surface: FrictionSurface): LandMasses {
  const { cellCount, arcStart, arcs } = surface;
  const unseen = 0xffffffff;
  const ofCell = new Uint32Array(cellCount).fill(unseen);
  const stack = new Uint32Array(cellCount);
  let count = 0;
  for (let first = 0; first < cellCount; first++) {
    if (ofCell[first] !== unseen) continue;
    let height = 0;
    stack[height++] = first;
    ofCell[first] = count;
    while (height > 0) {
      const cell = stack[--height];
      for (let arc = arcStart[cell]; arc < arcStart[cell + 1]; arc++) {
        const next = arcs[2 * arc];
        if (ofCell[next] !== unseen) continue;
        ofCell[next] = count;
        stack[height++] = next;
      }
    }
    count++;
  }
  const cells = new Uint32Array(count);
  for (let cell = 0; cell < cellCount; cell++) cells[ofCell[cell]]++;
  return { ofCell, count, cellCount: cells };
}

/** The mass that holds a cell, or the nearest within two rings; NO_LAND beyond. */
export function massOfCell(surface: FrictionSurface, masses: LandMasses, cell: bigint): number {
  const own = cellNumber(surface.index, Number(cell & 0xffffffffn), Number(cell >> 32n));
  if (own >= 0) return masses.ofCell[own];
  for (const hex of gridDisk(cell.toString(16), RINGS)) {
    // gridDisk lists cells from the centre outwards, so that the first on land is among the nearest.
    const near = numberOfHex(surface.index, hex);
    if (near >= 0) return masses.ofCell[near];
  }
  return NO_LAND;
}
