import { CLOSED } from '../../../src/network/roads/road-edges.ts';
import type { ReversedArcs } from '../../../src/network/search/catchment.ts';
import { hilbertOrder, placesOf } from '../../../src/network/search/node-order.ts';
import { shared } from '../../../src/network/shared-arrays.ts';
import { seededRandom } from '../synthetic-country.ts';
import { type BaseNetwork, drivingDs } from './base-network.ts';

/** Copies of a network joined to one graph, its nodes numbered along a Hilbert curve. */
export interface TiledGraph extends ReversedArcs {
  nodeCount: number;
  edgeCount: number;
  edgeFrom: Uint32Array;
  edgeTo: Uint32Array;
  forwardDs: Uint32Array;
  backwardDs: Uint32Array;
  siteNode: Uint32Array;
}

export const SITES_A_COPY = 20;

/**
 * Lengths and times are drawn to this scale, so that an hour from a site holds the 33,000 junctions that it holds in
 * France on the average (34,100 on ×145): Corsica is mountains, with 3.6 junctions a km² where France has 8.2. At 0.4 it
 * is 50,500, at 0.55 24,000. Sheets laid one over the other hold as many, but no real road map is meshed like that.
 */
export const SCALE = 0.48;
/** Roads between neighbours: one in each of so many bands across the border, between the nodes nearest to it. */
const JOINS = 12;
const JOIN_KMH = 65;
/** Metres: what the curve needs. */
const GRID_M = 10;

/**
 * @param copies laid row by row on a square grid
 * @param sitesACopy on nodes that some arc leads into and out of
 */
export function tileNetwork(
  base: BaseNetwork,
  copies: number,
  sitesACopy: number = SITES_A_COPY,
): TiledGraph {
  const random = seededRandom(copies);
  const columns = Math.ceil(Math.sqrt(copies));
  const [minX, maxX] = extent(base.x);
  const [minY, maxY] = extent(base.y);
  const nodeCount = base.nodeCount * copies;
  const x = new Int32Array(nodeCount);
  const y = new Int32Array(nodeCount);
  for (let copy = 0; copy < copies; copy++) {
    const at = copy * base.nodeCount;
    const east = (copy % columns) * (maxX - minX);
    const north = -Math.floor(copy / columns) * (maxY - minY);
    for (let node = 0; node < base.nodeCount; node++) {
      x[at + node] = Math.round(((base.x[node] + east) * SCALE) / GRID_M);
      y[at + node] = Math.round(((base.y[node] + north) * SCALE) / GRID_M);
    }
  }
  const place = placesOf(hilbertOrder(x, y));
  const joins = joinCopies(base, copies, columns);
  const edgeCount = base.edgeCount * copies + joins.length;
  const edges = {
    edgeFrom: shared(Uint32Array, edgeCount),
    edgeTo: shared(Uint32Array, edgeCount),
    forwardDs: shared(Uint32Array, edgeCount),
    backwardDs: shared(Uint32Array, edgeCount),
  };
  let edge = 0;
  for (let copy = 0; copy < copies; copy++) {
    const at = copy * base.nodeCount;
    for (let i = 0; i < base.edgeCount; i++, edge++) {
      edges.edgeFrom[edge] = place[at + base.edgeFrom[i]];
      edges.edgeTo[edge] = place[at + base.edgeTo[i]];
      edges.forwardDs[edge] = scaled(base.forwardDs[i]);
      edges.backwardDs[edge] = scaled(base.backwardDs[i]);
    }
  }
  for (const join of joins) {
    edges.edgeFrom[edge] = place[join.from];
    edges.edgeTo[edge] = place[join.to];
    edges.forwardDs[edge] = edges.backwardDs[edge] = drivingDs(join.metres, JOIN_KMH);
    edge++;
  }
  const usable = usableNodes(base);
  const siteNode = shared(Uint32Array, copies * sitesACopy);
  for (let site = 0; site < siteNode.length; site++) {
    const copy = Math.floor(site / sitesACopy);
    siteNode[site] = place[copy * base.nodeCount + usable[Math.floor(random() * usable.length)]];
  }
  return { nodeCount, edgeCount, ...edges, ...reversedArcs(nodeCount, edges), siteNode };
}

interface Join {
  from: number;
  to: number;
  metres: number;
}

/** Between each copy and its neighbours to the east and to the south: each pair of copies once. */
function joinCopies(base: BaseNetwork, copies: number, columns: number): Join[] {
  const [minX, maxX] = extent(base.x);
  const [minY, maxY] = extent(base.y);
  const eastward = acrossBorder(base.x, base.y, maxX - minX);
  const southward = acrossBorder(
    Float64Array.from(base.y, (y) => -y),
    base.x,
    maxY - minY,
  );
  const joins: Join[] = [];
  const add = (copy: number, other: number, pairs: readonly Join[]) => {
    for (const { from, to, metres } of pairs) {
      joins.push({ from: copy * base.nodeCount + from, to: other * base.nodeCount + to, metres });
    }
  };
  for (let copy = 0; copy < copies; copy++) {
    if ((copy + 1) % columns > 0 && copy + 1 < copies) add(copy, copy + 1, eastward);
    if (copy + columns < copies) add(copy, copy + columns, southward);
  }
  return joins;
}

/** In each band along the border: the node nearest to it on this side, and the one on the other copy. */
function acrossBorder(towards: Float64Array, along: Float64Array, pitchM: number): Join[] {
  const [min, max] = extent(along);
  const from = new Int32Array(JOINS).fill(-1);
  const to = new Int32Array(JOINS).fill(-1);
  for (let node = 0; node < towards.length; node++) {
    const band = Math.min(JOINS - 1, Math.floor(((along[node] - min) / (max - min || 1)) * JOINS));
    if (from[band] < 0 || towards[node] > towards[from[band]]) from[band] = node;
    if (to[band] < 0 || towards[node] < towards[to[band]]) to[band] = node;
  }
  const joins: Join[] = [];
  for (let band = 0; band < JOINS; band++) {
    if (from[band] < 0) continue;
    const across = towards[to[band]] + pitchM - towards[from[band]];
    const aside = along[to[band]] - along[from[band]];
    joins.push({ from: from[band], to: to[band], metres: Math.hypot(across, aside) * SCALE });
  }
  return joins;
}

function scaled(ds: number): number {
  return ds === CLOSED ? CLOSED : Math.round(ds * SCALE);
}

function extent(values: Float64Array): [min: number, max: number] {
  return values.reduce(
    ([min, max], value) => [Math.min(min, value), Math.max(max, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function usableNodes(base: BaseNetwork): Uint32Array {
  const isLeft = new Uint8Array(base.nodeCount);
  const isReached = new Uint8Array(base.nodeCount);
  for (let edge = 0; edge < base.edgeCount; edge++) {
    const [from, to] = [base.edgeFrom[edge], base.edgeTo[edge]];
    if (base.forwardDs[edge] !== CLOSED) isLeft[from] = isReached[to] = 1;
    if (base.backwardDs[edge] !== CLOSED) isLeft[to] = isReached[from] = 1;
  }
  return Uint32Array.from(isLeft.keys().filter((node) => isLeft[node] && isReached[node]));
}

type Edges = Pick<TiledGraph, 'edgeFrom' | 'edgeTo' | 'forwardDs' | 'backwardDs'>;

/** The arcs that lead into each node: a counting sort of the edges' open directions by their head. */
function reversedArcs(nodeCount: number, edges: Edges): ReversedArcs {
  const { edgeFrom, edgeTo, forwardDs, backwardDs } = edges;
  const arcStart = shared(Uint32Array, nodeCount + 1);
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    if (forwardDs[edge] !== CLOSED) arcStart[edgeTo[edge] + 1]++;
    if (backwardDs[edge] !== CLOSED) arcStart[edgeFrom[edge] + 1]++;
  }
  for (let node = 0; node < nodeCount; node++) arcStart[node + 1] += arcStart[node];
  const arcs = shared(Uint32Array, 2 * arcStart[nodeCount]);
  const next = arcStart.slice(0, nodeCount);
  const addArc = (tail: number, head: number, ds: number) => {
    if (ds === CLOSED) return;
    const at = 2 * next[head]++;
    arcs[at] = tail;
    arcs[at + 1] = ds;
  };
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    addArc(edgeFrom[edge], edgeTo[edge], forwardDs[edge]);
    addArc(edgeTo[edge], edgeFrom[edge], backwardDs[edge]);
  }
  return { arcStart, arcs };
}
