import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { CatalogueEntry } from './catalogue.ts';
import { inspectFile } from './checksum.ts';
import type { Downloaded } from './download.ts';

const nullableText = Type.Union([Type.String(), Type.Null()]);

/** What is known of a downloaded file, kept beside it as `….note.json`. */
const CacheNoteSchema = Type.Object({
  dataset: Type.String(),
  address: Type.String(),
  finalAddress: Type.String(),
  downloadedAt: Type.String(),
  etag: nullableText,
  lastModified: nullableText,
  sizeBytes: Type.Integer(),
  sha256: Type.String(),
});
export type CacheNote = Static<typeof CacheNoteSchema>;

export type CacheState =
  | { status: 'good'; note: CacheNote }
  | { status: 'absent' }
  /** There, and not what was downloaded: never used. */
  | { status: 'damaged'; reason: string };

/** Up to here a cached file is read again to check it: a tenth of a second. Larger ones are trusted by their size. */
const VERIFIED_BYTES = 64 * 2 ** 20;

/** Where the download of a dataset is kept: `<cache>/<dataset>.<kind>`, since addresses do not always end in a name. */
export function cachePath(cacheDir: string, entry: CatalogueEntry): string {
  const suffix = { 'osm-pbf': 'osm.pbf' }[entry.kind as string] ?? entry.kind;
  return join(cacheDir, `${entry.id}.${suffix}${entry.address?.endsWith('.gz') ? '.gz' : ''}`);
}

/** Whether the cached file is the one that was downloaded from the entry's address. */
export async function cacheState(
  path: string,
  entry: CatalogueEntry,
  signal?: AbortSignal,
): Promise<CacheState> {
  const sizeBytes = await stat(path).then(
    (info) => info.size,
    () => null,
  );
  if (sizeBytes === null) return { status: 'absent' };
  const note = await readFile(notePath(path), 'utf8').then(parseNote, () => null);
  if (note === null) return { status: 'damaged', reason: 'its note is missing or cannot be read' };
  // The catalogue moved on: what was downloaded is another file.
  if (note.address !== entry.address) return { status: 'absent' };
  if (note.sizeBytes !== sizeBytes) {
    return { status: 'damaged', reason: `${note.sizeBytes} bytes were downloaded, ${sizeBytes} are there` };
  }
  if (sizeBytes <= VERIFIED_BYTES && (await inspectFile(path, false, signal)).sha256 !== note.sha256) {
    return { status: 'damaged', reason: 'its checksum is not that of the download' };
  }
  return { status: 'good', note };
}

/** @param downloadedAt ISO date and time */
export async function writeCacheNote(
  path: string,
  entry: CatalogueEntry,
  downloaded: Downloaded,
  downloadedAt: string,
): Promise<CacheNote> {
  const { url, finalUrl, etag, lastModified, sizeBytes, sha256 } = downloaded;
  const note = {
    dataset: entry.id,
    address: url,
    finalAddress: finalUrl,
    downloadedAt,
    etag,
    lastModified,
    sizeBytes,
    sha256,
  };
  await writeFile(notePath(path), `${JSON.stringify(note, null, 2)}\n`);
  return note;
}

const notePath = (path: string) => `${path}.note.json`;

function parseNote(content: string): CacheNote | null {
  try {
    const note: unknown = JSON.parse(content);
    return Value.Check(CacheNoteSchema, note) ? note : null;
  } catch {
    return null;
  }
}
