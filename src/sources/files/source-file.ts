import { createReadStream } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import yauzl from 'yauzl';
import { DomainError } from '../../domain-error.ts';

/**
 * A file as it was published: plain, gzip or zip, told apart by its first bytes and never by its name.
 * `open()` streams the content unpacked; memory does not grow with the file.
 */
export interface SourceFile {
  path: string;
  /** Shown in messages and reports. */
  name: string;
  sizeBytes: number;
  packing: 'plain' | 'gzip' | 'zip';
  /** @throws DomainError source-truncated, source-unreadable (as an error of the stream) */
  open(): Promise<Readable>;
}

/**
 * @param member for a zip with several files: which one (the first whose name matches); default, the largest.
 * @throws DomainError source-not-found, source-empty, source-unreadable
 */
export async function openSourceFile(path: string, member?: RegExp): Promise<SourceFile> {
  const name = basename(path);
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT')
      throw new DomainError('source-not-found', `${path}: no such file`, { file: path }, { cause });
    throw new DomainError('source-unreadable', `${path}: ${cause.message}`, { file: path }, { cause });
  });
  if (!info.isFile()) {
    throw new DomainError('source-unreadable', `${path}: expected a file, found a folder`, { file: path });
  }
  if (info.size === 0) throw new DomainError('source-empty', `${name}: the file is empty`, { file: name });
  const packing = await packingOf(path);
  const open = {
    plain: async () => withFileErrors(createReadStream(path), name),
    gzip: async () => withFileErrors(createReadStream(path), name, createGunzip()),
    zip: () => openZipMember(path, name, member),
  }[packing];
  return { path, name, sizeBytes: info.size, packing, open };
}

async function packingOf(path: string): Promise<SourceFile['packing']> {
  const handle = await openFile(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new DomainError('source-unreadable', `${path}: ${cause.message}`, { file: path }, { cause });
  });
  try {
    const head = Buffer.alloc(4);
    await handle.read(head, 0, 4, 0);
    if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
    if (head.readUInt32BE(0) === 0x504b0304) return 'zip';
    return 'plain';
  } finally {
    await handle.close();
  }
}

/** Pipes through the unpackers; an error anywhere becomes one DomainError that names the file. */
function withFileErrors(input: Readable, name: string, ...through: Transform[]): Readable {
  const last = new Transform({
    transform(chunk, _encoding, done) {
      done(null, chunk);
    },
  });
  let stream: Readable = input;
  const fail = (cause: NodeJS.ErrnoException) => last.destroy(fileError(cause, name));
  input.once('error', fail);
  for (const step of through) {
    stream = stream.pipe(step);
    step.once('error', fail);
  }
  last.once('close', () => input.destroy());
  return stream.pipe(last);
}

function fileError(cause: NodeJS.ErrnoException, name: string): DomainError {
  const cut = cause.code === 'Z_BUF_ERROR' || /unexpected end/i.test(cause.message);
  return cut
    ? new DomainError('source-truncated', `${name}: the file is cut short`, { file: name }, { cause })
    : new DomainError(
        'source-unreadable',
        `${name}: cannot be unpacked (${cause.message})`,
        { file: name },
        { cause },
      );
}

function openZipMember(path: string, name: string, member?: RegExp): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(fileError(cause, name));
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) return fail(error);
      let best: yauzl.Entry | undefined;
      zip.on('error', fail);
      zip.on('entry', (entry: yauzl.Entry) => {
        const isFile = !entry.fileName.endsWith('/');
        const wanted = member
          ? member.test(entry.fileName) && !best
          : entry.uncompressedSize > (best?.uncompressedSize ?? -1);
        if (isFile && wanted) best = entry;
        zip.readEntry();
      });
      zip.on('end', () => {
        if (!best) {
          zip.close();
          const expected = member ? `a member like ${member.source}` : 'a file';
          return reject(
            new DomainError('source-schema', `${name}: expected ${expected} in the archive, found none`, {
              file: name,
            }),
          );
        }
        zip.openReadStream(best, (openError, stream) => {
          if (openError) return fail(openError);
          const out = withFileErrors(stream, name);
          out.once('close', () => zip.close());
          resolve(out);
        });
      });
      zip.readEntry();
    });
  });
}
