import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReversedArcs } from '../../../src/network/search/catchment.ts';
import { type Contraction, contract } from '../../../src/network/search/contraction.ts';
import { nearestByContraction } from '../../../src/network/search/contraction-nearest.ts';
import {
  MAX_DS,
  NO_SITE,
  nearestSites,
  type SiteSeeds,
  UNREACHED,
} from '../../../src/network/search/nearest.ts';

interface Arc {
  tail: number;
  head: number;
  ds: number;
}

/** Few different times, so that ties abound, zeros, and some so long that sums pass the greatest time. */
const arcDs = fc.oneof(
  fc.nat({ max: 3 }),
  fc.nat({ max: 50 }),
  fc.constantFrom(0, MAX_DS, MAX_DS - 1, 0xfffffffe),
);

/** Arcs as they come: loops, parallels, one-ways, parts that do not connect; some networks long, some meshed. */
const networks = fc.integer({ min: 1, max: 40 }).chain((nodeCount) => {
  const node = fc.nat({ max: nodeCount - 1 });
  const anywhere = fc.tuple(node, node);
  const nearby = fc.tuple(node, fc.integer({ min: -3, max: 3 })).map(([from, step]) => {
    return [from, Math.min(nodeCount - 1, Math.max(0, from + step))];
  });
  return fc
    .array(fc.tuple(fc.oneof(anywhere, nearby, nearby), arcDs, arcDs, fc.boolean()), {
      maxLength: 2 * nodeCount,
    })
    .map((list) => {
      const arcs = list.flatMap(([[a, b], there, back, oneway]): Arc[] =>
        oneway
          ? [{ tail: a, head: b, ds: there }]
          : [
              { tail: a, head: b, ds: there },
              { tail: b, head: a, ds: back },
            ],
      );
      return { nodeCount, arcs };
    });
});
const anySeeds = fc.array(
  fc.tuple(fc.nat(), fc.oneof(fc.nat({ max: 20 }), fc.constant(MAX_DS)), fc.nat({ max: 5 })),
  {
    maxLength: 8,
  },
);

function reversed({ nodeCount, arcs }: { nodeCount: number; arcs: Arc[] }): ReversedArcs {
  const sorted = arcs.toSorted((a, b) => a.head - b.head);
  const arcStart = new Uint32Array(nodeCount + 1);
  for (const { head } of sorted) arcStart[head + 1]++;
  for (let node = 0; node < nodeCount; node++) arcStart[node + 1] += arcStart[node];
  return { arcStart, arcs: Uint32Array.from(sorted.flatMap(({ tail, ds }) => [tail, ds])) };
}

const seedColumns = (nodeCount: number, list: [number, number, number][]): SiteSeeds => ({
  node: Uint32Array.from(list, ([node]) => node % nodeCount),
  ds: Uint32Array.from(list, ([, ds]) => ds),
  // Large numbers: a site is a name, not an index.
  site: Uint32Array.from(list, ([, , site]) => 4_000_000_000 - site),
});

/** The twin that cannot be wrong: improve anything that an arc improves, until none does. */
function naiveNearest(nodeCount: number, arcs: Arc[], seeds: SiteSeeds, limitDs: number) {
  const best: ([ds: number, site: number] | null)[] = Array.from({ length: nodeCount }, () => null);
  const offer = (node: number, ds: number, site: number) => {
    const known = best[node];
    if (ds > limitDs || (known && (known[0] < ds || (known[0] === ds && known[1] <= site)))) return false;
    best[node] = [ds, site];
    return true;
  };
  seeds.node.forEach((node, i) => {
    offer(node, seeds.ds[i], seeds.site[i]);
  });
  for (let changed = true; changed; ) {
    changed = false;
    for (const { tail, head, ds } of arcs) {
      const from = best[head];
      if (from && offer(tail, from[0] + ds, from[1])) changed = true;
    }
  }
  return {
    nodeDs: Uint32Array.from(best, (label) => label?.[0] ?? UNREACHED),
    nodeSite: Uint32Array.from(best, (label) => label?.[1] ?? NO_SITE),
  };
}

function contracted(network: ReversedArcs): Contraction {
  const contraction = contract(network);
  if (!contraction) throw new Error('too meshed');
  return contraction;
}

describe('the contraction', () => {
  test('finds the nearest sites of a naive search and of the plain one, ties and limit included', () => {
    fc.assert(
      fc.property(
        networks,
        anySeeds,
        fc.oneof(fc.constant(MAX_DS), fc.nat({ max: 60 })),
        ({ nodeCount, arcs }, list, limitDs) => {
          const network = reversed({ nodeCount, arcs });
          const seeds = seedColumns(nodeCount, list);
          const found = nearestByContraction(contracted(network), seeds, limitDs);
          expect(found).toEqual(naiveNearest(nodeCount, arcs, seeds, limitDs));
          expect(found).toEqual(nearestSites(network, seeds, limitDs));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('puts every node in one place, and all its ways up before it', () => {
    fc.assert(
      fc.property(networks, (drawn) => {
        const { nodeCount, nodeAt, placeOf, ...ways } = contracted(reversed(drawn));
        expect([...nodeAt].sort((a, b) => a - b)).toEqual(
          Array.from({ length: nodeCount }, (_, node) => node),
        );
        for (let place = 0; place < nodeCount; place++) {
          expect(placeOf[nodeAt[place]]).toBe(place);
          for (const [start, pairs] of [
            [ways.downStart, ways.down],
            [ways.upStart, ways.up],
          ]) {
            for (let i = 2 * start[place]; i < 2 * start[place + 1]; i += 2)
              expect(pairs[i]).toBeLessThan(place);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
