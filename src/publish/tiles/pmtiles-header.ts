import { HEADER_BYTES } from './pmtiles-directory.ts';

interface Section {
  offset: number;
  length: number;
}

export interface ArchiveHeader {
  root: Section;
  metadata: Section;
  leaves: Section;
  tileData: Section;
  /** Tiles that have a content, entries of the directories, different contents. */
  tiles: number;
  entries: number;
  contents: number;
  minZoom: number;
  maxZoom: number;
  /** West, south, east, north in degrees. */
  bounds: readonly [number, number, number, number];
}

/** Tile data begins where the room for the header and the root directory ends. */
export const TILE_DATA_OFFSET = 16_384;

const VERSION = 3;
const CLUSTERED = 1;
const GZIP = 2;
const MVT = 1;
/** Degrees are kept as ten-millionths. */
const SCALE = 1e7;

/** The first bytes of the archive; the order and the widths are those of PMTiles specification 3, "Header". */
export function headerBytes(header: ArchiveHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from('PMTiles'), 0);
  bytes[7] = VERSION;
  let at = 8;
  const number = (value: number) => {
    view.setBigUint64(at, BigInt(value), true);
    at += 8;
  };
  const degrees = (value: number) => {
    view.setInt32(at, Math.round(value * SCALE), true);
    at += 4;
  };
  for (const { offset, length } of [header.root, header.metadata, header.leaves, header.tileData]) {
    number(offset);
    number(length);
  }
  number(header.tiles);
  number(header.entries);
  number(header.contents);
  bytes.set([CLUSTERED, GZIP, GZIP, MVT, header.minZoom, header.maxZoom], at);
  at += 6;
  const [west, south, east, north] = header.bounds;
  for (const value of [west, south, east, north]) degrees(value);
  bytes[at++] = header.minZoom;
  degrees((west + east) / 2);
  degrees((south + north) / 2);
  return bytes;
}
