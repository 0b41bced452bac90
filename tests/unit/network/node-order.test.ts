import { describe, expect, test } from 'vitest';
import { hilbertOrder, placesOf } from '../../../src/network/search/node-order.ts';

/** A square of `side` × `side` places, row by row. */
function square(side: number) {
  const places = Array.from({ length: side * side }, (_, i) => [i % side, Math.floor(i / side)]);
  return { x: places.map(([x]) => x), y: places.map(([, y]) => y) };
}

describe('the order along the curve', () => {
  test('goes round a square of four', () => {
    const { x, y } = square(2);
    expect([...hilbertOrder(x, y)].map((node) => `${x[node]}${y[node]}`)).toEqual(['00', '01', '11', '10']);
  });

  test('never leaves a place but for the one beside it', () => {
    const { x, y } = square(64);
    const order = hilbertOrder(x, y);
    for (let i = 1; i < order.length; i++) {
      const [from, to] = [order[i - 1], order[i]];
      expect(Math.abs(x[from] - x[to]) + Math.abs(y[from] - y[to])).toBe(1);
    }
  });

  test('keeps the order of nodes at one place, and takes nodes in a line, one node and none', () => {
    expect([...hilbertOrder([5, 5, 5], [7, 7, 7])]).toEqual([0, 1, 2]);
    expect([...hilbertOrder([30, 10, 20], [0, 0, 0])]).toEqual([1, 2, 0]);
    expect([...hilbertOrder([3], [4])]).toEqual([0]);
    expect([...hilbertOrder([], [])]).toEqual([]);
  });

  test('has an inverse', () => {
    expect([...placesOf(Uint32Array.of(2, 0, 1))]).toEqual([1, 2, 0]);
  });
});
