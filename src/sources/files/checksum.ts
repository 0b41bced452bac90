import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

export interface Inspection {
  sizeBytes: number;
  /** Hexadecimal. */
  sha256: string;
  /** Null, or why a gzip cannot be unpacked to its end. Only looked at when asked. */
  gzipComplaint: string | null;
}

/**
 * Size and SHA-256 of a file, streamed; with `unpack`, also whether it is a whole gzip, in the same pass.
 * @throws the file system's error; AbortError
 */
export async function inspectFile(path: string, unpack = false, signal?: AbortSignal): Promise<Inspection> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const count = (chunk: Buffer) => {
    hash.update(chunk);
    sizeBytes += chunk.length;
  };
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (!unpack) {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) count(chunk);
    return { sizeBytes, sha256: hash.digest('hex'), gzipComplaint: null };
  }
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), tap, createGunzip(), sink, { signal });
  } catch (cause) {
    const error = cause as NodeJS.ErrnoException;
    if (!error.code?.startsWith('Z_')) throw cause;
    return {
      ...(await inspectFile(path, false, signal)),
      gzipComplaint: `the gzip is damaged or cut short (${error.message})`,
    };
  }
  return { sizeBytes, sha256: hash.digest('hex'), gzipComplaint: null };
}
