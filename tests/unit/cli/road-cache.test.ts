import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRoads } from '../../../src/cli/load/roads.ts';
import { type Progress, silentProgress } from '../../../src/cli/progress.ts';
import { CAR_PROFILE, CAR_PROFILE_WITH_FERRIES } from '../../../src/network/roads/car-profile.ts';
import { type FixtureRelation, pbfFixture } from '../sources/support/osm-pbf-fixture.ts';

const ROADS = resolve(import.meta.dirname, '../../../data/sample/roads/val-d-ambre.osm.pbf');
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'maillage-graphs-'));
});
afterAll(() => rm(dir, { recursive: true }));

const read = (profile = CAR_PROFILE) =>
  readRoads(
    [{ path: ROADS, sha256: 'a'.repeat(64) }],
    profile,
    dir,
    silentProgress,
    new AbortController().signal,
  );
const cached = async () => {
  const names = await readdir(join(dir, 'graphs'));
  return names.map((name) => join(dir, 'graphs', name)).sort();
};

test('a cached graph is used as it is, built again when it is of another version or damaged', async () => {
  const graph = await read();
  const [path] = await cached();
  const bytes = await readFile(path);
  const { mtimeMs } = await stat(path);
  expect(await read()).toEqual(graph);
  expect((await stat(path)).mtimeMs).toBe(mtimeMs);

  for (const spoil of [(copy: Buffer) => copy.fill(1, 4, 5), (copy: Buffer) => copy.fill(255, 1000, 1001)]) {
    const copy = Buffer.from(bytes);
    spoil(copy);
    await writeFile(path, copy);
    expect(await read()).toEqual(graph);
    expect(await readFile(path)).toEqual(bytes);
  }
  await writeFile(path, bytes.subarray(0, 500));
  expect(await read()).toEqual(graph);
});

test('another profile, ferries or turn costs, has a graph of its own', async () => {
  await read();
  const before = await cached();
  await read(CAR_PROFILE_WITH_FERRIES);
  await read({ ...CAR_PROFILE, turns: { fullTurnSeconds: 5, leftBias: 1.075, uTurnSeconds: 20 } });
  expect(await cached()).toHaveLength(before.length + 2);
});

test('the step says how many turn restrictions were applied and how many unusable, when there are any', async () => {
  const nodes = [1, 2, 3].map((id) => ({ id, lon: id / 1000, lat: 0 }));
  const tags = { highway: 'residential' };
  const ways = [
    { id: 1, refs: [1, 2], tags },
    { id: 2, refs: [2, 3], tags },
  ];
  const sign = (id: number, to: number): FixtureRelation => ({
    id,
    members: [
      { type: 'way', ref: 1, role: 'from' },
      { type: 'node', ref: 2, role: 'via' },
      { type: 'way', ref: to, role: 'to' },
    ],
    tags: { type: 'restriction', restriction: 'no_straight_on' },
  });
  const said = async (...relations: FixtureRelation[]) => {
    const path = join(dir, `${relations.length}.osm.pbf`);
    await writeFile(path, pbfFixture(nodes, ways, { relations }));
    const lines: string[] = [];
    const progress: Progress = {
      ...silentProgress,
      step: () => ({ advance: () => {}, done: (detail = '') => lines.push(detail) }),
    };
    const file = { path, sha256: String(relations.length).repeat(64) };
    await readRoads([file], CAR_PROFILE, dir, progress, new AbortController().signal);
    return lines[0];
  };
  expect(await said()).toBe('2 junctions, 1 edges, 0 km');
  expect(await said(sign(1, 2))).toBe('3 junctions, 2 edges, 0 km; 1 turn restrictions applied');
  expect(await said(sign(1, 2), sign(2, 99), sign(3, 98))).toBe(
    '3 junctions, 2 edges, 0 km; 1 turn restrictions applied, 2 unusable',
  );
});
