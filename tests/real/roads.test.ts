import { join } from 'node:path';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CAR_PROFILE } from '../../src/network/roads/car-profile.ts';
import { buildRoadGraph, type RoadGraph } from '../../src/network/roads/road-graph.ts';
import { roadTimes } from '../../src/network/roads/road-times.ts';
import { buildSnapIndex, snapToRoad } from '../../src/network/roads/snap.ts';
import { readContours } from '../../src/sources/contours.ts';
import type { Polygonal } from '../../src/sources/files/geometry-check.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile } from '../../src/sources/files/source-file.ts';
import { readFranceServices } from '../../src/sources/france-services.ts';
import { REFERENCE_MINUTES, readAccessReference } from '../../src/sources/insee-access-reference.ts';
import { type OsmPbfSource, openOsmPbf } from '../../src/sources/osm-pbf.ts';
import { readPopulationGrid } from '../../src/sources/population-grid.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
if (!mirror) console.warn('MAILLAGE_MIRROR is not set: the tests on real roads are SKIPPED');

/** Two passes, the second timed: the first also warms the code up. */
async function count(source: OsmPbfSource) {
  let result = { nodes: 0, ways: 0, highways: 0, ends: 0 };
  let ms = 0;
  for (let pass = 0; pass < 2; pass++) {
    const ends = new Set<number>();
    result = { nodes: 0, ways: 0, highways: 0, ends: 0 };
    const startedAt = performance.now();
    await source.scan({
      nodes(block) {
        result.nodes += block.count;
      },
      ways(block) {
        result.ways += block.count;
        for (let i = 0; i < block.count; i++) {
          if (block.tag(i, 'highway') === undefined) continue;
          result.highways++;
          ends.add(block.refs[block.refStart[i]]);
          ends.add(block.refs[block.refStart[i + 1] - 1]);
        }
      },
    });
    ms = performance.now() - startedAt;
    result.ends = ends.size;
  }
  console.log(`${source.name}: ${((source.sizeBytes / ms) * 1e-3).toFixed(1)} MB/s, ${ms.toFixed(0)} ms`);
  return result;
}

describe.skipIf(!mirror)('Andorra, as OpenStreetMap published it', () => {
  test('reads whole', async () => {
    const source = await openOsmPbf(join(mirror, 'roads/andorra.osm.pbf'));
    expect(await count(source)).toMatchObject({ nodes: 69_644, ways: 2_725 });
    const { graph } = await buildRoadGraph(source, CAR_PROFILE);
    await source.close();
    expect(graph.componentLengthM[0] / graph.lengthM.reduce((sum, metres) => sum + metres)).toBeGreaterThan(
      0.95,
    );
  });
});

describe.skipIf(!mirror)('Corsica', () => {
  let source: OsmPbfSource;
  let graph: RoadGraph;
  beforeAll(async () => {
    source = await openOsmPbf(join(mirror, 'roads/corse.osm.pbf'));
  });
  afterAll(() => source?.close());

  test('reads whole', async () => {
    expect(await count(source)).toMatchObject({ highways: 34_395, ends: 31_333 });
  });

  test('makes a graph of its 7,735 km', async () => {
    const startedAt = performance.now();
    const built = await buildRoadGraph(source, CAR_PROFILE);
    graph = built.graph;
    console.log(
      `graph: ${(performance.now() - startedAt).toFixed(0)} ms, ${graph.nodeCount} nodes, ${graph.edgeCount} edges`,
    );
    expect(built.report.lengthM / 7_735_000).toBeGreaterThan(0.99);
    expect(built.report.lengthM / 7_735_000).toBeLessThan(1.01);
  });

  test('takes as long to cross as one knows', async () => {
    const towns = { Bastia: [9.4503, 42.7003], Sartène: [8.975, 41.6217], Corte: [9.1503, 42.306] };
    const places = Object.values(towns);
    const startedAt = performance.now();
    const { entries } = await roadTimes({
      graph,
      origins: { lon: places.map(([lon]) => lon), lat: places.map(([, lat]) => lat) },
      sites: { lon: [8.7369], lat: [41.9267] },
      limitSeconds: 4 * 3600,
      threads: 0,
    });
    const minutes = Object.fromEntries(
      Array.from(entries.origin, (origin, i) => [Object.keys(towns)[origin], entries.seconds[i] / 60]),
    );
    console.log(`to Ajaccio, in ${(performance.now() - startedAt).toFixed(0)} ms:`, minutes);
    expect(minutes.Bastia).toBeGreaterThan(115);
    expect(minutes.Bastia).toBeLessThan(150);
    expect(minutes.Sartène).toBeGreaterThan(65);
    expect(minutes.Sartène).toBeLessThan(90);
    expect(minutes.Corte).toBeGreaterThan(60);
    expect(minutes.Corte).toBeLessThan(85);
  });

  test('has few residents far from a road', async () => {
    const index = buildSnapIndex(graph);
    const squares = await squaresOfCorsica();
    const far = squares.filter(({ lon, lat }) => (snapToRoad(index, lon, lat)?.snapM ?? 1e9) > 1000);
    expect(far.length / squares.length).toBeLessThan(0.03);
  });

  test('agrees with INSEE on Corse-du-Sud', async () => {
    const outlines: Polygonal[] = [];
    const contours = await openSourceFile(join(mirror, 'territories/communes-2025.geojson.gz'));
    for await (const row of readContours(contours, new ReportBuilder('contours', contours.name))) {
      if (row.departement === '2A') outlines.push(row.geometry);
    }
    const squares = (await squaresOfCorsica()).filter(({ lon, lat }) =>
      outlines.some((outline) => booleanPointInPolygon([lon, lat], outline)),
    );
    const file = await openSourceFile(
      join(mirror, 'reference/insee-access-france-services-bpe2023-part.csv'),
    );
    const rows = await Array.fromAsync(readAccessReference(file, new ReportBuilder('reference', file.name)));
    const reference = rows.find(({ departement }) => departement === '2A')?.shareWithin ?? [];

    const sites = await sitesOfCorsica('2023-06-30');
    const columns = (places: readonly { lon: number; lat: number }[]) => ({
      lon: Float64Array.from(places, ({ lon }) => lon),
      lat: Float64Array.from(places, ({ lat }) => lat),
    });
    const startedAt = performance.now();
    const { entries } = await roadTimes({
      graph,
      origins: columns(squares),
      sites: columns(sites),
      limitSeconds: 3600,
      threads: 2,
    });
    const ms = performance.now() - startedAt;
    const nearest = new Float64Array(squares.length).fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < entries.count; i++) {
      nearest[entries.origin[i]] = Math.min(nearest[entries.origin[i]], entries.seconds[i]);
    }
    const within = (seconds: number) =>
      squares.reduce((sum, { residents }, i) => sum + (nearest[i] <= seconds ? residents : 0), 0);
    const points = new Map<number, number>(
      REFERENCE_MINUTES.map((minutes, i) => [
        minutes,
        100 * (within(minutes * 60) / within(Number.POSITIVE_INFINITY) - reference[i]),
      ]),
    );
    console.log(
      `${sites.length} sites, ${squares.length} squares: ${ms.toFixed(0)} ms, ${entries.count} times; points beside INSEE:`,
      [...points].map(([minutes, each]) => `${minutes} min ${each.toFixed(1)}`).join(', '),
    );
    for (const minutes of [20, 25, 30]) expect(Math.abs(points.get(minutes) ?? 99)).toBeLessThanOrEqual(1);
    for (const minutes of [10, 15]) expect(Math.abs(points.get(minutes) ?? 99)).toBeLessThanOrEqual(3);
  });
});

interface Square {
  lon: number;
  lat: number;
  residents: number;
}

async function squaresOfCorsica(): Promise<Square[]> {
  const squares: Square[] = [];
  const grid = await openSourceFile(join(mirror, 'population/census-2021-1km.csv.gz'));
  for await (const square of readPopulationGrid(grid, new ReportBuilder('population', grid.name))) {
    if (square.lon > 8.4 && square.lat < 43.1 && square.lat > 41.35) squares.push(square);
  }
  return squares;
}

/** Labelled by a date: of the list's dates, June 2023 agrees best with the communes with a site of the reference. */
async function sitesOfCorsica(until: string): Promise<{ lon: number; lat: number }[]> {
  const sites: { lon: number; lat: number }[] = [];
  const list = await openSourceFile(join(mirror, 'sites/liste-fs-20240801.csv'));
  for await (const site of readFranceServices(list, new ReportBuilder('sites', list.name))) {
    const { lon, lat, labelDate } = site;
    if (lon === null || lat === null || (labelDate !== null && labelDate > until)) continue;
    if (lon > 8.4 && lon < 9.7 && lat > 41.3 && lat < 43.1) sites.push({ lon, lat });
  }
  return sites;
}
