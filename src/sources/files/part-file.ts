import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** What a half-received file belongs to, kept beside it as `….part.json`. */
const PartNoteSchema = Type.Object({
  url: Type.String(),
  etag: Type.Union([Type.String(), Type.Null()]),
  lastModified: Type.Union([Type.String(), Type.Null()]),
  totalBytes: Type.Union([Type.Integer(), Type.Null()]),
});
export type PartNote = Static<typeof PartNoteSchema>;

/** What is on disk of a file that is being received. */
export interface KeptPart {
  bytes: number;
  note: PartNote | null;
}

/** A file being received; positions are counted by the caller, so that every byte has one place whatever was cut. */
export interface PartWriter {
  write(chunk: Uint8Array, position: number): Promise<void>;
  /** To the disk, not only to the system. */
  close(): Promise<void>;
}

export const partPath = (destination: string) => `${destination}.part`;
const notePath = (destination: string) => `${destination}.part.json`;

/** What was received of this address before and may be continued: nothing, unless the server gave the file a name (ETag, date). */
export async function keptPart(destination: string, url: string): Promise<KeptPart> {
  const nothing: KeptPart = { bytes: 0, note: null };
  const size = await stat(partPath(destination)).then(
    (info) => info.size,
    () => 0,
  );
  const note = await readFile(notePath(destination), 'utf8').then(parseNote, () => null);
  if (size === 0 || note === null || note.url !== url || validatorOf(note) === null) return nothing;
  return { bytes: size, note };
}

/** What If-Range takes: a strong ETag, else the date (RFC 9110, 13.1.5: weak ETags are not allowed). */
export function validatorOf(note: PartNote): string | null {
  if (note.etag !== null && !note.etag.startsWith('W/')) return note.etag;
  return note.lastModified;
}

/** Opens the part file to continue it, or, with a new note, to start it again. */
export async function openPart(destination: string, fresh: PartNote | null): Promise<PartWriter> {
  await mkdir(dirname(destination), { recursive: true });
  const handle = await open(partPath(destination), fresh ? 'w' : 'r+');
  // After the emptying: a crash in between must not leave old bytes under the new note.
  if (fresh) await writeFile(notePath(destination), `${JSON.stringify(fresh)}\n`);
  return {
    async write(chunk, position) {
      for (let done = 0; done < chunk.length; ) {
        const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
        done += bytesWritten;
      }
    },
    async close() {
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

/** The file takes its name, whole, in one step. */
export async function publishPart(destination: string): Promise<void> {
  await rename(partPath(destination), destination);
  await rm(notePath(destination), { force: true });
}

export async function discardPart(destination: string): Promise<void> {
  await rm(partPath(destination), { force: true });
  await rm(notePath(destination), { force: true });
}

function parseNote(content: string): PartNote | null {
  try {
    const note: unknown = JSON.parse(content);
    return Value.Check(PartNoteSchema, note) ? note : null;
  } catch {
    return null;
  }
}
