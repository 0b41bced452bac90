import { type BucketQueue, bucketQueue, isDue, putItem, takeItem } from './bucket-queue.ts';
import { NO_ITEM } from './item-lists.ts';
import { UNREACHED } from './nearest.ts';

/**
 * The catchment of one site: every origin from which it is reached within a limit, by Dijkstra on the reversed arcs.
 * Roads and the friction surface share it: nodes are junctions or cells.
 *
 * The queue is that of src/network/bucket-queue.ts; a node that gets a better time is put in again and its old entry
 * passed over. One bucket for each tenth of a second up to the limit (Dial, 1969) was kept before it: within 60 minutes
 * on 4.5 million junctions 2.7 ms a catchment against 2.5 ms, on 31,000 junctions 1.5 against 1.2 (means over 61 and 20
 * sites, best of seven rounds in turn; a plain search in C++ with std::priority_queue 4.1 and 2.1). Those buckets had
 * been level with a 4-ary heap on small catchments and ahead on large ones:
 *
 * | graph, limit                           | nodes reached | buckets | heap    |
 * | Corsica's roads, 60 min                |         3,700 |  0.4 ms |  0.4 ms |
 * | Corsica's roads, 180 min               |        15,800 |  1.7 ms |  1.7 ms |
 * | friction cells at resolution 8, 60 min |        10,600 |  1.9 ms |  2.2 ms |
 * | random road grid, 60 min               |       104,000 | 16.9 ms | 25.6 ms |
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

export const NO_NODE = 0xffffffff;
