import type { Growable } from '../growable.ts';
import { type BucketQueue, bucketQueue, isDue, putItem, takeItem } from './bucket-queue.ts';
import type { ReversedArcs } from './catchment.ts';
import { type ItemLists, itemLists, NO_ITEM, popItem, pushItem } from './item-lists.ts';
import type { NearestSites } from './nearest.ts';

/**
 * The search behind `nearestSites` and its repairs: labels (time, site) in two columns, each arc a pair.
 *
 * On 145 copies of Corsica, in blocks, ms of processor time, best and median of four in turn: two columns 410 and 441;
 * one double for time and site, with a turn back into columns at the end, 414 and 482. Arcs in two columns, tails and
 * times, 340 and 409: less, but all searches and the road graph share the pairs, and a second copy of the arcs is 75 MB.
 *
 * The same search in C as WebAssembly, in another run: 256 and 269 against 371 and 390 in blocks (medians × 0.69);
 * without blocks × 0.44 and 0.48 in two runs. Why it is not adopted: catchment.ts.
 */

/** A search that betters the labels (time, site) of nodes in place, from whatever they are. One per thread. */
export interface NearestSearch {
  network: ReversedArcs;
  nearest: NearestSites;
  limitDs: number;
  blockBits: number;
  queue: BucketQueue;
  /** For each block, nodes with a label that their arcs have not passed on. */
  waiting: ItemLists;
}

export function nearestSearch(
  network: ReversedArcs,
  nearest: NearestSites,
  limitDs: number,
  blockBits: number,
  blockCount: number,
): NearestSearch {
  return { network, nearest, limitDs, blockBits, queue: bucketQueue(), waiting: itemLists(blockCount) };
}

/** Gives a node a label, if it is less than its own; `settleRange` passes it on. */
export function offerSite(search: NearestSearch, node: number, ds: number, site: number): void {
  const { nodeDs, nodeSite } = search.nearest;
  if (ds > search.limitDs || ds > nodeDs[node] || (ds === nodeDs[node] && site >= nodeSite[node])) return;
  nodeDs[node] = ds;
  nodeSite[node] = site;
  pushItem(search.waiting, node >> search.blockBits, node);
}

/**
 * Passes on the labels that wait in some blocks until no arc between the nodes `from` ≤ node < `to` betters one. A node
 * outside that gets better is left waiting in its block.
 * @param settled where given, takes every node whose label changed, some of them twice
 */
export function settleRange(
  search: NearestSearch,
  from: number,
  to: number,
  firstBlock: number,
  endBlock: number,
  settled: Growable<Uint32Array> | null = null,
): void {
  const { queue, waiting, limitDs, blockBits } = search;
  const { arcStart, arcs } = search.network;
  const { nodeDs, nodeSite } = search.nearest;
  for (let block = firstBlock; block < endBlock; block++) {
    for (let node = popItem(waiting, block); node !== NO_ITEM; node = popItem(waiting, block)) {
      putItem(queue, node, nodeDs[node]);
    }
  }
  for (let node = takeItem(queue); node !== NO_ITEM; node = takeItem(queue)) {
    const ds = nodeDs[node];
    if (!isDue(queue, ds)) continue;
    const site = nodeSite[node];
    if (settled !== null) settled.push(node);
    for (let i = arcStart[node] << 1, end = arcStart[node + 1] << 1; i < end; i += 2) {
      const tail = arcs[i];
      const total = ds + arcs[i + 1];
      const known = nodeDs[tail];
      if (total > known || total > limitDs) continue;
      if (total === known && site >= nodeSite[tail]) continue;
      nodeDs[tail] = total;
      nodeSite[tail] = site;
      // Even where only the site changed: an equal time may have been passed on already.
      if (tail >= from && tail < to) putItem(queue, tail, total);
      else pushItem(waiting, tail >> blockBits, tail);
    }
  }
}
