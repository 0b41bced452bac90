import { cellArea, getPentagons, gridDisk, gridRing, UNITS } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { cellAreaM2 } from '../../../src/coverage/cell-grid.ts';
import { twiceArea } from '../../../src/publish/outlines/ring-measures.ts';
import { gridOf, ringsOf } from '../../support/hex-cells.ts';
import { tinyCell } from '../../support/tiny-edition.ts';

const [PENTAGON] = getPentagons(8);
const middle = tinyCell(0, 0);
const exteriors = (cells: readonly string[]) => ringsOf(cells).filter((ring) => twiceArea(ring) > 0);
const holes = (cells: readonly string[]) => ringsOf(cells).filter((ring) => twiceArea(ring) < 0);
const corners = (rings: readonly Int32Array[]) => rings.map((ring) => ring.length / 2);

describe('cellRings', () => {
  it('goes round a cell once, counter-clockwise', () => {
    expect(corners(exteriors([middle]))).toEqual([6]);
    expect(holes([middle])).toEqual([]);
  });

  it('leaves out the edge that two cells share', () => {
    expect(corners(ringsOf([middle, tinyCell(1, 0)]))).toEqual([10]);
  });

  it('goes round a hole the other way', () => {
    const ring = gridRing(middle, 1);
    expect(corners(exteriors(ring))).toEqual([18]);
    expect(corners(holes(ring))).toEqual([6]);
  });

  it('draws a gap in the hole of another as a ring of its own', () => {
    const cells = [...gridRing(middle, 2), middle];
    expect(corners(exteriors(cells)).sort((a, b) => a - b)).toEqual([6, 30]);
    expect(corners(holes(cells))).toEqual([18]);
  });

  it('never meets itself: cells that share a corner share an edge', () => {
    const cells = gridDisk(middle, 3).filter((_, index) => index % 3 !== 1);
    const points = ringsOf(cells).flatMap((ring) => {
      const texts: string[] = [];
      for (let i = 0; i < ring.length; i += 2) texts.push(`${ring[i]} ${ring[i + 1]}`);
      return texts;
    });
    expect(new Set(points).size).toBe(points.length);
  });

  it('goes round a pentagon', () => {
    expect(corners(ringsOf([PENTAGON]))).toEqual([5]);
    expect(corners(exteriors(gridDisk(PENTAGON, 1)))).toEqual([15]);
  });
});

describe('cellAreaM2', () => {
  it.each([
    ['Corsica', middle],
    ['the country’s north', '881fa0a4c3fffff'],
  ])('is the area that h3 gives, in %s', (_, cell) => {
    const { grid } = gridOf([cell]);
    expect(cellAreaM2(grid, 0) / cellArea(cell, UNITS.m2)).toBeCloseTo(1, 3);
  });
});
