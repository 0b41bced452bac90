import fc from 'fast-check';
import type { ReversedArcs } from '../../../src/network/search/catchment.ts';
import { MAX_DS, type SiteSeeds } from '../../../src/network/search/nearest.ts';

/** Cases of a property: what the suite affords, or what MAILLAGE_PROPERTY_RUNS asks for. */
export const propertyRuns = (usual: number) => Number(process.env.MAILLAGE_PROPERTY_RUNS ?? usual);

export interface Arc {
  tail: number;
  head: number;
  ds: number;
}
export interface SmallNetwork {
  nodeCount: number;
  arcs: Arc[];
}
export interface Seed {
  node: number;
  ds: number;
  site: number;
}

/** Mostly small times, so that many are equal; some of no length; some past the queue's window or any sum of times. */
const arcDs = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 4 }) },
  { weight: 3, arbitrary: fc.nat({ max: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 4095, 4096, 9000, 1_000_000, MAX_DS, 0xfffffffe) },
);

/** Loops, parallel arcs, one-ways, parts that do not connect; along a line, so that blocks of nodes hold together. */
export const smallNetworks: fc.Arbitrary<SmallNetwork> = fc
  .integer({ min: 1, max: 24 })
  .chain((nodeCount) => {
    const arc = fc.tuple(
      fc.nat({ max: nodeCount - 1 }),
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -nodeCount, max: nodeCount })),
      arcDs,
      fc.boolean(),
    );
    return fc.array(arc, { maxLength: 2 * nodeCount }).map((list) => ({
      nodeCount,
      arcs: list.flatMap(([tail, step, ds, isOneway]) => {
        const head = Math.min(nodeCount - 1, Math.max(0, tail + step));
        const there: Arc = { tail, head, ds };
        return isOneway ? [there] : [there, { tail: head, head: tail, ds }];
      }),
    }));
  });

/** Several seeds a site, several sites a node; nodes are taken modulo the network's. */
export const anySeed = fc.record({
  node: fc.nat({ max: 1000 }),
  ds: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 5000 })),
  site: fc.nat({ max: 6 }),
});
export const anySeeds = fc.array(anySeed, { maxLength: 8 });
export const anyLimit = fc.oneof(fc.constant(MAX_DS), fc.nat({ max: 80 }));
/** From one node a block to the whole network. */
export const anyBlockBits = fc.constantFrom(0, 1, 2, 16);

export const onNetwork = ({ nodeCount }: SmallNetwork, seeds: readonly Seed[]): Seed[] =>
  seeds.map((seed) => ({ ...seed, node: seed.node % nodeCount }));

export const seedColumns = (seeds: readonly Seed[]): SiteSeeds => ({
  node: Uint32Array.from(seeds, ({ node }) => node),
  ds: Uint32Array.from(seeds, ({ ds }) => ds),
  site: Uint32Array.from(seeds, ({ site }) => site),
});

export function reversedArcs({ nodeCount, arcs }: SmallNetwork): ReversedArcs {
  const into: number[][] = Array.from({ length: nodeCount }, () => []);
  for (const { tail, head, ds } of arcs) into[head].push(tail, ds);
  const arcStart = new Uint32Array(nodeCount + 1);
  into.forEach((pairs, node) => {
    arcStart[node + 1] = arcStart[node] + pairs.length / 2;
  });
  return { arcStart, arcs: Uint32Array.from(into.flat()) };
}

/** The twin that cannot be wrong: each site by itself, every arc looked at until none betters a time. */
export function naiveTable(network: SmallNetwork, seeds: readonly Seed[]): Map<number, number[]> {
  const table = new Map<number, number[]>();
  for (const { node, ds, site } of seeds) {
    const times = table.get(site) ?? new Array<number>(network.nodeCount).fill(Number.POSITIVE_INFINITY);
    times[node] = Math.min(times[node], ds);
    table.set(site, times);
  }
  for (const times of table.values()) {
    for (let isBetter = true; isBetter; ) {
      isBetter = false;
      for (const { tail, head, ds } of network.arcs) {
        if (times[head] + ds >= times[tail]) continue;
        times[tail] = times[head] + ds;
        isBetter = true;
      }
    }
  }
  return table;
}

/** For each node its sites within the limit, as [time, site], by ascending time and then site. */
export function naiveSites(
  network: SmallNetwork,
  seeds: readonly Seed[],
  limitDs: number,
): [ds: number, site: number][][] {
  const table = [...naiveTable(network, seeds)];
  return Array.from({ length: network.nodeCount }, (_, node) =>
    table
      .map(([site, times]): [number, number] => [times[node], site])
      .filter(([ds]) => ds <= limitDs)
      .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
  );
}
