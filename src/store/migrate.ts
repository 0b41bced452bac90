import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { DomainError } from '../domain-error.ts';
import type { Engine } from './engine.ts';

const MIGRATIONS_DIR = resolve(import.meta.dirname, '../../migrations');
/** An edition is never migrated, only made anew: one file, run in its empty schema. */
const EDITION_TABLES = join(MIGRATIONS_DIR, 'edition/tables.sql');

/** Raised with every change of `edition/tables.sql` or of what its artifacts hold: an older edition is then not read. */
export const EDITION_TABLE_VERSION = 2;

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
  await runFile(engine.db, EDITION_TABLES);
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
