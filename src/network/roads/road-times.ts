import type { Points } from '../points.ts';
import {
  type Attachments,
  collectOrigins,
  offerOrigin,
  searchScratch,
  seedNode,
  spread,
} from '../search/catchment.ts';
import {
  runSearches,
  type SearchOptions,
  type SearchSite,
  type TravelEntries,
} from '../search/search-pool.ts';
import { shared } from '../shared-arrays.ts';
import type { RoadGraph } from './road-graph.ts';
import {
  attachToRoads,
  type DirectTimes,
  directTimes,
  NO_EDGE,
  type SiteStarts,
  type SnappedPoints,
  startsOfSites,
} from './road-joins.ts';
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
  /** Of the access legs at both ends; Infinity: they take no time. */
  accessSpeedKmh?: number;
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

/** All that a search thread needs; every column is shared memory. */
export interface RoadSearchInput {
  network: Pick<RoadGraph, 'searchNodeCount' | 'arcStart' | 'arcs'>;
  attachments: Attachments;
  starts: SiteStarts;
  direct: DirectTimes;
  limitSeconds: number;
}

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
  const origins = await snapAll(snap, input.origins, input.accessSpeedKmh, signal);
  const sites = await snapAll(snap, input.sites, input.accessSpeedKmh, signal);
  const entries = await runSearches(
    new URL('./road-times.worker.ts', import.meta.url),
    joinRoads(graph, origins, sites, limitSeconds),
    sites.edge.length,
    origins.edge.length,
    roadSearch,
    input,
  );
  return { entries, originSnapM: origins.snapM, siteSnapM: sites.snapM };
}

/** The search of one site, with memory of its own: one per thread. */
export function roadSearch(input: RoadSearchInput): SearchSite {
  const { network, attachments, starts, direct, limitSeconds } = input;
  const scratch = searchScratch(network.searchNodeCount, attachments.originCount, limitSeconds);
  return (site, outOrigin, outSeconds) => {
    for (let i = starts.start[site]; i < starts.start[site + 1]; i++) {
      seedNode(scratch, starts.node[i], starts.ds[i]);
    }
    for (let i = direct.start[site]; i < direct.start[site + 1]; i++) {
      offerOrigin(scratch, direct.origin[i], direct.ds[i]);
    }
    spread(network, attachments, scratch);
    return collectOrigins(scratch, outOrigin, outSeconds);
  };
}

/** What searches between points on the roads need. */
export function joinRoads(
  graph: RoadGraph,
  origins: SnappedPoints,
  sites: SnappedPoints,
  limitSeconds: number,
): RoadSearchInput {
  const { searchNodeCount, arcStart, arcs } = graph;
  return {
    network: { searchNodeCount, arcStart, arcs },
    attachments: attachToRoads(graph, origins),
    starts: startsOfSites(graph, sites),
    direct: directTimes(graph, origins, sites),
    limitSeconds,
  };
}

type Snap = (lon: number, lat: number) => Snapped | null;

async function snapAll(
  snap: Snap,
  points: Points,
  accessSpeedKmh: number | undefined,
  signal: AbortSignal | undefined,
): Promise<SnappedPoints> {
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
    snapped.accessDs[point] = accessDs(found.snapM, accessSpeedKmh);
    snapped.snapM[point] = found.snapM;
  }
  return snapped;
}
