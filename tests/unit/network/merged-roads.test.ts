import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRoads, roadPaths } from '../../../src/cli/load/roads.ts';
import { silentProgress } from '../../../src/cli/progress.ts';
import { DEGREE_M } from '../../../src/network/geometry.ts';
import { CAR_PROFILE } from '../../../src/network/roads/car-profile.ts';
import { mergeRoadSources } from '../../../src/network/roads/merged-roads.ts';
import { buildRoadGraph, type RoadGraph } from '../../../src/network/roads/road-graph.ts';
import type { RoadSource } from '../../../src/network/roads/road-source.ts';
import { roadTimes } from '../../../src/network/roads/road-times.ts';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';
import {
  type FixtureNode,
  type FixtureRelation,
  type FixtureWay,
  pbfFixture,
} from '../sources/support/osm-pbf-fixture.ts';
import { readEverything } from '../sources/support/read-everything.ts';

const STEP = 100 / DEGREE_M;
const TAGS = { highway: 'residential', maxspeed: '45' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'merged-roads-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A lattice of 12 × 6 crossings, 100 m apart, with ids that leave out the rule of the place. */
const WIDTH = 12;
const HEIGHT = 6;
const idAt = (x: number, y: number) => 1000 + (((y * WIDTH + x) * 7919) % 100_003);
const NODES: FixtureNode[] = Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
  const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
  return {
    id: idAt(x, y),
    lon: x * STEP,
    lat: y * STEP,
    ...(i % 17 === 3 ? { tags: { highway: 'traffic_signals' } } : {}),
  };
});
const across = (y: number, from: number, to: number, id: number, tags = TAGS): FixtureWay => ({
  id,
  refs: Array.from({ length: to - from + 1 }, (_, i) => idAt(from + i, y)),
  tags,
});
const along = (x: number, id: number, tags = TAGS): FixtureWay => ({
  id,
  refs: Array.from({ length: HEIGHT }, (_, i) => idAt(x, i)),
  tags,
});
/** Rows cross the border at x = 6, some in one way, some in two that meet on it; the middle column runs along it. */
const WAYS: FixtureWay[] = [
  across(0, 0, WIDTH - 1, 50),
  across(1, 0, 6, 40),
  across(1, 6, WIDTH - 1, 41),
  across(2, 0, WIDTH - 1, 20, { ...TAGS, oneway: 'yes' } as typeof TAGS),
  across(4, 3, 9, 30, { ...TAGS, maxspeed: '90' }),
  along(0, 10),
  along(6, 11),
  along(WIDTH - 1, 12),
  along(3, 13, { ...TAGS, oneway: '-1' } as typeof TAGS),
];
const RESTRICTION: FixtureRelation = {
  id: 5,
  members: [
    { type: 'way', ref: 11, role: 'from' },
    { type: 'node', ref: idAt(6, 0), role: 'via' },
    { type: 'way', ref: 50, role: 'to' },
  ],
  tags: { type: 'restriction', restriction: 'no_left_turn' },
};

interface Extract {
  nodes: FixtureNode[];
  ways: FixtureWay[];
  relations: FixtureRelation[];
}
const WHOLE: Extract = { nodes: NODES, ways: WAYS, relations: [RESTRICTION] };

/** What lies between two columns: ways that touch it with all their ids, of nodes those of the ways, or those inside. */
function extract(from: number, to: number, completeWays: boolean): Extract {
  const inside = new Set<number>();
  for (let y = 0; y < HEIGHT; y++) for (let x = from; x <= to; x++) inside.add(idAt(x, y));
  const ways = WAYS.filter(({ refs }) => refs.some((ref) => inside.has(ref)));
  const kept = completeWays ? new Set([...inside, ...ways.flatMap(({ refs }) => refs)]) : inside;
  return { nodes: NODES.filter(({ id }) => kept.has(id)), ways, relations: [RESTRICTION] };
}

async function file(name: string, { nodes, ways, relations }: Extract): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, pbfFixture(nodes, ways, { relations }));
  return path;
}

async function withSources<T>(paths: string[], use: (source: RoadSource) => Promise<T>): Promise<T> {
  const sources = await Promise.all(paths.map((path) => openOsmPbf(path)));
  try {
    return await use(mergeRoadSources(sources));
  } finally {
    for (const source of sources) await source.close();
  }
}

const graphOf = async (paths: string[]) =>
  (await withSources(paths, (source) => buildRoadGraph(source, CAR_PROFILE))).graph;

/** The edges as a set: how they are numbered follows from the order of the ways, and where they start. */
function edgesOf(graph: RoadGraph): string[] {
  return Array.from({ length: graph.edgeCount }, (_, edge) => {
    const shape: string[] = [];
    for (let i = graph.shapeStart[edge]; i < graph.shapeStart[edge + 1]; i++) {
      shape.push(`${graph.shape[2 * i]},${graph.shape[2 * i + 1]}`);
    }
    const there = `${shape.join(' ')} ${graph.forwardDs[edge]}/${graph.backwardDs[edge]}`;
    const back = `${shape.toReversed().join(' ')} ${graph.backwardDs[edge]}/${graph.forwardDs[edge]}`;
    return `${there < back ? there : back} ${graph.lengthM[edge].toFixed(3)}`;
  }).sort();
}

const PLACES = {
  lon: NODES.map(({ lon }) => lon + STEP / 3),
  lat: NODES.map(({ lat }) => lat),
};
async function timesOf(graph: RoadGraph): Promise<string[]> {
  const { entries } = await roadTimes({
    graph,
    origins: PLACES,
    sites: PLACES,
    limitSeconds: 3600,
    threads: 0,
  });
  return Array.from(
    { length: entries.count },
    (_, i) => `${entries.origin[i]} ${entries.site[i]} ${entries.seconds[i]}`,
  ).sort();
}

describe('two extracts that meet at a border', () => {
  test.each([
    ['that overlap, with whole ways', extract(0, 7, true), extract(5, WIDTH - 1, true)],
    ['that only touch, with whole ways', extract(0, 6, true), extract(6, WIDTH - 1, true)],
    ['that only touch, with the nodes inside alone', extract(0, 6, false), extract(6, WIDTH - 1, false)],
    ['that do not even share a node', extract(0, 5, false), extract(6, WIDTH - 1, false)],
    ['one of which holds it all', WHOLE, extract(3, 9, true)],
  ])('%s, are the roads of the one file they were cut from', async (_, west, east) => {
    const whole = await graphOf([await file('whole.osm.pbf', WHOLE)]);
    const paths = [await file('west.osm.pbf', west), await file('east.osm.pbf', east)];
    const times = await timesOf(whole);
    expect(times.length).toBeGreaterThan(1000);
    for (const order of [paths, paths.toReversed()]) {
      const merged = await graphOf(order);
      expect(edgesOf(merged)).toEqual(edgesOf(whole));
      expect(merged.nodeCount).toBe(whole.nodeCount);
      expect(await timesOf(merged)).toEqual(times);
    }
  });

  test('alone are less than that', async () => {
    const whole = await graphOf([await file('whole.osm.pbf', WHOLE)]);
    for (const [from, to] of [
      [0, 6],
      [6, WIDTH - 1],
    ]) {
      const half = await graphOf([await file('half.osm.pbf', extract(from, to, false))]);
      expect(half.edgeCount).toBeLessThan(whole.edgeCount);
    }
  });
});

describe('several files as one', () => {
  const A: Extract = {
    nodes: [{ id: 1, lon: 0, lat: 0 }],
    ways: [
      { id: 1, refs: [1, 2], tags: { name: 'a' } },
      { id: 3, refs: [3] },
    ],
    relations: [{ id: 1, members: [{ type: 'way', ref: 1, role: 'from' }], tags: { name: 'a' } }],
  };
  const B: Extract = {
    nodes: [{ id: 1, lon: 1, lat: 0 }],
    ways: [
      { id: 3, refs: [4, 5, 6], tags: { name: 'b' } },
      { id: 2, refs: [5, 6], tags: { name: 'b' } },
      { id: 1, refs: [7] },
      { id: -1, refs: [8, 9], tags: { name: 'b' } },
      { id: 2, refs: [1] },
    ],
    relations: [
      { id: 1, members: [] },
      {
        id: 2,
        members: [
          { type: 'node', ref: 5, role: 'via' },
          { type: 'relation', ref: 1, role: '' },
        ],
        tags: { name: 'b' },
      },
    ],
  };

  test('hand out each way and relation once, as it comes first, and every node', async () => {
    const paths = [await file('a.osm.pbf', A), await file('b.osm.pbf', B)];
    const read = await withSources(paths, (source) => readEverything(source, ['name']));
    expect(read.nodes).toEqual([...A.nodes, ...B.nodes]);
    expect(read.ways).toEqual([...A.ways, B.ways[1], B.ways[3]]);
    expect(read.relations).toEqual([...A.relations, B.relations[1]]);
  });

  test('do so at each scan, and tell their names and how far they are', async () => {
    const paths = [await file('a.osm.pbf', A), await file('b.osm.pbf', B)];
    await withSources(paths, async (source) => {
      expect(source.name).toBe('a.osm.pbf, b.osm.pbf');
      for (let pass = 0; pass < 2; pass++) {
        const shares: number[] = [];
        let ways = 0;
        await source.scan({
          ways: (block) => (ways += block.count),
          onProgress: (read, total) => shares.push(read / total),
        });
        expect(ways).toBe(4);
        expect(shares).toEqual(shares.toSorted((a, b) => a - b));
        expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
        if (pass === 0) expect(shares.at(-1)).toBe(1);
      }
    });
  });

  test('name the file of several that is bad', async () => {
    const good = await file('a.osm.pbf', A);
    const bad = join(folder, 'bad.osm.pbf');
    const bytes = pbfFixture(B.nodes, B.ways);
    await writeFile(bad, bytes.subarray(0, bytes.length - 5));
    const scan = withSources([good, bad], (source) => source.scan({ ways: () => {} }));
    await expect(scan).rejects.toMatchObject({
      code: 'source-truncated',
      message: expect.stringMatching(/^bad\.osm\.pbf: /),
    });
  });
});

describe('the roads of a load', () => {
  const read = (files: { path: string; sha256: string }[]) =>
    readRoads(files, CAR_PROFILE, join(folder, 'cache'), silentProgress, new AbortController().signal);

  test('from several files are kept as one graph, whatever their order, apart from that of one file', async () => {
    const west = { path: await file('west.osm.pbf', extract(0, 6, false)), sha256: 'b' };
    const east = { path: await file('east.osm.pbf', extract(6, WIDTH - 1, false)), sha256: 'a' };
    const kept = () => readdir(join(folder, 'cache/graphs'));
    const graph = await read([west, east]);
    expect(await kept()).toHaveLength(1);
    expect(await read([east, west])).toEqual(graph);
    expect(await read([east, west, { ...east }])).toEqual(graph);
    expect(await kept()).toHaveLength(1);
    expect((await read([west])).edgeCount).toBeLessThan(graph.edgeCount);
    expect((await read([east])).edgeCount).toBeLessThan(graph.edgeCount);
    expect(await kept()).toHaveLength(3);
    expect(edgesOf(graph)).toEqual(edgesOf(await graphOf([await file('whole.osm.pbf', WHOLE)])));
  });

  test('are named with commas, by an option again, or by a path that has a comma itself', async () => {
    const comma = await file('one,two.osm.pbf', WHOLE);
    expect(await roadPaths('a.osm.pbf')).toEqual(['a.osm.pbf']);
    expect(await roadPaths('a.osm.pbf, b.osm.pbf,')).toEqual(['a.osm.pbf', 'b.osm.pbf']);
    expect(await roadPaths(['a.osm.pbf', 'b.osm.pbf,c.osm.pbf'])).toEqual([
      'a.osm.pbf',
      'b.osm.pbf',
      'c.osm.pbf',
    ]);
    expect(await roadPaths(comma)).toEqual([comma]);
    expect(await roadPaths([comma, 'a.osm.pbf'])).toEqual([comma, 'a.osm.pbf']);
  });
});
