import { Growable } from '../growable.ts';
import { type Attachments, attachOrigins, NO_NODE } from '../search/catchment.ts';
import { shared } from '../shared-arrays.ts';
import { CLOSED, EDGE_FERRY } from './road-edges.ts';
import type { RoadGraph } from './road-graph.ts';

/**
 * Where points on the roads join the searches.
 *
 * A point inside an edge leaves it and is come to along the edge's directions. A point at an end of its edge stands at
 * the junction: whichever edge it was snapped to, it leaves by all and is come to by all, and has no turn to make there.
 */

/** Points on the network, as columns. */
export interface SnappedPoints {
  /** NO_EDGE where the point has no snap. */
  edge: Uint32Array;
  fraction: Float64Array;
  accessDs: Uint32Array;
  snapM: Float32Array;
}

export const NO_EDGE = 0xffffffff;

/** Where searches begin: site by site, the search nodes from whose end the site is reached, and in what time. */
export interface SiteStarts {
  /** Site count + 1 offsets into `node` and `ds`. */
  start: Uint32Array;
  node: Uint32Array;
  ds: Uint32Array;
}

/** Times without a turn: site by site, the origins on the same edge or at the same junction. */
export interface DirectTimes {
  /** Site count + 1 offsets into `origin` and `ds`. */
  start: Uint32Array;
  origin: Uint32Array;
  ds: Uint32Array;
}

/** Origins at the search nodes at whose end they arrive first. */
export function attachToRoads(graph: RoadGraph, origins: SnappedPoints): Attachments {
  const { searchNode, edgeFlags, boardingDs } = graph;
  const node = new Growable((n) => new Uint32Array(n));
  const origin = new Growable((n) => new Uint32Array(n));
  const legDs = new Growable((n) => new Uint32Array(n));
  const attach = (point: number, driven: number, ds: number) => {
    if (searchNode[driven] === NO_NODE) return;
    node.push(searchNode[driven]);
    origin.push(point);
    legDs.push(origins.accessDs[point] + ds);
  };
  const endsAt = endsAtStands(graph, origins);
  for (let point = 0; point < origins.edge.length; point++) {
    const edge = origins.edge[point];
    if (edge === NO_EDGE) continue;
    const fraction = origins.fraction[point];
    if (isInside(fraction)) {
      attach(point, 2 * edge, Math.round(graph.forwardDs[edge] * (1 - fraction)));
      attach(point, 2 * edge + 1, Math.round(graph.backwardDs[edge] * fraction));
      continue;
    }
    for (const end of endsAt.get(standsAt(graph, edge, fraction)) ?? []) {
      const boarding = edgeFlags[end >> 1] & EDGE_FERRY ? boardingDs : 0;
      attach(point, end, drivenDs(graph, end) + boarding);
    }
  }
  const columns = { node: node.view(), origin: origin.view(), legDs: legDs.view() };
  return attachOrigins(graph.searchNodeCount, origins.edge.length, columns, (length) =>
    shared(Uint32Array, length),
  );
}

/** The last edges before each site. */
export function startsOfSites(graph: RoadGraph, sites: SnappedPoints): SiteStarts {
  const { searchNode, arcStart, arcs } = graph;
  const copies = copiesOfEdges(graph);
  /** Who arrives may be on any copy. */
  const searchNodesOf = (driven: number): number[] =>
    searchNode[driven] === NO_NODE ? [] : [searchNode[driven], ...(copies.get(driven) ?? [])];
  const node = new Growable((n) => new Uint32Array(n));
  const ds = new Growable((n) => new Uint32Array(n));
  const start = shared(Uint32Array, sites.edge.length + 1);
  const endsAt = endsAtStands(graph, sites);
  for (let site = 0; site < sites.edge.length; site++) {
    const edge = sites.edge[site];
    const fraction = sites.fraction[site];
    const enter = (driven: number, share: number) => {
      // An arc costs the turn and the whole edge; the site lies a share along it.
      const whole = drivenDs(graph, driven);
      const part = sites.accessDs[site] + Math.round(whole * share);
      for (const entered of searchNodesOf(driven)) {
        for (let arc = arcStart[entered]; arc < arcStart[entered + 1]; arc++) {
          node.push(arcs[2 * arc]);
          ds.push(arcs[2 * arc + 1] - whole + part);
        }
      }
    };
    if (edge !== NO_EDGE && isInside(fraction)) {
      enter(2 * edge, fraction);
      enter(2 * edge + 1, 1 - fraction);
    } else if (edge !== NO_EDGE) {
      for (const end of endsAt.get(standsAt(graph, edge, fraction)) ?? []) {
        for (const arriving of searchNodesOf(end ^ 1)) {
          node.push(arriving);
          ds.push(sites.accessDs[site]);
        }
      }
    }
    start[site + 1] = node.length;
  }
  return { start, node: shared(Uint32Array, node.view()), ds: shared(Uint32Array, ds.view()) };
}

export function directTimes(graph: RoadGraph, origins: SnappedPoints, sites: SnappedPoints): DirectTimes {
  const { edgeFrom, edgeTo, forwardDs, backwardDs } = graph;
  const onEdge = new Map<number, number[]>();
  const atJunction = new Map<number, number[]>();
  for (const edge of sites.edge) {
    if (edge === NO_EDGE) continue;
    onEdge.set(edge, []);
    atJunction.set(edgeFrom[edge], []);
    atJunction.set(edgeTo[edge], []);
  }
  for (let origin = 0; origin < origins.edge.length; origin++) {
    const edge = origins.edge[origin];
    if (edge === NO_EDGE) continue;
    onEdge.get(edge)?.push(origin);
    if (!isInside(origins.fraction[origin])) {
      atJunction.get(standsAt(graph, edge, origins.fraction[origin]))?.push(origin);
    }
  }
  const found = new Growable((n) => new Uint32Array(n));
  const foundDs = new Growable((n) => new Uint32Array(n));
  const start = shared(Uint32Array, sites.edge.length + 1);
  for (let site = 0; site < sites.edge.length; site++) {
    const edge = sites.edge[site];
    const at = sites.fraction[site];
    const offer = (origin: number, ds: number) => {
      found.push(origin);
      foundDs.push(origins.accessDs[origin] + sites.accessDs[site] + ds);
    };
    const offerAlong = (origin: number, from: number) => {
      if (at >= from && forwardDs[edge] !== CLOSED) offer(origin, Math.round(forwardDs[edge] * (at - from)));
      if (at <= from && backwardDs[edge] !== CLOSED)
        offer(origin, Math.round(backwardDs[edge] * (from - at)));
    };
    if (edge !== NO_EDGE) {
      for (const origin of onEdge.get(edge) ?? []) offerAlong(origin, origins.fraction[origin]);
      for (const origin of atJunction.get(edgeFrom[edge]) ?? []) offerAlong(origin, 0);
      for (const origin of atJunction.get(edgeTo[edge]) ?? []) offerAlong(origin, 1);
      if (!isInside(at)) {
        for (const origin of atJunction.get(standsAt(graph, edge, at)) ?? []) offer(origin, 0);
      }
    }
    start[site + 1] = found.length;
  }
  return { start, origin: shared(Uint32Array, found.view()), ds: shared(Uint32Array, foundDs.view()) };
}

type Junctions = Pick<RoadGraph, 'edgeFrom' | 'edgeTo'>;

const isInside = (fraction: number) => fraction > 0 && fraction < 1;

function standsAt({ edgeFrom, edgeTo }: Junctions, edge: number, fraction: number): number {
  return fraction === 0 ? edgeFrom[edge] : edgeTo[edge];
}

function drivenDs({ forwardDs, backwardDs }: RoadGraph, driven: number): number {
  return (driven & 1 ? backwardDs : forwardDs)[driven >> 1];
}

/** Search nodes of the copies of each driven edge that has any. */
function copiesOfEdges({ searchNodeCount, copyOf }: RoadGraph): Map<number, number[]> {
  const copies = new Map<number, number[]>();
  const first = searchNodeCount - copyOf.length;
  copyOf.forEach((driven, copy) => {
    copies.set(driven, [...(copies.get(driven) ?? []), first + copy]);
  });
  return copies;
}

/** The ends of edges at each junction where a point stands: few of a country's, so no column for all. */
function endsAtStands(graph: RoadGraph, { edge, fraction }: SnappedPoints): Map<number, number[]> {
  const ends = new Map<number, number[]>();
  for (let point = 0; point < edge.length; point++) {
    if (edge[point] === NO_EDGE || isInside(fraction[point])) continue;
    ends.set(standsAt(graph, edge[point], fraction[point]), []);
  }
  if (ends.size === 0) return ends;
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    ends.get(graph.edgeFrom[edge])?.push(2 * edge);
    ends.get(graph.edgeTo[edge])?.push(2 * edge + 1);
  }
  return ends;
}
