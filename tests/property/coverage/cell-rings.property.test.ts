import fc from 'fast-check';
import { cellsToMultiPolygon, cellToLatLng, gridDisk } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { matchEdges } from '../../../src/coverage/cell-components.ts';
import { finish } from '../../../src/coverage/steps.ts';
import { twiceArea } from '../../../src/publish/outlines/ring-measures.ts';
import { gridOf, isInRings, ringsOf } from '../../support/hex-cells.ts';
import { tinyCell } from '../../support/tiny-edition.ts';

const GROUND = gridDisk(tinyCell(0, 0), 6);
const someCells = fc.shuffledSubarray(GROUND, { minLength: 1 });

/** Component of each cell by walking from neighbour to neighbour, numbered in order of first cells. */
function naiveComponents(cells: readonly string[]): number[] {
  const componentOf = new Map<string, number>();
  let count = 0;
  for (const first of cells) {
    if (componentOf.has(first)) continue;
    const waiting = [first];
    while (waiting.length > 0) {
      const cell = waiting.pop()!;
      if (componentOf.has(cell) || !cells.includes(cell)) continue;
      componentOf.set(cell, count);
      waiting.push(...gridDisk(cell, 1));
    }
    count++;
  }
  return cells.map((cell) => componentOf.get(cell)!);
}

/** Twice the area of h3's own outline in square micro-degrees. */
function outlineArea(cells: string[]): number {
  return cellsToMultiPolygon(cells, true)
    .flat()
    .reduce((sum, ring) => {
      const points = ring
        .slice(0, -1)
        .flatMap(([lon, lat]) => [Math.round(lon * 1e6), Math.round(lat * 1e6)]);
      return sum + twiceArea(Int32Array.from(points));
    }, 0);
}

describe('cells in random patterns', () => {
  it('have the components that a walk finds', () => {
    fc.assert(
      fc.property(someCells, (cells) => {
        const { grid, all } = gridOf(cells);
        expect([...finish(matchEdges(grid, all)).componentOf]).toEqual(naiveComponents(cells));
      }),
    );
  });

  it('have the rings of h3’s outline: as many, the same area, the same cells inside', () => {
    fc.assert(
      fc.property(someCells, (cells) => {
        const rings = ringsOf(cells);
        expect(rings).toHaveLength(cellsToMultiPolygon(cells).flat().length);
        const area = rings.reduce((sum, ring) => sum + twiceArea(ring), 0);
        expect(Math.abs(area / outlineArea(cells) - 1)).toBeLessThan(1e-4);
        const chosen = new Set(cells);
        for (const cell of GROUND) {
          const [lat, lon] = cellToLatLng(cell);
          expect(isInRings(lon * 1e6, lat * 1e6, rings)).toBe(chosen.has(cell));
        }
      }),
    );
  });
});
