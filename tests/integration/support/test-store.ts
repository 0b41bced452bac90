import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { storedEditions } from '../../../src/api/stored-editions.ts';
import { type Config, readConfig } from '../../../src/config.ts';
import { coverage } from '../../../src/coverage/coverage.ts';
import type { LoadedEdition } from '../../../src/publish/edition-meta.ts';
import { type EditionRecord, listEditions } from '../../../src/store/editions.ts';
import { type Engine, type EngineOptions, openEngine } from '../../../src/store/engine.ts';
import { freshPGlite } from './fresh-pglite.ts';

/**
 * An empty store of a test file's own: PGlite in a new folder, or a new database of the server that DATABASE_URL names
 * (`npm run test:postgres`), so that files do not disturb each other.
 */
export interface TestStore {
  kind: Engine['kind'];
  config: Config;
  options(doing?: string, searchPath?: readonly string[]): EngineOptions;
  /** Opens an engine, and closes it whatever happens: PGlite has one user at a time. */
  use<T>(run: (engine: Engine) => Promise<T>, searchPath?: readonly string[]): Promise<T>;
  /** For a child process that is to use this store. */
  env: NodeJS.ProcessEnv;
  drop(): Promise<void>;
}

/** @param own.home a data directory to use in place of a new one; it is the caller's to remove */
export async function openTestStore(own: { home?: string } = {}): Promise<TestStore> {
  const server = process.env.DATABASE_URL || null;
  const home = own.home ?? (await mkdtemp(join(tmpdir(), 'maillage-store-')));
  const database = server === null ? null : await createDatabase(server);
  if (database === null) await cp(await freshPGlite(), join(home, 'pglite'), { recursive: true });
  const env = {
    ...process.env,
    DATABASE_URL: database?.url ?? '',
    MAILLAGE_HOME: home,
    MAILLAGE_MIRROR: '',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
  };
  const config = readConfig(env);
  const options = (doing = 'test', searchPath?: readonly string[]): EngineOptions => ({
    databaseUrl: config.databaseUrl,
    home,
    doing,
    searchPath,
  });
  return {
    kind: database ? 'postgres' : 'pglite',
    config,
    options,
    async use(run, searchPath) {
      const engine = await openEngine(options('test', searchPath));
      try {
        return await run(engine);
      } finally {
        await engine.close();
      }
    },
    env,
    async drop() {
      await database?.drop();
      if (own.home === undefined) await rm(home, { recursive: true, force: true });
    },
  };
}

async function createDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `maillage_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `drop database ${name} with (force)`) };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** What a reader of the store sees: the editions, and the first answer of the one that is current. */
export interface Seen {
  editions: EditionRecord[];
  current: string | null;
  /** Residents and covered residents of all, at 30 minutes; null without a current edition. */
  answer: { population: number; covered: number; sites: number } | null;
  /** Schemas of editions that exist, whether the register knows them or not. */
  schemas: string[];
}

/** The edition that answers after a load. */
export async function editionIn(engine: Engine): Promise<LoadedEdition> {
  const edition = await storedEditions(engine.db).current();
  if (!edition) throw new Error('nothing is current after a load');
  return edition;
}

export function look(store: TestStore): Promise<Seen> {
  return store.use(seenIn);
}

export async function seenIn(engine: Engine): Promise<Seen> {
  const editions = await listEditions(engine.db);
  const loaded = await storedEditions(engine.db).current();
  const schemas = await schemaNames(engine);
  if (!loaded) return { editions, current: null, answer: null, schemas };
  const { population, covered, sites } = coverage(loaded.data, {
    level: 'france',
    within: [],
    thresholdMinutes: 30,
    rule: 'principal',
  }).total;
  return { editions, current: loaded.meta.id, answer: { population, covered, sites }, schemas };
}

async function schemaNames(engine: Engine): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where nspname like 'edition\\_%' order by 1`.execute(engine.db);
  return rows.map((row) => row.name);
}
