import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRoads } from '../../../src/cli/load/roads.ts';
import { silentProgress } from '../../../src/cli/progress.ts';
import { CAR_PROFILE, CAR_PROFILE_WITH_FERRIES } from '../../../src/network/car-profile.ts';

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
