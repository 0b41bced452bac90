import type { Attachments, ReversedArcs } from '../../src/network/search/catchment.ts';

/**
 * The reference that src/network/search/catchment.ts is timed against: the same search written the plain way, a Map of
 * objects and a binary heap of objects, as one finds it in a first version.
 */
export interface NaiveNetwork {
  arcsInto: Map<number, { tail: number; ds: number }[]>;
  originsAt: Map<number, { origin: number; legDs: number }[]>;
}

interface Entry {
  node: number;
  ds: number;
}

export function naiveNetwork(network: ReversedArcs, attachments: Attachments): NaiveNetwork {
  const arcsInto: NaiveNetwork['arcsInto'] = new Map();
  const originsAt: NaiveNetwork['originsAt'] = new Map();
  for (let node = 0; node + 1 < network.arcStart.length; node++) {
    const arcs: { tail: number; ds: number }[] = [];
    for (let i = network.arcStart[node]; i < network.arcStart[node + 1]; i++) {
      arcs.push({ tail: network.arcs[2 * i], ds: network.arcs[2 * i + 1] });
    }
    arcsInto.set(node, arcs);
    const origins: { origin: number; legDs: number }[] = [];
    for (let i = attachments.start[node]; i < attachments.start[node + 1]; i++) {
      origins.push({ origin: attachments.origin[i], legDs: attachments.legDs[i] });
    }
    originsAt.set(node, origins);
  }
  return { arcsInto, originsAt };
}

/** Whole seconds from each origin within the limit (tenths of a second) to a node. */
export function naiveCatchment(network: NaiveNetwork, node: number, limitDs: number): Map<number, number> {
  const settled = new Map<number, number>();
  const heap: Entry[] = [{ node, ds: 0 }];
  for (let nearest = pop(heap); nearest; nearest = pop(heap)) {
    if (settled.has(nearest.node)) continue;
    settled.set(nearest.node, nearest.ds);
    for (const { tail, ds } of network.arcsInto.get(nearest.node) ?? []) {
      if (nearest.ds + ds <= limitDs && !settled.has(tail)) push(heap, { node: tail, ds: nearest.ds + ds });
    }
  }
  const best = new Map<number, number>();
  for (const [at, nodeDs] of settled) {
    for (const { origin, legDs } of network.originsAt.get(at) ?? []) {
      const ds = nodeDs + legDs;
      if (ds <= limitDs && ds < (best.get(origin) ?? Number.POSITIVE_INFINITY)) best.set(origin, ds);
    }
  }
  return new Map(best.entries().map(([origin, ds]) => [origin, Math.round(ds / 10)]));
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  for (let above = (at - 1) >> 1; at > 0 && heap[above].ds > entry.ds; above = (at - 1) >> 1) {
    heap[at] = heap[above];
    at = above;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (heap.length === 0 || !last) return first;
  let at = 0;
  for (let below = 1; below < heap.length; below = 2 * at + 1) {
    if (below + 1 < heap.length && heap[below + 1].ds < heap[below].ds) below++;
    if (heap[below].ds >= last.ds) break;
    heap[at] = heap[below];
    at = below;
  }
  heap[at] = last;
  return first;
}
