/**
 * From an .osm.pbf to travel times: reading, graph, snapping, one catchment beside a plain one, all sites of Corsica.
 * Without MAILLAGE_MIRROR on the built-in sample, which is small. Run: node scripts/bench/roads.bench.ts
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CAR_PROFILE } from '../../src/network/roads/car-profile.ts';
import { buildRoadGraph } from '../../src/network/roads/road-graph.ts';
import { attachToRoads, type SnappedPoints } from '../../src/network/roads/road-joins.ts';
import { roadTimes } from '../../src/network/roads/road-times.ts';
import { accessDs, buildSnapIndex, type SnapIndex, snapToRoad } from '../../src/network/roads/snap.ts';
import {
  collectOrigins,
  NO_NODE,
  searchScratch,
  seedNode,
  spread,
} from '../../src/network/search/catchment.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile } from '../../src/sources/files/source-file.ts';
import { readFranceServices } from '../../src/sources/france-services.ts';
import { openOsmPbf } from '../../src/sources/osm-pbf.ts';
import { readPopulationGrid } from '../../src/sources/population-grid.ts';
import { finish, measure, measureAsync, type Row, row } from './measure.ts';
import { naiveCatchment, naiveNetwork } from './naive-catchment.ts';

const LIMIT_SECONDS = 3600;
/** As the search rounds: all that becomes 3600 whole seconds. */
const LIMIT_DS = LIMIT_SECONDS * 10 + 4;
const PASSES = 5;
const NO_EDGE = 0xffffffff;

interface RoadFiles {
  roads: string;
  sites: string;
  population: string;
}

interface Columns {
  lon: Float64Array;
  lat: Float64Array;
}

const SAMPLE = fileURLToPath(new URL('../../data/sample', import.meta.url));
const OF_THE_SAMPLE: RoadFiles = {
  roads: 'roads/val-d-ambre.osm.pbf',
  sites: 'sites/liste-fs.csv',
  population: 'population/carreaux-200m.csv.zip',
};
const OF_THE_MIRROR: RoadFiles = {
  roads: 'roads/corse.osm.pbf',
  sites: 'sites/liste-fs-20240801.csv',
  population: 'population/census-2021-1km.csv.gz',
};

function columnsOf(places: readonly { lon: number; lat: number }[]): Columns {
  return {
    lon: Float64Array.from(places, ({ lon }) => lon),
    lat: Float64Array.from(places, ({ lat }) => lat),
  };
}

/** Sites and population squares near a road of the graph: the other regions' are left out. */
async function placesNear(index: SnapIndex, dir: string, files: RoadFiles) {
  const isNear = (lon: number, lat: number) => snapToRoad(index, lon, lat) !== null;
  const sites: { lon: number; lat: number }[] = [];
  const list = await openSourceFile(join(dir, files.sites));
  for await (const { lon, lat } of readFranceServices(list, new ReportBuilder('sites', list.name))) {
    if (lon !== null && lat !== null && isNear(lon, lat)) sites.push({ lon, lat });
  }
  const squares: { lon: number; lat: number }[] = [];
  const grid = await openSourceFile(join(dir, files.population));
  for await (const { lon, lat } of readPopulationGrid(grid, new ReportBuilder('population', grid.name))) {
    if (isNear(lon, lat)) squares.push({ lon, lat });
  }
  return { sites: columnsOf(sites), origins: columnsOf(squares) };
}

function snapAll(index: SnapIndex, points: Columns): SnappedPoints {
  const count = points.lon.length;
  const snapped: SnappedPoints = {
    edge: new Uint32Array(count).fill(NO_EDGE),
    fraction: new Float64Array(count),
    accessDs: new Uint32Array(count),
    snapM: new Float32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const found = snapToRoad(index, points.lon[i], points.lat[i]);
    if (!found) continue;
    snapped.edge[i] = found.edge;
    snapped.fraction[i] = found.fraction;
    snapped.accessDs[i] = accessDs(found.snapM);
    snapped.snapM[i] = found.snapM;
  }
  return snapped;
}

async function roadRows(dir: string, files: RoadFiles): Promise<Row[]> {
  const source = await openOsmPbf(join(dir, files.roads));
  const rows: Row[] = [];
  // Another handle for each pass: a second scan of the same one leaves blobs out.
  const megabytesPerSecond: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const fresh = await openOsmPbf(join(dir, files.roads));
    const start = performance.now();
    let seen = 0;
    const count = (block: { count: number }) => {
      seen += block.count;
    };
    await fresh.scan({ nodes: count, ways: count });
    megabytesPerSecond.push(fresh.sizeBytes / 1e3 / (performance.now() - start));
    await fresh.close();
    if (seen === 0) throw new Error(`${files.roads}: no node and no way`);
  }
  rows.push(row('reading the PBF, nodes and ways', 'MB/s', megabytesPerSecond));
  rows.push(
    await measureAsync('PBF to graph (two passes)', PASSES, async () => {
      return (await buildRoadGraph(source, CAR_PROFILE)).graph.edgeCount;
    }),
  );
  const { graph } = await buildRoadGraph(source, CAR_PROFILE);
  await source.close();

  rows.push(measure('index to snap with', PASSES, () => buildSnapIndex(graph).edgeOfBox.length));
  const index = buildSnapIndex(graph);
  const { sites, origins } = await placesNear(index, dir, files);
  rows.push(measure('snapping every origin', PASSES, () => snapAll(index, origins).edge[0]));
  const snappedOrigins = snapAll(index, origins);
  const siteNodes = Array.from(snapAll(index, sites).edge, (edge) =>
    graph.searchNode[2 * edge] === NO_NODE ? graph.searchNode[2 * edge + 1] : graph.searchNode[2 * edge],
  );

  const attachments = attachToRoads(graph, snappedOrigins);
  const scratch = searchScratch(graph.searchNodeCount, origins.lon.length, LIMIT_SECONDS);
  const outOrigin = new Uint32Array(origins.lon.length);
  const outSeconds = new Uint16Array(origins.lon.length);
  const typed = (node: number) => {
    seedNode(scratch, node, 0);
    spread(graph, attachments, scratch);
    return collectOrigins(scratch, outOrigin, outSeconds);
  };
  const plain = naiveNetwork(graph, attachments);
  for (const node of siteNodes) assertSame(typed(node), outSeconds, naiveCatchment(plain, node, LIMIT_DS));
  const runs = PASSES * siteNodes.length;
  const nodeOf = (run: number) => siteNodes[run % siteNodes.length];
  const ours = measure('one catchment, 60 minutes', runs, (run) => typed(nodeOf(run)));
  const theirs = measure('the same, Map and objects', runs, (run) => {
    return naiveCatchment(plain, nodeOf(run), LIMIT_DS).size;
  });
  rows.push(ours, theirs, row('Map and objects ÷ ours, medians', '×', [theirs.median / ours.median]));

  const threads = availableParallelism();
  const all = { graph, snapIndex: index, origins, sites, limitSeconds: LIMIT_SECONDS };
  let entries = 0;
  for (const count of [0, threads]) {
    const where = count === 0 ? 'in this thread' : `${count} threads`;
    rows.push(
      await measureAsync(`every site, snapping included, ${where}`, PASSES, async () => {
        entries = (await roadTimes({ ...all, threads: count })).entries.count;
        return entries;
      }),
    );
  }
  const counts = { junctions: graph.nodeCount, edges: graph.edgeCount, sites: siteNodes.length };
  const more = { origins: origins.lon.length, 'times within the hour': entries };
  return [
    ...rows,
    ...Object.entries({ ...counts, ...more }).map(([name, count]) => row(name, 'count', [count])),
  ];
}

/** A faster answer is worth nothing unless it is the same one. */
function assertSame(count: number, seconds: Uint16Array, naive: ReadonlyMap<number, number>): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += seconds[i];
  const expected = naive.values().reduce((total, each) => total + each, 0);
  if (count === naive.size && sum === expected) return;
  throw new Error(`${count} origins, ${sum} s in all; Map and objects: ${naive.size}, ${expected} s`);
}

const mirror = process.env.MAILLAGE_MIRROR;
const small = 'roads of Corsica: set MAILLAGE_MIRROR to the folder of files (the built-in sample was used)';
if (!mirror) console.warn(`SKIPPED: ${small}`);
const rows = mirror ? await roadRows(mirror, OF_THE_MIRROR) : await roadRows(SAMPLE, OF_THE_SAMPLE);
finish('roads', rows, mirror ? [] : [small]);
