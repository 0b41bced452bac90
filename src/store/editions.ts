import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { DomainError } from '../domain-error.ts';
import { type Db, type Engine, type EngineOptions, openEngine } from './engine.ts';
import { createEditionTables, EDITION_TABLE_VERSION, migrate } from './migrate.ts';

/** An edition as the register knows it; `sources`, `method` and `summary` are as the load wrote them. */
export interface EditionRecord {
  id: string;
  schemaName: string;
  state: 'staging' | 'published' | 'retired';
  createdAt: Date;
  publishedAt: Date | null;
  tableVersion: number;
  territory: string[];
  fictional: boolean;
  sources: unknown;
  method: unknown;
  summary: unknown;
  current: boolean;
}

export interface StagedEdition {
  id: string;
  schemaName: string;
  /** Its search path is the edition's schema. */
  engine: Engine;
}

/** Editions kept after a publication: the current one and the one before it. */
const KEPT = 2;

/**
 * Opens an engine, clears what a crashed load left, and makes a new, empty edition that nobody reads yet.
 * The edition's advisory lock lives with the engine's connection: while it is held, no other load clears it.
 * @throws DomainError store-locked, store-unavailable, store-failed
 */
export async function stageEdition(
  options: EngineOptions,
  territory: string[],
  fictional: boolean,
): Promise<StagedEdition> {
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
  const id = `${stamp}-${randomBytes(2).toString('hex')}`;
  const schemaName = `edition_${id.toLowerCase().replace('-', '_')}`;
  const engine = await openEngine({ ...options, searchPath: [schemaName, 'public'] });
  try {
    await migrate(engine);
    await clearOrphans(engine);
    await sql`select pg_advisory_lock(${advisoryKey(schemaName)})`.execute(engine.db);
    await engine.db
      .insertInto('maillage.edition')
      .values({
        id,
        schema_name: schemaName,
        state: 'staging',
        table_version: EDITION_TABLE_VERSION,
        territory,
        fictional,
      })
      .execute();
    await engine.exec(`create schema "${schemaName}"`);
    await createEditionTables(engine);
    return { id, schemaName, engine };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

export interface PublishedFacts {
  sources: unknown;
  method: unknown;
  summary: unknown;
}

/**
 * Makes a staged edition the current one, in one transaction; then drops those beyond the kept ones. Once the pointer
 * is flipped this does not throw: what could not be dropped stays in the register, and the next publication drops it.
 */
export async function publishEdition(staged: StagedEdition, facts: PublishedFacts): Promise<void> {
  const { db } = staged.engine;
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('maillage.edition')
      .set({ state: 'retired' })
      .where('state', '=', 'published')
      .execute();
    await tx
      .updateTable('maillage.edition')
      .set({
        state: 'published',
        published_at: new Date().toISOString(),
        sources: JSON.stringify(facts.sources),
        method: JSON.stringify(facts.method),
        summary: JSON.stringify(facts.summary),
      })
      .where('id', '=', staged.id)
      .execute();
    await tx.updateTable('maillage.current_edition').set({ edition_id: staged.id }).execute();
  });
  await dropBeyondKept(staged.engine).catch(() => undefined);
}

async function dropBeyondKept(engine: Engine): Promise<void> {
  const editions = (await listEditions(engine.db)).filter((edition) => edition.state !== 'staging');
  for (const edition of editions.slice(KEPT)) await removeEdition(engine, edition);
}

/** Drops a staged edition that will not be published; leaves it alone if it was. */
export async function abandonEdition(staged: StagedEdition): Promise<void> {
  const editions = await listEditions(staged.engine.db);
  if (editions.some((edition) => edition.id === staged.id && edition.state === 'staging')) {
    await removeEdition(staged.engine, staged);
  }
}

/** @throws DomainError unknown-edition, invalid-parameter (the current one is never dropped) */
export async function dropEdition(engine: Engine, id: string): Promise<void> {
  const editions = await listEditions(engine.db);
  const edition = editions.find((candidate) => candidate.id === id);
  if (!edition) {
    const known = editions.map((candidate) => candidate.id).join(', ') || 'none';
    throw new DomainError('unknown-edition', `no edition "${id}"; known: ${known}`, { edition: id });
  }
  if (edition.current) {
    throw new DomainError('invalid-parameter', `edition "${id}" is the current one and is not dropped`, {
      parameter: 'edition',
      found: id,
    });
  }
  await removeEdition(engine, edition);
}

/** Newest first. */
export async function listEditions(db: Db): Promise<EditionRecord[]> {
  const rows = await db
    .selectFrom('maillage.edition as e')
    .leftJoin('maillage.current_edition as c', 'c.edition_id', 'e.id')
    .selectAll('e')
    .select('c.edition_id as current_id')
    .orderBy('e.created_at', 'desc')
    .orderBy('e.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    schemaName: row.schema_name,
    state: row.state as EditionRecord['state'],
    createdAt: row.created_at,
    publishedAt: row.published_at,
    tableVersion: row.table_version,
    territory: row.territory,
    fictional: row.fictional,
    sources: row.sources,
    method: row.method,
    summary: row.summary,
    current: row.current_id !== null,
  }));
}

/** The id that answers now; one small query, asked often. */
export async function currentEditionId(db: Db): Promise<string | null> {
  const row = await db.selectFrom('maillage.current_edition').select('edition_id').executeTakeFirst();
  return row?.edition_id ?? null;
}

/** A staging edition whose advisory lock can be had belongs to a load that died. */
async function clearOrphans(engine: Engine): Promise<void> {
  for (const edition of await listEditions(engine.db)) {
    if (edition.state !== 'staging') continue;
    const key = advisoryKey(edition.schemaName);
    const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_lock(${key}) as free`.execute(
      engine.db,
    );
    if (!rows[0].free) continue;
    await removeEdition(engine, edition);
    await sql`select pg_advisory_unlock(${key})`.execute(engine.db);
  }
}

/** Row and schema together: the register's foreign key then keeps the current edition's tables too. */
async function removeEdition(engine: Engine, edition: { id: string; schemaName: string }): Promise<void> {
  await engine.db.transaction().execute(async (tx) => {
    await tx.deleteFrom('maillage.edition').where('id', '=', edition.id).execute();
    await sql`drop schema if exists ${sql.id(edition.schemaName)} cascade`.execute(tx);
  });
}

/** A number for the advisory lock: FNV-1a of the schema's name, in 31 bits. */
function advisoryKey(schemaName: string): number {
  let hash = 0x811c9dc5;
  for (const char of schemaName) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash & 0x7fffffff;
}
