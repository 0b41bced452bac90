import { type BucketQueue, bucketQueue, isDue, putItem, takeItem } from './bucket-queue.ts';
import { NO_ITEM } from './item-lists.ts';
import { UNREACHED } from './nearest.ts';

/**
 * The catchment of one site: every origin from which it is reached within a limit, by Dijkstra on the reversed arcs.
 * Roads and the friction surface share it: nodes are junctions or cells.
 *
 * The queue is that of src/network/search/bucket-queue.ts; a node that gets a better time is put in again and its old entry
 * passed over. Tried in its place, ms of processor time a catchment, best and median of seven or nine rounds in turn,
 * no origins attached, on a busy machine: the ratios of the medians to the kept kernel say more than the times.
 *
 * | graph                           | 145 copies of Corsica | Corsica               | Corsica               |
 * | limit, nodes reached, sites     | 60 min, 32,600, 60    | 60 min, 6,400, 20     | 180 min, 29,700, 20   |
 * | kept                            | 2.60 and 2.68         | 0.38 and 0.43         | 1.78 and 2.44         |
 * | a bucket each 0.1 s (Dial 1969) | 2.57 and 2.67: × 1.00 | 0.46 and 0.48: × 1.11 | 2.69 and 3.04: × 1.25 |
 * | radix heap, 32-bit times        | 3.53 and 3.69: × 1.38 | 0.61 and 0.64: × 1.49 | 3.20 and 3.79: × 1.56 |
 * | 4-ary heap, a double an entry   | 3.90 and 4.07: × 1.52 | 0.57 and 0.63: × 1.47 | 3.20 and 3.45: × 1.41 |
 * | 4-ary heap with decrease-key    | 3.90 and 4.05: × 1.51 | 0.57 and 0.69: × 1.59 | 3.18 and 3.73: × 1.53 |
 * | kept, written out in one loop   | 2.18 and 2.31: × 0.86 | 0.28 and 0.32: × 0.74 | 1.49 and 1.98: × 0.81 |
 * | kept, in C as WebAssembly       | 1.63 and 1.70: × 0.64 | 0.19 and 0.22: × 0.51 | 0.88 and 1.23: × 0.50 |
 *
 * WebAssembly (clang 14, -O3, no SIMD) is 1.6 to 2 times as fast, and not by its memory: the kept kernel on arrays of
 * the same WebAssembly memory takes × 0.96 to 1.01. It is not adopted: it would bring a second language and compiler, a
 * binary in the repository, and the graph into one WebAssembly memory, to save some three of the ten seconds that all
 * catchments of a country take one thread, of a load of minutes.
 *
 * Memory is reset only where it was touched, so that a small catchment in a large country costs what it holds.
 */

/** Arcs that lead into each node, as pairs (node they come from, tenths of a second). */
export interface ReversedArcs {
  arcStart: Uint32Array;
  arcs: Uint32Array;
}

/** Where origins join the network: for each node, the origins that leave through it and what it takes to get there. */
export interface Attachments {
  originCount: number;
  /** nodeCount + 1 offsets into `origin` and `legDs`. */
  start: Uint32Array;
  origin: Uint32Array;
  legDs: Uint32Array;
}

export interface SearchScratch {
  /** Tenths of a second from each node to the site; UNREACHED between searches. */
  nodeDs: Uint32Array;
  originDs: Uint32Array;
  touchedOrigins: Uint32Array;
  touchedOriginCount: number;
  touchedNodes: Uint32Array;
  touchedNodeCount: number;
  /** Empty between searches. */
  queue: BucketQueue;
  limitDs: number;
}

/** Seconds are kept in 16 bits, and the last value means "no time" in the grid. */
export const MAX_LIMIT_SECONDS = 65_534;

/** Memory for searches up to `limitSeconds`, inclusive of all that rounds to it; one per thread. */
export function searchScratch(nodeCount: number, originCount: number, limitSeconds: number): SearchScratch {
  const limitDs = limitSeconds * 10 + 4;
  return {
    nodeDs: new Uint32Array(nodeCount).fill(UNREACHED),
    originDs: new Uint32Array(originCount).fill(UNREACHED),
    touchedOrigins: new Uint32Array(originCount),
    touchedOriginCount: 0,
    touchedNodes: new Uint32Array(nodeCount),
    touchedNodeCount: 0,
    queue: bucketQueue(),
    limitDs,
  };
}

/** Starts the search at a node: it is this far from the site. Call before `spread`, as often as needed. */
export function seedNode(scratch: SearchScratch, node: number, ds: number): void {
  const { nodeDs } = scratch;
  if (ds > scratch.limitDs || ds >= nodeDs[node]) return;
  if (nodeDs[node] === UNREACHED) scratch.touchedNodes[scratch.touchedNodeCount++] = node;
  nodeDs[node] = ds;
  putItem(scratch.queue, node, ds);
}

/** Gives an origin a time by a way of its own (the same edge, the same cell); the best of all counts. */
export function offerOrigin(scratch: SearchScratch, origin: number, ds: number): void {
  const { originDs } = scratch;
  if (ds > scratch.limitDs || ds >= originDs[origin]) return;
  if (originDs[origin] === UNREACHED) scratch.touchedOrigins[scratch.touchedOriginCount++] = origin;
  originDs[origin] = ds;
}

/** Runs the search from the seeds; times of nodes and origins are left in the scratch for `collectOrigins`. */
export function spread(network: ReversedArcs, attachments: Attachments, scratch: SearchScratch): void {
  const { arcStart, arcs } = network;
  const { start: attachStart, origin: attachOrigin, legDs } = attachments;
  const { nodeDs, originDs, touchedOrigins, touchedNodes, queue, limitDs } = scratch;
  let { touchedNodeCount, touchedOriginCount } = scratch;
  for (let node = takeItem(queue); node !== NO_ITEM; node = takeItem(queue)) {
    const ds = nodeDs[node];
    if (!isDue(queue, ds)) continue;
    for (let i = attachStart[node], end = attachStart[node + 1]; i < end; i++) {
      const total = ds + legDs[i];
      const origin = attachOrigin[i];
      if (total > limitDs || total >= originDs[origin]) continue;
      if (originDs[origin] === UNREACHED) touchedOrigins[touchedOriginCount++] = origin;
      originDs[origin] = total;
    }
    for (let i = arcStart[node] << 1, end = arcStart[node + 1] << 1; i < end; i += 2) {
      const total = ds + arcs[i + 1];
      const tail = arcs[i];
      const known = nodeDs[tail];
      if (total > limitDs || total >= known) continue;
      if (known === UNREACHED) touchedNodes[touchedNodeCount++] = tail;
      nodeDs[tail] = total;
      putItem(queue, tail, total);
    }
  }
  scratch.touchedNodeCount = touchedNodeCount;
  scratch.touchedOriginCount = touchedOriginCount;
}

/**
 * Writes the origins reached, with whole seconds, and clears the scratch for the next search.
 * @param outOrigin room for `originCount` entries
 * @returns how many were written
 */
export function collectOrigins(
  scratch: SearchScratch,
  outOrigin: Uint32Array,
  outSeconds: Uint16Array,
): number {
  const { nodeDs, originDs, touchedNodes, touchedOrigins, touchedOriginCount, touchedNodeCount } = scratch;
  for (let i = 0; i < touchedOriginCount; i++) {
    const origin = touchedOrigins[i];
    outOrigin[i] = origin;
    outSeconds[i] = Math.round(originDs[origin] / 10);
    originDs[origin] = UNREACHED;
  }
  for (let i = 0; i < touchedNodeCount; i++) nodeDs[touchedNodes[i]] = UNREACHED;
  scratch.touchedOriginCount = 0;
  scratch.touchedNodeCount = 0;
  return touchedOriginCount;
}

/** Attachment lists from columns; `node` NO_NODE leaves an entry out. */
export function attachOrigins(
  nodeCount: number,
  originCount: number,
  columns: { node: Uint32Array; origin: Uint32Array; legDs: Uint32Array },
  make: (length: number) => Uint32Array = (length) => new Uint32Array(length),
): Attachments {
  const start = make(nodeCount + 1);
  for (const node of columns.node) if (node !== NO_NODE) start[node + 1]++;
  for (let node = 0; node < nodeCount; node++) start[node + 1] += start[node];
  const origin = make(start[nodeCount]);
  const legDs = make(start[nodeCount]);
  const next = start.slice(0, nodeCount);
  for (let i = 0; i < columns.node.length; i++) {
    if (columns.node[i] === NO_NODE) continue;
    const at = next[columns.node[i]]++;
    origin[at] = columns.origin[i];
    legDs[at] = columns.legDs[i];
  }
  return { originCount, start, origin, legDs };
}

/** In a column of nodes: none. */
export const NO_NODE = 0xffffffff;
