import { Growable } from '../growable.ts';
import { BLOCK_BITS, blocksOf } from './block-sweeps.ts';
import type { ReversedArcs } from './catchment.ts';
import { MAX_DS, type NearestSites, NO_SITE, type SiteSeeds, UNREACHED } from './nearest.ts';
import { type NearestSearch, nearestSearch, offerSite, settleRange } from './nearest-search.ts';

/**
 * Nearest sites that follow their network of sites: a site comes or goes, and only what changes is searched again.
 * After any sequence of changes they are those of `nearestSites` on the sites that are left, bit for bit.
 */
export interface NearestRepair {
  /** The caller's, changed in place. */
  nearest: NearestSites;
  /** The sites' seeds as they are now, in no order. */
  seeds: SiteSeeds;
  seedCount: number;
  /** Arcs that lead out of each node: where a node that lost its site may find another. */
  outStart: Uint32Array;
  outArcs: Uint32Array;
  search: NearestSearch;
  changed: Growable<Uint32Array>;
}

/**
 * Prepares for repairs: turns the arcs round once (as much memory as the arcs have).
 * @param nearest from `nearestSites` with the same network, seeds and limit
 */
export function nearestRepair(
  network: ReversedArcs,
  nearest: NearestSites,
  seeds: SiteSeeds,
  limitDs = MAX_DS,
): NearestRepair {
  const limit = Math.min(limitDs, MAX_DS);
  const blockCount = blocksOf(nearest.nodeDs.length, BLOCK_BITS);
  return {
    nearest,
    seeds: { node: seeds.node.slice(), ds: seeds.ds.slice(), site: seeds.site.slice() },
    seedCount: seeds.node.length,
    ...arcsTurnedRound(network),
    search: nearestSearch(network, nearest, limit, BLOCK_BITS, blockCount),
    changed: new Growable((length) => new Uint32Array(length)),
  };
}

/**
 * A site opens, reached from these nodes in these times; one that exists gets further seeds. Times only fall (or stay,
 * with a lower site), so a search from the seeds ends where it betters nothing.
 * @param node seeds' nodes, and `ds` their tenths of a second
 * @returns the nodes whose time or site is another now, ascending
 */
export function addSite(
  repair: NearestRepair,
  site: number,
  node: ArrayLike<number>,
  ds: ArrayLike<number>,
): Uint32Array {
  const { seeds, search } = repair;
  if (repair.seedCount + node.length > seeds.node.length) {
    const length = 2 * (repair.seedCount + node.length);
    repair.seeds = {
      node: longer(seeds.node, length),
      ds: longer(seeds.ds, length),
      site: longer(seeds.site, length),
    };
  }
  for (let i = 0; i < node.length; i++) {
    const seed = repair.seedCount++;
    repair.seeds.node[seed] = node[i];
    repair.seeds.ds[seed] = ds[i];
    repair.seeds.site[seed] = site;
    offerSite(search, node[i], ds[i], site);
  }
  repair.changed.length = 0;
  settleAll(repair, repair.changed);
  return distinct(repair.changed.view());
}

/**
 * A site closes. The nodes it was nearest to hang together, each by an arc of its shortest path, down to the seeds: they
 * lose their label, take what their neighbours outside and the seeds of other sites offer, and the search goes on from
 * there. No other node changes: none of its shortest paths led to this site.
 * @returns the nodes whose time or site is another now, ascending; none for a site that has no seed
 */
export function removeSite(repair: NearestRepair, site: number): Uint32Array {
  const { seeds, search, outStart, outArcs, changed } = repair;
  const { nodeDs, nodeSite } = repair.nearest;
  const { arcStart, arcs } = search.network;
  changed.length = 0;
  const lose = (node: number) => {
    if (nodeSite[node] !== site) return;
    nodeDs[node] = UNREACHED;
    nodeSite[node] = NO_SITE;
    changed.push(node);
  };
  let kept = 0;
  for (let seed = 0; seed < repair.seedCount; seed++) {
    if (seeds.site[seed] === site) lose(seeds.node[seed]);
    else {
      seeds.node[kept] = seeds.node[seed];
      seeds.ds[kept] = seeds.ds[seed];
      seeds.site[kept++] = seeds.site[seed];
    }
  }
  repair.seedCount = kept;
  for (let at = 0; at < changed.length; at++) {
    const node = changed.at(at);
    for (let i = arcStart[node]; i < arcStart[node + 1]; i++) lose(arcs[2 * i]);
  }
  const lost = changed.view();
  for (const node of lost) {
    for (let i = outStart[node]; i < outStart[node + 1]; i++) {
      const head = outArcs[2 * i];
      if (nodeDs[head] !== UNREACHED) {
        offerSite(search, node, nodeDs[head] + outArcs[2 * i + 1], nodeSite[head]);
      }
    }
  }
  // A look at every seed, some thousands, costs less than lists of them by node.
  for (let seed = 0; seed < kept; seed++) {
    offerSite(search, seeds.node[seed], seeds.ds[seed], seeds.site[seed]);
  }
  settleAll(repair, null);
  return lost.slice().sort();
}

/** Without blocks: what changes is small enough for the cache. */
function settleAll(repair: NearestRepair, changed: Growable<Uint32Array> | null): void {
  const { search, nearest } = repair;
  settleRange(search, 0, nearest.nodeDs.length, 0, search.waiting.head.length, changed);
}

function distinct(nodes: Uint32Array): Uint32Array {
  const sorted = nodes.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[count++] = sorted[i];
  }
  return sorted.slice(0, count);
}

function longer(column: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length);
  larger.set(column);
  return larger;
}

function arcsTurnedRound({ arcStart, arcs }: ReversedArcs): { outStart: Uint32Array; outArcs: Uint32Array } {
  const nodeCount = arcStart.length - 1;
  const outStart = new Uint32Array(nodeCount + 1);
  for (let i = 0; i < arcs.length; i += 2) outStart[arcs[i] + 1]++;
  for (let node = 0; node < nodeCount; node++) outStart[node + 1] += outStart[node];
  const next = outStart.slice(0, nodeCount);
  const outArcs = new Uint32Array(arcs.length);
  for (let head = 0; head < nodeCount; head++) {
    for (let i = arcStart[head]; i < arcStart[head + 1]; i++) {
      const at = 2 * next[arcs[2 * i]]++;
      outArcs[at] = head;
      outArcs[at + 1] = arcs[2 * i + 1];
    }
  }
  return { outStart, outArcs };
}
