import type { FileHandle } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { DomainError } from '../domain-error.ts';
import { FieldWalk } from './osm-pbf-varints.ts';

/** The outer layer of an .osm.pbf: a run of blobs, each a length, a header and a packed block (OSM wiki, PBF Format). */

/** Limits of the format: a reader should refuse more, since no writer makes them. */
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_BLOCK_BYTES = 32 * 1024 * 1024;
/** One read of the file serves many blobs (some 30–60 kB each); smaller windows cost a system call a blob. */
const WINDOW_BYTES = 4 * 1024 * 1024;

const COMPRESSION_BY_FIELD: Record<number, string> = { 4: 'lzma', 5: 'bzip2', 6: 'lz4', 7: 'zstd' };

export interface PbfFile {
  handle: FileHandle;
  name: string;
  sizeBytes: number;
}

export interface Blob {
  type: string;
  /** Where the blob starts in the file. */
  offsetBytes: number;
  nextOffsetBytes: number;
  /** The packed blob; valid until the next blob is read. */
  packed: Uint8Array;
}

/** Reads blobs one after the other; `skip` tells by offset which ones are passed over without reading their content. */
export async function* readBlobs(
  file: PbfFile,
  skip: (offsetBytes: number) => boolean,
): AsyncGenerator<Blob> {
  const window: Window = { start: 0, bytes: new Uint8Array(0), memory: new Uint8Array(0) };
  let offsetBytes = 0;
  while (offsetBytes < file.sizeBytes) {
    const headerBytes = beUint32(await bytesAt(file, window, offsetBytes, offsetBytes, 4));
    if (headerBytes === 0 || headerBytes > MAX_HEADER_BYTES) {
      throw offsetBytes === 0
        ? notPbf(file.name, `a first header of ${headerBytes} bytes`)
        : unreadable(file.name, offsetBytes, `a blob header of ${headerBytes} bytes`);
    }
    const header = blobHeader(
      await bytesAt(file, window, offsetBytes, offsetBytes + 4, headerBytes),
      file.name,
      offsetBytes,
    );
    if (offsetBytes === 0 && header.type !== 'OSMHeader') {
      throw notPbf(file.name, `a first blob of type ${JSON.stringify(header.type.slice(0, 20))}`);
    }
    if (header.dataBytes > MAX_BLOCK_BYTES) {
      throw unreadable(file.name, offsetBytes, `a blob of ${header.dataBytes} bytes`);
    }
    const dataStart = offsetBytes + 4 + headerBytes;
    const nextOffsetBytes = dataStart + header.dataBytes;
    if (nextOffsetBytes > file.sizeBytes) throw truncated(file, offsetBytes, nextOffsetBytes);
    if (!skip(offsetBytes)) {
      const packed = await bytesAt(file, window, offsetBytes, dataStart, header.dataBytes);
      yield { type: header.type, offsetBytes, nextOffsetBytes, packed };
    }
    offsetBytes = nextOffsetBytes;
  }
}

/** @throws DomainError source-schema (a compression that is not zlib), source-unreadable (damaged data) */
export function unpackBlob(blob: Blob, name: string): Uint8Array {
  const { raw, zlib, rawBytes, other } = guardDamage(name, blob.offsetBytes, () => partsOf(blob.packed));
  if (raw) return raw;
  if (!zlib) {
    const compression = other ?? 'none that is known';
    throw new DomainError(
      'source-schema',
      `${name}: expected zlib or no compression, found ${compression} in the blob at byte ${blob.offsetBytes}`,
      { file: name, offsetBytes: blob.offsetBytes, expected: 'zlib', found: compression },
    );
  }
  // One chunk with a byte to spare: a full one would make zlib ask for another. The cap holds against a blob that lies.
  const chunkSize = Math.max(64, Math.min(rawBytes, MAX_BLOCK_BYTES) + 1);
  const unpacked = guardDamage(name, blob.offsetBytes, () =>
    inflateSync(zlib, { chunkSize, maxOutputLength: MAX_BLOCK_BYTES }),
  );
  if (rawBytes > 0 && unpacked.length !== rawBytes) {
    const found = `${unpacked.length} bytes where the blob tells ${rawBytes}`;
    throw unreadable(name, blob.offsetBytes, found);
  }
  return unpacked;
}

interface BlobParts {
  raw?: Uint8Array;
  zlib?: Uint8Array;
  /** Size once unpacked; 0 where it is not told. */
  rawBytes: number;
  other?: string;
}

function partsOf(packed: Uint8Array): BlobParts {
  const parts: BlobParts = { rawBytes: 0 };
  const walk = new FieldWalk(packed);
  for (let field = walk.next(); field > 0; field = walk.next()) {
    if (field === 1) parts.raw = walk.content();
    else if (field === 2) parts.rawBytes = walk.unsigned();
    else if (field === 3) parts.zlib = walk.content();
    else if (COMPRESSION_BY_FIELD[field]) parts.other = COMPRESSION_BY_FIELD[field];
  }
  return parts;
}

/** Turns whatever a decoder throws on damaged bytes into one error that names the place. */
export function guardDamage<T>(name: string, offsetBytes: number, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw unreadable(name, offsetBytes, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** The part of the file that was read last. */
interface Window {
  start: number;
  bytes: Uint8Array;
  /** Written over by the next read. */
  memory: Uint8Array;
}

async function bytesAt(
  file: PbfFile,
  window: Window,
  blobStart: number,
  start: number,
  count: number,
): Promise<Uint8Array> {
  if (start + count > file.sizeBytes) throw truncated(file, blobStart, start + count);
  const from = start - window.start;
  if (from >= 0 && from + count <= window.bytes.length) return window.bytes.subarray(from, from + count);
  const wanted = Math.min(Math.max(count, WINDOW_BYTES), file.sizeBytes - start);
  if (window.memory.length < wanted) window.memory = new Uint8Array(wanted);
  const bytes = window.memory;
  let filled = 0;
  while (filled < wanted) {
    const { bytesRead } = await file.handle.read(bytes, filled, wanted - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  // Shorter than its size said: the file is being cut while it is read.
  if (filled < count) throw truncated(file, blobStart, start + count);
  window.start = start;
  window.bytes = bytes.subarray(0, filled);
  return window.bytes.subarray(0, count);
}

function blobHeader(
  bytes: Uint8Array,
  name: string,
  offsetBytes: number,
): { type: string; dataBytes: number } {
  const header = { type: '', dataBytes: -1 };
  try {
    const walk = new FieldWalk(bytes);
    for (let field = walk.next(); field > 0; field = walk.next()) {
      if (field === 1) header.type = walk.text();
      else if (field === 3) header.dataBytes = walk.unsigned();
    }
  } catch (cause) {
    throw offsetBytes === 0
      ? notPbf(name, 'other bytes', cause)
      : unreadable(name, offsetBytes, 'a damaged header', cause);
  }
  if (header.dataBytes < 0 && offsetBytes > 0)
    throw unreadable(name, offsetBytes, 'a blob header without a size');
  return header;
}

function beUint32(bytes: Uint8Array): number {
  return ((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]) >>> 0;
}

function notPbf(name: string, found: string, cause?: unknown): DomainError {
  return new DomainError(
    'source-schema',
    `${name}: expected an OpenStreetMap PBF file (a first blob of type OSMHeader), found ${found}`,
    { file: name, expected: 'OSMHeader', found },
    { cause },
  );
}

function truncated(file: PbfFile, offsetBytes: number, neededBytes: number): DomainError {
  return new DomainError(
    'source-truncated',
    `${file.name}: the file is cut short: the blob at byte ${offsetBytes} needs ${neededBytes} bytes, the file has ${file.sizeBytes}`,
    { file: file.name, offsetBytes, expected: neededBytes, found: file.sizeBytes },
  );
}

function unreadable(name: string, offsetBytes: number, found: string, cause?: unknown): DomainError {
  return new DomainError(
    'source-unreadable',
    `${name}: the blob at byte ${offsetBytes} cannot be read: found ${found}`,
    { file: name, offsetBytes, found },
    { cause },
  );
}
