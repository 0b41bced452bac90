import { describe, expect, test } from 'vitest';
import { residentDensity } from '../../../src/cli/load/resident-density.ts';
import type { PlacedSquares } from '../../../src/store/edition/write-population.ts';

/** Two squares of 200 m in commune 0 and one in commune 1, side by side along a parallel. */
const STEP = 200 / (111_195 * Math.cos((46 * Math.PI) / 180));
const squares: PlacedSquares = {
  count: 3,
  lon: Float64Array.of(5, 5 + STEP, 5 + 2 * STEP),
  lat: Float64Array.of(46, 46, 46),
  residents: Float64Array.of(10, 30, 20),
  commune: Uint32Array.of(0, 0, 1),
  canton: Int32Array.of(0, 0, 0),
};
const communes = [
  { areaM2: 1e6, residents: 80 },
  { areaM2: 2e6, residents: 20 },
];
const legal = Uint32Array.from(communes, (commune) => commune.residents);
const SQUARE_M2 = 200 * 200;

describe('residents per square metre', () => {
  const density = residentDensity(communes, squares, 200, legal);

  test('are those of the square around the point, scaled to the legal population', () => {
    // 10 of the 40 counted in the commune, which has 80 by law.
    expect(density(5, 46, 0)).toBeCloseTo(20 / SQUARE_M2, 12);
    expect(density(5 + 1.2 * STEP, 46, 0)).toBeCloseTo(60 / SQUARE_M2, 12);
  });

  test('are scaled as the square’s own commune is, wherever the QPV is said to be', () => {
    expect(density(5 + 2 * STEP, 46, 0)).toBeCloseTo(20 / SQUARE_M2, 12);
  });

  test('are those of the whole square where cantons share it', () => {
    const cut: PlacedSquares = {
      count: 4,
      lon: Float64Array.of(5, 5, 5 + STEP, 5 + 2 * STEP),
      lat: Float64Array.of(46, 46, 46, 46),
      residents: Float64Array.of(4, 6, 30, 20),
      commune: Uint32Array.of(0, 0, 0, 1),
      canton: Int32Array.of(0, 1, 0, 2),
    };
    expect(residentDensity(communes, cut, 200, legal)(5, 46, 0)).toBeCloseTo(20 / SQUARE_M2, 12);
  });

  test('are the mean of the commune where no square is near', () => {
    expect(density(5.5, 46, 1)).toBeCloseTo(20 / 2e6, 12);
  });

  test('are the mean of the commune where there is no grid at all', () => {
    const none = { ...squares, count: 0 };
    expect(residentDensity(communes, none, 0, legal)(5, 46, 0)).toBeCloseTo(80 / 1e6, 12);
  });
});
