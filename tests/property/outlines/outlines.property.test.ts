import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { mergedOutlines } from '../../../src/publish/outlines/merge-outlines.ts';
import { decodeOutlines, encodeOutlines } from '../../../src/publish/outlines/outline-binary.ts';
import {
  COORDINATE_SCALE,
  type OutlineSet,
  outlineSetOf,
} from '../../../src/publish/outlines/outline-set.ts';
import { sharedBorders } from '../../../src/publish/outlines/shared-borders.ts';
import { borderSimplifier } from '../../../src/publish/outlines/simplify-borders.ts';
import { complaintsAbout, holdersOf, ringsOf, totalDoubleArea } from '../../support/outline-checks.ts';

const COLUMNS = 7;
const ROWS = 6;
/** Between crossings of the lattice, in millionths of a degree: about a kilometre. */
const SPACING = 10_000;
const TERRITORIES = ['A', 'B', 'C', 'D', 'E'];
const TOLERANCES_M = [100, 500, 2500];

/**
 * A lattice with its crossings moved and its edges bent, each square of it some territory's or nobody's: islands, lakes,
 * enclaves, corners that touch, bays.
 */
const partitions = fc
  .record({
    moves: fc.array(fc.integer({ min: -2800, max: 2800 }), {
      minLength: 2 * (COLUMNS + 1) * (ROWS + 1),
      maxLength: 2 * (COLUMNS + 1) * (ROWS + 1),
    }),
    bends: fc.array(fc.integer({ min: -1900, max: 1900 }), {
      minLength: 8 * (COLUMNS + 1) * (ROWS + 1),
      maxLength: 8 * (COLUMNS + 1) * (ROWS + 1),
    }),
    holders: fc.array(fc.constantFrom(...TERRITORIES, ''), {
      minLength: COLUMNS * ROWS,
      maxLength: COLUMNS * ROWS,
    }),
  })
  .map(({ moves, bends, holders }) => outlinesOfLattice(moves, bends, holders));

function outlinesOfLattice(
  moves: readonly number[],
  bends: readonly number[],
  holders: readonly string[],
): OutlineSet {
  const crossing = (column: number, row: number): [number, number] => {
    const at = 2 * (row * (COLUMNS + 1) + column);
    return [column * SPACING + moves[at], row * SPACING + moves[at + 1]];
  };
  /** From a crossing to the one east (0) or north (1) of it: three bends to the sides of the straight line. */
  const line = (column: number, row: number, north: 0 | 1): [number, number][] => {
    const [a, b] = [crossing(column, row), crossing(column + 1 - north, row + north)];
    const first = 4 * (2 * (row * (COLUMNS + 1) + column) + north);
    const between = [1, 2, 3].map((quarter): [number, number] => {
      // A bend keeps to a quarter of the square's side, so that no two lines of the lattice meet.
      const bend = bends[first + quarter] / 4;
      const x = a[0] + ((b[0] - a[0]) * quarter) / 4 + (north ? bend : 0);
      const y = a[1] + ((b[1] - a[1]) * quarter) / 4 + (north ? 0 : bend);
      return [Math.round(x), Math.round(y)];
    });
    return [a, ...between, b];
  };
  const geometries = new Map<string, MultiPolygon>();
  holders.forEach((code, square) => {
    if (code === '') return;
    const [column, row] = [square % COLUMNS, Math.floor(square / COLUMNS)];
    const ring = [
      ...line(column, row, 0).slice(0, -1),
      ...line(column + 1, row, 1).slice(0, -1),
      ...line(column, row + 1, 0)
        .reverse()
        .slice(0, -1),
      ...line(column, row, 1).reverse(),
    ];
    const geometry = geometries.get(code) ?? { type: 'MultiPolygon', coordinates: [] };
    geometry.coordinates.push([ring.map(degrees)]);
    geometries.set(code, geometry);
  });
  return outlineSetOf(geometries);
}

const degrees = ([x, y]: readonly [number, number]): Position => [
  2 + x / COORDINATE_SCALE,
  45 + y / COORDINATE_SCALE,
];

function eachOf(set: OutlineSet): Int32Array {
  return Int32Array.from(set.codes.keys());
}

describe('outlines of any partition', () => {
  it('divide the ground at every simplification, and are the same from communes to France', () => {
    fc.assert(
      fc.property(partitions, (given) => {
        const borders = sharedBorders(given, 0);
        expect(borders.findings).toMatchObject({ tJunctions: 0, crossings: 0, overlaps: 0 });
        const simplify = borderSimplifier(borders);
        // Two groups, and a territory in none.
        const groupOf = Int32Array.from(given.codes, (code) => 'ABCD'.indexOf(code)).map((i) =>
          i < 0 ? i : i % 2,
        );
        const points: number[] = [];
        for (const toleranceM of [0, ...TOLERANCES_M]) {
          const at = toleranceM === 0 ? borders : simplify(toleranceM);
          const set = mergedOutlines(at, given.codes, eachOf(given));
          expect(complaintsAbout(set)).toEqual([]);
          expect(set.codes).toEqual(given.codes);
          const groups = mergedOutlines(at, ['one', 'two'], groupOf);
          expect(complaintsAbout(groups)).toEqual([]);
          const all = mergedOutlines(at, ['FR'], new Int32Array(given.codes.length));
          expect(complaintsAbout(all)).toEqual([]);
          expect(totalDoubleArea(all)).toBe(totalDoubleArea(set));
          if (toleranceM === 0) expect(totalDoubleArea(set)).toBe(totalDoubleArea(given));
          for (const outlines of [set, groups, all]) {
            expect(decodeOutlines(encodeOutlines(outlines))).toEqual(outlines);
          }
          points.push(set.points.length);
        }
        expect(points).toEqual(points.toSorted((a, b) => b - a));
      }),
      { numRuns: 150 },
    );
  });

  it('moves no vertex: what is left was there before', () => {
    fc.assert(
      fc.property(partitions, (given) => {
        const places = (set: OutlineSet) =>
          new Set(set.codes.flatMap((_, t) => ringsOf(set, t).flatMap(({ points }) => points.map(String))));
        const simplify = borderSimplifier(sharedBorders(given, 0));
        let before = places(given);
        for (const toleranceM of TOLERANCES_M) {
          const after = places(mergedOutlines(simplify(toleranceM), given.codes, eachOf(given)));
          expect([...after].filter((at) => !before.has(at))).toEqual([]);
          before = after;
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('outlines that overlap anyhow', () => {
  const corner = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }));
  // A coarse grid, so that corners fall on edges and on one another; a fine one, so that crossings have to be rounded.
  const triangles = fc.record({
    unit: fc.constantFrom(40, 1),
    corners: fc.array(fc.tuple(corner, corner, corner), { minLength: 2, maxLength: 7 }),
  });

  it('are made to divide the ground that any of them claims', () => {
    fc.assert(
      fc.property(triangles, ({ unit, corners }) => {
        const rings = corners.map((ring) =>
          ring.map(([x, y]): [number, number] => [Math.round(x / unit) * unit, Math.round(y / unit) * unit]),
        );
        const given = outlineSetOf(
          new Map(
            rings.map((ring, i) => [
              TERRITORIES[i % TERRITORIES.length] + i,
              { type: 'Polygon', coordinates: [[...ring, ring[0]].map(degrees)] },
            ]),
          ),
        );
        const borders = sharedBorders(given, 0);
        const set = mergedOutlines(borders, given.codes, eachOf(given));
        expect(complaintsAbout(set)).toEqual([]);
        expect(complaintsAbout(mergedOutlines(borders, ['FR'], new Int32Array(rings.length)))).toEqual([]);
        for (const toleranceM of [2, 10]) {
          const coarse = mergedOutlines(borderSimplifier(borders)(toleranceM), given.codes, eachOf(given));
          expect(complaintsAbout(coarse)).toEqual([]);
        }
        for (let x = 15; x < 400; x += 40) {
          for (let y = 15; y < 400; y += 40) {
            // Half a unit beside the grid, and away from the edges, which rounding may have moved by one.
            const at: [number, number] = [2_000_000 + x + 0.5, 45_000_000 + y + 0.37];
            if (isNearEdge(given, at[0], at[1])) continue;
            const claimants = holdersOf(given, at[0], at[1]);
            const holders = holdersOf(set, at[0], at[1]);
            expect(holders).toHaveLength(Math.min(1, claimants.length));
            expect(claimants).toEqual(expect.arrayContaining(holders));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

function isNearEdge(set: OutlineSet, x: number, y: number): boolean {
  return set.codes.some((_, territory) =>
    ringsOf(set, territory).some(({ points }) =>
      points.slice(1).some(([bx, by], i) => {
        const [ax, ay] = points[i];
        const t = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2 || 1);
        const nearest = Math.max(0, Math.min(1, t));
        return Math.hypot(x - ax - nearest * (bx - ax), y - ay - nearest * (by - ay)) < 4;
      }),
    ),
  );
}
