import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PbfWriter } from 'pbf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';
import {
  blob,
  type FixtureNode,
  type FixtureRelation,
  type FixtureWay,
  nodeBlock,
  pbfFixture,
} from './support/osm-pbf-fixture.ts';
import { readEverything } from './support/read-everything.ts';

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

const KEYS = ['highway', 'barrier', 'name', 'maxspeed', 'type', 'restriction'];

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

const RELATIONS: FixtureRelation[] = [
  {
    id: 9,
    members: [
      { type: 'way', ref: 5, role: 'from' },
      { type: 'node', ref: 12_345_678_901, role: 'via' },
      { type: 'relation', ref: 10, role: '' },
    ],
    tags: { type: 'restriction', restriction: 'no_left_turn' },
  },
  { id: 10, members: [] },
];

async function readAll(bytes: Uint8Array) {
  const source = await open(bytes);
  try {
    return { ...(await readEverything(source, KEYS)), header: source.header };
  } finally {
    await source.close();
  }
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

  test.each([
    ['at the end', ['nodes', 'ways', 'relations'] as const],
    ['before the ways and nodes that they name', ['relations', 'ways', 'nodes'] as const],
  ])('hands out relations %s', async (_, order) => {
    const bytes = pbfFixture(NODES, WAYS, { relations: RELATIONS, order: [...order] });
    const { relations, ways, nodes } = await readAll(bytes);
    expect(relations).toEqual(RELATIONS);
    expect(ways).toEqual(WAYS);
    expect(nodes).toHaveLength(NODES.length);
  });

  test('has ids below 0, as editors give them to what is not uploaded', async () => {
    const nodes = [
      { id: -7, lon: 1, lat: 2 },
      { id: -12_345_678_901, lon: 3, lat: 4 },
    ];
    const ways = [{ id: -5, refs: [-7, -12_345_678_901] }];
    const relations = [{ id: -9, members: [{ type: 'way' as const, ref: -5, role: 'x' }] }];
    for (const dense of [true, false]) {
      expect(await readAll(pbfFixture(nodes, ways, { relations, dense }))).toMatchObject({
        nodes,
        ways,
        relations,
      });
    }
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

  test('does not read relations again for those who ask for ways, nor ways for relations', async () => {
    const source = await open(pbfFixture(NODES, WAYS, { relations: RELATIONS }));
    await source.scan({});
    const blobsOf = async (visitors: Parameters<typeof source.scan>[0]) => {
      let blobs = 0;
      await source.scan({ ...visitors, onProgress: () => blobs++ });
      return blobs;
    };
    expect(await blobsOf({ ways: () => {}, nodes: () => {} })).toBe(3);
    expect(await blobsOf({ ways: () => {}, nodes: () => {} })).toBe(2);
    expect(await blobsOf({ relations: () => {} })).toBe(1);
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
  const bytes = Buffer.from(pbfFixture(NODES, WAYS));

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

  test.each([
    ['less', -1],
    ['more', 1],
    ['far more', 2 ** 40],
  ])('a blob that tells %s bytes than it holds', async (_, difference) => {
    const content = nodeBlock(NODES);
    const header = bytes.subarray(0, bytes.indexOf('OSMData') - 6);
    const lying = blob('OSMData', content, 'zlib', content.length + difference);
    await expect(readAll(Buffer.concat([header, lying]))).rejects.toMatchObject({
      code: 'source-unreadable',
      message: expect.stringContaining(`found ${content.length} bytes where the blob tells`),
      details: { offsetBytes: header.length },
    });
    expect((await readAll(Buffer.concat([header, blob('OSMData', content, 'zlib')]))).nodes).toHaveLength(3);
  });

  test.each<[what: string, group: (pbf: PbfWriter) => void]>([
    ['dense nodes with a latitude too few', (pbf) => dense(pbf, { lats: [1, 2] })],
    ['dense nodes with a longitude too many', (pbf) => dense(pbf, { lons: [1, 2, 3, 4] })],
    ['dense nodes with tags of fewer', (pbf) => dense(pbf, { tags: [0, 0] })],
    ['dense nodes with tags of more', (pbf) => dense(pbf, { tags: [0, 0, 0, 0] })],
    ['a key without a value', (pbf) => dense(pbf, { tags: [0, 0, 1] })],
    ['a node tag that no string is for', (pbf) => dense(pbf, { tags: [0, 0, 1, 9, 0] })],
    ['a way tag that no string is for', (pbf) => item(pbf, 3, { 2: [9], 3: [1] })],
    ['a way of a key and no value', (pbf) => item(pbf, 3, { 2: [1] })],
    ['a way of a value and no key', (pbf) => item(pbf, 3, { 3: [1] })],
    ['a relation of a member without a role', (pbf) => item(pbf, 4, { 9: [2], 10: [1] })],
    ['a relation of a member without a type', (pbf) => item(pbf, 4, { 8: [1], 9: [2] })],
    ['a role that no string is for', (pbf) => item(pbf, 4, { 8: [9], 9: [2], 10: [1] })],
    ['a member of a kind that is none', (pbf) => item(pbf, 4, { 8: [1], 9: [2], 10: [3] })],
    [
      'a number of eleven bytes',
      (pbf) => pbf.writeBytesField(3, Buffer.from(`42 0b ${'ff'.repeat(10)}01`.replace(/ /g, ''), 'hex')),
    ],
    ['nodes that are a number', (pbf) => pbf.writeVarintField(2, 5)],
  ])('a block that contradicts itself: %s', async (_, group) => {
    const header = bytes.subarray(0, bytes.indexOf('OSMData') - 6);
    const block = new PbfWriter();
    block.writeMessage(
      1,
      (texts, pbf) => {
        for (const text of texts) pbf.writeStringField(1, text);
      },
      ['', 'a'],
    );
    block.writeMessage(2, (_none, pbf) => group(pbf), null);
    const file = Buffer.concat([header, blob('OSMData', block.finish(), 'raw')]);
    await expect(readAll(file)).rejects.toMatchObject({
      code: 'source-unreadable',
      details: { offsetBytes: header.length },
    });
  });

  test('a blob that unpacks to more than a block may have', async () => {
    const bomb = blob('OSMData', new Uint8Array(40e6), 'zlib', 1000);
    const header = bytes.subarray(0, bytes.indexOf('OSMData') - 6);
    await expect(readAll(Buffer.concat([header, bomb]))).rejects.toMatchObject({ code: 'source-unreadable' });
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

/** Three dense nodes, right but for what is given. */
function dense(pbf: PbfWriter, wrong: { lons?: number[]; lats?: number[]; tags?: number[] }): void {
  const { lons = [1, 2, 3], lats = [1, 2, 3], tags = [] } = wrong;
  pbf.writeMessage(
    2,
    (_none, message) => {
      message.writePackedSVarint(1, [1, 1, 1]);
      message.writePackedSVarint(8, lats);
      message.writePackedSVarint(9, lons);
      if (tags.length > 0) message.writePackedVarint(10, tags);
    },
    null,
  );
}

/** One way (3) or relation (4) of these runs of numbers. */
function item(pbf: PbfWriter, kind: number, runs: Record<number, number[]>): void {
  pbf.writeMessage(
    kind,
    (_none, message) => {
      message.writeVarintField(1, 1);
      for (const [field, run] of Object.entries(runs)) message.writePackedVarint(Number(field), run);
    },
    null,
  );
}
