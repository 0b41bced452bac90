/**
 * Fits the speeds of the friction surface (src/network/friction-speeds.ts) and prints them with their errors:
 *   MAILLAGE_MIRROR=… node scripts/calibrate-friction.ts [rounds]
 * Targets: the shares of residents within 10, 15, 20, 30 minutes of a site in 48 départements (after INSEE, BPE 2023,
 * Metric-OSRM), and OSRM's times between the communes of Isère. Coordinate descent from the speeds in use: each speed
 * up and down by a shrinking step, kept when the error falls. 0 rounds only prints the errors of the speeds in use.
 */
import { join } from 'node:path';
import { cellToLatLng, latLngToCell, polygonToCells } from 'h3-js';
import {
  attachOrigins,
  collectOrigins,
  NO_NODE,
  searchScratch,
  seedNode,
  spread,
} from '../src/network/catchment.ts';
import { FRICTION_SPEEDS, type FrictionSpeeds, frictionSpeedKmh } from '../src/network/friction-speeds.ts';
import {
  buildFrictionSurface,
  crossingDs,
  HEX_DETOUR,
  numberOfHex,
} from '../src/network/friction-surface.ts';
import { frictionSearch } from '../src/network/friction-times.ts';
import { crowFlyM } from '../src/network/geometry.ts';
import { readDensity, readMountain } from '../src/sources/anct-typology.ts';
import { readCommunePoints } from '../src/sources/commune-points.ts';
import { readContours } from '../src/sources/contours.ts';
import { ReportBuilder } from '../src/sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../src/sources/files/source-file.ts';
import { readFranceServices } from '../src/sources/france-services.ts';
import { REFERENCE_MINUTES, readAccessReference } from '../src/sources/insee-access-reference.ts';
import { readPopulationGrid } from '../src/sources/population-grid.ts';
import { readTravelTimes } from '../src/sources/travel-time-matrix.ts';

const RESOLUTION = 8;
const MINUTES = [10, 15, 20, 30] as const;
const ISERE_MAX_SECONDS = 3600;
/** One percent off in an Isère time weighs as much as this many points off in a share. */
const ISERE_WEIGHT = 0.125;

const mirror = process.env.MAILLAGE_MIRROR;
if (!mirror) throw new Error('MAILLAGE_MIRROR: expected the folder of the source files, found nothing');
const rounds = Number(process.argv[2] ?? 6);

async function* read<T>(path: string, reader: (file: SourceFile, report: ReportBuilder) => AsyncIterable<T>) {
  const file = await openSourceFile(join(mirror ?? '', path));
  yield* reader(file, new ReportBuilder(path, file.name));
}

const density = new Map<string, string>();
for await (const row of read('zonings/anct-densite.csv.gz', readDensity))
  density.set(row.commune, row.density);
const mountains = new Set<string>();
for await (const row of read('zonings/anct-montagne.csv.gz', readMountain)) mountains.add(row.commune);

const communes: { departement: string; density: string | null; mountain: boolean }[] = [];
const communeOfCell = new Map<bigint, number>();
for await (const { code, departement, geometry } of read(
  'territories/communes-2025.geojson.gz',
  readContours,
)) {
  if (departement.startsWith('97')) continue;
  communes.push({ departement, density: density.get(code) ?? null, mountain: mountains.has(code) });
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const polygon of polygons) {
    for (const cell of polygonToCells(polygon, RESOLUTION, true)) {
      communeOfCell.set(BigInt(`0x${cell}`), communes.length - 1);
    }
  }
}
const surface = buildFrictionSurface({
  cells: BigUint64Array.from(communeOfCell.keys()),
  speedKmh: new Float32Array(communeOfCell.size).fill(1),
});
const communeAt = Uint32Array.from(surface.cells, (cell) => communeOfCell.get(cell) ?? 0);
const arcMetres = new Float64Array(surface.arcs.length / 2);
for (let cell = 0; cell < surface.cellCount; cell++) {
  for (let arc = surface.arcStart[cell]; arc < surface.arcStart[cell + 1]; arc++) {
    const other = surface.arcs[2 * arc];
    arcMetres[arc] =
      crowFlyM(surface.lon[cell], surface.lat[cell], surface.lon[other], surface.lat[other]) / HEX_DETOUR;
  }
}

interface Points {
  cell: Uint32Array;
  lon: Float64Array;
  lat: Float64Array;
  centreM: Float64Array;
}
function place(places: readonly { lon: number; lat: number }[]): Points {
  const cell = Uint32Array.from(places, ({ lon, lat }) =>
    numberOfHex(surface.index, latLngToCell(lat, lon, RESOLUTION)),
  );
  const centreM = Float64Array.from(places, ({ lon, lat }) => {
    const [centreLat, centreLon] = cellToLatLng(latLngToCell(lat, lon, RESOLUTION));
    return crowFlyM(lon, lat, centreLon, centreLat);
  });
  return {
    cell,
    lon: Float64Array.from(places, ({ lon }) => lon),
    lat: Float64Array.from(places, ({ lat }) => lat),
    centreM,
  };
}
const legs = ({ cell, centreM }: Points) =>
  Uint32Array.from(cell, (at, i) =>
    at === NO_NODE ? 0 : crossingDs(centreM[i], surface.speedKmh[at], surface.speedKmh[at]),
  );

const squares: { lon: number; lat: number; residents: number }[] = [];
for await (const row of read('population/census-2021-1km.csv.gz', readPopulationGrid)) squares.push(row);
const siteRows: { lon: number; lat: number }[] = [];
for await (const row of read('sites/liste-fs-20240801.csv', readFranceServices)) {
  if (row.lon !== null && row.lat !== null) siteRows.push({ lon: row.lon, lat: row.lat });
}
const reference = await Array.fromAsync(
  read('reference/insee-access-france-services-bpe2023-part.csv', readAccessReference),
);
const isere = await Array.fromAsync(read('reference/isere-communes.geojson', readCommunePoints));
const isereSeconds = new Map<string, Map<string, number>>();
for await (const row of read('reference/osrm-isere-durations.csv.gz', readTravelTimes)) {
  isereSeconds.set(row.origin, new Map(row.destinations.map((to, i) => [to, row.seconds[i]])));
}
const residents = place(squares);
const sites = place(siteRows);
const isereAll = place(isere);
/** Every tenth commune as a destination: 512 origins × 52 is plenty. */
const isereSites = place(isere.filter((_, i) => i % 10 === 0));

function setSpeeds(speeds: FrictionSpeeds): void {
  const ofCommune = communes.map((commune) => frictionSpeedKmh(commune.density, commune.mountain, speeds));
  for (let cell = 0; cell < surface.cellCount; cell++) surface.speedKmh[cell] = ofCommune[communeAt[cell]];
  for (let cell = 0; cell < surface.cellCount; cell++) {
    for (let arc = surface.arcStart[cell]; arc < surface.arcStart[cell + 1]; arc++) {
      const other = surface.arcs[2 * arc];
      surface.arcs[2 * arc + 1] = crossingDs(arcMetres[arc], surface.speedKmh[cell], surface.speedKmh[other]);
    }
  }
}

const siteScratch = searchScratch(surface.cellCount, squares.length, 3600);
const outOrigin = new Uint32Array(squares.length);
const outSeconds = new Uint16Array(squares.length);
const identity = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

/** Errors of share, in points, by département and threshold; and the national mean of each threshold. */
function shareErrors(): { points: number[][]; rms: number } {
  const attachments = attachOrigins(surface.cellCount, squares.length, {
    node: residents.cell,
    origin: identity(squares.length),
    legDs: legs(residents),
  });
  const siteLegs = legs(sites);
  sites.cell.forEach((cell, site) => {
    if (cell !== NO_NODE) seedNode(siteScratch, cell, siteLegs[site]);
  });
  spread(surface, attachments, siteScratch);
  const reached = collectOrigins(siteScratch, outOrigin, outSeconds);
  const seconds = new Uint16Array(squares.length).fill(0xffff);
  for (let i = 0; i < reached; i++) seconds[outOrigin[i]] = outSeconds[i];
  const sums = new Map<string, { all: number; within: number[] }>();
  squares.forEach((square, i) => {
    if (residents.cell[i] === NO_NODE) return;
    const { departement } = communes[communeAt[residents.cell[i]]];
    const sum = sums.get(departement) ?? { all: 0, within: MINUTES.map(() => 0) };
    sums.set(departement, sum);
    sum.all += square.residents;
    MINUTES.forEach((minutes, k) => {
      if (seconds[i] <= minutes * 60) sum.within[k] += square.residents;
    });
  });
  const points = reference.map((row) => {
    const sum = sums.get(row.departement);
    return MINUTES.map((minutes, k) => {
      const expected = row.shareWithin[REFERENCE_MINUTES.indexOf(minutes)];
      return sum ? 100 * (sum.within[k] / sum.all - expected) : 0;
    });
  });
  return { points, rms: rootMeanSquare(points.flat()) };
}

/** Relative errors, in percent, of the times within an hour. */
function isereErrors(): number[] {
  const [originLegs, siteLegs] = [legs(isereAll), legs(isereSites)];
  const attachments = attachOrigins(surface.cellCount, isere.length, {
    node: isereAll.cell,
    origin: identity(isere.length),
    legDs: originLegs,
  });
  const search = frictionSearch({
    arcStart: surface.arcStart,
    arcs: surface.arcs,
    speedKmh: surface.speedKmh,
    origins: { ...isereAll, legDs: originLegs },
    sites: { ...isereSites, legDs: siteLegs },
    attachments,
    limitSeconds: 2 * ISERE_MAX_SECONDS,
  });
  const errors: number[] = [];
  for (let site = 0; site < isereSites.cell.length; site++) {
    const count = search(site, outOrigin, outSeconds);
    for (let i = 0; i < count; i++) {
      const expected = isereSeconds.get(isere[outOrigin[i]].code)?.get(isere[site * 10].code);
      if (!expected || expected < 180 || expected > ISERE_MAX_SECONDS) continue;
      errors.push(100 * (outSeconds[i] / expected - 1));
    }
  }
  return errors;
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

function score(speeds: FrictionSpeeds): number {
  setSpeeds(speeds);
  return shareErrors().rms + ISERE_WEIGHT * rootMeanSquare(isereErrors());
}

function report(title: string, speeds: FrictionSpeeds): void {
  setSpeeds(speeds);
  const { points, rms } = shareErrors();
  const times = isereErrors();
  console.log(title, JSON.stringify(speeds));
  MINUTES.forEach((minutes, k) => {
    const column = points.map((row) => row[k]);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const worst = column.reduce((far, value, i) => (Math.abs(value) > Math.abs(column[far]) ? i : far), 0);
    console.log(
      `  ${minutes} min: mean ${mean.toFixed(2)} points, rms ${rootMeanSquare(column).toFixed(2)}, worst ${column[worst].toFixed(1)} (${reference[worst].departement})`,
    );
  });
  console.log(`  all thresholds: rms ${rms.toFixed(2)} points over ${points.length} départements`);
  console.log(
    `  Isère: median ${median(times).toFixed(1)} %, rms ${rootMeanSquare(times).toFixed(1)} % over ${times.length} times of 3 to 60 min`,
  );
}

const variants: ((speeds: FrictionSpeeds, factor: number) => FrictionSpeeds)[] = [
  ...Object.keys(FRICTION_SPEEDS.byDensityKmh).map((level) => (speeds: FrictionSpeeds, factor: number) => ({
    ...speeds,
    byDensityKmh: { ...speeds.byDensityKmh, [level]: speeds.byDensityKmh[level] * factor },
  })),
  (speeds, factor) => ({ ...speeds, mountainRural: speeds.mountainRural * factor }),
];

report('in use', FRICTION_SPEEDS);
let best = FRICTION_SPEEDS;
let bestScore = score(best);
let step = 0.12;
for (let round = 0; round < rounds; round++, step *= 0.7) {
  for (const vary of variants) {
    for (const factor of [1 + step, 1 / (1 + step)]) {
      const tried = vary(best, factor);
      const triedScore = score(tried);
      if (triedScore >= bestScore) continue;
      best = tried;
      bestScore = triedScore;
      break;
    }
  }
  console.log(`round ${round + 1}: error ${bestScore.toFixed(3)}`);
}
if (rounds > 0) report('fitted', best);
