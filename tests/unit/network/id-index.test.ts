import { expect, test } from 'vitest';
import { IdIndex } from '../../../src/network/roads/id-index.ts';

test('ids get the numbers of their first sight, whatever their size and sign', () => {
  // Ids in a row, far apart, beyond 32 bits, alike in their low bits, and those of an editor's unsaved nodes.
  const ids = Array.from({ length: 60_000 }, (_, i) =>
    i % 4 === 0 ? i : i % 4 === 1 ? 13_000_000_000 + i : i % 4 === 2 ? i * 2 ** 32 : -i,
  );
  const index = new IdIndex();
  expect(index.get(ids[0])).toBe(-1);
  expect(ids.map((id) => index.add(id))).toEqual(ids.map((_, i) => i));
  expect(index.size).toBe(60_000);
  expect(ids.map((id) => index.add(id))).toEqual(ids.map((_, i) => i));
  expect(ids.map((id) => index.get(id))).toEqual(ids.map((_, i) => i));
  expect(index.size).toBe(60_000);
  for (const id of [1, 2 ** 32 + 1, -4, 13_000_000_000, Number.NaN]) expect(index.get(id)).toBe(-1);
});
