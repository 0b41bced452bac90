import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, columnChunks, decodeColumns, encodeColumns } from '../../../src/grid/columns-binary.ts';
import { decodeMatrix, encodeMatrix } from '../../../src/grid/matrix-binary.ts';
import { buildAccessMatrix } from '../../../src/grid/matrix-builder.ts';
import { rakeToTotals } from '../../../src/grid/rake.ts';

const SITES = 90;
const entry = fc.tuple(fc.nat(5), fc.nat(SITES - 1), fc.integer({ min: 0, max: 4000 }));

function toBatch(rows: readonly (readonly [number, number, number])[]) {
  return {
    origin: Uint32Array.from(rows, (row) => row[0]),
    site: Uint16Array.from(rows, (row) => row[1]),
    seconds: Uint16Array.from(rows, (row) => row[2]),
    count: rows.length,
  };
}

describe('access matrix', () => {
  it('holds the least time of each origin and site, in order, whatever the batches', () => {
    // Rows long and short, with many times of the same pair.
    const batches = fc.array(fc.array(entry, { maxLength: 200 }), { maxLength: 4 });
    fc.assert(
      fc.property(batches, (given) => {
        const matrix = buildAccessMatrix(6, SITES, 3600, given.map(toBatch));
        const least = new Map<string, number>();
        for (const [origin, site, seconds] of given.flat()) {
          const key = `${origin} ${site}`;
          if (seconds <= 3600) least.set(key, Math.min(least.get(key) ?? 9999, seconds));
        }
        expect(matrix.site.length).toBe(least.size);
        expect(matrix.rowStart[6]).toBe(least.size);
        for (let origin = 0; origin < 6; origin++) {
          for (let i = matrix.rowStart[origin]; i < matrix.rowStart[origin + 1]; i++) {
            expect(matrix.seconds[i]).toBe(least.get(`${origin} ${matrix.site[i]}`));
            if (i === matrix.rowStart[origin]) continue;
            const before = matrix.seconds[i - 1] * 65536 + matrix.site[i - 1];
            expect(before).toBeLessThan(matrix.seconds[i] * 65536 + matrix.site[i]);
          }
        }
        expect(decodeMatrix(encodeMatrix(matrix))).toEqual(matrix);
      }),
    );
  });
});

describe('binary columns', () => {
  it('give back any columns', () => {
    const column = fc.oneof<fc.Arbitrary<Column>[]>(
      fc.uint8Array(),
      fc.uint16Array(),
      fc.uint32Array(),
      fc.int32Array(),
      fc.float32Array(),
      fc.float64Array(),
      fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })).map((values) => BigUint64Array.from(values)),
    );
    const name = fc.string({ minLength: 1 }).map((text) => `c${text}`);
    fc.assert(
      fc.property(fc.dictionary(name, column, { noNullPrototype: true }), fc.nat(), (columns, count) => {
        const content = { numbers: { count }, columns };
        const bytes = encodeColumns('k', 3, content);
        expect(decodeColumns('k', 3, bytes)).toEqual(content);
        expect(Buffer.concat(columnChunks('k', 3, content)).equals(bytes)).toBe(true);
      }),
    );
  });
});

describe('a matrix file', () => {
  it('is refused when it is cut short, or any bit of it is turned: never read wrongly', () => {
    const batches = fc.array(entry, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(batches, fc.nat(), fc.nat(7), fc.boolean(), (given, place, bit, cut) => {
        const bytes = encodeMatrix(buildAccessMatrix(6, SITES, 3600, [toBatch(given)]));
        const at = place % bytes.length;
        const damaged = cut ? bytes.slice(0, at) : bytes.slice();
        if (!cut) damaged[at] ^= 1 << bit;
        expect(() => decodeMatrix(damaged)).toThrow(expect.objectContaining({ code: 'binary-format' }));
      }),
    );
  });
});

describe('rake', () => {
  it('sums exactly in every group, within one of the exact share, and never below zero', () => {
    const weight = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.nat(300));
    const item = fc.tuple(weight, fc.nat(4));
    const totals = fc.array(fc.oneof(fc.constant(0), fc.nat(2_200_000)), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), totals, (items, given) => {
        const weights = Float64Array.from(items, (row) => row[0]);
        const group = Uint32Array.from(items, (row) => row[1]);
        const { residents, unplaced } = rakeToTotals(weights, group, Uint32Array.from(given));
        for (let g = 0; g < 5; g++) {
          const members = items.flatMap((row, i) => (row[1] === g ? [i] : []));
          const weightSum = members.reduce((sum, i) => sum + weights[i], 0);
          const placed = members.reduce((sum, i) => sum + residents[i], 0);
          expect(placed).toBe(weightSum > 0 ? given[g] : 0);
          expect(unplaced.includes(g)).toBe(given[g] > 0 && weightSum === 0);
          for (const i of members) {
            if (weightSum === 0) continue;
            expect(Math.abs(residents[i] - (weights[i] * given[g]) / weightSum)).toBeLessThan(1.001);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
