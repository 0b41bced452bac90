import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import { DomainError } from '../../domain-error.ts';
import { type CacheNote, cachePath, cacheState, writeCacheNote } from './cache.ts';
import { type CatalogueEntry, type DatasetId, type FileKind, readCatalogue } from './catalogue.ts';
import { inspectFile } from './checksum.ts';
import { type DownloadOptions, download } from './download.ts';
import { findInMirror, type Mirror, readMirror } from './mirror.ts';

/** Where a dataset's file is, and what an edition says of it. */
export interface LocatedFile {
  dataset: DatasetId;
  path: string;
  /** `json`: the table of the npm package, in place of the official CSV. */
  kind: FileKind;
  /** `built-in`: comes with the program (the fictional sample, the npm package). `file`: named by the user. */
  obtained: 'mirror' | 'cache' | 'download' | 'built-in' | 'file';
  /** The official address; null where none is known, and for a file that the user named. */
  address: string | null;
  /** Hexadecimal, of the file as it is on disk. */
  sha256: string;
  sizeBytes: number;
  title: string;
  publisher: string;
  licence: string;
  licenceUrl: string | null;
  vintage: string;
  /** As in the catalogue; null where the catalogue does not speak of this file. */
  covers: string[] | null;
  /** Invented data. */
  fictional: boolean;
  /** Further files of the same dataset: roads of several regions. */
  more?: readonly LocatedFile[];
}

export interface LocateOptions {
  /** A folder with copies of the official files, or null. */
  mirrorDir: string | null;
  cacheDir: string;
  /** A file of the user's, in place of all that follows. */
  overridePath?: string;
  /** Nothing is asked of the network. */
  offline?: boolean;
  /** Downloads again what the cache has. */
  refresh?: boolean;
  signal?: AbortSignal;
  onProgress?: (bytes: number, total: number | null) => void;
  /** Why an optional dataset is not there: to be told, since answers change with it. */
  onAbsent?: (entry: CatalogueEntry, reason: string) => void;
  /** Time-outs, tries, and what tests replace. */
  download?: DownloadOptions;
}

/**
 * Finds the file of a dataset: the user's own, else the mirror's, else the cache's, else downloaded from the official
 * address, else the table of the npm package. A fictional mirror is never completed with real files.
 * Null: optional, and nowhere (told to `onAbsent`).
 * @throws DomainError source-not-found, source-unreadable, source-schema (the mirror, the user's file; a required dataset
 * that is nowhere), download-failed (a required one), interrupted
 */
export async function locate(entry: CatalogueEntry, options: LocateOptions): Promise<LocatedFile | null> {
  if (options.overridePath !== undefined) return ownFile(entry, options.overridePath, options);
  const mirror = options.mirrorDir === null ? null : await readMirror(options.mirrorDir);
  const mirrored = mirror && (await fromMirror(entry, mirror, options.signal));
  if (mirrored) return mirrored;
  if (mirror?.fictional) return absent(entry, options, `${mirror.dir} is fictional and does not have it`);
  try {
    const found = (await fromAddress(entry, options)) ?? (await fromPackage(entry, options.signal));
    if (found) return found;
  } catch (cause) {
    const failed = cause instanceof DomainError && cause.code === 'download-failed';
    if (!failed || entry.required) throw cause;
    return absent(entry, options, cause.message);
  }
  const reason =
    options.offline && entry.address ? 'the network is not to be used' : 'no file address is known';
  return absent(entry, options, reason);
}

function absent(entry: CatalogueEntry, options: LocateOptions, reason: string): null {
  if (!entry.required) {
    options.onAbsent?.(entry, reason);
    return null;
  }
  throw new DomainError(
    'source-not-found',
    `${entry.id} (${entry.title}, ${entry.publisher}) is needed and was not found: ${reason}. ${byHand(entry, options.mirrorDir)}`,
    { dataset: entry.id, reason, mirrorPaths: entry.mirror_paths },
  );
}

/** What a person can do, as one sentence or two. */
function byHand(entry: CatalogueEntry, mirrorDir: string | null): string {
  const from = entry.address ? `Get ${entry.address}` : `Get the file (${entry.address_note})`;
  const folder =
    mirrorDir === null ? 'a mirror folder (--mirror or MAILLAGE_MIRROR)' : `the mirror ${mirrorDir}`;
  return `${from} by hand and place it as ${entry.mirror_paths.join(' or ')} in ${folder}.`;
}

async function fromMirror(
  entry: CatalogueEntry,
  mirror: Mirror,
  signal?: AbortSignal,
): Promise<LocatedFile | null> {
  const file = await findInMirror(mirror, entry);
  if (!file) return null;
  const { path, title, publisher, licence, licenceUrl, vintage } = file;
  return {
    ...(await described(entry, path, signal)),
    obtained: mirror.fictional ? 'built-in' : 'mirror',
    address: mirror.fictional ? null : entry.address,
    title,
    publisher,
    licence,
    licenceUrl,
    vintage,
    covers: mirror.fictional ? null : entry.covers,
    fictional: mirror.fictional,
  };
}

async function fromAddress(entry: CatalogueEntry, options: LocateOptions): Promise<LocatedFile | null> {
  if (entry.address === null) return null;
  const path = cachePath(options.cacheDir, entry);
  const cached = await cacheState(path, entry, options.signal);
  if (cached.status === 'good' && !options.refresh) return downloadedFile(entry, path, 'cache', cached.note);
  if (options.offline) {
    if (cached.status !== 'damaged') return null;
    const reason = `${path}: the cached file cannot be used (${cached.reason})`;
    throw new DomainError('source-unreadable', `${reason}. Remove it, or allow the network`, { file: path });
  }
  const downloaded = await download(entry.address, path, {
    ...options.download,
    kind: entry.kind,
    signal: options.signal,
    onProgress: options.onProgress,
    byHand: byHand(entry, options.mirrorDir),
  });
  const note = await writeCacheNote(path, entry, downloaded, new Date().toISOString());
  return downloadedFile(entry, path, 'download', note);
}

function downloadedFile(
  entry: CatalogueEntry,
  path: string,
  obtained: 'cache' | 'download',
  note: CacheNote,
): LocatedFile {
  const { sha256, sizeBytes, address } = note;
  return {
    ...catalogued(entry),
    path,
    obtained,
    address,
    sha256,
    sizeBytes,
    vintage: vintageOf(entry, note),
  };
}

/** The licence asks for the date of the last update: the server's, else the day of the download. */
function vintageOf(entry: CatalogueEntry, note: CacheNote): string {
  if (entry.address_vintage !== 'latest') return entry.address_vintage ?? entry.vintage;
  const modifiedMs = note.lastModified === null ? Number.NaN : Date.parse(note.lastModified);
  if (Number.isNaN(modifiedMs)) return `as downloaded on ${note.downloadedAt.slice(0, 10)}`;
  return `last updated on ${new Date(modifiedMs).toISOString().slice(0, 10)}`;
}

async function fromPackage(entry: CatalogueEntry, signal?: AbortSignal): Promise<LocatedFile | null> {
  const fallback = entry.npm_fallback;
  if (!fallback) return null;
  const require = createRequire(import.meta.url);
  const path = require.resolve(`${fallback.package}/${fallback.file}`);
  const { version } = require(`${fallback.package}/package.json`) as { version: string };
  return {
    ...catalogued(entry),
    ...(await described(entry, path, signal)),
    kind: 'json',
    obtained: 'built-in',
    address: `npm:${fallback.package}@${version}`,
    vintage: fallback.vintage,
  };
}

async function ownFile(
  entry: CatalogueEntry,
  overridePath: string,
  { mirrorDir, signal }: LocateOptions,
): Promise<LocatedFile> {
  const path = resolve(overridePath);
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    const code = cause.code === 'ENOENT' ? 'source-not-found' : 'source-unreadable';
    const reason = cause.code === 'ENOENT' ? 'no such file' : cause.message;
    throw new DomainError(
      code,
      `${overridePath}: ${reason}`,
      { file: overridePath, dataset: entry.id },
      { cause },
    );
  });
  if (!info.isFile()) {
    throw new DomainError('source-unreadable', `${overridePath}: expected a file, found a folder`, {
      file: overridePath,
      dataset: entry.id,
    });
  }
  const mirror = mirrorDir === null ? null : await readMirror(mirrorDir);
  const inMirror = mirror ? relative(resolve(mirror.dir), path).replaceAll('\\', '/') : null;
  // A file of the mirror that the catalogue knows keeps its name, its date and its licence (an older list of sites).
  const known = readCatalogue().find((other) => inMirror !== null && other.mirror_paths.includes(inMirror));
  const about = known ? catalogued(known) : { ...catalogued(entry), vintage: 'not stated', covers: null };
  return {
    ...about,
    ...(await described(entry, path, signal)),
    kind: known?.kind ?? (/\.geojson(\.gz)?$/i.test(path) ? 'geojson' : entry.kind),
    obtained: 'file',
    address: known?.address ?? null,
    fictional: mirror?.fictional === true && !inMirror?.startsWith('..'),
  };
}

function catalogued(entry: CatalogueEntry) {
  const { title, publisher, licence, vintage, covers, kind } = entry;
  const licenceUrl = entry.licence_url ?? null;
  return {
    dataset: entry.id,
    title,
    publisher,
    licence,
    licenceUrl,
    vintage,
    covers,
    kind,
    fictional: false,
  };
}

async function described(entry: CatalogueEntry, path: string, signal?: AbortSignal) {
  const { sizeBytes, sha256 } = await inspectFile(path, false, signal);
  return { dataset: entry.id, path, kind: entry.kind, sizeBytes, sha256 };
}
