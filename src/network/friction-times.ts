import { gridDisk } from 'h3-js';
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
import { cellNumber } from './cell-index.ts';
import { crossingDs, type FrictionSurface, numberOfHex } from './friction-surface.ts';
import { crowFlyM } from './geometry.ts';
import type { Points } from './points.ts';
import { runSearches, type SearchOptions, type SearchSite, type TravelEntries } from './search-pool.ts';
import { shared } from './shared-arrays.ts';

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
interface PlacedPoints {
  /** NO_NODE where the point is off the surface. */
  cell: Uint32Array;
  lon: Float64Array;
  lat: Float64Array;
  /** Tenths of a second from the point to its cell's centre, crow-fly at the cell's speed. */
  legDs: Uint32Array;
}

export interface FrictionSearchInput {
  arcStart: Uint32Array;
  arcs: Uint32Array;
  speedKmh: Float32Array;
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
  const origins = placeAll(surface, input.origins);
  const sites = placeAll(surface, input.sites);
  const count = origins.cell.length;
  const search: FrictionSearchInput = {
    arcStart: surface.arcStart,
    arcs: surface.arcs,
    speedKmh: shared(Float32Array, surface.speedKmh),
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
  const { arcStart, arcs, speedKmh, origins, sites, attachments, limitSeconds } = input;
  const scratch = searchScratch(arcStart.length - 1, origins.cell.length, limitSeconds);

  const offerDirect = (site: number, cell: number) => {
    for (let i = attachments.start[cell]; i < attachments.start[cell + 1]; i++) {
      const origin = attachments.origin[i];
      const metres = crowFlyM(sites.lon[site], sites.lat[site], origins.lon[origin], origins.lat[origin]);
      offerOrigin(scratch, origin, crossingDs(metres, speedKmh[sites.cell[site]], speedKmh[cell]));
    }
  };

  return (site, outOrigin, outSeconds) => {
    const cell = sites.cell[site];
    if (cell === NO_NODE) return 0;
    offerDirect(site, cell);
    for (let arc = arcStart[cell]; arc < arcStart[cell + 1]; arc++) offerDirect(site, arcs[2 * arc]);
    seedNode(scratch, cell, sites.legDs[site]);
    spread(input, attachments, scratch);
    return collectOrigins(scratch, outOrigin, outSeconds);
  };
}

function placeAll(surface: FrictionSurface, points: CellPoints): PlacedPoints {
  const count = points.lon.length;
  const placed: PlacedPoints = {
    cell: shared(Uint32Array, count),
    lon: shared(Float64Array, points.lon),
    lat: shared(Float64Array, points.lat),
    legDs: shared(Uint32Array, count),
  };
  const halves = new Uint32Array(points.cell.buffer, points.cell.byteOffset, count * 2);
  for (let point = 0; point < count; point++) {
    const low = halves[2 * point];
    const high = halves[2 * point + 1];
    const cell = nearestCell(surface, low, high, points.lon[point], points.lat[point]);
    placed.cell[point] = cell;
    if (cell === NO_NODE) continue;
    const metres = crowFlyM(points.lon[point], points.lat[point], surface.lon[cell], surface.lat[cell]);
    placed.legDs[point] = crossingDs(metres, surface.speedKmh[cell], surface.speedKmh[cell]);
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
