import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { DomainError } from '../domain-error.ts';
import type { Engine } from './engine.ts';

const MIGRATIONS_DIR = resolve(import.meta.dirname, '../../migrations');
const EDITION_DIR = join(MIGRATIONS_DIR, 'edition');

/** Version of the tables inside an edition: the number of migration files that make them. */
export const EDITION_TABLE_VERSION = 1;

/** Brings the database's own tables up to date; does nothing when they are. @throws DomainError store-failed */
export async function migrate(engine: Engine): Promise<void> {
  const migrator = new Migrator({
    db: engine.db,
    migrationTableSchema: 'public',
    migrationTableName: 'maillage_migration',
    migrationLockTableName: 'maillage_migration_lock',
    provider: {
      getMigrations: async () => {
        const migrations: Record<string, Migration> = {};
        for (const name of await sqlFiles(MIGRATIONS_DIR)) {
          migrations[name] = { up: async (db) => runFile(db, join(MIGRATIONS_DIR, name)) };
        }
        return migrations;
      },
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new DomainError(
      'store-failed',
      `the database could not be migrated: ${message}`,
      {},
      { cause: error },
    );
  }
}

/** Creates the tables of an edition in the first schema of the search path. */
export async function createEditionTables(engine: Engine): Promise<void> {
  const files = await sqlFiles(EDITION_DIR);
  if (files.length !== EDITION_TABLE_VERSION) {
    throw new Error(
      `EDITION_TABLE_VERSION is ${EDITION_TABLE_VERSION}, migrations/edition holds ${files.length} files`,
    );
  }
  for (const name of files) await runFile(engine.db, join(EDITION_DIR, name));
}

/**
 * Statement by statement, inside the migration's transaction. The last one must return a row that says so: PGlite can
 * drop statements without an error.
 */
async function runFile<T>(db: Kysely<T>, path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const statements = text
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  let last: { outcome?: string } | undefined;
  for (const statement of statements) {
    last = (await sql.raw<{ outcome?: string }>(statement).execute(db)).rows[0];
  }
  if (last?.outcome !== 'migrated') throw new Error(`${path}: did not run to its end`);
}

async function sqlFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).sort();
}
