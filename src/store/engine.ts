import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DomainError } from '../domain-error.ts';
import { acquireLock, type Lock } from './lock-file.ts';
import { startPGlite } from './pglite-client.ts';
import type { DB } from './tables.gen.ts';

export type Db = Kysely<DB>;

/** One database, either engine, the same SQL. */
export interface Engine {
  kind: 'postgres' | 'pglite';
  db: Db;
  /** Several statements at once, without parameters. */
  exec(sql: string): Promise<void>;
  /**
   * COPY … FROM in text format: tab-separated lines, `\N` for null, made by `copyLine`.
   * @returns rows sent
   */
  copyIn(
    table: string,
    columns: readonly string[],
    lines: AsyncIterable<string> | Iterable<string>,
  ): Promise<number>;
  /** The lock on the embedded data directory; null on PostgreSQL. */
  lock: Lock | null;
  close(): Promise<void>;
}

export interface EngineOptions {
  databaseUrl: string | null;
  home: string;
  /** In a word, for the lock's message: `serve`, `load`. */
  doing: string;
  /** Names looked up in these schemas; a load works in its edition's. */
  searchPath?: readonly string[];
}

/** Lines are gathered up to this size before they are handed to the engine. */
const COPY_CHUNK_BYTES = 4 << 20;

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** @throws DomainError store-locked, store-unavailable */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  return options.databaseUrl === null ? openEmbedded(options) : openPostgres(options.databaseUrl, options);
}

async function openEmbedded(options: EngineOptions): Promise<Engine> {
  const lock = acquireLock(options.home, options.doing);
  const dataDir = join(options.home, 'pglite');
  mkdirSync(dataDir, { recursive: true });
  const client = startPGlite(dataDir);
  try {
    await client.exec('create extension if not exists postgis');
    if (options.searchPath) await client.exec(setSearchPath(options.searchPath));
  } catch (cause) {
    await client.close();
    lock.release();
    throw new DomainError(
      'store-unavailable',
      `${dataDir}: the embedded database cannot be opened (${(cause as Error).message})`,
      { file: dataDir },
      { cause },
    );
  }
  return {
    kind: 'pglite',
    db: new Kysely<DB>({ dialect: new PGliteDialect({ pglite: client }) }),
    exec: async (sql) => {
      await client.exec(sql);
    },
    copyIn: async (table, columns, lines) => {
      let rows = 0;
      const statement = `copy ${table} (${columns.join(', ')}) from '/dev/blob'`;
      for await (const chunk of chunks(lines)) {
        rows += chunk.rows;
        await client.copyFrom(statement, new TextEncoder().encode(chunk.text));
      }
      return rows;
    },
    lock,
    close: async () => {
      await client.close();
      lock.release();
    },
  };
}

async function openPostgres(databaseUrl: string, options: EngineOptions): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: `maillage ${options.doing}`,
    connectionTimeoutMillis: 10_000,
    // A load keeps one connection, so that its settings and its advisory lock stay with it.
    max: options.searchPath ? 1 : 10,
    idleTimeoutMillis: options.searchPath ? 0 : 30_000,
    onConnect: options.searchPath
      ? async (client) => {
          await client.query(setSearchPath(options.searchPath ?? []));
        }
      : undefined,
  });
  pool.on('error', () => {
    // An idle connection was lost: the pool replaces it, and the next query tells if the server is gone.
  });
  try {
    const { rows } = await pool
      .query('select version(), postgis_lib_version() as postgis')
      .catch(async (error) => {
        if (error.code !== '42883') throw error;
        await pool.query('create extension if not exists postgis');
        return pool.query('select version(), postgis_lib_version() as postgis');
      });
    const postgis = Number.parseFloat(rows[0].postgis);
    if (postgis < 3.3) {
      throw new DomainError(
        'store-unavailable',
        `PostGIS 3.3 or later is expected, found ${rows[0].postgis}`,
      );
    }
  } catch (cause) {
    await pool.end();
    if (cause instanceof DomainError) throw cause;
    throw new DomainError(
      'store-unavailable',
      `PostgreSQL (DATABASE_URL) does not answer or lacks PostGIS: ${(cause as Error).message}`,
      {},
      { cause },
    );
  }
  return {
    kind: 'postgres',
    db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }),
    exec: async (sql) => {
      await pool.query(sql);
    },
    copyIn: async (table, columns, lines) => {
      let rows = 0;
      async function* texts() {
        for await (const chunk of chunks(lines)) {
          rows += chunk.rows;
          yield chunk.text;
        }
      }
      const client = await pool.connect();
      try {
        const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
        await pipeline(Readable.from(texts()), stream);
      } finally {
        client.release();
      }
      return rows;
    },
    lock: null,
    close: () => pool.end(),
  };
}

function setSearchPath(schemas: readonly string[]): string {
  return `set search_path to ${schemas.map((schema) => `"${schema}"`).join(', ')}`;
}

async function* chunks(lines: AsyncIterable<string> | Iterable<string>) {
  let parts: string[] = [];
  let size = 0;
  for await (const line of lines) {
    parts.push(line);
    size += line.length;
    if (size >= COPY_CHUNK_BYTES) {
      yield { rows: parts.length, text: parts.join('') };
      parts = [];
      size = 0;
    }
  }
  if (parts.length > 0) yield { rows: parts.length, text: parts.join('') };
}

export type CopyValue = string | number | boolean | bigint | null | readonly string[];

/** One line of COPY's text format. */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyField).join('\t')}\n`;
}

function copyField(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapeCopy(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'object') {
    const items = value.map((item) => `"${item.replace(/[\\"]/g, '\\$&')}"`);
    return escapeCopy(`{${items.join(',')}}`);
  }
  return String(value);
}

function escapeCopy(text: string): string {
  return /[\\\t\n\r\0]/.test(text)
    ? text
        .replaceAll('\0', '')
        .replaceAll('\\', '\\\\')
        .replaceAll('\t', '\\t')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
    : text;
}
