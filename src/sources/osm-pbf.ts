import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { DomainError } from '../domain-error.ts';
import { type Blob, guardDamage, type PbfFile, readBlobs, unpackBlob } from './osm-pbf-blobs.ts';
import { type BlockVisitors, blockReader, HAS_NODES, HAS_RELATIONS, HAS_WAYS } from './osm-pbf-block.ts';
import { FieldWalk } from './osm-pbf-varints.ts';

const SUPPORTED_FEATURES = ['OsmSchema-V0.6', 'DenseNodes'];

export interface OsmPbfHeader {
  requiredFeatures: string[];
  optionalFeatures: string[];
  writingProgram: string | null;
  /** Replication timestamp: the date of the data, for the attribution; null where the file does not say. */
  dataDate: Date | null;
}

export interface OsmPbfVisitors extends BlockVisitors {
  /** After each blob. */
  onProgress?: (bytesRead: number, bytesTotal: number) => void;
  signal?: AbortSignal;
}

export interface OsmPbfSource {
  readonly name: string;
  readonly sizeBytes: number;
  readonly header: OsmPbfHeader;
  /**
   * Reads the whole file in its order, one block in memory at a time, and hands the columns of nodes and ways to the
   * visitors. A second scan leaves out the blobs that the first one found to hold nothing that is asked.
   * @throws DomainError source-truncated, source-unreadable, source-schema (all with the byte of the blob), interrupted
   */
  scan(visitors: OsmPbfVisitors): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens an .osm.pbf (extract or planet; dense or plain nodes; zlib or no compression).
 * @throws DomainError source-not-found, source-empty, source-unreadable, source-truncated; source-schema when it is not
 * a PBF or requires a feature that this reader does not have (HistoricalInformation)
 */
export async function openOsmPbf(path: string): Promise<OsmPbfSource> {
  const name = basename(path);
  const handle = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT')
      throw new DomainError('source-not-found', `${path}: no such file`, { file: path }, { cause });
    throw new DomainError('source-unreadable', `${path}: ${cause.message}`, { file: path }, { cause });
  });
  try {
    const info = await handle.stat();
    if (!info.isFile()) {
      throw new DomainError('source-unreadable', `${path}: expected a file, found a folder`, { file: path });
    }
    if (info.size === 0) throw new DomainError('source-empty', `${name}: the file is empty`, { file: name });
    const file: PbfFile = { handle, name, sizeBytes: info.size };
    const header = await readHeader(file);
    const holdsAt = new Map<number, number>();
    return {
      name,
      sizeBytes: info.size,
      header,
      scan: (visitors) => scan(file, holdsAt, visitors),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function scan(file: PbfFile, holdsAt: Map<number, number>, visitors: OsmPbfVisitors): Promise<void> {
  const wanted =
    (visitors.nodes ? HAS_NODES : 0) |
    (visitors.ways ? HAS_WAYS : 0) |
    (visitors.relations ? HAS_RELATIONS : 0);
  const skip = (offset: number) => offset === 0 || ((holdsAt.get(offset) ?? wanted) & wanted) === 0;
  const visit = guardedReader(file.name, visitors);
  for await (const blob of readBlobs(file, skip)) {
    if (visitors.signal?.aborted) {
      throw new DomainError('interrupted', `${file.name}: reading was interrupted`, { file: file.name });
    }
    if (blob.type === 'OSMData') holdsAt.set(blob.offsetBytes, visit(blob, unpackBlob(blob, file.name)));
    visitors.onProgress?.(blob.nextOffsetBytes, file.sizeBytes);
  }
}

/** Damage is the decoder's to tell; what a visitor throws is its own affair and passes through as it is. */
function guardedReader(name: string, visitors: BlockVisitors): (blob: Blob, bytes: Uint8Array) => number {
  const thrown: { error?: unknown } = {};
  const passing =
    <T>(visit: (block: T) => void) =>
    (block: T) => {
      try {
        visit(block);
      } catch (error) {
        thrown.error = error;
        throw error;
      }
    };
  const visitBlock = blockReader({
    nodes: visitors.nodes && passing(visitors.nodes),
    ways: visitors.ways && passing(visitors.ways),
    relations: visitors.relations && passing(visitors.relations),
  });
  return (blob, bytes) => {
    try {
      return guardDamage(name, blob.offsetBytes, () => visitBlock(bytes));
    } catch (error) {
      throw 'error' in thrown ? thrown.error : error;
    }
  };
}

async function readHeader(file: PbfFile): Promise<OsmPbfHeader> {
  const header: OsmPbfHeader = {
    requiredFeatures: [],
    optionalFeatures: [],
    writingProgram: null,
    dataDate: null,
  };
  for await (const blob of readBlobs(file, () => false)) {
    const bytes = unpackBlob(blob, file.name);
    guardDamage(file.name, 0, () => {
      const walk = new FieldWalk(bytes);
      for (let field = walk.next(); field > 0; field = walk.next()) {
        if (field === 4) header.requiredFeatures.push(walk.text());
        else if (field === 5) header.optionalFeatures.push(walk.text());
        else if (field === 16) header.writingProgram = walk.text();
        else if (field === 32) header.dataDate = new Date(walk.signed() * 1000);
      }
    });
    break;
  }
  const unsupported = header.requiredFeatures.filter((feature) => !SUPPORTED_FEATURES.includes(feature));
  if (unsupported.length > 0) {
    throw new DomainError(
      'source-schema',
      `${file.name}: expected the features ${SUPPORTED_FEATURES.join(', ')} only, the file also requires ${unsupported.join(', ')}`,
      { file: file.name, expected: SUPPORTED_FEATURES, found: unsupported },
    );
  }
  return header;
}
