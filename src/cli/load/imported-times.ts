/**
 * A travel-time matrix computed elsewhere as the provider of an edition. A matrix is between places, residents live in
 * cells: a place's times stand for all its residents and all its sites, without any leg to or from its point, as in
 * studies by commune. Legs were left out on purpose: they would add an estimate's error to times that have none, and a
 * matrix between chefs-lieux is published to be read as it is.
 *
 * Where the matrix names the place of a resident and that of a site, and they differ, it decides: a pair that it leaves
 * empty has no time (a matrix cut at half an hour must not be completed by estimates below it). Within one place it
 * decides only where its own time there is above zero. All other pairs keep the time that they have without it.
 */
import { DomainError } from '../../domain-error.ts';
import type { AccessEntries } from '../../grid/matrix-builder.ts';
import { crowFlyM } from '../../network/geometry.ts';
import { indexPoints } from '../../network/nearest-point.ts';
import type { ReportBuilder } from '../../sources/files/read-report.ts';
import { type MatrixPointRow, readMatrixPoints } from '../../sources/matrix-points.ts';
import type { Progress } from '../progress.ts';
import type { Facts } from './commune-facts.ts';
import { expandPairs, placesWithOwnTime, sameIds } from './expand-pairs.ts';
import {
  type LonLat,
  normalId,
  type PlaceNames,
  type PlaceSide,
  POINT_REACH_M,
  placeNames,
  placeSide,
} from './matrix-places.ts';
import type { PopulatedOrigins } from './origins.ts';
import { type MatrixPairs, readMatrix } from './read-matrix.ts';
import type { PlacedSite } from './sites.ts';
import { readDataset, type SourceFiles } from './source-files.ts';
import { splitOrigins } from './split-origins.ts';

export interface ImportTimesInput {
  files: SourceFiles;
  facts: Facts;
  populated: PopulatedOrigins;
  /** Codes of the communes that the atoms name by index. */
  communes: readonly string[];
  sites: readonly PlacedSite[];
  limitSeconds: number;
  progress: Progress;
  signal: AbortSignal;
}

export interface ImportedTimes {
  /** The rows of the access matrix, of which each now lies in one place. */
  populated: PopulatedOrigins;
  /** 1 for a row whose place the matrix has times for. */
  isImported: Uint8Array;
  /** Whether the time from a row to a site is the matrix's to say, a time or none. */
  decides(origin: number, site: number): boolean;
  entries: AccessEntries;
  facts: ImportedFacts;
}

/** What the edition tells of a matrix that was imported. */
export interface ImportedFacts {
  by: PlaceSide['by'];
  /** Places with residents of the territory, and those with sites. */
  originPlaces: number;
  destinationPlaces: number;
  /** Residents' mean crow-fly distance to the point of their place; NaN where no point is known. */
  meanPointKm: number;
  /** Of all times of these places, within the limit or not. */
  longestSeconds: number;
}

const NO_PLACE = -1;

/** A point this far from the centre of its commune is another's. */
const MISPLACED_M = 50_000;

/**
 * The times of the matrix that the load has, between the residents and the sites of an edition; null without a matrix.
 * @throws DomainError of the readers; source-schema for a matrix of which nothing can be used
 */
export async function importTimes(input: ImportTimesInput): Promise<ImportedTimes | null> {
  const { files, facts, populated, communes, sites, limitSeconds, progress, signal } = input;
  const located = files.located.get('travel-time-matrix');
  if (!located) return null;
  const step = progress.step('Imported travel times');
  const points = await readPoints(files);
  const centreOf = (commune: string) => facts.communes.get(commune)?.centre ?? null;
  const names = placeNames(facts.lineage, centreOf, points.lonLat);
  const { pairs, report } = await readMatrix({
    files,
    names,
    wanted: {
      origin: mayHold(names, communes, populated.points),
      destination: mayHold(
        names,
        Array.from(sites, (site) => site.commune),
        columnsOf(sites),
      ),
    },
    limitSeconds,
    step,
    signal,
  });
  const fail = (message: string) => {
    const place = `${located.path}: ${message}`;
    return new DomainError('source-schema', place, { file: located.path, points: points.lonLat.size });
  };

  const unplaced = new Set<string>();
  const flagUnplaced = (rowOf: readonly number[], ids: readonly string[]) => (id: string, reason: string) => {
    if (unplaced.has(id)) return;
    unplaced.add(id);
    report.flag(rowOf[ids.indexOf(id)] || null, null, id, reason);
  };
  const side = ({ ids, row }: MatrixPairs['origins']) => placeSide(ids, names, flagUnplaced(row, ids));
  const from = side(pairs.origins);
  const to = side(pairs.destinations);
  flagPoints(points, pairs, names, centreOf);

  const split = splitOrigins(populated, (commune, lon, lat) => from.placeOf(communes[commune], lon, lat));
  const sitePlace = Int32Array.from(sites, ({ commune, lon, lat }) => to.placeOf(commune, lon, lat));
  const listed = (ids: readonly string[]) => `(${ids.slice(0, 3).join(', ')}${ids.length > 3 ? '…' : ''})`;
  if (isNowhere(split.place)) {
    const { ids } = pairs.origins;
    throw fail(
      `expected times from places where residents of the territory live, found none among ${ids.length} origins ${listed(ids)}: ` +
        'ids are commune codes, or --matrix-points says where they are',
    );
  }
  if (sites.length > 0 && isNowhere(sitePlace)) {
    const { ids } = pairs.destinations;
    throw fail(
      `expected times to places with sites, found none among ${ids.length} destinations ${listed(ids)} for ${sites.length} sites`,
    );
  }
  // A place without any time from it, or to it, is as if it were not named.
  dropPlaces(split.place, pairs.origins.hasTime);
  dropPlaces(sitePlace, pairs.destinations.hasTime);
  if (sites.length > 0 && isNowhere(split.place)) {
    throw fail('expected times from places with residents of the territory to places with sites, found none');
  }

  const ownTimes = placesWithOwnTime(pairs);
  const sameId = sameIds(pairs);
  const originPlaces = new Set(split.place.filter((place) => place >= 0)).size;
  const destinationPlaces = new Set(sitePlace.filter((place) => place >= 0)).size;
  const entries = expandPairs(pairs, split.place, sitePlace, report);
  step.done(
    `${originPlaces} places with residents, ${destinationPlaces} with sites, ${entries.count} pairs of origin and site`,
  );
  return {
    populated: split.populated,
    isImported: Uint8Array.from(split.place, (place) => Number(place >= 0)),
    decides(origin, site) {
      const start = split.place[origin];
      const end = sitePlace[site];
      return start >= 0 && end >= 0 && (sameId[start] !== end || ownTimes.has(start));
    },
    entries,
    facts: {
      by: from.by,
      originPlaces,
      destinationPlaces,
      meanPointKm: meanPointKm(split.populated, split.place, pairs.origins.ids, names),
      longestSeconds: pairs.longestSeconds,
    },
  };
}

function isNowhere(places: Int32Array): boolean {
  return places.every((place) => place < 0);
}

function dropPlaces(places: Int32Array, hasTime: Uint8Array): void {
  for (let i = 0; i < places.length; i++)
    if (places[i] >= 0 && hasTime[places[i]] === 0) places[i] = NO_PLACE;
}

interface NamedPoints {
  lonLat: Map<string, LonLat>;
  report: ReportBuilder | null;
}

async function readPoints(files: SourceFiles): Promise<NamedPoints> {
  const named: NamedPoints = { lonLat: new Map(), report: null };
  const rows: AsyncIterable<MatrixPointRow> = readDataset(
    files,
    'travel-time-points',
    readMatrixPoints,
    (r) => {
      named.report = r;
    },
  );
  for await (const { id, lon, lat } of rows) named.lonLat.set(normalId(id), [lon, lat]);
  return named;
}

/** Whether an id may be of use, before the others are known: a commune of these, or a point near one of these. */
function mayHold(
  names: PlaceNames,
  communes: readonly string[],
  at: { lon: Float64Array; lat: Float64Array },
): (id: string) => boolean {
  const some = new Set(communes);
  const nearest = indexPoints(at);
  return (id) => {
    if (names.communesOf(id).some((commune) => some.has(commune))) return true;
    const point = names.isPoint(id) ? names.pointOf(id) : null;
    return point !== null && nearest(...point, POINT_REACH_M) >= 0;
  };
}

function columnsOf(sites: readonly PlacedSite[]) {
  return {
    lon: Float64Array.from(sites, (site) => site.lon),
    lat: Float64Array.from(sites, (site) => site.lat),
  };
}

function flagPoints(
  { lonLat, report }: NamedPoints,
  { origins, destinations }: MatrixPairs,
  names: PlaceNames,
  centreOf: (commune: string) => LonLat | null,
): void {
  const used = new Set([...origins.ids, ...destinations.ids]);
  const unused = [...lonLat.keys()].filter((id) => !used.has(id));
  if (unused.length > 0) {
    report?.flag(null, 'id', unused[0], `${unused.length} points that no id of the matrix names: not used`);
  }
  for (const [id, point] of lonLat) {
    const centre = centreOf(names.communesOf(id)[0] ?? '');
    const metres = centre && used.has(id) ? crowFlyM(...point, ...centre) : 0;
    if (metres < MISPLACED_M) continue;
    const km = Math.round(metres / 1000);
    report?.flag(
      null,
      'lon',
      point.join(', '),
      `${id}: ${km} km from the centre of the commune of this code`,
    );
  }
}

function meanPointKm(
  { points, atoms }: PopulatedOrigins,
  place: Int32Array,
  ids: readonly string[],
  names: PlaceNames,
): number {
  const pointOf = ids.map((id) => names.pointOf(id));
  let residents = 0;
  let metres = 0;
  atoms.origin.forEach((origin, atom) => {
    const point = pointOf[place[origin]];
    if (!point) return;
    residents += atoms.residents[atom];
    metres += atoms.residents[atom] * crowFlyM(points.lon[origin], points.lat[origin], ...point);
  });
  return metres / residents / 1000;
}
