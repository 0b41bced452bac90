import { sql } from 'kysely';
import { copyLine, type Db, type Engine } from '../engine.ts';

/** A part stays well below what one row or one message should hold. */
const PART_BYTES = 4 << 20;

/** Stores a binary form under a name, in parts. */
export async function writeArtifact(engine: Engine, name: string, bytes: Uint8Array): Promise<void> {
  function* lines() {
    for (let part = 0; part * PART_BYTES < bytes.length; part++) {
      const slice = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
      yield copyLine([
        name,
        part,
        `\\x${Buffer.from(slice.buffer, slice.byteOffset, slice.byteLength).toString('hex')}`,
      ]);
    }
  }
  await engine.copyIn('artifact', ['name', 'part', 'bytes'], lines());
}

/**
 * The bytes stored under a name, or null; part by part, so that the driver never holds the whole. They come as text in
 * base64: the embedded engine's driver takes six times as long over a bytea.
 */
export async function readArtifact(db: Db, schemaName: string, name: string): Promise<Uint8Array | null> {
  const edition = db.withSchema(schemaName);
  const { parts } = await edition
    .selectFrom('artifact')
    .select((e) => e.fn.countAll<number>().as('parts'))
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  const chunks: Uint8Array[] = [];
  for (let part = 0; part < parts; part++) {
    const row = await edition
      .selectFrom('artifact')
      .select(sql<string>`encode(bytes, 'base64')`.as('base64'))
      .where('name', '=', name)
      .where('part', '=', part)
      .executeTakeFirstOrThrow();
    chunks.push(Buffer.from(row.base64, 'base64'));
  }
  return parts === 0 ? null : joined(chunks);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
