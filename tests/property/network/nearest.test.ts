import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_DS, NO_SITE, nearestSites, UNREACHED } from '../../../src/network/search/nearest.ts';
import {
  anyBlockBits,
  anyLimit,
  anySeed,
  anySeeds,
  naiveSites,
  onNetwork,
  propertyRuns,
  reversedArcs,
  seedColumns,
  smallNetworks,
} from './naive-labels.ts';

describe('the nearest site of every node', () => {
  test('is that of a search from each site alone: time and site, ties and limit included', () => {
    fc.assert(
      fc.property(smallNetworks, anySeeds, anyLimit, anyBlockBits, (network, any, limitDs, blockBits) => {
        const seeds = onNetwork(network, any);
        const found = nearestSites(reversedArcs(network), seedColumns(seeds), limitDs, blockBits);
        const expected = naiveSites(network, seeds, limitDs).map(([first]) => first ?? [UNREACHED, NO_SITE]);
        expect(Array.from(found.nodeDs, (ds, node) => [ds, found.nodeSite[node]])).toEqual(expected);
      }),
      { numRuns: propertyRuns(3000) },
    );
  });

  test('does not hang on the order of seeds and arcs', () => {
    fc.assert(
      fc.property(smallNetworks, anySeeds, anyBlockBits, (network, any, blockBits) => {
        const seeds = onNetwork(network, any);
        const found = nearestSites(reversedArcs(network), seedColumns(seeds), MAX_DS, blockBits);
        const turned = reversedArcs({ ...network, arcs: network.arcs.toReversed() });
        expect(nearestSites(turned, seedColumns(seeds.toReversed()), MAX_DS, blockBits)).toEqual(found);
      }),
      { numRuns: propertyRuns(1000) },
    );
  });

  test('keeps the triangle inequality: no road offers a node less than it has', () => {
    fc.assert(
      fc.property(smallNetworks, anySeeds, anyBlockBits, (network, any, blockBits) => {
        const seeds = seedColumns(onNetwork(network, any));
        const { nodeDs } = nearestSites(reversedArcs(network), seeds, MAX_DS, blockBits);
        for (const { tail, head, ds } of network.arcs) {
          if (nodeDs[head] === UNREACHED || nodeDs[head] + ds > MAX_DS) continue;
          expect(nodeDs[tail]).toBeLessThanOrEqual(nodeDs[head] + ds);
        }
      }),
      { numRuns: propertyRuns(1000) },
    );
  });

  test('is never farther by another site', () => {
    fc.assert(
      fc.property(smallNetworks, anySeeds, anySeed, (network, any, another) => {
        const seeds = onNetwork(network, any);
        const more = onNetwork(network, [...any, another]);
        const arcs = reversedArcs(network);
        const before = nearestSites(arcs, seedColumns(seeds)).nodeDs;
        for (const [node, ds] of nearestSites(arcs, seedColumns(more)).nodeDs.entries()) {
          expect(ds).toBeLessThanOrEqual(before[node]);
        }
      }),
      { numRuns: propertyRuns(1000) },
    );
  });
});
