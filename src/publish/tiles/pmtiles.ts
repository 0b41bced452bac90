import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { CountingRule } from '../../coverage/network.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { tileId } from './hilbert.ts';
import { MAX_ZOOM, TILE_LAYERS, tileLayer } from './layers.ts';
import { gzipped } from './plain-gzip.ts';
import { type DirectoryEntry, directoriesOf, HEADER_BYTES } from './pmtiles-directory.ts';
import { type ArchiveHeader, headerBytes, TILE_DATA_OFFSET } from './pmtiles-header.ts';
import { drawTile } from './tile.ts';
import { attributionText, vectorLayer } from './tile-json.ts';
import type { LayerSource, TileLayer } from './tile-layer.ts';
import { tileSquare, WORLD } from './tile-square.ts';

export interface PmtilesOptions {
  /** Names; every layer where it is left out. */
  layers?: readonly string[];
  minZoom?: number;
  /** 10 where it is left out: a unit is 7 m, and each zoom more takes four times as long. */
  maxZoom?: number;
  /** Whole minutes, 1 to 60. */
  threshold: number;
  /** Of the figures; the layer `sites` holds every site, with its type and format. */
  rule: CountingRule;
  /** Called after each tile; `total` is of the zoom being drawn and those done, and grows with each zoom. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface PmtilesSummary {
  bytes: number;
  tiles: number;
  /** Different contents among them. */
  contents: number;
  largestTileBytes: number;
}

const DEFAULT_MAX_ZOOM = 10;

interface Place {
  z: number;
  x: number;
  y: number;
}

/**
 * Writes a PMTiles archive (version 3) of an edition: one tile holds all the layers of its place. The same edition and
 * options give the same bytes.
 *
 * Tiles are written as they are drawn, after room for the header and the root directory, and the metadata and leaf
 * directories after them: only the directory is held in memory. The file has its name once it is whole.
 * @throws DomainError unknown-collection, threshold-out-of-range; the signal's reason
 */
export async function writePmtiles(
  path: string,
  edition: LoadedEdition,
  options: PmtilesOptions,
): Promise<PmtilesSummary> {
  const layers = options.layers?.map(tileLayer) ?? TILE_LAYERS;
  const zooms = { min: options.minZoom ?? 0, max: Math.min(options.maxZoom ?? DEFAULT_MAX_ZOOM, MAX_ZOOM) };
  const part = `${path}.part`;
  const file = await open(part, 'w');
  try {
    const archive: ArchiveDraft = { file, entries: [], contents: new Map(), tiles: 0, bytes: 0, largest: 0 };
    await writeTiles(archive, edition, layers, zooms, options);
    const bytes = await writeDirectories(archive, edition, layers, zooms);
    await file.close();
    await rename(part, path);
    return {
      bytes,
      tiles: archive.tiles,
      contents: archive.contents.size,
      largestTileBytes: archive.largest,
    };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}

interface ArchiveDraft {
  file: FileHandle;
  /** In the order of their ids. */
  entries: DirectoryEntry[];
  /** SHA-256 of a compressed tile → where it stands. */
  contents: Map<string, { offset: number; length: number }>;
  tiles: number;
  /** Of tile data so far. */
  bytes: number;
  largest: number;
}

async function writeTiles(
  archive: ArchiveDraft,
  edition: LoadedEdition,
  layers: readonly TileLayer[],
  zooms: { min: number; max: number },
  { threshold, rule, onProgress, signal }: PmtilesOptions,
): Promise<void> {
  let places: Place[] = [{ z: 0, x: 0, y: 0 }];
  let done = 0;
  let total = 0;
  for (let z = 0; z <= zooms.max; z++) {
    const sources = new Map<string, LayerSource>();
    const drawn = new Map<string, LayerSource>();
    for (const layer of layers) {
      const question = { thresholdMinutes: threshold, rule: layer.timed ? rule : ('all' as const) };
      const source = await layer.open(edition, question, z);
      sources.set(layer.name, source);
      if (z >= layer.minZoom) drawn.set(layer.name, source);
    }
    // What touches a tile touches the one over it, whose buffer reaches farther: places are found from above.
    places = places.filter(({ x, y }) => {
      const square = tileSquare(z, x, y);
      return sources.values().some((source) => source.touches(square));
    });
    if (z >= zooms.min) {
      total += places.length;
      const ordered = places.map((place) => ({ ...place, id: tileId(z, place.x, place.y) }));
      for (const { x, y, id } of ordered.sort((a, b) => a.id - b.id)) {
        signal?.throwIfAborted();
        const { bytes } = await drawTile(drawn, tileSquare(z, x, y));
        await addTile(archive, id, bytes);
        onProgress?.(++done, total);
        await setImmediate();
      }
    }
    places = places.flatMap(({ x, y }) =>
      [0, 1, 2, 3].map((corner) => ({ z: z + 1, x: 2 * x + (corner & 1), y: 2 * y + (corner >> 1) })),
    );
  }
}

async function addTile(archive: ArchiveDraft, id: number, tile: Uint8Array): Promise<void> {
  if (tile.length === 0) return;
  archive.tiles++;
  archive.largest = Math.max(archive.largest, tile.length);
  const packed = gzipped(tile);
  const digest = createHash('sha256').update(packed).digest('base64');
  let content = archive.contents.get(digest);
  if (content === undefined) {
    content = { offset: archive.bytes, length: packed.length };
    archive.contents.set(digest, content);
    await archive.file.write(packed, 0, packed.length, TILE_DATA_OFFSET + archive.bytes);
    archive.bytes += packed.length;
  }
  const last = archive.entries.at(-1);
  if (last !== undefined && last.offset === content.offset && last.tileId + last.runLength === id)
    last.runLength++;
  else archive.entries.push({ tileId: id, ...content, runLength: 1 });
}

async function writeDirectories(
  { file, entries, contents, tiles, bytes }: ArchiveDraft,
  edition: LoadedEdition,
  layers: readonly TileLayer[],
  zooms: { min: number; max: number },
): Promise<number> {
  const { root, leaves } = directoriesOf(entries);
  const metadata = gzipped(Buffer.from(JSON.stringify(metadataOf(edition, layers, zooms))));
  const metadataOffset = TILE_DATA_OFFSET + bytes;
  const leavesOffset = metadataOffset + metadata.length;
  const header: ArchiveHeader = {
    root: { offset: HEADER_BYTES, length: root.length },
    metadata: { offset: metadataOffset, length: metadata.length },
    leaves: { offset: leavesOffset, length: leaves.length },
    tileData: { offset: TILE_DATA_OFFSET, length: bytes },
    tiles,
    entries: entries.length,
    contents: contents.size,
    minZoom: zooms.min,
    maxZoom: zooms.max,
    bounds: await boundsOf(edition, layers),
  };
  await file.write(metadata, 0, metadata.length, metadataOffset);
  await file.write(leaves, 0, leaves.length, leavesOffset);
  const beginning = Buffer.alloc(TILE_DATA_OFFSET);
  beginning.set(headerBytes(header));
  beginning.set(root, HEADER_BYTES);
  await file.write(beginning, 0, beginning.length, 0);
  return leavesOffset + leaves.length;
}

function metadataOf(
  edition: LoadedEdition,
  layers: readonly TileLayer[],
  zooms: { min: number; max: number },
): object {
  return {
    name: 'Maillage',
    description: 'How well the France Services network covers the territory.',
    version: edition.meta.id,
    type: 'overlay',
    attribution: attributionText(edition),
    vector_layers: layers
      .filter((layer) => layer.minZoom <= zooms.max)
      .map((layer) => vectorLayer(layer, Math.max(layer.minZoom, zooms.min), zooms.max)),
  };
}

async function boundsOf(
  edition: LoadedEdition,
  layers: readonly TileLayer[],
): Promise<ArchiveHeader['bounds']> {
  const all = await Promise.all(layers.map((layer) => layer.bounds(edition)));
  const found = all.filter((bounds) => bounds !== null);
  if (found.length === 0) return WORLD;
  return [
    Math.min(...found.map(([west]) => west)),
    Math.min(...found.map(([, south]) => south)),
    Math.max(...found.map(([, , east]) => east)),
    Math.max(...found.map(([, , , north]) => north)),
  ];
}
