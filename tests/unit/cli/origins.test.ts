import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildOrigins, type ScopeCommune } from '../../../src/cli/load/origins.ts';
import type { PlacedSquares } from '../../../src/store/edition/write-population.ts';

function squaresOf(rows: [lon: number, residents: number, commune: number, canton: number][]): PlacedSquares {
  return {
    count: rows.length,
    lon: Float64Array.from(rows, ([lon]) => lon),
    lat: new Float64Array(rows.length).fill(46),
    residents: Float64Array.from(rows, ([, residents]) => residents),
    commune: Uint32Array.from(rows, ([, , commune]) => commune),
    canton: Int32Array.from(rows, ([, , , canton]) => canton),
  };
}

function communeOf(residents: number, cantonShares: Record<number, number>): ScopeCommune {
  const cantons = Object.keys(cantonShares).map(Number);
  return {
    code: '96001',
    residents,
    centreLonLat: [5, 46],
    areaM2: 1e7,
    cantons,
    cantonShares: Object.values(cantonShares),
  };
}

/** Residents by canton; -1 is none. */
function byCanton(communes: ScopeCommune[], squares: PlacedSquares): Record<number, number> {
  const { atoms } = buildOrigins(communes, squares, 200, [], 8);
  const sums: Record<number, number> = {};
  atoms.canton.forEach((canton, atom) => {
    sums[canton] = (sums[canton] ?? 0) + atoms.residents[atom];
  });
  return sums;
}

describe('a town that cantons cut', () => {
  test('has its residents where its squares are', () => {
    const squares = squaresOf([
      [5, 30, 0, 0],
      [5.1, 10, 0, 1],
    ]);
    expect(byCanton([communeOf(400, { 0: 0.5, 1: 0.5 })], squares)).toEqual({ 0: 300, 1: 100 });
  });

  test('without any square, is shared by area: no canton disappears', () => {
    expect(byCanton([communeOf(10, { 0: 0.5, 1: 0.3, 2: 0.2 })], squaresOf([]))).toEqual({
      0: 5,
      1: 3,
      2: 2,
    });
  });

  test('a canton of which no part is inhabited is there all the same, empty', () => {
    const squares = squaresOf([[5, 30, 0, 0]]);
    expect(byCanton([communeOf(400, { 0: 0.9, 1: 0.1 })], squares)).toEqual({ 0: 400, 1: 0 });
  });
});

describe('a commune', () => {
  test('without population has an empty atom, so that it appears', () => {
    expect(byCanton([communeOf(0, { 3: 1 })], squaresOf([]))).toEqual({ 3: 0 });
  });

  test('without a canton by law is in none', () => {
    expect(byCanton([communeOf(7, {})], squaresOf([]))).toEqual({ [-1]: 7 });
  });
});

test('residents sum to the legal populations, whatever the squares', () => {
  const commune = fc.record({ residents: fc.nat(5000), cantons: fc.integer({ min: 0, max: 3 }) });
  const square = fc.tuple(
    fc.double({ min: 4, max: 6, noNaN: true }),
    fc.double({ min: 0, max: 500, noNaN: true }),
  );
  fc.assert(
    fc.property(
      fc.array(commune, { minLength: 1, maxLength: 5 }),
      fc.array(square, { maxLength: 30 }),
      (communes, found) => {
        const scope = communes.map(({ residents, cantons }) =>
          communeOf(
            residents,
            Object.fromEntries(Array.from({ length: cantons }, (_, i) => [i, 1 / (i + 2)])),
          ),
        );
        const squares = squaresOf(found.map(([lon, residents], i) => [lon, residents, i % scope.length, -1]));
        const { atoms } = buildOrigins(scope, squares, 200, [], 8);
        const sums = new Array<number>(scope.length).fill(0);
        atoms.residents.forEach((residents, atom) => {
          sums[atoms.commune[atom]] += residents;
        });
        expect(sums).toEqual(communes.map(({ residents }) => residents));
      },
    ),
    { numRuns: 50 },
  );
});
