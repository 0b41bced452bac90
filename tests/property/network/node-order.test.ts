import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hilbertOrder, placesOf } from '../../../src/network/search/node-order.ts';
import { propertyRuns } from './naive-labels.ts';

const anyPlaces = fc.array(fc.tuple(fc.integer(), fc.integer()), { maxLength: 40 });

test('an order holds every node once, and its inverse leads back', () => {
  fc.assert(
    fc.property(anyPlaces, (places) => {
      const order = hilbertOrder(
        Int32Array.from(places, ([x]) => x),
        Int32Array.from(places, ([, y]) => y),
      );
      expect([...order].toSorted((a, b) => a - b)).toEqual(places.map((_, i) => i));
      expect([...placesOf(order)].map((place) => order[place])).toEqual(places.map((_, i) => i));
    }),
    { numRuns: propertyRuns(500) },
  );
});
