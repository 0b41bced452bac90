import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';
import { blob, type FixtureNode, type FixtureWay, pbfFixture } from './support/osm-pbf-fixture.ts';

const NODES: FixtureNode[] = [
  { id: 7, lon: 8.7369, lat: 41.9267 },
  { id: 12_345_678_901, lon: -61.55, lat: -16.25, tags: { barrier: 'gate', name: 'Portail de la Combe' } },
  { id: 12, lon: 179.9999999, lat: 0.0000001, tags: { highway: 'traffic_signals' } },
];
const WAYS: FixtureWay[] = [
  {
    id: 5,
    refs: [7, 12_345_678_901, 12],
    tags: { highway: 'primary', name: 'Rue de l’Écluse', maxspeed: '50' },
  },
  { id: 6, refs: [12] },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'osm-pbf-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(bytes: Uint8Array) {
  const path = join(folder, 'roads.osm.pbf');
  await writeFile(path, bytes);
  return openOsmPbf(path);
}

/** Everything in the file, as the objects it was made from. */
async function readAll(bytes: Uint8Array, keys = ['highway', 'barrier', 'name', 'maxspeed']) {
  const source = await open(bytes);
  const nodes: FixtureNode[] = [];
  const ways: FixtureWay[] = [];
  const tagsOf = (tag: (key: string) => string | undefined) => {
    const found = keys.flatMap((key) => (tag(key) === undefined ? [] : [[key, tag(key) as string]]));
    return found.length > 0 ? { tags: Object.fromEntries(found) } : {};
  };
  try {
    await source.scan({
      nodes(block) {
        for (let i = 0; i < block.count; i++) {
          const tags = tagsOf((key) => block.tag(i, key));
          nodes.push({ id: block.id[i], lon: block.lon[i], lat: block.lat[i], ...tags });
        }
      },
      ways(block) {
        for (let i = 0; i < block.count; i++) {
          const refs = [...block.refs.subarray(block.refStart[i], block.refStart[i + 1])];
          ways.push({ id: block.id[i], refs, ...tagsOf((key) => block.tag(i, key)) });
        }
      },
    });
  } finally {
    await source.close();
  }
  return { nodes, ways, header: source.header };
}

describe('an OpenStreetMap PBF', () => {
  test.each([
    ['dense nodes', {}],
    ['plain nodes', { dense: false }],
    ['blobs that are not packed', { packing: 'raw' as const }],
    ['another granularity and offset, told after the nodes', { granularity: 10, offsetNano: 2_000_000 }],
    ['plain nodes with another granularity', { dense: false, granularity: 1, offsetNano: 5 }],
  ])('with %s reads as it was written', async (_, options) => {
    const { nodes, ways } = await readAll(pbfFixture(NODES, WAYS, options));
    expect(ways).toEqual(WAYS);
    expect(nodes.map(({ id, tags }) => ({ id, tags }))).toEqual(NODES.map(({ id, tags }) => ({ id, tags })));
    nodes.forEach((node, i) => {
      expect(node.lon).toBeCloseTo(NODES[i].lon, 8);
      expect(node.lat).toBeCloseTo(NODES[i].lat, 8);
    });
  });

  test('tells its header', async () => {
    const { header } = await readAll(pbfFixture(NODES, WAYS));
    expect(header.writingProgram).toBe('a test');
    expect(header.dataDate?.getTime()).toBe(1_600_000_000_000);
  });

  test('does not read what nobody asks for again', async () => {
    const source = await open(pbfFixture(NODES, WAYS));
    let blobs = 0;
    await source.scan({ ways: () => {}, onProgress: () => blobs++ });
    expect(blobs).toBe(2);
    blobs = 0;
    let nodes = 0;
    const progress: number[] = [];
    await source.scan({
      nodes: (block) => (nodes += block.count),
      onProgress: (read, total) => progress.push(read / total),
    });
    expect(nodes).toBe(3);
    expect(progress).toHaveLength(1);
    await source.close();
  });

  test('lets errors of its visitors through as they are', async () => {
    const source = await open(pbfFixture(NODES, WAYS));
    const mine = new RangeError('mine');
    const scan = source.scan({
      ways: () => {
        throw mine;
      },
    });
    await expect(scan).rejects.toBe(mine);
    await source.close();
  });

  test('stops when it is interrupted', async () => {
    const source = await open(pbfFixture(NODES, WAYS));
    await expect(source.scan({ ways: () => {}, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'interrupted',
    });
    await source.close();
  });
});

describe('a bad file is refused by name:', () => {
  const bytes = pbfFixture(NODES, WAYS);

  test('none, empty, a folder', async () => {
    await expect(openOsmPbf(join(folder, 'none.osm.pbf'))).rejects.toMatchObject({
      code: 'source-not-found',
    });
    await expect(open(new Uint8Array(0))).rejects.toMatchObject({ code: 'source-empty' });
    await expect(openOsmPbf(folder)).rejects.toMatchObject({ code: 'source-unreadable' });
  });

  test.each([
    ['text', Buffer.from('<?xml version="1.0"?><osm version="0.6"></osm>')],
    ['another protobuf file', Buffer.from(blob('SomethingElse', new Uint8Array(9), 'raw'))],
    ['a header of no length', Buffer.alloc(64)],
    ['garbage of a plausible length', Buffer.from([0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 255])],
  ])('not a PBF: %s', async (_, content) => {
    await expect(open(content)).rejects.toMatchObject({
      code: 'source-schema',
      message: expect.stringMatching(/^roads\.osm\.pbf: expected an OpenStreetMap PBF/),
    });
  });

  test('cut at any byte, with the byte where the blob starts', async () => {
    for (let length = 1; length < bytes.length; length += 5) {
      const error = await readAll(bytes.subarray(0, length)).catch((thrown) => thrown);
      // A file cut between two blobs is shorter, not damaged: nothing in the format tells.
      if (!(error instanceof Error)) continue;
      expect(error).toMatchObject({ code: 'source-truncated' });
      expect(error.message).toMatch(
        /^roads\.osm\.pbf: the file is cut short: the blob at byte \d+ needs \d+ bytes/,
      );
    }
    const last = await readAll(bytes.subarray(0, bytes.length - 1)).catch((thrown) => thrown);
    expect(last).toMatchObject({ code: 'source-truncated', details: { expected: bytes.length } });
  });

  test.each(['lzma', 'bzip2', 'lz4', 'zstd'] as const)('packed with %s', async (packing) => {
    await expect(readAll(pbfFixture(NODES, WAYS, { packing }))).rejects.toMatchObject({
      code: 'source-schema',
      details: { expected: 'zlib', found: packing },
    });
  });

  test('requires a feature that is not there', async () => {
    const requiredFeatures = ['OsmSchema-V0.6', 'DenseNodes', 'HistoricalInformation'];
    await expect(open(pbfFixture(NODES, WAYS, { requiredFeatures }))).rejects.toMatchObject({
      code: 'source-schema',
      message: expect.stringContaining('HistoricalInformation'),
    });
  });

  test('damaged inside, with the byte where the blob starts', async () => {
    const damaged = bytes.slice();
    damaged.fill(0xff, bytes.length - 40, bytes.length - 10);
    await expect(readAll(damaged)).rejects.toMatchObject({
      code: 'source-unreadable',
      details: { offsetBytes: expect.any(Number) },
    });
  });
});
