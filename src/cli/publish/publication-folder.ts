import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '../../domain-error.ts';
import type { PublishedFile } from '../../publish/publication/published-dataset.ts';

export const CHECKSUMS = 'SHA256SUMS';
/** Both stand in every publication: a folder that has them may be replaced by a newer one. */
const MARKS = ['datapackage.json', CHECKSUMS];

function refused(path: string, reason: string, cause?: unknown): DomainError {
  return new DomainError(
    'invalid-parameter',
    `${path}: ${reason}`,
    { parameter: 'folder', file: path },
    { cause },
  );
}

/** A folder that is filled aside, and takes its place in one step when it is whole. */
export interface PublicationFolder {
  write(path: string, mediaType: string, content: string): Promise<PublishedFile>;
  /** Written as it comes: a file may be larger than memory. */
  writeStream(path: string, mediaType: string, chunks: AsyncIterable<Uint8Array>): Promise<PublishedFile>;
  /** Where a writer of its own may put a file, to be taken in by `adopt`. */
  pathOf(path: string): Promise<string>;
  adopt(path: string, mediaType: string): Promise<PublishedFile>;
  /** Writes the checksums of all that was written, and puts the folder in its place. */
  publish(): Promise<void>;
  /** Removes what was written aside; does nothing after `publish`. */
  abandon(): Promise<void>;
}

/**
 * @param target a folder that is not there, is empty, or holds an older publication, which stays until the new one is whole
 * @throws DomainError invalid-parameter where anything else is there, or the file system refuses
 */
export async function openPublicationFolder(target: string): Promise<PublicationFolder> {
  const place = resolve(target);
  await clearLeftOvers(place);
  const before = await whatIsThere(place, target);
  const aside = `${place}.${process.pid}.part`;
  const files = new Map<string, string>();
  try {
    await mkdir(dirname(aside), { recursive: true });
    // Not `recursive`: Node then tries for ever where a folder that exists answers ENOENT, as /proc does.
    await mkdir(aside);
  } catch (cause) {
    throw refused(target, (cause as Error).message, cause);
  }

  async function pathOf(path: string): Promise<string> {
    const full = join(aside, path);
    await mkdir(dirname(full), { recursive: true });
    return full;
  }
  function known(path: string, mediaType: string, bytes: number, sha256: string): PublishedFile {
    files.set(path, sha256);
    return { path, mediaType, bytes, sha256 };
  }
  async function writeStream(
    path: string,
    mediaType: string,
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<PublishedFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    }
    await pipeline(counted, createWriteStream(await pathOf(path)));
    return known(path, mediaType, bytes, hash.digest('hex'));
  }

  return {
    pathOf,
    writeStream,
    async write(path, mediaType, content) {
      await writeFile(await pathOf(path), content);
      return known(
        path,
        mediaType,
        Buffer.byteLength(content),
        createHash('sha256').update(content).digest('hex'),
      );
    },
    async adopt(path, mediaType) {
      const full = await pathOf(path);
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(full)) hash.update(chunk);
      return known(path, mediaType, (await stat(full)).size, hash.digest('hex'));
    },
    async publish() {
      const lines = [...files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, sha256]) => `${sha256}  ${path}\n`);
      await writeFile(join(aside, CHECKSUMS), lines.join(''));
      const old = `${place}.${process.pid}.old`;
      if (before !== 'nothing') await rename(place, old);
      await rename(aside, place);
      if (before !== 'nothing') await rm(old, { recursive: true });
    },
    async abandon() {
      await rm(aside, { recursive: true, force: true });
    },
  };
}

/** What a publication that was killed left: a folder half filled, or the older one not yet back in its place. */
async function clearLeftOvers(place: string): Promise<void> {
  const names = await readdir(dirname(place)).catch(() => []);
  for (const name of names) {
    const match = /^(.*)\.(\d+)\.(part|old)$/.exec(name);
    if (match === null || match[1] !== basename(place) || isAlive(Number(match[2]))) continue;
    const leftOver = join(dirname(place), name);
    const isMissing = (await stat(place).catch(() => null)) === null;
    if (match[3] === 'old' && isMissing) await rename(leftOver, place);
    else await rm(leftOver, { recursive: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A file of the folder that the checksums of the publication do not list: somebody else's, not ours to remove. */
async function foreignFile(place: string): Promise<string | null> {
  const sums = await readFile(join(place, CHECKSUMS), 'utf8');
  const ours = new Set(sums.split('\n').map((line) => line.slice(line.indexOf('  ') + 2)));
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(place, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
  return files.sort().find((path) => path !== CHECKSUMS && !ours.has(path)) ?? null;
}

async function whatIsThere(place: string, target: string): Promise<'nothing' | 'empty' | 'publication'> {
  const info = await stat(place).catch(() => null);
  if (info === null) return 'nothing';
  if (!info.isDirectory()) throw refused(target, 'it is there and is not a folder: give another name');
  const names = new Set(
    await readdir(place).catch((cause: Error) => {
      throw refused(target, cause.message, cause);
    }),
  );
  if (names.size === 0) return 'empty';
  if (MARKS.every((name) => names.has(name))) {
    const foreign = await foreignFile(place);
    if (foreign === null) return 'publication';
    throw refused(
      target,
      `the publication in it would be replaced, and ${foreign} with it, which is not of the publication: move that file away, or give another name`,
    );
  }
  throw refused(
    target,
    'the folder holds other files than a publication of Maillage: give another name, or empty it',
  );
}
