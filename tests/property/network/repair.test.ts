import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachOrigins } from '../../../src/network/search/catchment.ts';
import { type NearestSites, NO_SITE, nearestSites, UNREACHED } from '../../../src/network/search/nearest.ts';
import {
  type NearestOfOrigins,
  originLegs,
  originsOfNodes,
  updateOrigins,
} from '../../../src/network/search/nearest-origins.ts';
import { addSite, nearestRepair, removeSite } from '../../../src/network/search/nearest-repair.ts';
import {
  anyLimit,
  anySeed,
  anySeeds,
  onNetwork,
  propertyRuns,
  reversedArcs,
  type Seed,
  seedColumns,
  smallNetworks,
} from './naive-labels.ts';

/** A site opens with some seeds, or closes. */
const anyChange = fc.record({
  opens: fc.boolean(),
  site: fc.nat({ max: 7 }),
  seeds: fc.array(anySeed, { minLength: 1, maxLength: 3 }),
});
const anyLegs = fc.array(
  fc.record({ node: fc.nat({ max: 1000 }), origin: fc.nat({ max: 9 }), legDs: fc.nat({ max: 2 }) }),
  { maxLength: 40 },
);

const changedNodes = (before: NearestSites, after: NearestSites): number[] =>
  [...before.nodeDs.keys()].filter(
    (node) => before.nodeDs[node] !== after.nodeDs[node] || before.nodeSite[node] !== after.nodeSite[node],
  );

test('after sites came and went, the nearest sites are those of a full run, and what changed is told', () => {
  fc.assert(
    fc.property(
      smallNetworks,
      anySeeds,
      fc.array(anyChange, { minLength: 1, maxLength: 6 }),
      anyLimit,
      (network, any, changes, limitDs) => {
        const arcs = reversedArcs(network);
        let seeds: Seed[] = onNetwork(network, any);
        const nearest = nearestSites(arcs, seedColumns(seeds), limitDs);
        const repair = nearestRepair(arcs, nearest, seedColumns(seeds), limitDs);
        for (const change of changes) {
          const before = { nodeDs: nearest.nodeDs.slice(), nodeSite: nearest.nodeSite.slice() };
          let changed: Uint32Array;
          if (change.opens) {
            const added = onNetwork(network, change.seeds).map((seed) => ({ ...seed, site: change.site }));
            const { node, ds } = seedColumns(added);
            changed = addSite(repair, change.site, node, ds);
            seeds = [...seeds, ...added];
          } else {
            changed = removeSite(repair, change.site);
            seeds = seeds.filter(({ site }) => site !== change.site);
          }
          expect(nearest).toEqual(nearestSites(arcs, seedColumns(seeds), limitDs));
          expect([...changed]).toEqual(changedNodes(before, nearest));
        }
      },
    ),
    { numRuns: propertyRuns(2500) },
  );
});

test('origins repaired where their nodes changed are those worked out from all nodes', () => {
  fc.assert(
    fc.property(smallNetworks, anySeeds, anyLegs, anyChange, (network, any, anyOriginLegs, change) => {
      const arcs = reversedArcs(network);
      const seeds = seedColumns(onNetwork(network, any));
      const nearest = nearestSites(arcs, seeds);
      const attachments = attachOrigins(network.nodeCount, 10, {
        node: Uint32Array.from(anyOriginLegs, ({ node }) => node % network.nodeCount),
        origin: Uint32Array.from(anyOriginLegs, ({ origin }) => origin),
        legDs: Uint32Array.from(anyOriginLegs, ({ legDs }) => legDs),
      });
      const legs = originLegs(attachments);
      const all = Array.from({ length: 10 }, (_, origin) => origin);
      const found: NearestOfOrigins = { originDs: new Uint32Array(10), originSite: new Uint32Array(10) };
      updateOrigins(legs, nearest, all, found);
      const repair = nearestRepair(arcs, nearest, seeds);
      const added = seedColumns(onNetwork(network, change.seeds));
      const changed = change.opens
        ? addSite(repair, change.site, added.node, added.ds)
        : removeSite(repair, change.site);
      updateOrigins(legs, nearest, originsOfNodes(attachments, changed), found);
      for (const origin of all) {
        const labels = anyOriginLegs
          .filter((leg) => leg.origin === origin)
          .map(({ node, legDs }) => [node % network.nodeCount, legDs])
          .filter(([node]) => nearest.nodeDs[node] !== UNREACHED)
          .map(([node, legDs]) => [nearest.nodeDs[node] + legDs, nearest.nodeSite[node]])
          .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect([found.originDs[origin], found.originSite[origin]]).toEqual(labels[0] ?? [UNREACHED, NO_SITE]);
      }
    }),
    { numRuns: propertyRuns(500) },
  );
});
