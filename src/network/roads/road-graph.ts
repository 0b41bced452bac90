import { shared } from '../shared-arrays.ts';
import type { SpeedProfile } from './car-profile.ts';
import { type Components, rankComponents, strongComponents } from './components.ts';
import { orderInSpace } from './edge-order.ts';
import { forbiddenTurns } from './forbidden-turns.ts';
import { CLOSED, contractRoads, type RoadEdges } from './road-edges.ts';
import type { RoadSource } from './road-source.ts';
import { NODE_CLOSED, NODE_PLACED, type ReadOptions, readDrivableWays } from './road-ways.ts';
import { buildSearchNetwork, FREE_TURNS, type SearchNetwork, type TurnRules } from './search-network.ts';

/**
 * The road network: edges with their shape for snapping, and for searching the turns between them, reversed.
 *
 * Arcs are pairs in one array (edge one comes by, tenths of a second), since a search reads both or none: one cache line
 * instead of two. Only the reversed direction is kept: times run from resident to site, and each search starts at a
 * site. Tenths of a second in 32 bits keep sums exact and let the queue be an array of buckets; the rounding of some
 * 200 edges adds up to about 0.4 s.
 *
 * All columns lie in shared memory, so that workers search them without a copy.
 */
export interface RoadGraph extends SearchNetwork {
  nodeCount: number;
  edgeCount: number;
  edgeFrom: Uint32Array;
  edgeTo: Uint32Array;
  lengthM: Float32Array;
  /** Tenths of a second along the edge, and back; CLOSED where a car may not. */
  forwardDs: Uint32Array;
  backwardDs: Uint32Array;
  /** EDGE_* bits. */
  edgeFlags: Uint8Array;
  /** edgeCount + 1 offsets, in points, into `shape`. */
  shapeStart: Uint32Array;
  /** lon, lat, lon, lat… in 1e-7 degree. */
  shape: Int32Array;
  /** Strongly connected component of each node; 0 is the one with the most road. */
  component: Uint32Array;
  componentNodes: Uint32Array;
  /** Length of the edges with both ends in the component. */
  componentLengthM: Float64Array;
}

export interface RoadGraphReport {
  waysRead: number;
  waysKept: number;
  nodesUsed: number;
  /** Nodes that ways name and the file does not hold (an extract cut at its border). */
  nodesMissing: number;
  barriersClosed: number;
  lengthM: number;
  /** Relations that hold for cars at all times, and those of them that could not be followed. */
  restrictions: { read: number; unusable: number };
}

/**
 * Raised when the same roads and profile give another graph than before: graphs kept from earlier runs are then built
 * again. A test holds the graph of the sample to it.
 */
export const ROAD_GRAPH_BUILD = 3;

/**
 * Reads the roads in two passes (ways, then the nodes they use) and builds the graph.
 * @throws DomainError source-empty when nothing is drivable, and what the source throws
 */
export async function buildRoadGraph(
  source: RoadSource,
  profile: SpeedProfile,
  options: ReadOptions = {},
): Promise<{ graph: RoadGraph; report: RoadGraphReport }> {
  const ways = await readDrivableWays(source, profile, options);
  const contracted = contractRoads(ways, profile.trafficSignalSeconds);
  const { restrictions } = ways;
  const { edges, ...forbidden } = orderInSpace(contracted.edges, forbiddenTurns(contracted, ways));
  const graph = assemble(edges, { turns: profile.turns, ferry: profile.ferry, ...forbidden });
  let placed = 0;
  let barriersClosed = 0;
  for (const flags of ways.nodeFlags) {
    if (flags & NODE_PLACED) placed++;
    if (flags & NODE_CLOSED) barriersClosed++;
  }
  return {
    graph,
    report: {
      waysRead: ways.waysRead,
      waysKept: ways.wayCount,
      nodesUsed: placed,
      nodesMissing: ways.nodeCount - placed,
      barriersClosed,
      lengthM: edges.lengthM.reduce((sum, metres) => sum + metres, 0),
      restrictions: { read: restrictions.read, unusable: restrictions.unusable.size },
    },
  };
}

/** Turns and components of a set of edges, which keep their numbers. */
export function assemble(edges: RoadEdges, rules: TurnRules = FREE_TURNS): RoadGraph {
  const { nodeCount, edgeCount, from, to, forwardDs, backwardDs } = edges;
  const { arcStart, arcs } = junctionArcs(edges);
  const found = strongComponents(arcStart, arcs);
  const components = rankComponents(found, lengthOfComponents(edges, found));
  const componentNodes = shared(Uint32Array, components.count);
  for (const component of components.ofNode) componentNodes[component]++;
  return {
    nodeCount,
    edgeCount,
    edgeFrom: shared(Uint32Array, from),
    edgeTo: shared(Uint32Array, to),
    lengthM: shared(Float32Array, edges.lengthM),
    forwardDs: shared(Uint32Array, forwardDs),
    backwardDs: shared(Uint32Array, backwardDs),
    edgeFlags: shared(Uint8Array, edges.flags),
    shapeStart: shared(Uint32Array, edges.shapeStart),
    shape: shared(Int32Array, edges.shape),
    ...buildSearchNetwork(edges, rules),
    component: shared(Uint32Array, components.ofNode),
    componentNodes,
    componentLengthM: shared(Float64Array, lengthOfComponents(edges, components)),
  };
}

/**
 * Arcs from junction to junction, as if every turn were allowed: what components are made of. Not of turns, since one
 * cannot turn back on a road round an island: its two directions never meet, and are one network all the same.
 */
function junctionArcs({ nodeCount, edgeCount, from, to, forwardDs, backwardDs }: RoadEdges) {
  const arcStart = new Uint32Array(nodeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) {
    if (forwardDs[edge] !== CLOSED) arcStart[to[edge] + 1]++;
    if (backwardDs[edge] !== CLOSED) arcStart[from[edge] + 1]++;
  }
  for (let node = 0; node < nodeCount; node++) arcStart[node + 1] += arcStart[node];
  const arcs = new Uint32Array(2 * arcStart[nodeCount]);
  const next = arcStart.slice(0, nodeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    if (forwardDs[edge] !== CLOSED) arcs[2 * next[to[edge]]++] = from[edge];
    if (backwardDs[edge] !== CLOSED) arcs[2 * next[from[edge]]++] = to[edge];
  }
  return { arcStart, arcs };
}

function lengthOfComponents(edges: RoadEdges, components: Components): Float64Array {
  const lengthM = new Float64Array(components.count);
  for (let edge = 0; edge < edges.edgeCount; edge++) {
    const component = components.ofNode[edges.from[edge]];
    if (component === components.ofNode[edges.to[edge]]) lengthM[component] += edges.lengthM[edge];
  }
  return lengthM;
}

export interface UsableRule {
  minNodes: number;
  minLengthM: number;
}

/**
 * A component other than the longest counts when it is a network of its own: an inhabited island with some 100
 * junctions or 20 km of roads (Ouessant, Belle-Île, Porquerolles' size and up). Below that, in raw OpenStreetMap, are
 * above all fenced sites, gated estates and mapping slips on the mainland, where residents really use the road beside.
 */
export const USABLE_COMPONENT: UsableRule = { minNodes: 100, minLengthM: 20_000 };

/** 1 for each component that points may be snapped to. */
export function usableComponents(graph: RoadGraph, rule: UsableRule = USABLE_COMPONENT): Uint8Array {
  return Uint8Array.from(graph.componentNodes, (nodes, component) =>
    component === 0 || nodes >= rule.minNodes || graph.componentLengthM[component] >= rule.minLengthM ? 1 : 0,
  );
}
