import { gridDisk } from 'h3-js';
import { cellNumber } from '../cell-index.ts';
import { crowFlyM } from '../geometry.ts';
import type { Points } from '../points.ts';
import {
  type Attachments,
  attachOrigins,
  collectOrigins,
  NO_NODE,
  offerOrigin,
  type SearchScratch,
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
import { crossingDs, type FrictionSurface } from './friction-surface.ts';
import { numberOfHex } from './hex-lattice.ts';

/** Points with the H3 cell that holds each, at the surface's resolution. */
export interface CellPoints extends Points {
  cell: BigUint64Array;
}

export interface FrictionTimesInput extends SearchOptions {
  surface: FrictionSurface;
  origins: CellPoints;
  sites: CellPoints;
}

export interface FrictionTimes {
  entries: TravelEntries;
  /** 1 for each point on the surface, or within two rings of cells of it; 0: it has no time. */
  originPlaced: Uint8Array;
  sitePlaced: Uint8Array;
}

/** Points on the surface, as columns. */
export interface PlacedPoints {
  /** NO_NODE where the point is off the surface. */
  cell: Uint32Array;
  lon: Float64Array;
  lat: Float64Array;
  /** Tenths of a second from the door to the cell's centre: the time of an end, and crow-fly at the cell's speed. */
  legDs: Uint32Array;
}

export interface FrictionSearchInput {
  arcStart: Uint32Array;
  arcs: Uint32Array;
  speedKmh: Float32Array;
  /** Tenths of a second spent at each end. */
  endDs: number;
  origins: PlacedPoints;
  sites: PlacedPoints;
  attachments: Attachments;
  limitSeconds: number;
}

/** A point in a cell that is not land (a quay, a coarse coastline) belongs to the nearest land this near. */
const RINGS = 2;

/**
 * Estimated seconds from every origin to every site within the limit (`<=`, on whole seconds): to the centre of the
 * origin's cell, over the cells, and from the centre of the site's cell. In one cell or in two neighbours the straight
 * line counts when it is shorter, since by way of centres near points would seem a mile apart.
 * @throws DomainError invalid-parameter, interrupted
 */
export async function frictionTimes(input: FrictionTimesInput): Promise<FrictionTimes> {
  const { surface, limitSeconds } = input;
  const origins = placeOnSurface(surface, input.origins);
  const sites = placeOnSurface(surface, input.sites);
  const count = origins.cell.length;
  const search: FrictionSearchInput = {
    arcStart: surface.arcStart,
    arcs: surface.arcs,
    speedKmh: shared(Float32Array, surface.speedKmh),
    endDs: endDs(surface),
    origins,
    sites,
    attachments: attachOrigins(
      surface.cellCount,
      count,
      { node: origins.cell, origin: Uint32Array.from({ length: count }, (_, i) => i), legDs: origins.legDs },
      (length) => shared(Uint32Array, length),
    ),
    limitSeconds,
  };
  const entries = await runSearches(
    new URL('./friction-times.worker.ts', import.meta.url),
    search,
    sites.cell.length,
    count,
    frictionSearch,
    input,
  );
  const isPlaced = (points: PlacedPoints) =>
    Uint8Array.from(points.cell, (cell) => (cell === NO_NODE ? 0 : 1));
  return { entries, originPlaced: isPlaced(origins), sitePlaced: isPlaced(sites) };
}

/** The search of one site, with memory of its own: one per thread. */
export function frictionSearch(input: FrictionSearchInput): SearchSite {
  const { arcStart, origins, attachments, limitSeconds } = input;
  const scratch = searchScratch(arcStart.length - 1, origins.cell.length, limitSeconds);
  const seed = frictionSeeds(input, scratch);
  return (site, outOrigin, outSeconds) => {
    seed(site);
    spread(input, attachments, scratch);
    return collectOrigins(scratch, outOrigin, outSeconds);
  };
}

/** Starts a search at a site, and gives the origins of its cell and the next ones their straight line. */
export function frictionSeeds(
  input: Omit<FrictionSearchInput, 'limitSeconds'>,
  scratch: SearchScratch,
): (site: number) => void {
  const { arcStart, arcs, speedKmh, origins, sites, attachments } = input;
  const bothEndsDs = 2 * input.endDs;
  const offerDirect = (site: number, cell: number) => {
    for (let i = attachments.start[cell]; i < attachments.start[cell + 1]; i++) {
      const origin = attachments.origin[i];
      const metres = crowFlyM(sites.lon[site], sites.lat[site], origins.lon[origin], origins.lat[origin]);
      const ds = crossingDs(metres, speedKmh[sites.cell[site]], speedKmh[cell]);
      offerOrigin(scratch, origin, ds + bothEndsDs);
    }
  };
  return (site) => {
    const cell = sites.cell[site];
    if (cell === NO_NODE) return;
    offerDirect(site, cell);
    for (let arc = arcStart[cell]; arc < arcStart[cell + 1]; arc++) offerDirect(site, arcs[2 * arc]);
    seedNode(scratch, cell, sites.legDs[site]);
  };
}

function endDs(surface: FrictionSurface): number {
  return Math.round(surface.endSeconds * 10);
}

/** Points with their cells of the surface, and their legs to the centres. */
export function placeOnSurface(surface: FrictionSurface, points: CellPoints): PlacedPoints {
  const count = points.lon.length;
  const placed: PlacedPoints = {
    cell: shared(Uint32Array, count),
    lon: shared(Float64Array, points.lon),
    lat: shared(Float64Array, points.lat),
    legDs: shared(Uint32Array, count),
  };
  const end = endDs(surface);
  const halves = new Uint32Array(points.cell.buffer, points.cell.byteOffset, count * 2);
  for (let point = 0; point < count; point++) {
    const low = halves[2 * point];
    const high = halves[2 * point + 1];
    const cell = nearestCell(surface, low, high, points.lon[point], points.lat[point]);
    placed.cell[point] = cell;
    if (cell === NO_NODE) continue;
    const metres = crowFlyM(points.lon[point], points.lat[point], surface.lon[cell], surface.lat[cell]);
    placed.legDs[point] = end + crossingDs(metres, surface.speedKmh[cell], surface.speedKmh[cell]);
  }
  return placed;
}

/** The surface's cell that holds the point, or the nearest one around. */
function nearestCell(surface: FrictionSurface, low: number, high: number, lon: number, lat: number): number {
  const own = cellNumber(surface.index, low, high);
  if (own >= 0) return own;
  let nearest = NO_NODE;
  let nearestM = Number.POSITIVE_INFINITY;
  for (const around of gridDisk([low, high], RINGS)) {
    const cell = numberOfHex(surface.index, around);
    if (cell < 0) continue;
    const metres = crowFlyM(lon, lat, surface.lon[cell], surface.lat[cell]);
    if (metres >= nearestM) continue;
    nearest = cell;
    nearestM = metres;
  }
  return nearest;
}
