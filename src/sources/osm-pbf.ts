import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { PbfReader } from 'pbf';
import { DomainError } from '../domain-error.ts';
import { type Blob, guardDamage, type PbfFile, readBlobs, unpackBlob } from './osm-pbf-blobs.ts';
import { type BlockVisitors, HAS_NODES, HAS_WAYS, visitBlock } from './osm-pbf-block.ts';

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
  const wanted = (visitors.nodes ? HAS_NODES : 0) | (visitors.ways ? HAS_WAYS : 0);
  const skip = (offset: number) => offset === 0 || ((holdsAt.get(offset) ?? wanted) & wanted) === 0;
  for await (const blob of readBlobs(file, skip)) {
    if (visitors.signal?.aborted) {
      throw new DomainError('interrupted', `${file.name}: reading was interrupted`, { file: file.name });
    }
    if (blob.type === 'OSMData') {
      const bytes = unpackBlob(blob, file.name);
      holdsAt.set(blob.offsetBytes, visitGuarded(bytes, blob, file.name, visitors));
    }
    visitors.onProgress?.(blob.nextOffsetBytes, file.sizeBytes);
  }
}

/** Damage is the decoder's to tell; what a visitor throws is its own affair and passes through as it is. */
function visitGuarded(bytes: Uint8Array, blob: Blob, name: string, visitors: BlockVisitors): number {
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
  try {
    return guardDamage(name, blob.offsetBytes, () =>
      visitBlock(bytes, {
        nodes: visitors.nodes && passing(visitors.nodes),
        ways: visitors.ways && passing(visitors.ways),
      }),
    );
  } catch (error) {
    throw 'error' in thrown ? thrown.error : error;
  }
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
    guardDamage(file.name, 0, () =>
      new PbfReader(bytes).readFields((field, out, pbf) => {
        if (field === 4) out.requiredFeatures.push(pbf.readString());
        else if (field === 5) out.optionalFeatures.push(pbf.readString());
        else if (field === 16) out.writingProgram = pbf.readString();
        else if (field === 32) out.dataDate = new Date(pbf.readVarint(true) * 1000);
      }, header),
    );
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
