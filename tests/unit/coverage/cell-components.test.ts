import { cellToBoundary, cellToCenterChild, getPentagons, getRes0Cells, gridDisk, isPentagon } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { matchEdges, NO_TWIN } from '../../../src/coverage/cell-components.ts';
import { finish } from '../../../src/coverage/steps.ts';
import { gridOf } from '../../support/hex-cells.ts';
import { tinyCell } from '../../support/tiny-edition.ts';

/** A hexagon of an odd resolution that an edge of the icosahedron crosses: it has more than six corners. */
const BROKEN = getRes0Cells()
  .filter((cell) => !isPentagon(cell))
  .flatMap((cell) => gridDisk(cellToCenterChild(cell, 5), 40))
  .find((cell) => cellToBoundary(cell).length > 6)!;

const matched = (cells: readonly string[]) => {
  const { grid, all } = gridOf(cells);
  return finish(matchEdges(grid, all));
};
const componentsOf = (cells: readonly string[]) => [...matched(cells).componentOf];

describe('matchEdges', () => {
  it('joins cells that share an edge, not those with a cell between them', () => {
    const cells = [tinyCell(0, 0), tinyCell(2, 0), tinyCell(0, 1), tinyCell(3, 0), tinyCell(1, 2)];
    expect(componentsOf(cells)).toEqual([0, 1, 0, 1, 0]);
    expect(matched(cells).count).toBe(2);
  });

  it('joins two groups that a later cell brings together', () => {
    expect(componentsOf([tinyCell(0, 0), tinyCell(2, 0), tinyCell(1, 0)])).toEqual([0, 0, 0]);
  });

  it('gives each shared edge its other side', () => {
    const { twin } = matched(gridDisk(tinyCell(0, 0), 1));
    const shared = [...twin].filter((other) => other !== NO_TWIN);
    // Six edges of the middle and six between its neighbours, from both sides.
    expect(shared).toHaveLength(24);
    twin.forEach((other, edge) => {
      if (other !== NO_TWIN) expect(twin[other]).toBe(edge);
    });
  });

  it.each([
    ['a pentagon', getPentagons(8)[4]],
    ['a pentagon where cells are broken on the edges of the icosahedron', getPentagons(7)[4]],
    ['such an edge', BROKEN],
  ])('holds around %s', (_, cell) => {
    const disk = gridDisk(cell, 4);
    const { twin, count, stride } = matched(disk);
    const { grid } = gridOf(disk);
    expect(count).toBe(1);
    const inside = new Set(gridDisk(cell, 3));
    disk.forEach((each, place) => {
      if (!inside.has(each)) return;
      for (let k = 0; k < grid.cornerCount[place]; k++) expect(twin[stride * place + k]).not.toBe(NO_TWIN);
    });
  });
});
