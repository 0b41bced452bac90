import { shared } from '../shared-arrays.ts';
import type { ReversedArcs } from './catchment.ts';
import { CLOSED_DS, type Elimination, eliminate, RECORD } from './contraction-order.ts';

/**
 * A contraction hierarchy of a network, laid out so that the nearest site of every node is found by two sweeps through
 * memory and no queue (PHAST: Delling, Goldberg, Nowatzyk and Werneck, 2011). Ways through nodes already taken out are
 * joined without looking for others as short ("witnesses"), as customizable hierarchies do (Dibbelt, Strasser and
 * Wagner, 2016).
 *
 * Measured on Corsica's junctions tiled ×145 (4.5 M nodes, 9.4 M arcs, 2,900 sites, copies joined by 6 roads a border),
 * in seconds of one processor on a busy machine, minima of 6 alternating runs:
 *
 * | plain Dijkstra in C++  | 2.81 s |
 * | `nearestSites`         | 0.47 s |
 * | `nearestByContraction` | 0.15 s |
 * | `contract`, once       |  4.8 s |
 *
 * It pays from some 15 to 20 nearest questions on the same network; below, search plainly. While it is made it takes
 * 0.6 GB beyond the network, afterwards 46 bytes a node. On Corsica's driven edges, whose one-way turns join more, the
 * query is only twice as fast as the plain search (1.1 ms, 2.0 ms).
 *
 * Tried and not kept:
 * - Contracting in part, the rest searched plainly. The whole takes 12.0 ms on ×16 (0.5 M nodes); of the search of the
 *   rest alone: 29.1 ms where 68 % of nodes are left, 7.1 ms for 14 %, 3.0 ms for 5 %, 1.5 ms for 1.6 %, 0.5 ms for
 *   0.5 %. To stop early saves little: the last 1.6 % are some tenth of the joins.
 * - Dropping joins that a way past higher places beats: 6 % of the records, 3 % of the query, 1 s more to make.
 * - Counting a node's height in its priority, ×0.2, ×0.5, ×1: 2.02, 2.11, 2.18 records a node instead of 1.95.
 * - Places by falling rank: 190 ms against 113 ms for the order of a walk down the tree (×145, same run).
 *
 * Not worth it elsewhere:
 * - The access matrix. A sweep bounded to the trees within reach found the same catchments in 1.7 ms instead of 3.1
 *   (×145, 60 min, 25,000 nodes, with origins), 0.46 instead of 0.44 to 0.55 at 30 min, and 0.44 instead of 0.71 on
 *   Corsica's driven edges. 2,900 catchments save 4 s, and the contraction costs 5.
 * - Adding a site: what it wins is a catchment of less than 30 min, see above.
 * - Much-meshed networks: 200 × 200 cells with diagonals read 14,400 records a node. `contract` gives them up.
 */
export interface Contraction {
  nodeCount: number;
  /** Node at each place, and place of each node. A place comes after all those that it has ways up to. */
  nodeAt: Uint32Array;
  placeOf: Uint32Array;
  /** nodeCount + 1 offsets, in pairs, into `down`: (higher place, tenths of a second from this place to it). */
  downStart: Uint32Array;
  down: Uint32Array;
  /** nodeCount + 1 offsets, in pairs, into `up`: (higher place, tenths of a second from it to this place). */
  upStart: Uint32Array;
  up: Uint32Array;
}

/**
 * Tiled Corsica takes 18 where copies are joined by 6 roads a border, 196 with 40 (9 s): real countries lie between or
 * a little above. At some 5 ns a record, a network of 4.5 M nodes is given up after 45 s.
 */
const MAX_WORK_PER_NODE = 2000;

const NONE = 0xffffffff;

/**
 * Contracts a network, whole. Arcs longer than MAX_DS are left out; all columns lie in shared memory.
 * @param options.maxWorkPerNode see `eliminate`
 * @returns null when the network is too meshed for it: search it plainly
 */
export function contract(
  network: ReversedArcs,
  { maxWorkPerNode = MAX_WORK_PER_NODE }: { maxWorkPerNode?: number } = {},
): Contraction | null {
  const elimination = eliminate(network, maxWorkPerNode);
  return elimination && laidOut(elimination);
}

function laidOut(elimination: Elimination): Contraction {
  const { start, words, records } = elimination;
  const nodeCount = start.length;
  const { nodeAt, placeOf } = preorder(parents(elimination));
  const downStart = shared(Uint32Array, nodeCount + 1);
  const upStart = shared(Uint32Array, nodeCount + 1);
  for (let place = 0; place < nodeCount; place++) {
    const first = start[nodeAt[place]];
    let downCount = 0;
    let upCount = 0;
    for (let i = first; i < first + words[nodeAt[place]]; i += RECORD) {
      if (records[i + 1] !== CLOSED_DS) downCount++;
      if (records[i + 2] !== CLOSED_DS) upCount++;
    }
    downStart[place + 1] = downStart[place] + downCount;
    upStart[place + 1] = upStart[place] + upCount;
  }
  const down = shared(Uint32Array, 2 * downStart[nodeCount]);
  const up = shared(Uint32Array, 2 * upStart[nodeCount]);
  for (let place = 0, downAt = 0, upAt = 0; place < nodeCount; place++) {
    const first = start[nodeAt[place]];
    for (let i = first; i < first + words[nodeAt[place]]; i += RECORD) {
      const higher = placeOf[records[i]];
      if (records[i + 1] !== CLOSED_DS) {
        down[downAt++] = higher;
        down[downAt++] = records[i + 1];
      }
      if (records[i + 2] !== CLOSED_DS) {
        up[upAt++] = higher;
        up[upAt++] = records[i + 2];
      }
    }
  }
  return { nodeCount, nodeAt, placeOf, downStart, down, upStart, up };
}

/**
 * Of what each node knew when it went, the one that went next. As all these were joined to each other then, the rest of
 * them are on the path from that one up: the parents make trees, in which all ways lead up a path.
 */
function parents({ rank, start, words, records }: Elimination): Uint32Array {
  const parent = new Uint32Array(rank.length).fill(NONE);
  for (let node = 0; node < rank.length; node++) {
    for (let i = start[node]; i < start[node] + words[node]; i += RECORD) {
      const higher = records[i];
      if (parent[node] === NONE || rank[higher] < rank[parent[node]]) parent[node] = higher;
    }
  }
  return parent;
}

/**
 * Places in the order of a walk down the trees, smaller nodes first: what a place has ways to was written shortly
 * before, and nodes that are near in number stay near, so that results are written almost in order.
 */
function preorder(parent: Uint32Array) {
  const nodeCount = parent.length;
  const firstChild = new Uint32Array(nodeCount).fill(NONE);
  const sibling = new Uint32Array(nodeCount);
  let root = NONE;
  for (let node = nodeCount - 1; node >= 0; node--) {
    const above = parent[node];
    if (above === NONE) {
      sibling[node] = root;
      root = node;
    } else {
      sibling[node] = firstChild[above];
      firstChild[above] = node;
    }
  }
  const nodeAt = shared(Uint32Array, nodeCount);
  const placeOf = shared(Uint32Array, nodeCount);
  for (let place = 0, node = root; place < nodeCount; place++) {
    nodeAt[place] = node;
    placeOf[node] = place;
    if (firstChild[node] !== NONE) {
      node = firstChild[node];
      continue;
    }
    while (node !== NONE && sibling[node] === NONE) node = parent[node];
    if (node !== NONE) node = sibling[node];
  }
  return { nodeAt, placeOf };
}
