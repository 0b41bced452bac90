import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PMTiles, tileIdToZxy, zxyToTileId } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tileId } from '../../../../src/publish/tiles/hilbert.ts';
import { tileLayer } from '../../../../src/publish/tiles/layers.ts';
import { type PmtilesOptions, writePmtiles } from '../../../../src/publish/tiles/pmtiles.ts';
import { type DirectoryEntry, directoriesOf } from '../../../../src/publish/tiles/pmtiles-directory.ts';
import { drawTile } from '../../../../src/publish/tiles/tile.ts';
import { tileSquare } from '../../../../src/publish/tiles/tile-square.ts';
import { tinyLoaded } from '../../../api/tiny-app.ts';
import { decoded } from '../../../support/decoded-tile.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-pmtiles-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const edition = tinyLoaded();
const QUESTION: PmtilesOptions = { threshold: 30, rule: 'principal' };

/** The archive as the `pmtiles` package reads it, from memory. */
function archiveOf(bytes: Buffer): PMTiles {
  return new PMTiles({
    getKey: () => 'memory',
    getBytes: async (offset, length) => ({
      data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer,
    }),
  });
}

async function written(options: PmtilesOptions, from = edition): Promise<Buffer> {
  const path = join(folder, 'archive.pmtiles');
  const summary = await writePmtiles(path, from, options);
  const bytes = await readFile(path);
  expect(summary.bytes).toBe(bytes.length);
  return bytes;
}

describe('a PMTiles archive', () => {
  it('holds the tiles that the layers draw, and says which', async () => {
    const layers = ['cantons', 'cells', 'sites'];
    const bytes = await written({ ...QUESTION, layers, maxZoom: 9 });
    const archive = archiveOf(bytes);
    const header = await archive.getHeader();
    expect(header).toMatchObject({ specVersion: 3, minZoom: 0, maxZoom: 9, clustered: true, tileType: 1 });
    let tiles = 0;
    for (let z = 0; z <= 9; z++) {
      const sources = new Map();
      for (const name of layers) {
        const layer = tileLayer(name);
        const rule = layer.timed ? 'principal' : 'all';
        if (z >= layer.minZoom)
          sources.set(name, await layer.open(edition, { thresholdMinutes: 30, rule }, z));
      }
      const [x, y] = [Math.floor((2 ** z * 189.01) / 360), Math.floor(2 ** z * 0.3713)];
      for (let column = Math.max(0, x - 3); column <= x + 3; column++) {
        for (let row = Math.max(0, y - 3); row <= y + 3; row++) {
          if (column >= 2 ** z || row >= 2 ** z) continue;
          const { bytes: expected } = await drawTile(sources, tileSquare(z, column, row));
          const found = await archive.getZxy(z, column, row);
          expect(found === undefined ? 0 : found.data.byteLength, `${z}/${column}/${row}`).toBe(
            expected.length,
          );
          if (found === undefined) continue;
          expect(Buffer.from(found.data).equals(expected)).toBe(true);
          expect(layers).toEqual(expect.arrayContaining(Object.keys(decoded(expected))));
          tiles++;
        }
      }
    }
    expect(tiles).toBeGreaterThan(10);
    expect(header.numAddressedTiles).toBe(tiles);
    const metadata = (await archive.getMetadata()) as {
      attribution: string;
      vector_layers: { id: string; minzoom: number; maxzoom: number; fields: object }[];
    };
    expect(metadata.attribution).toContain('OpenStreetMap contributors');
    expect(metadata.vector_layers.map(({ id, minzoom, maxzoom }) => [id, minzoom, maxzoom])).toEqual([
      ['cantons', 3, 9],
      ['cells', 0, 9],
      ['sites', 0, 9],
    ]);
    expect(metadata.vector_layers[1].fields).toHaveProperty('seconds');
    expect(header.minLon).toBeLessThan(9);
    expect(header.maxLat).toBeGreaterThan(42);
  });

  it('has every layer by default, and is the same bytes each time', async () => {
    const first = await written({ ...QUESTION, maxZoom: 8 });
    const second = await written({ ...QUESTION, maxZoom: 8 }, tinyLoaded());
    expect(first.equals(second)).toBe(true);
    const metadata = (await archiveOf(first).getMetadata()) as { vector_layers: { id: string }[] };
    expect(metadata.vector_layers.length).toBe(9);
    expect(first.equals(await written({ ...QUESTION, threshold: 5, maxZoom: 8 }))).toBe(false);
  });

  it('tells how far it is, and leaves nothing behind when it is stopped', async () => {
    const steps: [number, number][] = [];
    await written({
      ...QUESTION,
      minZoom: 5,
      maxZoom: 7,
      onProgress: (done, total) => steps.push([done, total]),
    });
    expect(steps.at(-1)?.[0]).toBe(steps.at(-1)?.[1]);
    expect(steps.map(([done]) => done)).toEqual(steps.map((_, i) => i + 1));

    await rm(join(folder, 'archive.pmtiles'));
    const stop = new AbortController();
    const stopped = writePmtiles(join(folder, 'stopped.pmtiles'), edition, {
      ...QUESTION,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a layer that there is none of', async () => {
    await expect(written({ ...QUESTION, layers: ['rivers'] })).rejects.toThrow('no layer "rivers"');
  });
});

describe('tile ids', () => {
  it('are those of the specification', () => {
    for (let z = 0; z <= 5; z++) {
      for (let x = 0; x < 2 ** z; x++)
        for (let y = 0; y < 2 ** z; y++) expect(tileId(z, x, y)).toBe(zxyToTileId(z, x, y));
    }
    for (let i = 0; i < 500; i++) {
      const id = Math.floor(((i * 0.618) % 1) * ((4 ** 15 - 1) / 3));
      const [z, x, y] = tileIdToZxy(id);
      expect(tileId(z, x, y)).toBe(id);
    }
  });
});

describe('directories', () => {
  function entriesOf(count: number): DirectoryEntry[] {
    // Lengths that no compression shortens much, runs, holes, and contents that are used again.
    const entries: DirectoryEntry[] = [];
    let [id, offset] = [0, 0];
    for (let i = 0; i < count; i++) {
      const length = 1 + ((i * 7919) % 50_021);
      const again = i > 0 && i % 10 === 0;
      const runLength = i % 7 === 0 ? 3 : 1;
      entries.push({
        tileId: id,
        offset: again ? 0 : offset,
        length: again ? entries[0].length : length,
        runLength,
      });
      if (!again) offset += length;
      id += runLength + (i % 5);
    }
    return entries;
  }

  it('fit in the root where they are short, and get leaves where they are long', () => {
    const short = directoriesOf(entriesOf(500));
    expect(short.leaves.length).toBe(0);
    expect(readDirectory(short.root)).toEqual(entriesOf(500));
    for (const count of [40_000, 200_000]) {
      const entries = entriesOf(count);
      const { root, leaves } = directoriesOf(entries);
      expect(root.length).toBeLessThanOrEqual(16_384 - 127);
      expect(leaves.length).toBeGreaterThan(0);
      const list = readDirectory(root);
      expect(list.every((entry) => entry.runLength === 0)).toBe(true);
      const read = list.flatMap(({ offset, length }) =>
        readDirectory(leaves.subarray(offset, offset + length)),
      );
      expect(read).toEqual(entries);
    }
  });
});

/** A directory by the specification's own words, to hold the writer against. */
function readDirectory(bytes: Uint8Array): DirectoryEntry[] {
  const plain = gunzipSync(bytes);
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = plain[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  const count = varint();
  const column = () => Array.from({ length: count }, varint);
  const [deltas, runLengths, lengths, offsets] = [column(), column(), column(), column()];
  const entries: DirectoryEntry[] = [];
  let id = 0;
  for (let i = 0; i < count; i++) {
    id += deltas[i];
    const offset = offsets[i] === 0 ? entries[i - 1].offset + entries[i - 1].length : offsets[i] - 1;
    entries.push({ tileId: id, offset, length: lengths[i], runLength: runLengths[i] });
  }
  return entries;
}
