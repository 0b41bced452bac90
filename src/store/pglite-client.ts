import { Worker } from 'node:worker_threads';
import { DomainError } from '../domain-error.ts';
import type { WorkerReply, WorkerRequest, WorkerResult } from './pglite.worker.ts';

type Unnumbered<T> = T extends { id: number } ? Omit<T, 'id'> : never;

/** What Kysely's PGlite dialect asks of a client, with `exec` and COPY beside it; the database lives in a worker. */
export interface PGliteClient {
  closed: boolean;
  ready: boolean;
  waitReady: Promise<void>;
  query<T>(sql: string, parameters?: unknown[]): Promise<PGliteRows<T>>;
  transaction<T>(
    run: (tx: { query: PGliteClient['query']; rollback(): Promise<void> }) => Promise<T>,
  ): Promise<T>;
  exec(sql: string): Promise<Record<string, unknown>[]>;
  copyFrom(sql: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
}

export interface PGliteRows<T> {
  rows: T[];
  affectedRows?: number;
  fields: { name: string; dataTypeID: number }[];
}

/** An error of the database, with its SQLSTATE where it has one. */
export class DatabaseError extends Error {
  readonly code: string | null;

  constructor(message: string, code: string | null) {
    super(message);
    this.name = 'DatabaseError';
    this.code = code;
  }
}

export function startPGlite(dataDir: string): PGliteClient {
  const worker = new Worker(new URL('./pglite.worker.ts', import.meta.url), { workerData: { dataDir } });
  const waiting = new Map<number, { resolve: (r: WorkerResult) => void; reject: (e: Error) => void }>();
  let nextId = 0;
  let dead: Error | null = null;
  /** Tail of the queue: a transaction holds it, so that nobody else's statement slips inside. */
  let turn: Promise<unknown> = Promise.resolve();

  function failAll(error: Error): void {
    dead = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
  worker.on('message', (reply: WorkerReply) => {
    const pending = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if (reply.ok) pending?.resolve(reply.result);
    else pending?.reject(new DatabaseError(reply.message, reply.code));
  });
  worker.on('error', (cause) =>
    failAll(new DomainError('store-failed', `embedded database: ${cause.message}`, {}, { cause })),
  );
  worker.on('exit', () => failAll(new DomainError('store-failed', 'the embedded database has stopped', {})));

  function send(request: Unnumbered<WorkerRequest>, transfer: ArrayBuffer[] = []): Promise<WorkerResult> {
    if (dead) return Promise.reject(dead);
    const id = nextId++;
    worker.ref();
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id }, transfer);
    });
  }
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = turn.then(run, run);
    turn = mine.catch(() => undefined);
    return mine;
  }
  async function rawQuery<T>(sql: string, parameters: unknown[] = []): Promise<PGliteRows<T>> {
    const result = await send({ kind: 'query', sql, parameters });
    return { rows: result.rows as T[], affectedRows: result.affectedRows, fields: [] };
  }

  const client: PGliteClient = {
    closed: false,
    ready: true,
    waitReady: Promise.resolve(),
    query: (sql, parameters) => inTurn(() => rawQuery(sql, parameters)),
    transaction: (run) =>
      inTurn(async () => {
        await rawQuery('begin');
        let rolledBack = false;
        const rollback = async () => {
          rolledBack = true;
          await rawQuery('rollback');
        };
        try {
          const value = await run({ query: rawQuery, rollback });
          if (!rolledBack) await rawQuery('commit');
          return value;
        } catch (error) {
          if (!rolledBack) await rollback().catch(() => undefined);
          throw error;
        }
      }),
    exec: (sql) => inTurn(async () => (await send({ kind: 'exec', sql })).rows),
    copyFrom: (sql, bytes) =>
      inTurn(async () => {
        await send({ kind: 'query', sql, parameters: [], blob: bytes }, [bytes.buffer]);
      }),
    close: async () => {
      if (client.closed) return;
      client.closed = true;
      await inTurn(() => send({ kind: 'close' })).catch(() => undefined);
      await worker.terminate();
    },
  };
  return client;
}
