import type { Polygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { mergedOutlines } from '../../../../src/publish/outlines/merge-outlines.ts';
import { outlineSetOf } from '../../../../src/publish/outlines/outline-set.ts';
import { sharedBorders } from '../../../../src/publish/outlines/shared-borders.ts';
import { complaintsAbout, doubleAreaOf, holdersOf, ringsOf } from '../../../support/outline-checks.ts';
import { outlinesOfMap, place, simplified } from './ascii-outlines.ts';

const box = (west: number, south: number, east: number, north: number): Position[] => [
  place(west, south),
  place(east, south),
  place(east, north),
  place(west, north),
  place(west, south),
];
const polygon = (...rings: Position[][]): Polygon => ({ type: 'Polygon', coordinates: rings });
const SQUARE = 2n * 10_000n * 10_000n;

describe('outlines that do not fit', () => {
  it('share a vertex that only one of them has', () => {
    const outlines = outlineSetOf(
      new Map([
        ['A', polygon(box(0, 0, 2, 1))],
        ['B', polygon(box(0, 1, 1, 2))],
        ['C', polygon(box(1, 1, 2, 2))],
      ]),
    );
    const borders = sharedBorders(outlines, 0);
    expect(borders.findings).toMatchObject({ tJunctions: 1, crossings: 0, overlaps: 0, gaps: 0 });
    const [set] = simplified(outlines, []);
    expect(ringsOf(set, 0)[0].points).toHaveLength(6);
    expect(complaintsAbout(set)).toEqual([]);
    const france = mergedOutlines(borders, ['FR'], new Int32Array(3));
    expect(ringsOf(france, 0)).toHaveLength(1);
    expect(doubleAreaOf(france, 0)).toBe(4n * SQUARE);
  });

  it('and overlap: the smaller one has the ground', () => {
    const outlines = outlineSetOf(
      new Map([
        ['A', polygon(box(0, 0, 3, 1))],
        ['B', polygon(box(2, 0, 4, 1))],
      ]),
    );
    const { findings } = sharedBorders(outlines, 0);
    expect(findings.overlaps).toBe(1);
    // A square of 1,112 × 824 m.
    expect(findings.overlapM2 / 1e6).toBeCloseTo(0.916, 2);
    const [set] = simplified(outlines, []);
    expect([doubleAreaOf(set, 0), doubleAreaOf(set, 1)]).toEqual([2n * SQUARE, 2n * SQUARE]);
    expect(complaintsAbout(set)).toEqual([]);
  });

  it('and surround one that was not cut out of them', () => {
    const outlines = outlineSetOf(
      new Map([
        ['A', polygon(box(0, 0, 3, 3))],
        ['B', polygon(box(1, 1, 2, 2))],
      ]),
    );
    const [set] = simplified(outlines, []);
    expect(ringsOf(set, 0).map(({ isHole }) => isHole)).toEqual([false, true]);
    expect(complaintsAbout(set)).toEqual([]);
  });

  it('and cross', () => {
    const outlines = outlineSetOf(
      new Map([
        ['A', polygon([place(0, 0), place(3, 0.5), place(0, 1), place(0, 0)])],
        ['B', polygon([place(3, 0), place(3, 1), place(0.5, 0.5), place(3, 0)])],
      ]),
    );
    expect(sharedBorders(outlines, 0).findings.crossings).toBeGreaterThan(0);
    expect(complaintsAbout(simplified(outlines, [])[0])).toEqual([]);
  });

  it('and leave a sliver: it goes to the neighbour that it runs along most, but a lake stays nobody’s', () => {
    // 0.05 of a square is 41 m.
    const outlines = outlineSetOf(
      new Map([
        [
          'A',
          polygon(box(0, 0, 1, 3), [
            place(0.2, 1),
            place(0.2, 2),
            place(0.8, 2),
            place(0.8, 1),
            place(0.2, 1),
          ]),
        ],
        ['B', polygon(box(1.05, 0, 2, 3))],
        ['C', polygon(box(0, 3, 2, 4))],
        ['D', polygon(box(0, -1, 2, 0))],
      ]),
    );
    const [open] = simplified(outlines, []);
    const [closed] = simplified(outlines, [], 100);
    const middle = place(1.02, 1.5).map((degrees) => Math.round(degrees * 1e6));
    const lake = place(0.5, 1.5).map((degrees) => Math.round(degrees * 1e6));
    expect(holdersOf(open, middle[0], middle[1])).toEqual([]);
    expect(holdersOf(closed, middle[0], middle[1])).toEqual(['A']);
    expect(holdersOf(closed, lake[0], lake[1])).toEqual([]);
    expect(sharedBorders(outlines, 100).findings).toMatchObject({ gaps: 1 });
    expect(complaintsAbout(closed)).toEqual([]);
  });
});

describe('outlines of groups', () => {
  it('keep what runs between two groups only', () => {
    const outlines = outlinesOfMap('ABE', 'CDE');
    const borders = sharedBorders(outlines, 0);
    const set = mergedOutlines(borders, ['east', 'west'], Int32Array.from([1, 1, 1, 1, 0]));
    expect(set.codes).toEqual(['east', 'west']);
    expect(set.codes.map((_, group) => doubleAreaOf(set, group))).toEqual([2n * SQUARE, 4n * SQUARE]);
    expect(complaintsAbout(set)).toEqual([]);
  });

  it('leave out who has no ground, and territories of no group', () => {
    const borders = sharedBorders(outlinesOfMap('AB'), 0);
    const set = mergedOutlines(borders, ['x', 'y'], Int32Array.from([-1, 1]));
    expect(set.codes).toEqual(['y']);
    expect(doubleAreaOf(set, 0)).toBe(SQUARE);
  });

  it('are empty where there is nothing', () => {
    const [set, coarse] = simplified(outlineSetOf(new Map()), [500]);
    expect([set.codes, coarse.codes]).toEqual([[], []]);
  });
});
