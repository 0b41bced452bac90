import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kNearestSites } from '../../../src/network/search/k-nearest.ts';
import { NO_SITE, nearestSites, UNREACHED } from '../../../src/network/search/nearest.ts';
import {
  anyBlockBits,
  anyLimit,
  anySeeds,
  naiveSites,
  onNetwork,
  propertyRuns,
  reversedArcs,
  seedColumns,
  smallNetworks,
} from './naive-labels.ts';

describe('the k nearest sites of every node', () => {
  test('are the first of those of a search from each site alone', () => {
    const k = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(
        smallNetworks,
        anySeeds,
        k,
        anyLimit,
        anyBlockBits,
        (network, any, k, limitDs, blockBits) => {
          const seeds = onNetwork(network, any);
          const found = kNearestSites(reversedArcs(network), seedColumns(seeds), k, limitDs, blockBits);
          const expected = naiveSites(network, seeds, limitDs).map((sites) => sites.slice(0, k));
          expect([...found.count]).toEqual(expected.map((sites) => sites.length));
          const padded = expected.flatMap((sites) =>
            Array.from({ length: k }, (_, place) => sites[place] ?? [UNREACHED, NO_SITE]),
          );
          expect(Array.from(found.ds, (ds, place) => [ds, found.site[place]])).toEqual(padded);
        },
      ),
      { numRuns: propertyRuns(2500) },
    );
  });

  test('begin with the nearest site', () => {
    fc.assert(
      fc.property(smallNetworks, anySeeds, (network, any) => {
        const seeds = seedColumns(onNetwork(network, any));
        const { ds, site } = kNearestSites(reversedArcs(network), seeds, 1);
        expect({ nodeDs: ds, nodeSite: site }).toEqual(nearestSites(reversedArcs(network), seeds));
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});
