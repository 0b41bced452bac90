import { type CellGrid, cellGrid, withCorners } from '../../src/coverage/cell-grid.ts';
import { cellRings, type Ring } from '../../src/coverage/cell-rings.ts';
import { finish } from '../../src/coverage/steps.ts';

/** A grid of the cells given (hex), in that order, with their corners. */
export function gridOf(cells: readonly string[]): { grid: CellGrid; all: Uint32Array } {
  const grid = cellGrid(BigUint64Array.from(cells, (cell) => BigInt(`0x${cell}`)));
  const all = Uint32Array.from({ length: grid.count }, (_, cell) => cell);
  finish(withCorners(grid, all));
  return { grid, all };
}

export function ringsOf(cells: readonly string[]): Ring[] {
  const { grid, all } = gridOf(cells);
  return finish(cellRings(grid, all));
}

/** Whether a point is inside by the even-odd rule of all rings together. */
export function isInRings(x: number, y: number, rings: readonly Ring[]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [xi, yi, xj, yj] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
      if (yi > y !== yj > y && x < xi + ((xj - xi) * (y - yi)) / (yj - yi)) inside = !inside;
    }
  }
  return inside;
}
