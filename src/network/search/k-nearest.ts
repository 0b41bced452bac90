import { DomainError } from '../../domain-error.ts';
import { BLOCK_BITS, blocksOf, sweepBlocks } from './block-sweeps.ts';
import { bucketQueue, isDue, putItem, takeItem } from './bucket-queue.ts';
import type { ReversedArcs } from './catchment.ts';
import { itemLists, NO_ITEM, popItem, pushItem } from './item-lists.ts';
import { MAX_DS, NO_SITE, type SiteSeeds, UNREACHED } from './nearest.ts';

/** For each node k places, from `node × k` on, by ascending (time, site); each site once. */
export interface KNearestSites {
  k: number;
  /** How many places of each node are filled: fewer than k where fewer sites are within the limit. */
  count: Uint8Array;
  /** Tenths of a second; UNREACHED in places not filled. */
  ds: Uint32Array;
  /** NO_SITE in places not filled. */
  site: Uint32Array;
}

const MAX_K = 255;

/**
 * The k nearest sites of every node: the k lexicographic minima of (time, site) over the sites, so that the answer does
 * not hang on the order of seeds and arcs. The search is that of `nearestSites`, with lists for labels: a node passes on
 * each place of its list once, and again when it gets better.
 * @param limitDs times up to it, inclusive, count
 * @param blockBits a block holds 2^blockBits nodes
 * @throws DomainError invalid-parameter when k is not a whole number from 1 to 255
 */
export function kNearestSites(
  network: ReversedArcs,
  seeds: SiteSeeds,
  k: number,
  limitDs = MAX_DS,
  blockBits = BLOCK_BITS,
): KNearestSites {
  if (!Number.isInteger(k) || k < 1 || k > MAX_K) {
    throw new DomainError('invalid-parameter', `k: expected a whole number from 1 to ${MAX_K}, found ${k}`, {
      parameter: 'k',
      found: k,
    });
  }
  const { arcStart, arcs } = network;
  const nodeCount = arcStart.length - 1;
  const limit = Math.min(limitDs, MAX_DS);
  const nearest: KNearestSites = {
    k,
    count: new Uint8Array(nodeCount),
    ds: new Uint32Array(nodeCount * k).fill(UNREACHED),
    site: new Uint32Array(nodeCount * k).fill(NO_SITE),
  };
  /** 1 for each place that the node has yet to pass on. */
  const isOpen = new Uint8Array(nodeCount * k);
  const queue = bucketQueue();
  const waiting = itemLists(blocksOf(nodeCount, blockBits));

  for (let i = 0; i < seeds.node.length; i++) {
    const node = seeds.node[i];
    if (seeds.ds[i] > limit || !insertSite(nearest, isOpen, node, seeds.ds[i], seeds.site[i])) continue;
    pushItem(waiting, node >> blockBits, node);
  }
  sweepBlocks(waiting, nodeCount, blockBits, (from, to, firstBlock, endBlock) => {
    for (let block = firstBlock; block < endBlock; block++) {
      for (let node = popItem(waiting, block); node !== NO_ITEM; node = popItem(waiting, block)) {
        for (let place = node * k, end = place + nearest.count[node]; place < end; place++) {
          if (isOpen[place] === 1) putItem(queue, node, nearest.ds[place]);
        }
      }
    }
    for (let node = takeItem(queue); node !== NO_ITEM; node = takeItem(queue)) {
      for (let j = 0; j < nearest.count[node]; j++) {
        const place = node * k + j;
        const ds = nearest.ds[place];
        if (isOpen[place] === 0 || !isDue(queue, ds)) continue;
        isOpen[place] = 0;
        const site = nearest.site[place];
        for (let i = arcStart[node] << 1, endArcs = arcStart[node + 1] << 1; i < endArcs; i += 2) {
          const total = ds + arcs[i + 1];
          const tail = arcs[i];
          // A loop cannot better its own node, whose places must stay where they are while they are read.
          if (total > limit || tail === node || !insertSite(nearest, isOpen, tail, total, site)) continue;
          if (tail >= from && tail < to) putItem(queue, tail, total);
          else pushItem(waiting, tail >> blockBits, tail);
        }
      }
    }
  });
  return nearest;
}

/** Puts a site into a node's list at its place, if it has one there and none better; what falls off the end is lost. */
function insertSite(
  nearest: KNearestSites,
  isOpen: Uint8Array,
  node: number,
  siteDs: number,
  site: number,
): boolean {
  const { k, count, ds: listDs, site: listSite } = nearest;
  const first = node * k;
  const filled = count[node];
  const last = first + k - 1;
  if (filled === k && (siteDs > listDs[last] || (siteDs === listDs[last] && site >= listSite[last]))) {
    return false;
  }
  let hole = first;
  while (hole < first + filled && listSite[hole] !== site) hole++;
  if (hole < first + filled) {
    if (siteDs >= listDs[hole]) return false;
  } else if (filled === k) hole = last;
  else count[node]++;
  while (
    hole > first &&
    (listDs[hole - 1] > siteDs || (listDs[hole - 1] === siteDs && listSite[hole - 1] > site))
  ) {
    listDs[hole] = listDs[hole - 1];
    listSite[hole] = listSite[hole - 1];
    isOpen[hole] = isOpen[hole - 1];
    hole--;
  }
  listDs[hole] = siteDs;
  listSite[hole] = site;
  isOpen[hole] = 1;
  return true;
}
