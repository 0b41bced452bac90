import {
  type Attachments,
  attachOrigins,
  collectOrigins,
  NO_NODE,
  offerOrigin,
  searchScratch,
  seedNode,
  spread,
} from './catchment.ts';
import type { Points } from './points.ts';
import { CLOSED } from './road-edges.ts';
import type { RoadGraph } from './road-graph.ts';
import { runSearches, type SearchOptions, type SearchSite, type TravelEntries } from './search-pool.ts';
import { shared } from './shared-arrays.ts';
import {
  accessDs,
  buildSnapIndex,
  MAX_SNAP_M,
  type MassAt,
  type SnapIndex,
  type Snapped,
  snapToRoad,
} from './snap.ts';

export interface RoadTimesInput extends SearchOptions {
  graph: RoadGraph;
  origins: Points;
  sites: Points;
  /** Points farther than this from a usable road have no time by road. */
  maxSnapM?: number;
  /** Where given, no point is snapped to a road on another land mass. */
  massAt?: MassAt;
  /** Built here when it is not given. */
  snapIndex?: SnapIndex;
}

export interface RoadTimes {
  entries: TravelEntries;
  /** Metres from each point to the road it was snapped to; NaN where there was none near enough. */
  originSnapM: Float32Array;
  siteSnapM: Float32Array;
}

/** Points on the network, as columns. */
export interface SnappedPoints {
  /** NO_EDGE where the point has no snap. */
  edge: Uint32Array;
  fraction: Float64Array;
  accessDs: Uint32Array;
  snapM: Float32Array;
}

/** All that a search thread needs; every column is shared memory. */
export interface RoadSearchInput {
  graph: Pick<
    RoadGraph,
    'nodeCount' | 'edgeFrom' | 'edgeTo' | 'forwardDs' | 'backwardDs' | 'arcStart' | 'arcs'
  >;
  origins: SnappedPoints;
  sites: SnappedPoints;
  attachments: Attachments;
  limitSeconds: number;
}

const NO_EDGE = 0xffffffff;
const SNAPS_A_TURN = 5_000;

/**
 * Seconds by road from every origin to every site within the limit (`<=`, on whole seconds).
 * A time is the access leg, part of the origin's edge, the shortest path, part of the site's edge, and the leg there.
 * @throws DomainError invalid-parameter, interrupted
 */
export async function roadTimes(input: RoadTimesInput): Promise<RoadTimes> {
  const { graph, limitSeconds, maxSnapM = MAX_SNAP_M, signal } = input;
  const index = input.snapIndex ?? buildSnapIndex(graph);
  const snap: Snap = (lon, lat) => snapToRoad(index, lon, lat, maxSnapM, input.massAt);
  const origins = await snapAll(snap, input.origins, signal);
  const sites = await snapAll(snap, input.sites, signal);
  const { nodeCount, edgeFrom, edgeTo, forwardDs, backwardDs, arcStart, arcs } = graph;
  const search: RoadSearchInput = {
    graph: { nodeCount, edgeFrom, edgeTo, forwardDs, backwardDs, arcStart, arcs },
    origins,
    sites,
    attachments: attachToRoads(graph, origins),
    limitSeconds,
  };
  const entries = await runSearches(
    new URL('./road-times.worker.ts', import.meta.url),
    search,
    sites.edge.length,
    origins.edge.length,
    roadSearch,
    input,
  );
  return { entries, originSnapM: origins.snapM, siteSnapM: sites.snapM };
}

/** The search of one site, with memory of its own: one per thread. */
export function roadSearch(input: RoadSearchInput): SearchSite {
  const { graph, origins, sites, attachments, limitSeconds } = input;
  const { edgeFrom, edgeTo, forwardDs, backwardDs } = graph;
  const scratch = searchScratch(graph.nodeCount, origins.edge.length, limitSeconds);

  /** Origins on the site's own edge, straight along it where its direction allows. */
  const offerSameEdge = (site: number, node: number) => {
    const edge = sites.edge[site];
    const at = sites.fraction[site];
    for (let i = attachments.start[node]; i < attachments.start[node + 1]; i++) {
      const origin = attachments.origin[i];
      if (origins.edge[origin] !== edge) continue;
      const ahead = at - origins.fraction[origin];
      const legsDs = origins.accessDs[origin] + sites.accessDs[site];
      if (ahead >= 0 && forwardDs[edge] !== CLOSED) {
        offerOrigin(scratch, origin, legsDs + Math.round(forwardDs[edge] * ahead));
      }
      if (ahead <= 0 && backwardDs[edge] !== CLOSED) {
        offerOrigin(scratch, origin, legsDs + Math.round(backwardDs[edge] * -ahead));
      }
    }
  };

  return (site, outOrigin, outSeconds) => {
    const edge = sites.edge[site];
    if (edge === NO_EDGE) return 0;
    const access = sites.accessDs[site];
    const fraction = sites.fraction[site];
    // At an end of its edge a point is at the junction, whatever the edge's direction.
    if (forwardDs[edge] !== CLOSED || fraction === 0) {
      seedNode(scratch, edgeFrom[edge], access + Math.round(forwardDs[edge] * fraction));
    }
    if (backwardDs[edge] !== CLOSED || fraction === 1) {
      seedNode(scratch, edgeTo[edge], access + Math.round(backwardDs[edge] * (1 - fraction)));
    }
    offerSameEdge(site, edgeFrom[edge]);
    offerSameEdge(site, edgeTo[edge]);
    spread(graph, attachments, scratch);
    return collectOrigins(scratch, outOrigin, outSeconds);
  };
}

type Snap = (lon: number, lat: number) => Snapped | null;

async function snapAll(snap: Snap, points: Points, signal: AbortSignal | undefined): Promise<SnappedPoints> {
  const count = points.lon.length;
  const snapped: SnappedPoints = {
    edge: shared(Uint32Array, count).fill(NO_EDGE),
    fraction: shared(Float64Array, count),
    accessDs: shared(Uint32Array, count),
    snapM: shared(Float32Array, count).fill(Number.NaN),
  };
  for (let point = 0; point < count; point++) {
    // Lets progress bars and an interruption through.
    if (point % SNAPS_A_TURN === SNAPS_A_TURN - 1) await new Promise((next) => setImmediate(next));
    if (signal?.aborted) break;
    const found = snap(points.lon[point], points.lat[point]);
    if (!found) continue;
    snapped.edge[point] = found.edge;
    snapped.fraction[point] = found.fraction;
    snapped.accessDs[point] = accessDs(found.snapM);
    snapped.snapM[point] = found.snapM;
  }
  return snapped;
}

/** An origin leaves its edge at either end that its directions allow. */
export function attachToRoads(
  graph: Pick<RoadGraph, 'nodeCount' | 'edgeFrom' | 'edgeTo' | 'forwardDs' | 'backwardDs'>,
  origins: SnappedPoints,
): Attachments {
  const count = origins.edge.length;
  const node = new Uint32Array(2 * count).fill(NO_NODE);
  const origin = new Uint32Array(2 * count);
  const legDs = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const edge = origins.edge[i];
    if (edge === NO_EDGE) continue;
    const fraction = origins.fraction[i];
    const forward = graph.forwardDs[edge];
    const backward = graph.backwardDs[edge];
    origin[2 * i] = origin[2 * i + 1] = i;
    if (forward !== CLOSED || fraction === 1) {
      node[2 * i] = graph.edgeTo[edge];
      legDs[2 * i] = origins.accessDs[i] + Math.round(forward * (1 - fraction));
    }
    if (backward !== CLOSED || fraction === 0) {
      node[2 * i + 1] = graph.edgeFrom[edge];
      legDs[2 * i + 1] = origins.accessDs[i] + Math.round(backward * fraction);
    }
  }
  return attachOrigins(graph.nodeCount, count, { node, origin, legDs }, (length) =>
    shared(Uint32Array, length),
  );
}
