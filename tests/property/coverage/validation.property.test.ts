import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareShares, type OwnFigure, type ReferenceFigure } from '../../../src/coverage/validation.ts';

const pair = fc.record({
  code: fc.integer({ min: 10, max: 40 }).map(String),
  minutes: fc.constantFrom(10, 20, 45),
  population: fc.integer({ min: 1, max: 2_000_000 }),
  ours: fc.double({ min: 0, max: 1, noNaN: true }),
  reference: fc.double({ min: 0, max: 1, noNaN: true }),
  estimated: fc.double({ min: 0, max: 1, noNaN: true }),
  status: fc.constantFrom('ok', 'ok', 'ok', 'partial', 'no-time'),
});
const pairs = fc.uniqueArray(pair, { selector: ({ code, minutes }) => `${code} ${minutes}`, maxLength: 60 });
type Pair = typeof pair extends fc.Arbitrary<infer T> ? T : never;

const referenceOf = (list: readonly Pair[]): ReferenceFigure[] =>
  list.map(({ code, minutes, reference }) => ({ level: 'departement', code, minutes, share: reference }));
const ownOf = (list: readonly Pair[]): OwnFigure[] =>
  list.map(({ code, minutes, population, ours, estimated, status }) => ({
    level: 'departement',
    code,
    name: code,
    minutes,
    population,
    share: ours,
    status: status as OwnFigure['status'],
    estimate_share: estimated,
  }));

/** Figures are rounded to the millionth of a point. */
const SLACK = 3e-6;

describe('a comparison', () => {
  it('puts every figure of the reference on one side, once', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 5, max: 60 }), (list, limit) => {
        const { figures, leftOut, errors } = compareShares(referenceOf(list), ownOf(list), limit);
        const out = leftOut.reduce((count, entry) => count + entry.minutes.length, 0);
        expect(figures.length + out).toBe(list.length);
        expect(errors.reduce((count, row) => count + row.compared, 0)).toBe(figures.length);
      }),
    );
  });

  it('orders its errors as the means do: |bias| ≤ MAE ≤ RMS ≤ the furthest', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        for (const row of compareShares(referenceOf(list), ownOf(list), 60).errors) {
          const furthest = Math.abs(row.worst[0].difference_points);
          expect(Math.abs(row.mean_error_points)).toBeLessThanOrEqual(row.mean_absolute_error_points + SLACK);
          expect(row.mean_absolute_error_points).toBeLessThanOrEqual(
            row.root_mean_square_error_points + SLACK,
          );
          expect(row.root_mean_square_error_points).toBeLessThanOrEqual(furthest + SLACK);
          expect(row.weighted_mean_absolute_error_points).toBeLessThanOrEqual(furthest + SLACK);
          // The shares of all residents differ by no more than the weighted mean of the differences.
          expect(Math.abs(100 * (row.ours - row.reference))).toBeLessThanOrEqual(
            row.weighted_mean_absolute_error_points + SLACK,
          );
        }
      }),
    );
  });

  it('does not depend on the order of either side', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const reversed = list.toReversed();
        const { figures, errors } = compareShares(referenceOf(list), ownOf(reversed), 60);
        const other = compareShares(referenceOf(reversed), ownOf(list), 60);
        expect(other.figures).toEqual(figures);
        expect(other.errors).toEqual(errors);
      }),
    );
  });

  it('with itself has no error', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const same = list.map((entry) => ({ ...entry, reference: entry.ours }));
        for (const row of compareShares(referenceOf(same), ownOf(same), 60).errors) {
          expect(row.root_mean_square_error_points).toBe(0);
          expect(row.ours).toBe(row.reference);
        }
      }),
    );
  });
});
