import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storedEditions } from '../../../src/api/stored-editions.ts';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import type { EditionMeta } from '../../../src/publish/edition-meta.ts';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';
import { pbfFixture } from '../../unit/sources/support/osm-pbf-fixture.ts';
import { readEverything } from '../../unit/sources/support/read-everything.ts';
import { type ChangedSample, changedSample } from '../support/changed-sample.ts';
import { load, SAMPLE_ROADS } from '../support/loads.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

/** Roads cut in two at a meridian, each half with the nodes of its own side only: a load of both is that of the whole. */
const KEYS = ['highway', 'oneway', 'maxspeed', 'access', 'barrier', 'junction', 'route', 'motor_vehicle'];

let store: TestStore;
let sample: ChangedSample;
let whole: EditionData;
let halves: EditionData;
let meta: EditionMeta;
let paths: string[];
beforeAll(async () => {
  store = await openTestStore();
  sample = await changedSample({});
  paths = await cutInTwo(sample.dir);
  const current = async () => {
    const edition = await store.use((engine) => storedEditions(engine.db).current());
    if (!edition) throw new Error('nothing is current after a load');
    return edition;
  };
  await load(store, { mirror: sample.dir, roads: sample.pathOf('osm-roads') });
  whole = (await current()).data;
  await load(store, { mirror: sample.dir, roads: paths.join(',') });
  ({ data: halves, meta } = await current());
}, 240_000);
afterAll(async () => {
  await sample?.remove();
  await store?.drop();
});

async function cutInTwo(dir: string): Promise<string[]> {
  const source = await openOsmPbf(SAMPLE_ROADS);
  const { nodes, ways } = await readEverything(source, KEYS);
  await source.close();
  const middle = nodes.map(({ lon }) => lon).sort((a, b) => a - b)[nodes.length >> 1];
  const cut = async (name: string, isInside: (lon: number) => boolean) => {
    const kept = nodes.filter(({ lon }) => isInside(lon));
    const ids = new Set(kept.map(({ id }) => id));
    const touching = ways.filter(({ refs }) => refs.some((ref) => ids.has(ref)));
    const path = join(dir, name);
    await writeFile(path, pbfFixture(kept, touching));
    return { path, ways: touching.length };
  };
  const west = await cut('west.osm.pbf', (lon) => lon < middle);
  const east = await cut('east.osm.pbf', (lon) => lon >= middle);
  // Some ways cross the cut, and each half has them.
  expect(west.ways + east.ways).toBeGreaterThan(ways.length);
  return [west.path, east.path];
}

test('the times are those of the one file', () => {
  expect(halves.matrix).toEqual(whole.matrix);
  expect(halves.matrix.site.length).toBeGreaterThan(0);
});

test('the edition names both files, each with its checksum', async () => {
  const roads = meta.sources.filter(({ dataset }) => dataset === 'osm-roads');
  const expected = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(path);
      return { sha256: createHash('sha256').update(bytes).digest('hex'), size_bytes: bytes.length };
    }),
  );
  expect(roads).toMatchObject([
    { file: 'west.osm.pbf', ...expected[0] },
    { file: 'east.osm.pbf', ...expected[1] },
  ]);
});
