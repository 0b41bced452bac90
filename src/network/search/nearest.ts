import { BLOCK_BITS, blocksOf, sweepBlocks } from './block-sweeps.ts';
import type { ReversedArcs } from './catchment.ts';
import { nearestSearch, offerSite, settleRange } from './nearest-search.ts';

/** Where sites join the network: site `site[i]` is reached from node `node[i]` in `ds[i]` tenths of a second. */
export interface SiteSeeds {
  node: Uint32Array;
  ds: Uint32Array;
  /** Below NO_SITE; a site may have several seeds. */
  site: Uint32Array;
}

export interface NearestSites {
  /** Tenths of a second from each node to its nearest site; UNREACHED where there is none within the limit. */
  nodeDs: Uint32Array;
  /** That site: of several as near, the lowest number. NO_SITE where there is none. */
  nodeSite: Uint32Array;
}

export const UNREACHED = 0xffffffff;
export const NO_SITE = 0xffffffff;
/** 3.4 years, the most that a limit may be: times in the queue stay in 31 bits. */
export const MAX_DS = 0x3fffffff;

/**
 * The nearest site of every node, by one search from all sites at once on the reversed arcs.
 * Of equal times the lowest site wins, whatever the order of seeds and arcs: the answer is the lexicographic minimum of
 * (time, site), so that a repair can equal it bit for bit.
 * @param limitDs times up to it, inclusive, count
 * @param blockBits a block holds 2^blockBits nodes
 */
export function nearestSites(
  network: ReversedArcs,
  seeds: SiteSeeds,
  limitDs = MAX_DS,
  blockBits = BLOCK_BITS,
): NearestSites {
  const nodeCount = network.arcStart.length - 1;
  const nearest: NearestSites = {
    nodeDs: new Uint32Array(nodeCount).fill(UNREACHED),
    nodeSite: new Uint32Array(nodeCount).fill(NO_SITE),
  };
  const limit = Math.min(limitDs, MAX_DS);
  const search = nearestSearch(network, nearest, limit, blockBits, blocksOf(nodeCount, blockBits));
  for (let i = 0; i < seeds.node.length; i++) offerSite(search, seeds.node[i], seeds.ds[i], seeds.site[i]);
  sweepBlocks(search.waiting, nodeCount, blockBits, (from, to, firstBlock, endBlock) =>
    settleRange(search, from, to, firstBlock, endBlock),
  );
  return nearest;
}
