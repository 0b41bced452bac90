import { describe, expect, test } from 'vitest';
import {
  compareShares,
  judgeBars,
  type OwnFigure,
  type ReferenceFigure,
} from '../../../src/coverage/validation.ts';

const HOUR = 60;

function ours(code: string, share: number | null, more: Partial<OwnFigure> = {}): OwnFigure {
  const population = share === null ? 0 : 1000;
  const figure: OwnFigure = {
    level: 'departement',
    code,
    name: `Département ${code}`,
    minutes: 20,
    population,
    share,
    status: 'ok',
    estimate_share: share === null ? null : 0,
  };
  return { ...figure, ...more };
}

function theirs(code: string, share: number, more: Partial<ReferenceFigure> = {}): ReferenceFigure {
  return { level: 'departement', code, minutes: 20, share, ...more };
}

describe('the errors at a threshold', () => {
  // Differences of +3, −1, −2 and 0 points, of 1,000, 3,000, 2,000 and 4,000 residents.
  const reference = [theirs('01', 0.5), theirs('02', 0.6), theirs('03', 0.7), theirs('04', 0.8)];
  const own = [
    ours('01', 0.53, { population: 1000 }),
    ours('02', 0.59, { population: 3000, estimate_share: 1 }),
    ours('03', 0.68, { population: 2000, estimate_share: 0.5 }),
    ours('04', 0.8, { population: 4000 }),
  ];
  const { figures, errors } = compareShares(reference, own, HOUR);

  test('are those of a calculation by hand', () => {
    expect(errors).toHaveLength(1);
    const [row] = errors;
    expect(row).toMatchObject({ level: 'departement', minutes: 20, compared: 4, population: 10_000 });
    expect(row.mean_error_points).toBe(0);
    expect(row.mean_absolute_error_points).toBe(1.5);
    // (3×1000 + 1×3000 + 2×2000 + 0×4000) ÷ 10,000
    expect(row.weighted_mean_absolute_error_points).toBe(1);
    // √((9 + 1 + 4 + 0) ÷ 4)
    expect(row.root_mean_square_error_points).toBeCloseTo(Math.sqrt(3.5), 6);
    expect(row.estimate_share).toBeCloseTo(0.4, 12);
  });

  test('have the shares of all residents together', () => {
    expect(errors[0].ours).toBeCloseTo((530 + 1770 + 1360 + 3200) / 10_000, 12);
    expect(errors[0].reference).toBeCloseTo((500 + 1800 + 1400 + 3200) / 10_000, 12);
  });

  test('name the three furthest, whichever side they are on', () => {
    expect(errors[0].worst).toEqual([
      { code: '01', name: 'Département 01', difference_points: 3 },
      { code: '03', name: 'Département 03', difference_points: -2 },
      { code: '02', name: 'Département 02', difference_points: -1 },
    ]);
  });

  test('come of differences without the noise of binary fractions', () => {
    expect(figures.map((figure) => figure.difference_points)).toEqual([3, -1, -2, 0]);
    expect(figures[1]).toEqual({
      level: 'departement',
      code: '02',
      name: 'Département 02',
      minutes: 20,
      ours: 0.59,
      reference: 0.6,
      difference_points: -1,
      population: 3000,
      estimate_share: 1,
    });
  });
});

describe('what is not compared', () => {
  test('is counted with its reason, a territory once for all its minutes', () => {
    const reference = [
      theirs('01', 0.5),
      theirs('02', 0.5),
      theirs('03', 0.5),
      theirs('04', 0.5),
      theirs('05', 0.5),
      theirs('99', 0.5),
      theirs('99', 0.6, { minutes: 30 }),
    ];
    const own = [
      ours('01', 0.5),
      ours('02', 0.1, { status: 'partial' }),
      ours('03', null, { status: 'no-population' }),
      ours('04', 0, { status: 'no-time' }),
      ours('05', 0.2, { status: 'not-applicable' }),
    ];
    const { figures, leftOut, errors } = compareShares(reference, own, HOUR);
    expect(figures.map((figure) => figure.code)).toEqual(['01']);
    expect(errors[0].compared).toBe(1);
    expect(leftOut.map(({ reason, code, minutes }) => [reason, code, minutes])).toEqual([
      ['partial', '02', [20]],
      ['no-population', '03', [20]],
      ['no-time', '04', [20]],
      ['not-applicable', '05', [20]],
      ['not-loaded', '99', [20, 30]],
    ]);
  });

  test('may be a threshold that the edition does not reach, loaded or not', () => {
    const reference = [theirs('01', 0.5), theirs('01', 0.9, { minutes: 45 })];
    const { figures, leftOut } = compareShares(reference, [ours('01', 0.5)], 30);
    expect(figures).toHaveLength(1);
    expect(leftOut).toEqual([{ reason: 'beyond-limit', level: 'departement', code: '01', minutes: [45] }]);
  });

  test('may be everything', () => {
    const { figures, errors, leftOut } = compareShares([theirs('99', 0.5)], [ours('01', 0.5)], HOUR);
    expect([figures, errors]).toEqual([[], []]);
    expect(leftOut).toHaveLength(1);
  });
});

test('levels are not mixed, nor the same code at two levels, and minutes stand in order', () => {
  const reference = [
    theirs('11', 0.5, { level: 'region', minutes: 30 }),
    theirs('11', 0.5, { minutes: 5 }),
    theirs('11', 0.5, { minutes: 30 }),
  ];
  const own = [
    ours('11', 0.9, { level: 'region', minutes: 30 }),
    ours('11', 0.4, { minutes: 30 }),
    ours('11', 0.5, { minutes: 5 }),
  ];
  const { errors } = compareShares(reference, own, HOUR);
  expect(errors.map(({ level, minutes, mean_error_points }) => [level, minutes, mean_error_points])).toEqual([
    ['departement', 5, 0],
    ['departement', 30, -10],
    ['region', 30, 40],
  ]);
});

describe('a bar', () => {
  const { errors } = compareShares([theirs('01', 0.5)], [ours('01', 0.515)], HOUR);

  test('is met at the bar, and not a hair above it', () => {
    const met = (points: number) => judgeBars([{ minutes: 20, points }], errors).map((bar) => bar.met);
    expect(errors[0].mean_absolute_error_points).toBe(1.5);
    expect(met(1.5)).toEqual([true]);
    expect(met(1.499)).toEqual([false]);
  });

  test('is held against every level, and says nothing where nothing is compared', () => {
    const both = [...errors, { ...errors[0], level: 'region' as const, mean_absolute_error_points: 2 }];
    expect(judgeBars([{ minutes: 20, points: 1.5 }], both).map(({ level, met }) => [level, met])).toEqual([
      ['departement', true],
      ['region', false],
    ]);
    expect(judgeBars([{ minutes: 25, points: 9 }], both)).toEqual([]);
  });
});
