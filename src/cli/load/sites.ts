import type { ReportBuilder } from '../../sources/files/read-report.ts';
import { readFranceServices } from '../../sources/france-services.ts';
import type { SiteRow } from '../../sources/site-row.ts';
import {
  placeSitePoints,
  type SiteInput,
  type SitePlace,
  writeSites,
} from '../../store/edition/write-sites.ts';
import type { Engine } from '../../store/engine.ts';
import type { Progress } from '../progress.ts';
import type { Facts } from './commune-facts.ts';
import type { Scope } from './scope.ts';
import { readDataset, type SourceFiles } from './source-files.ts';

export interface PlacedSite {
  index: number;
  lon: number;
  lat: number;
  /** Of today. */
  commune: string;
}

export interface SiteLoad {
  sites: PlacedSite[];
  inScope: number;
  /** Rows that lie in a territory that this edition does not hold. */
  elsewhere: number;
  /** Rows that no coordinate and no commune could place. */
  unplaced: number;
}

/** Off its stated commune by less, a point is on the line of a generalised outline. */
const STATED_TOLERANCE_M = 1000;

/** Reads the site list, gives each row a place and a commune, and writes those of the territory and around it. */
export async function loadSites(
  files: SourceFiles,
  engine: Engine,
  facts: Facts,
  scope: Scope,
  progress: Progress,
): Promise<SiteLoad> {
  const step = progress.step('Sites');
  let report!: ReportBuilder;
  const rows = await Array.fromAsync(
    readDataset(files, 'france-services', readFranceServices, (r) => {
      report = r;
    }),
  );
  const stated = rows.map((row) =>
    row.statedCommune ? facts.lineage.resolve(row.statedCommune).current : [],
  );
  const points = rows.flatMap((row, index) =>
    row.lon === null || row.lat === null
      ? []
      : [{ index, lon: row.lon, lat: row.lat, statedCommune: stated[index][0] ?? null }],
  );
  const places = await placeSitePoints(engine, points);
  const load: SiteLoad = { sites: [], inScope: 0, elsewhere: 0, unplaced: 0 };
  const inputs: SiteInput[] = [];
  rows.forEach((row, i) => {
    const decision = decide(row, stated[i], places.get(i), facts, scope);
    if (decision.kind === 'elsewhere') {
      load.elsewhere++;
      return;
    }
    if (decision.kind === 'unplaced') {
      load.unplaced++;
      // Its reader kept it: it could not know.
      report.report.kept--;
      report.reject(row.row, decision.column, decision.value, decision.reason);
      return;
    }
    const [current] = stated[i];
    if (row.statedCommune && current && current !== row.statedCommune) {
      decision.flags.push(['former-commune-code', `${row.statedCommune} is now ${stated[i].join(', ')}`]);
    }
    for (const [flag, reason] of decision.flags)
      report.flag(row.row, 'coordinates', row.id, `${flag}: ${reason}`);
    const inScope = scope.inScope.has(decision.commune);
    if (inScope) load.inScope++;
    const index = inputs.length;
    load.sites.push({ index, lon: decision.lon, lat: decision.lat, commune: decision.commune });
    inputs.push({
      index,
      id: row.id,
      name: row.name,
      type: row.type,
      format: row.format,
      labelDate: row.labelDate,
      address: row.address,
      postcode: row.postcode,
      statedCommune: row.statedCommune,
      commune: decision.commune,
      inScope,
      flags: [...row.flags, ...decision.flags.map(([flag]) => flag)],
      hours: JSON.stringify(row.hours),
      lon: decision.lon,
      lat: decision.lat,
    });
  });
  flagSharedCoordinates(inputs);
  await writeSites(engine, inputs);
  const rejected = load.unplaced > 0 ? `, ${load.unplaced} could not be placed` : '';
  step.done(`${load.inScope} in the territory, ${inputs.length - load.inScope} around it${rejected}`);
  return load;
}

type Decision =
  | { kind: 'placed'; commune: string; lon: number; lat: number; flags: [flag: string, reason: string][] }
  | { kind: 'elsewhere' }
  | { kind: 'unplaced'; column: string; value: string | null; reason: string };

/**
 * A point in (or within a kilometre of) its stated commune stands as stated. A point elsewhere on land keeps its
 * coordinates, which the travel times use, and takes the commune it lies in. A site without a usable point is put at
 * the centre of its stated commune.
 */
function decide(
  row: SiteRow,
  stated: readonly string[],
  place: SitePlace | undefined,
  facts: Facts,
  scope: Scope,
): Decision {
  const statedLoaded = stated.find((code) => scope.loaded.has(code));
  if (place && row.lon !== null && row.lat !== null) {
    const flags: [string, string][] = [];
    if (row.statedCommune && stated.length === 0) {
      flags.push(['unknown-commune', `the COG knows no commune "${row.statedCommune}"`]);
    }
    const near = place.statedDistanceM !== null && place.statedDistanceM <= STATED_TOLERANCE_M;
    const splitInto = place.commune && stated.includes(place.commune) ? place.commune : null;
    const asStated = splitInto ?? (near ? stated[0] : null);
    if (asStated) return { kind: 'placed', commune: asStated, lon: row.lon, lat: row.lat, flags };
    if (place.commune) {
      if (stated.length > 0) {
        const km = place.statedDistanceM === null ? 'far' : `${(place.statedDistanceM / 1000).toFixed(1)} km`;
        flags.push(['outside-stated-commune', `the point is in ${place.commune}, ${km} from ${stated[0]}`]);
      }
      return { kind: 'placed', commune: place.commune, lon: row.lon, lat: row.lat, flags };
    }
  }
  if (statedLoaded) {
    const centre = facts.communes.get(statedLoaded)?.centre;
    if (centre) {
      const why = row.lon === null ? 'no usable coordinates' : 'the coordinates lie in no commune';
      return {
        kind: 'placed',
        commune: statedLoaded,
        lon: centre[0],
        lat: centre[1],
        flags: [['placed-at-commune-centre', why]],
      };
    }
  }
  const known = stated.some((code) => facts.communes.has(code));
  const partialTerritory = scope.loaded.size < facts.communes.size;
  if (partialTerritory && (known || (place && row.lon !== null))) return { kind: 'elsewhere' };
  return {
    kind: 'unplaced',
    column: 'commune',
    value: row.statedCommune,
    reason: known
      ? 'no usable coordinates, and no centre is known for the commune'
      : 'neither the coordinates nor the commune lie in a territory with a loaded outline',
  };
}

/** A bus parked at its base often shares its point with the desk there. */
function flagSharedCoordinates(sites: readonly SiteInput[]): void {
  for (const group of Map.groupBy(sites, (site) => `${site.lon} ${site.lat}`).values()) {
    if (group.length < 2) continue;
    for (const site of group) site.flags.push('shares-coordinates');
  }
}
