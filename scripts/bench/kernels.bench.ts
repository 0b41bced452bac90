/**
 * The kept search for the nearest site of every node beside the plain way, one 4-ary heap along one frontier, on 16
 * copies of Corsica's junctions; then repairs and the three nearest. Without MAILLAGE_MIRROR on copies of the sample.
 * The other layouts tried are numbers in the headers of src/network. Run: node scripts/bench/kernels.bench.ts
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReversedArcs } from '../../src/network/search/catchment.ts';
import { kNearestSites } from '../../src/network/search/k-nearest.ts';
import {
  type NearestSites,
  NO_SITE,
  nearestSites,
  type SiteSeeds,
  UNREACHED,
} from '../../src/network/search/nearest.ts';
import { addSite, nearestRepair, removeSite } from '../../src/network/search/nearest-repair.ts';
import { finish, measure, type Row, row } from './measure.ts';
import { readBaseNetwork } from './network/base-network.ts';
import { tileNetwork } from './network/tiled-graph.ts';
import { seededRandom } from './synthetic-country.ts';

const COPIES = 16;
const PASSES = 7;
const REPAIRS = 200;
const K = 3;
/** Keys hold a time and a node in one double: 2^23 nodes are more than the country's. */
const NODES = 2 ** 23;

/** One heap of keys (time × NODES + node), old entries passed over. */
function nearestByHeap({ arcStart, arcs }: ReversedArcs, seeds: SiteSeeds): NearestSites {
  const nodeDs = new Uint32Array(arcStart.length - 1).fill(UNREACHED);
  const nodeSite = new Uint32Array(arcStart.length - 1).fill(NO_SITE);
  let heap = new Float64Array(4096);
  let size = 0;
  const offer = (node: number, ds: number, site: number) => {
    if (ds > nodeDs[node] || (ds === nodeDs[node] && site >= nodeSite[node])) return;
    nodeDs[node] = ds;
    nodeSite[node] = site;
    if (size === heap.length) {
      const larger = new Float64Array(2 * size);
      larger.set(heap);
      heap = larger;
    }
    const key = ds * NODES + node;
    let at = size++;
    for (let above = (at - 1) >> 2; at > 0 && heap[above] > key; above = (at - 1) >> 2) {
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = key;
  };
  const takeFirst = (): number => {
    const first = heap[0];
    const last = heap[--size];
    let at = 0;
    for (let below = 1; below < size; below = 4 * at + 1) {
      let least = below;
      for (let i = below + 1; i < Math.min(below + 4, size); i++) if (heap[i] < heap[least]) least = i;
      if (heap[least] >= last) break;
      heap[at] = heap[least];
      at = least;
    }
    heap[at] = last;
    return first;
  };
  for (let i = 0; i < seeds.node.length; i++) offer(seeds.node[i], seeds.ds[i], seeds.site[i]);
  while (size > 0) {
    const key = takeFirst();
    const ds = Math.floor(key / NODES);
    const node = key - ds * NODES;
    if (nodeDs[node] !== ds) continue;
    for (let i = 2 * arcStart[node]; i < 2 * arcStart[node + 1]; i += 2) {
      offer(arcs[i], ds + arcs[i + 1], nodeSite[node]);
    }
  }
  return { nodeDs, nodeSite };
}

/** A faster answer is worth nothing unless it is the same one. */
function assertSame(name: string, found: NearestSites, expected: NearestSites): void {
  const differs = found.nodeDs.findIndex(
    (ds, node) => ds !== expected.nodeDs[node] || found.nodeSite[node] !== expected.nodeSite[node],
  );
  if (differs >= 0) throw new Error(`${name}: another nearest site at node ${differs}`);
}

const mirror = process.env.MAILLAGE_MIRROR;
const small = 'kernels on Corsica: set MAILLAGE_MIRROR to the folder of files (the built-in sample was used)';
if (!mirror) console.warn(`SKIPPED: ${small}`);
const roads = mirror
  ? join(mirror, 'roads/corse.osm.pbf')
  : fileURLToPath(new URL('../../data/sample/roads/val-d-ambre.osm.pbf', import.meta.url));
const graph = tileNetwork(await readBaseNetwork(roads), COPIES);
const siteCount = graph.siteNode.length;
const seeds: SiteSeeds = {
  node: graph.siteNode,
  ds: new Uint32Array(siteCount),
  site: Uint32Array.from(graph.siteNode.keys()),
};
const nearest = nearestSites(graph, seeds);
assertSame('4-ary heap', nearestByHeap(graph, seeds), nearest);

const ours: number[] = [];
const heaps: number[] = [];
// In turn, so that a busy minute of the machine falls on both.
for (let pass = 0; pass < PASSES; pass++) {
  ours.push(measure('', 1, () => nearestSites(graph, seeds).nodeDs[0]).median);
  heaps.push(measure('', 1, () => nearestByHeap(graph, seeds).nodeDs[0]).median);
}
const kept = row('nearest site for every node', 'ms', ours);
const plain = row('the same, one 4-ary heap', 'ms', heaps);

const random = seededRandom(1);
const repair = nearestRepair(graph, nearest, seeds);
const nodes = Array.from({ length: REPAIRS }, () => Math.floor(random() * graph.nodeCount));
const added = measure(
  'one site more, repaired',
  REPAIRS,
  (i) => addSite(repair, siteCount + i, [nodes[i]], [0]).length,
);
const removed = measure('one site less, repaired', REPAIRS, (i) => removeSite(repair, siteCount + i).length);
assertSame('repairs', nearest, nearestSites(graph, seeds));

const rows: Row[] = [
  kept,
  plain,
  row('4-ary heap ÷ ours, medians', '×', [plain.median / kept.median]),
  measure(`the ${K} nearest sites of every node`, PASSES, () => kNearestSites(graph, seeds, K).ds[0]),
  added,
  removed,
  row('junctions', 'count', [graph.nodeCount]),
  row('sites', 'count', [siteCount]),
];
finish('kernels', rows, mirror ? [] : [small]);
