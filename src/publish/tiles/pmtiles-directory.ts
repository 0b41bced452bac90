import { PbfWriter } from 'pbf';
import { gzipped } from './plain-gzip.ts';

/** A run of tiles with the same content, or a leaf directory (`runLength` 0). */
export interface DirectoryEntry {
  tileId: number;
  /** From the start of the tile data, or of the leaf directories. */
  offset: number;
  length: number;
  runLength: number;
}

/** The header, then the root directory: both must lie in the first 16 KiB (PMTiles specification 3). */
export const HEADER_BYTES = 127;
const ROOT_BYTES_MAX = 16_384 - HEADER_BYTES;
const FIRST_LEAF_ENTRIES = 4096;

/** A directory as it stands in the file: columns of varints, ids as differences, offsets told only where they jump. */
function directoryBytes(entries: readonly DirectoryEntry[]): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarint(entries.length);
  let last = 0;
  for (const { tileId } of entries) {
    pbf.writeVarint(tileId - last);
    last = tileId;
  }
  for (const { runLength } of entries) pbf.writeVarint(runLength);
  for (const { length } of entries) pbf.writeVarint(length);
  entries.forEach(({ offset }, i) => {
    const follows = i > 0 && offset === entries[i - 1].offset + entries[i - 1].length;
    pbf.writeVarint(follows ? 0 : offset + 1);
  });
  return gzipped(pbf.finish());
}

export interface Directories {
  root: Uint8Array;
  /** Leaf directories one after the other; empty where the root holds every entry. */
  leaves: Uint8Array;
}

/** The directories of an archive; as few leaves as let their list fit in the root. */
export function directoriesOf(entries: readonly DirectoryEntry[]): Directories {
  const root = directoryBytes(entries);
  if (root.length <= ROOT_BYTES_MAX) return { root, leaves: new Uint8Array(0) };
  for (let size = FIRST_LEAF_ENTRIES; ; size *= 2) {
    const split = withLeaves(entries, size);
    if (split.root.length <= ROOT_BYTES_MAX) return split;
  }
}

function withLeaves(entries: readonly DirectoryEntry[], size: number): Directories {
  const leaves: Uint8Array[] = [];
  const list: DirectoryEntry[] = [];
  let offset = 0;
  for (let first = 0; first < entries.length; first += size) {
    const leaf = directoryBytes(entries.slice(first, first + size));
    list.push({ tileId: entries[first].tileId, offset, length: leaf.length, runLength: 0 });
    leaves.push(leaf);
    offset += leaf.length;
  }
  return { root: directoryBytes(list), leaves: Buffer.concat(leaves) };
}
