import { availableParallelism } from 'node:os';
import { getHexagonAreaAvg, latLngToCell, UNITS } from 'h3-js';
import { type AccessMatrix, type Origins, PROVIDERS, type Provider } from '../../grid/access-matrix.ts';
import { buildAccessMatrix } from '../../grid/matrix-builder.ts';
import { frictionTimes } from '../../network/friction/friction-times.ts';
import { massOfCell, NO_LAND } from '../../network/friction/land-masses.ts';
import type { RoadGraph } from '../../network/roads/road-graph.ts';
import { roadTimes } from '../../network/roads/road-times.ts';
import type { TravelEntries } from '../../network/search/search-pool.ts';
import type { Progress } from '../progress.ts';
import type { Ground } from './ground.ts';
import type { ImportedTimes } from './imported-times.ts';
import type { OriginPoints } from './origins.ts';
import type { PlacedSite } from './sites.ts';

/** Entries of the access matrix stop here; the highest threshold that can be asked for. */
export const LIMIT_SECONDS = 3600;

/**
 * Where no roads are loaded, an island smaller than this and without a site passes for one where nobody drives to a
 * site: its residents have no time. A larger one (Mayotte before its first sites) has roads, and is uncovered.
 */
const SMALL_ISLAND_KM2 = 50;

export interface TravelTimesInput {
  points: OriginPoints;
  sites: readonly PlacedSite[];
  ground: Ground;
  gridResolution: number;
  /** Null: the friction surface only. */
  roads: RoadGraph | null;
  /** Times computed elsewhere, which stand wherever they decide; null: none. Its rows are the points. */
  imported: ImportedTimes | null;
  progress: Progress;
  signal: AbortSignal;
}

export interface TravelTimes {
  origins: Origins;
  matrix: AccessMatrix;
}

/**
 * Seconds from every origin to every site within the hour. Imported where a matrix decides; by road where the roads
 * reach; by the friction surface elsewhere; none on a small island without a site.
 */
export async function computeTravelTimes(input: TravelTimesInput): Promise<TravelTimes> {
  const { points, sites, progress, signal } = input;
  const count = points.lon.length;
  const sitePoints = {
    lon: Float64Array.from(sites, (site) => site.lon),
    lat: Float64Array.from(sites, (site) => site.lat),
    cell: BigUint64Array.from(sites, (site) => cellAt(site.lon, site.lat, input.gridResolution)),
  };
  const provider = new Uint8Array(count);
  const snapM = new Float32Array(count).fill(Number.NaN);
  const { surface, masses } = input.ground;
  const batches: TravelEntries[] = [];
  const search = { limitSeconds: LIMIT_SECONDS, threads: availableParallelism(), signal };

  if (input.roads !== null) {
    const step = progress.step('Travel times by road');
    const times = await roadTimes({
      ...search,
      graph: input.roads,
      origins: points,
      sites: sitePoints,
      massAt: (lon, lat) => massOfCell(surface, masses, cellAt(lon, lat, input.gridResolution)),
      onProgress: step.advance,
    });
    batches.push(times.entries);
    snapM.set(times.originSnapM);
    mark(provider, 'road', (origin) => !Number.isNaN(snapM[origin]));
    step.done(`${times.entries.count} pairs of origin and site`);
  }

  const rest = Uint32Array.from(provider.keys().filter((origin) => provider[origin] === 0));
  if (rest.length > 0) {
    const step = progress.step('Travel times by the friction surface');
    const times = await frictionTimes({
      ...search,
      surface,
      origins: {
        lon: Float64Array.from(rest, (origin) => points.lon[origin]),
        lat: Float64Array.from(rest, (origin) => points.lat[origin]),
        cell: BigUint64Array.from(rest, (origin) => points.cell[origin]),
      },
      sites: sitePoints,
      onProgress: step.advance,
    });
    for (let i = 0; i < times.entries.count; i++) times.entries.origin[i] = rest[times.entries.origin[i]];
    batches.push(times.entries);
    const withSite = new Set(Array.from(sitePoints.cell, (cell) => massOfCell(surface, masses, cell)));
    const largeCells = SMALL_ISLAND_KM2 / getHexagonAreaAvg(input.gridResolution, UNITS.km2);
    const isServed = (origin: number) => {
      const mass = massOfCell(surface, masses, points.cell[origin]);
      return mass !== NO_LAND && (withSite.has(mass) || masses.cellCount[mass] >= largeCells);
    };
    mark(provider, 'friction', (origin) => provider[origin] === 0 && isServed(origin));
    step.done(`${times.entries.count} pairs of origin and site`);
  }
  const { imported } = input;
  if (imported !== null) {
    for (const batch of batches) keepUndecided(batch, imported.decides);
    batches.push(imported.entries);
  }
  const matrix = buildAccessMatrix(count, sites.length, LIMIT_SECONDS, batches);
  if (imported !== null) mark(provider, 'imported', (origin) => isByMatrix(origin, matrix, imported));
  return { origins: { count, ...points, provider, snapM }, matrix };
}

/**
 * Of a row with times of two kinds the nearest site decides, as it does in every answer: whoever has a site in the own
 * place, at an estimated time, is told to be estimated.
 */
function isByMatrix(origin: number, { rowStart, site }: AccessMatrix, imported: ImportedTimes): boolean {
  if (imported.isImported[origin] === 0) return false;
  const first = rowStart[origin];
  return first === rowStart[origin + 1] || imported.decides(origin, site[first]);
}

/** Leaves out, in place, the times that the imported matrix has a word on. */
function keepUndecided(batch: TravelEntries, decides: ImportedTimes['decides']): void {
  let kept = 0;
  for (let i = 0; i < batch.count; i++) {
    if (decides(batch.origin[i], batch.site[i])) continue;
    batch.origin[kept] = batch.origin[i];
    batch.site[kept] = batch.site[i];
    batch.seconds[kept++] = batch.seconds[i];
  }
  batch.count = kept;
}

function mark(provider: Uint8Array, name: Provider, where: (origin: number) => boolean): void {
  const value = PROVIDERS.indexOf(name);
  for (let origin = 0; origin < provider.length; origin++) if (where(origin)) provider[origin] = value;
}

function cellAt(lon: number, lat: number, resolution: number): bigint {
  return BigInt(`0x${latLngToCell(lat, lon, resolution)}`);
}
