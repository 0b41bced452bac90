import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crowFlyM, DEGREE_M } from '../../../src/network/geometry.ts';
import { CAR_PROFILE } from '../../../src/network/roads/car-profile.ts';
import { mergeRoadSources } from '../../../src/network/roads/merged-roads.ts';
import { buildRoadGraph } from '../../../src/network/roads/road-graph.ts';
import { buildSnapIndex, snapToRoad } from '../../../src/network/roads/snap.ts';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';
import {
  type FixtureNode,
  type FixtureOptions,
  type FixtureWay,
  pbfFixture,
} from './support/osm-pbf-fixture.ts';

/**
 * Roads as bad as files can be, through the reader and the graph builder together. Nodes stand on the equator, 100 m
 * apart, and are driven at 36 km/h (45 × 0.8).
 */
const STEP = 100 / DEGREE_M;
const TAGS = { highway: 'residential', maxspeed: '45' };
const EVERY_COMPONENT = { minNodes: 0, minLengthM: 0 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bad-roads-'));
});
afterAll(() => rm(folder, { recursive: true }));

const inRow = (...ids: number[]): FixtureNode[] => ids.map((id, i) => ({ id, lon: i * STEP, lat: 0 }));
const way = (id: number, refs: number[], tags: Record<string, string> = TAGS): FixtureWay => ({
  id,
  refs,
  tags,
});

async function roadsOf(nodes: FixtureNode[], ways: FixtureWay[], options: FixtureOptions = {}) {
  const path = join(folder, 'roads.osm.pbf');
  await writeFile(path, pbfFixture(nodes, ways, options));
  const source = await openOsmPbf(path);
  try {
    const { graph, report } = await buildRoadGraph(mergeRoadSources([source]), CAR_PROFILE);
    return { graph, report, lengthsM: [...graph.lengthM].map(Math.round).sort((a, b) => a - b) };
  } finally {
    await source.close();
  }
}

describe('references that lead nowhere', () => {
  test('a road ends where its next node is not in the file, and goes on behind it', async () => {
    const { report, lengthsM } = await roadsOf(inRow(1, 2, 3, 4, 5), [way(1, [1, 2, 99, 3, 4, 5, 98])]);
    expect(lengthsM).toEqual([100, 200]);
    expect(report.nodesMissing).toBe(2);
  });

  test('a way without any of its nodes makes no road', async () => {
    const { lengthsM } = await roadsOf(inRow(1, 2), [way(1, [1, 2]), way(2, [97, 98, 99])]);
    expect(lengthsM).toEqual([100]);
  });

  test('a restriction that names what is not there restricts nothing', async () => {
    const nodes = inRow(1, 2, 3);
    const ways = [way(1, [1, 2]), way(2, [2, 3])];
    const member = (type: 'node' | 'way' | 'relation', ref: number, role: string) => ({ type, ref, role });
    const tags = { type: 'restriction', restriction: 'no_straight_on' };
    const relations = [
      { id: 1, members: [member('way', 1, 'from'), member('node', 2, 'via'), member('way', 99, 'to')], tags },
      {
        id: 2,
        members: [member('way', 98, 'from'), member('node', 97, 'via'), member('way', 2, 'to')],
        tags,
      },
      { id: 3, members: [member('relation', 3, 'from'), member('relation', 96, 'via')], tags },
      { id: 4, members: [], tags },
    ];
    const plain = await roadsOf(nodes, ways);
    for (const order of [['nodes', 'ways', 'relations'] as const, ['relations', 'nodes', 'ways'] as const]) {
      const { graph } = await roadsOf(nodes, ways, { relations, order: [...order] });
      expect(graph.arcs).toEqual(plain.graph.arcs);
      expect(graph.lengthM).toEqual(plain.graph.lengthM);
    }
  });
});

test('a file that tells ways before nodes and relations before ways is the same roads', async () => {
  const nodes = inRow(1, 2, 3);
  const ways = [way(1, [1, 2]), way(2, [2, 3], { ...TAGS, oneway: 'yes' })];
  const relations = [
    { id: 1, members: [{ type: 'way' as const, ref: 1, role: '' }], tags: { type: 'route' } },
  ];
  const sorted = await roadsOf(nodes, ways, { relations });
  const turned = await roadsOf(nodes, ways, { relations, order: ['relations', 'ways', 'nodes'] });
  expect(turned.graph).toEqual(sorted.graph);
});

describe('ways of no length', () => {
  test('of one node, of one node twice: are no road', async () => {
    const { lengthsM } = await roadsOf(inRow(1, 2), [
      way(1, [1, 2]),
      way(2, [1]),
      way(3, [2, 2]),
      way(4, [2, 2, 2]),
      way(5, []),
    ]);
    expect(lengthsM).toEqual([100]);
  });

  test('between two nodes at the same place: connect in no time', async () => {
    const nodes = [...inRow(1, 2, 3), { id: 12, lon: STEP, lat: 0 }];
    const { graph } = await roadsOf(nodes, [
      way(1, [1, 2]),
      way(2, [2, 12], { ...TAGS, maxspeed: '30' }),
      way(3, [12, 3]),
    ]);
    expect([...graph.forwardDs].sort((a, b) => a - b)).toEqual([0, 100, 100]);
    const index = buildSnapIndex(graph, EVERY_COMPONENT);
    for (const lon of [0, 0.99 * STEP, STEP, 1.01 * STEP]) {
      const snap = snapToRoad(index, lon, 0);
      expect(snap?.fraction).toBeGreaterThanOrEqual(0);
      expect(snap?.fraction).toBeLessThanOrEqual(1);
    }
  });

  test('a node named twice in a row is there once', async () => {
    const { lengthsM, graph } = await roadsOf(inRow(1, 2, 3), [way(1, [1, 1, 2, 2, 2, 3, 3])]);
    expect(lengthsM).toEqual([200]);
    expect(graph.shape).toHaveLength(6);
  });
});

test('ids below 0 are ids like others', async () => {
  const { lengthsM, report } = await roadsOf(inRow(-1, -2, 3), [way(-5, [-1, -2]), way(5, [-2, 3])]);
  expect(lengthsM).toEqual([200]);
  expect(report.nodesMissing).toBe(0);
});

describe('what is there twice', () => {
  test('a node at the same place counts once', async () => {
    const { lengthsM, report } = await roadsOf(inRow(1, 2, 3).concat(inRow(1, 2, 3)), [way(1, [1, 2, 3])]);
    expect(lengthsM).toEqual([200]);
    expect(report).toMatchObject({ nodesUsed: 3, nodesMissing: 0 });
  });

  test('a node at another place is where it comes last, barriers included', async () => {
    const moved = { id: 3, lon: 3 * STEP, lat: 0 };
    const gated = { ...moved, tags: { barrier: 'bollard' } };
    const build = (...nodes: FixtureNode[]) => roadsOf([...inRow(1, 2), ...nodes], [way(1, [1, 2, 3])]);
    const [first] = inRow(3).map((node) => ({ ...node, lon: 2 * STEP }));
    expect((await build(first, moved)).lengthsM).toEqual([300]);
    expect((await build(moved, first)).lengthsM).toEqual([200]);
    expect((await build(first, gated)).report.barriersClosed).toBe(1);
    expect((await build(gated, first)).report.barriersClosed).toBe(0);
  });

  test('a way counts as it comes first', async () => {
    const nodes = inRow(1, 2, 3);
    const once = await roadsOf(nodes, [way(1, [1, 2, 3])]);
    const twice = await roadsOf(nodes, [way(1, [1, 2, 3]), way(1, [1, 2, 3]), way(1, [1, 3])]);
    expect(twice.graph).toEqual(once.graph);
  });
});

test('a place that is not on Earth is none', async () => {
  for (const place of [
    { lon: 2 * STEP, lat: 95 },
    { lon: 190, lat: 0 },
    { lon: -230, lat: -91 },
  ]) {
    const { lengthsM, report } = await roadsOf([...inRow(1, 2), { id: 3, ...place }], [way(1, [1, 2, 3])]);
    expect(lengthsM).toEqual([100]);
    expect(report.nodesMissing).toBe(1);
  }
});

describe('a road across the antimeridian', () => {
  const nodes = [-2, -1, 1, 2].map((step, i) => {
    const lon = step < 0 ? 180 + step * STEP : -180 + step * STEP;
    return { id: i + 1, lon, lat: 0 };
  });

  test.each([
    ['eastward', [1, 2, 3, 4]],
    ['westward', [4, 3, 2, 1]],
  ])('ends on both sides of it: no edge goes round the world, %s', async (_, refs) => {
    const { lengthsM, graph } = await roadsOf(nodes, [way(1, refs)]);
    expect(lengthsM).toEqual([100, 100]);
    const index = buildSnapIndex(graph, EVERY_COMPONENT);
    for (const lon of [0, 90, -90, 2.35, 179, -179]) expect(snapToRoad(index, lon, 0)).toBeNull();
    expect(snapToRoad(index, 180 - 1.5 * STEP, STEP / 2)?.snapM).toBeCloseTo(50, 0);
    expect(snapToRoad(index, -180 + 1.5 * STEP, STEP / 2)?.snapM).toBeCloseTo(50, 0);
  });
});

test('a crow flies across the antimeridian, not round the world', () => {
  expect(crowFlyM(180 - STEP, 0, -180 + STEP, 0)).toBeCloseTo(200, 3);
  expect(crowFlyM(-180 + STEP, 0, 180 - STEP, 0)).toBeCloseTo(200, 3);
});

/** Seconds for 1 km of residential road, whose class speed is 25 km/h. */
test.each([
  ['FR:urban', 3600 / (50 * 0.8)],
  ['walk', 3600 / (10 * 0.8)],
  ['none', 3600 / (130 * 0.8)],
  ['50 mph', 3600 / (50 * 1.609344 * 0.8)],
  ['50;30', 3600 / (30 * 0.8)],
  ['signals', 3600 / 25],
  ['', 3600 / 25],
])('a maxspeed of %j reaches the graph', async (maxspeed, seconds) => {
  const nodes = [
    { id: 1, lon: 0, lat: 0 },
    { id: 2, lon: 10 * STEP, lat: 0 },
  ];
  const { graph } = await roadsOf(nodes, [way(1, [1, 2], { highway: 'residential', maxspeed })]);
  expect(graph.forwardDs[0] / 10).toBeCloseTo(seconds, 1);
  expect(graph.backwardDs[0]).toBe(graph.forwardDs[0]);
});
