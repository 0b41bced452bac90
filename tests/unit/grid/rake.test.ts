import { describe, expect, it } from 'vitest';
import { rakeToTotals } from '../../../src/grid/rake.ts';

const rake = (weights: number[], group: number[], totals: number[]) =>
  rakeToTotals(Float64Array.from(weights), Uint32Array.from(group), Uint32Array.from(totals));

describe('rakeToTotals', () => {
  it('shares a total in proportion and gives the rest to the largest remainders', () => {
    // 10 × (0.46, 0.37, 0.17) = 4.6, 3.7, 1.7: down to 4, 3, 1, and the two left go to the two remainders of 0.7.
    expect([...rake([46, 37, 17], [0, 0, 0], [10]).residents]).toEqual([4, 4, 2]);
  });

  it('gives equal remainders to the first', () => {
    expect([...rake([1, 1, 1], [0, 0, 0], [2]).residents]).toEqual([1, 1, 0]);
  });

  it('keeps groups apart, in any order', () => {
    expect([...rake([1, 5, 3, 5], [0, 1, 0, 1], [8, 3]).residents]).toEqual([2, 2, 6, 1]);
  });

  it('reports residents that have no place, and gives zeros where nobody is left', () => {
    const { residents, unplaced } = rake([0, 7, 2], [0, 1, 1], [50, 0, 12]);
    expect([...residents]).toEqual([0, 0, 0]);
    expect(unplaced).toEqual([0, 2]);
  });

  it('takes a negative or missing weight as none', () => {
    expect([...rake([-3, Number.NaN, 1], [0, 0, 0], [5]).residents]).toEqual([0, 0, 5]);
  });

  it('refuses a group that does not exist', () => {
    expect(() => rake([1], [1], [5])).toThrow(RangeError);
  });
});
