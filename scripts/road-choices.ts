/**
 * What each choice of the road times moves, beside the shares of residents after INSEE:
 *   MAILLAGE_MIRROR=… node scripts/road-choices.ts [département, 2A or 2B]
 * Each line switches one choice of the first and prints the shares of residents within 5 to 60 minutes of a site, as
 * points above or below the reference. Choices are taken for being INSEE's method or the better fact, never for a line
 * of this table; the table says what is left and where it comes from.
 */
import { join } from 'node:path';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import { latLngToCell } from 'h3-js';
import { FIXED_PER_DEGREE } from '../src/network/geometry.ts';
import { CAR_PROFILE, type SpeedProfile } from '../src/network/roads/car-profile.ts';
import { buildRoadGraph, type RoadGraph } from '../src/network/roads/road-graph.ts';
import { roadTimes } from '../src/network/roads/road-times.ts';
import { readContours } from '../src/sources/contours.ts';
import { ReportBuilder } from '../src/sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../src/sources/files/source-file.ts';
import { readFranceServices } from '../src/sources/france-services.ts';
import { REFERENCE_MINUTES, readAccessReference } from '../src/sources/insee-access-reference.ts';
import { openOsmPbf } from '../src/sources/osm-pbf.ts';
import { readPopulationGrid } from '../src/sources/population-grid.ts';

const mirror = process.env.MAILLAGE_MIRROR;
if (!mirror) throw new Error('MAILLAGE_MIRROR: expected the folder of the source files, found nothing');
const departement = process.argv[2] ?? '2A';

/** Labelled by then: of the list's dates and kinds, what agrees best with the reference's communes with a site. */
const REFERENCE_DATE = '2023-06-30';
/** Parts of a kilometre square, each way: INSEE counts residents in squares of 200 m. */
const PARTS = 5;
const KM = 1000;

interface Place {
  lon: number;
  lat: number;
}
interface Residents extends Place {
  residents: number;
}
interface Site extends Place {
  labelDate: string | null;
  isPrincipal: boolean;
}
interface Choices {
  profile: SpeedProfile;
  accessSpeedKmh: number;
  place: (square: Residents, graph: RoadGraph) => Residents[];
  counts: (site: Site) => boolean;
}

async function* read<T>(path: string, reader: (file: SourceFile, report: ReportBuilder) => AsyncIterable<T>) {
  const file = await openSourceFile(join(mirror ?? '', path));
  yield* reader(file, new ReportBuilder(path, file.name));
}

const outlines = [];
for await (const row of read('territories/communes-2025.geojson.gz', readContours)) {
  if (row.departement === departement) outlines.push(row.geometry);
}
const squares: Residents[] = [];
for await (const { lon, lat, residents } of read('population/census-2021-1km.csv.gz', readPopulationGrid)) {
  if (lon < 8.4 || lon > 9.7 || lat < 41.3 || lat > 43.1) continue;
  if (outlines.some((outline) => booleanPointInPolygon([lon, lat], outline)))
    squares.push({ lon, lat, residents });
}
const sites: Site[] = [];
for await (const row of read('sites/liste-fs-20240801.csv', readFranceServices)) {
  const { lon, lat, labelDate } = row;
  if (lon === null || lat === null || lon < 8.4 || lon > 9.7 || lat < 41.3 || lat > 43.1) continue;
  sites.push({ lon, lat, labelDate, isPrincipal: row.type === 'principal' });
}
const reference = (
  await Array.fromAsync(read('reference/insee-access-france-services-bpe2023-part.csv', readAccessReference))
).find((row) => row.departement === departement);
if (!reference) throw new Error(`the reference holds no département ${departement}`);
if (squares.length === 0)
  throw new Error(`${departement}: expected a département of Corsica, the roads at hand`);

const graphs = new Map<SpeedProfile, RoadGraph>();
async function graphOf(profile: SpeedProfile): Promise<RoadGraph> {
  let graph = graphs.get(profile);
  if (!graph) {
    const source = await openOsmPbf(join(mirror ?? '', 'roads/corse.osm.pbf'));
    ({ graph } = await buildRoadGraph(source, profile));
    await source.close();
    graphs.set(profile, graph);
  }
  return graph;
}

/** The parts of a square by the metres of road in them that houses may stand on; all alike where there is none. */
function alongRoads(square: Residents, graph: RoadGraph): Residents[] {
  const parts = alike(square);
  roadMetres ??= metresOfParts(graph);
  const metres = parts.map((part) => roadMetres?.get(partKey(part)) ?? 0);
  const sum = metres.reduce((total, each) => total + each, 0);
  if (sum === 0) return parts;
  return parts
    .map((part, i) => ({ ...part, residents: (square.residents * metres[i]) / sum }))
    .filter(({ residents }) => residents > 0);
}

function alike({ lon, lat, residents }: Residents): Residents[] {
  const east = KM / PARTS / (111_195 * Math.cos((lat * Math.PI) / 180));
  const north = KM / PARTS / 111_195;
  return Array.from({ length: PARTS * PARTS }, (_, i) => ({
    lon: lon + ((i % PARTS) - (PARTS - 1) / 2) * east,
    lat: lat + (Math.floor(i / PARTS) - (PARTS - 1) / 2) * north,
    residents: residents / (PARTS * PARTS),
  }));
}

/** The centre of the residents of the H3 cell that holds the square's centre. */
function byCell(square: Residents): Residents[] {
  cells ??= Map.groupBy(squares, cellOf);
  const cell = cells.get(cellOf(square)) ?? [square];
  const sum = cell.reduce((total, { residents }) => total + residents, 0);
  const mean = (axis: 'lon' | 'lat') =>
    cell.reduce((total, each) => total + each[axis] * each.residents, 0) / sum;
  return [{ lon: mean('lon'), lat: mean('lat'), residents: square.residents }];
}
const RESOLUTION = 8;
const cellOf = ({ lon, lat }: Place) => latLngToCell(lat, lon, RESOLUTION);
let cells: Map<string, Residents[]> | undefined;

/** A lattice of about 200 m: the parts of the squares do not lie on it, but each has a lattice cell of its own size. */
const partKey = ({ lon, lat }: Place) => `${Math.round(lon * 415)} ${Math.round(lat * 556)}`;
let roadMetres: Map<string, number> | undefined;

function metresOfParts(graph: RoadGraph): Map<string, number> {
  const found = new Map<string, number>();
  const STEP_M = 20;
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const first = graph.shapeStart[edge];
    const pieces = graph.shapeStart[edge + 1] - 1 - first;
    const pieceM = graph.lengthM[edge] / pieces;
    for (let i = first; i < first + pieces; i++) {
      const steps = Math.max(1, Math.round(pieceM / STEP_M));
      for (let step = 0; step < steps; step++) {
        const t = (step + 0.5) / steps;
        const at = (axis: number) =>
          (graph.shape[2 * i + axis] * (1 - t) + graph.shape[2 * i + 2 + axis] * t) / FIXED_PER_DEGREE;
        const key = partKey({ lon: at(0), lat: at(1) });
        found.set(key, (found.get(key) ?? 0) + pieceM / steps);
      }
    }
  }
  return found;
}

async function shares(choices: Choices): Promise<number[]> {
  const graph = await graphOf(choices.profile);
  const origins = squares.flatMap((square) => choices.place(square, graph));
  const counted = sites.filter(choices.counts);
  const columns = (places: readonly Place[]) => ({
    lon: Float64Array.from(places, ({ lon }) => lon),
    lat: Float64Array.from(places, ({ lat }) => lat),
  });
  const { entries } = await roadTimes({
    graph,
    origins: columns(origins),
    sites: columns(counted),
    limitSeconds: 3600,
    threads: 0,
    accessSpeedKmh: choices.accessSpeedKmh,
  });
  const nearest = new Float64Array(origins.length).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < entries.count; i++) {
    nearest[entries.origin[i]] = Math.min(nearest[entries.origin[i]], entries.seconds[i]);
  }
  const within = (seconds: number) =>
    origins.reduce((sum, { residents }, i) => sum + (nearest[i] <= seconds ? residents : 0), 0);
  const all = within(Number.POSITIVE_INFINITY);
  return REFERENCE_MINUTES.map((minutes) => (100 * within(minutes * 60)) / all);
}

const bySpeed = (name: string, classSpeedKmh: Record<string, number>): SpeedProfile => ({
  ...CAR_PROFILE,
  name,
  classSpeedKmh: { ...CAR_PROFILE.classSpeedKmh, ...classSpeedKmh },
});
const base: Choices = {
  profile: CAR_PROFILE,
  accessSpeedKmh: 25,
  place: (square) => [square],
  counts: ({ labelDate }) => labelDate === null || labelDate <= REFERENCE_DATE,
};
const lines: [name: string, choices: Partial<Choices>][] = [
  ['in use: turn costs, access 25 km/h, centres', {}],
  ['without turn costs', { profile: { ...CAR_PROFILE, name: 'no turn costs', turns: null } }],
  ['access legs at 15 km/h', { accessSpeedKmh: 15 }],
  ['access legs at 40 km/h', { accessSpeedKmh: 40 }],
  ['access legs take no time (OSRM)', { accessSpeedKmh: Number.POSITIVE_INFINITY }],
  [
    'residential 40 km/h (a tagged 50)',
    { profile: bySpeed('tagged 50', { residential: 40, unclassified: 40 }) },
  ],
  ['residential 24 km/h (a zone 30)', { profile: bySpeed('zone 30', { residential: 24 }) }],
  ['residential 20 km/h', { profile: bySpeed('slow', { residential: 20 }) }],
  ['residents by cell, as an edition places them', { place: byCell }],
  ['residents in 200 m parts, all alike', { place: alike }],
  ['residents in 200 m parts, by road metres', { place: alongRoads }],
  ['the same, access legs without time', { place: alongRoads, accessSpeedKmh: Number.POSITIVE_INFINITY }],
  [
    'the same, without turn costs',
    { place: alongRoads, profile: { ...CAR_PROFILE, name: 'none', turns: null } },
  ],
  ['principal sites only', { counts: (site) => base.counts(site) && site.isPrincipal }],
  ['sites of the list of 2024-08', { counts: () => true }],
  [
    'all as before: no turn costs, list of 2024-08',
    { profile: { ...CAR_PROFILE, name: 'before', turns: null }, counts: () => true },
  ],
];

const pad = (text: string, width: number) => text.padStart(width);
const counted = sites.filter(base.counts).length;
console.log(
  `${departement}: ${squares.length} squares, ${counted} of ${sites.length} sites of Corsica by ${REFERENCE_DATE}`,
);
console.log(`${'minutes'.padEnd(48)}${REFERENCE_MINUTES.map((minutes) => pad(String(minutes), 7)).join('')}`);
console.log(
  `${'after INSEE, BPE 2023, % of residents'.padEnd(48)}${reference.shareWithin.map((share) => pad((100 * share).toFixed(1), 7)).join('')}`,
);
for (const [name, choices] of lines) {
  const found = await shares({ ...base, ...choices });
  const differences = found.map((share, i) => share - 100 * reference.shareWithin[i]);
  console.log(
    `${name.padEnd(48)}${differences.map((points) => pad(`${points < 0 ? '' : '+'}${points.toFixed(1)}`, 7)).join('')}`,
  );
}
