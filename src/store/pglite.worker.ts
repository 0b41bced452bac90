/**
 * The embedded database, in a thread of its own: a PGlite query blocks its thread, and the API must stay alive.
 * One message in, one message out, in order.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';

export type WorkerRequest =
  | { id: number; kind: 'query'; sql: string; parameters: unknown[]; blob?: Uint8Array<ArrayBuffer> }
  | { id: number; kind: 'exec'; sql: string }
  | { id: number; kind: 'close' };

export interface WorkerResult {
  command?: string;
  rows: Record<string, unknown>[];
  affectedRows?: number;
}

export type WorkerReply =
  | { id: number; ok: true; result: WorkerResult }
  | { id: number; ok: false; message: string; code: string | null };

if (!parentPort) throw new Error('pglite.worker.ts runs as a worker thread');
const port = parentPort;

/** int8 as number on both engines: counts and residents stay far below 2^53. */
const parsers = { [types.INT8]: Number, [types.NUMERIC]: Number };

const opening = PGlite.create({ dataDir: workerData.dataDir as string, extensions: { postgis }, parsers });

/**
 * PGlite swallows the errors that GEOS raises: the statement does nothing and its result lacks `command`
 * (electric-sql/pglite#916). Treated as the failure it is.
 */
function assertRan(result: WorkerResult, sql: string): void {
  if (result.command === undefined) {
    throw new Error(`a geometry function failed without a message in: ${sql.slice(0, 300)}`);
  }
}

async function handle(request: WorkerRequest): Promise<WorkerResult> {
  const db = await opening;
  if (request.kind === 'close') {
    await db.close();
    return { rows: [] };
  }
  if (request.kind === 'exec') {
    const results = (await db.exec(request.sql)) as WorkerResult[];
    for (const result of results) assertRan(result, request.sql);
    return { command: 'EXEC', rows: results.at(-1)?.rows ?? [] };
  }
  const options = request.blob ? { blob: new Blob([request.blob]) } : undefined;
  const result = (await db.query(request.sql, request.parameters, options)) as WorkerResult;
  assertRan(result, request.sql);
  return { command: result.command, rows: result.rows, affectedRows: result.affectedRows };
}

let queue: Promise<void> = Promise.resolve();
port.on('message', (request: WorkerRequest) => {
  queue = queue.then(async () => {
    try {
      const result = await handle(request);
      port.postMessage({ id: request.id, ok: true, result } satisfies WorkerReply);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = typeof error === 'object' && error && 'code' in error ? String(error.code) : null;
      port.postMessage({ id: request.id, ok: false, message, code } satisfies WorkerReply);
    }
    if (request.kind === 'close') port.close();
  });
});
