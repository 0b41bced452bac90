import { parentPort, Worker } from 'node:worker_threads';
import { DomainError } from '../../domain-error.ts';
import { MAX_LIMIT_SECONDS } from './catchment.ts';

/** One search a site, on as many threads as asked: sites are taken from a shared counter, results come in batches. */

/** The origins reached by each site, in site order. */
export interface TravelEntries {
  count: number;
  site: Uint16Array | Uint32Array;
  origin: Uint32Array;
  /** Whole seconds, resident to site. */
  seconds: Uint16Array;
}

export interface SearchOptions {
  /** Inclusive. */
  limitSeconds: number;
  /** Worker threads; 0 searches in the calling thread (small inputs, tests). */
  threads: number;
  onProgress?: (sitesDone: number, sitesTotal: number) => void;
  signal?: AbortSignal;
}

/** Searches one site: writes what it reaches and returns the count. */
export type SearchSite = (site: number, outOrigin: Uint32Array, outSeconds: Uint16Array) => number;

interface Batch {
  sites: number[];
  counts: number[];
  origin: Uint32Array;
  seconds: Uint16Array;
}

interface SharedRun {
  /** Next site to search, for all threads. */
  nextSite: Int32Array;
  siteCount: number;
  originCount: number;
}

/** A batch is posted when it has this many entries (1.5 MB) or sites, so that progress shows and messages stay few. */
const BATCH_ENTRIES = 256 * 1024;
const BATCH_SITES = 32;

/**
 * @param worker module that calls `serveSearches` with the search built from `input`
 * @param inThread the same search, for `threads: 0`
 * @throws DomainError invalid-parameter, interrupted
 */
export async function runSearches<Input extends object>(
  worker: URL,
  input: Input,
  siteCount: number,
  originCount: number,
  inThread: (input: Input) => SearchSite,
  options: SearchOptions,
): Promise<TravelEntries> {
  const { limitSeconds, threads, onProgress, signal } = options;
  if (!(Number.isInteger(limitSeconds) && limitSeconds >= 1 && limitSeconds <= MAX_LIMIT_SECONDS)) {
    throw new DomainError(
      'invalid-parameter',
      `limitSeconds: expected a whole number from 1 to ${MAX_LIMIT_SECONDS}, found ${limitSeconds}`,
      { parameter: 'limitSeconds', found: limitSeconds },
    );
  }
  throwIfAborted(signal);
  const run: SharedRun = { nextSite: new Int32Array(new SharedArrayBuffer(4)), siteCount, originCount };
  const batches: Batch[] = [];
  let done = 0;
  const take = (batch: Batch) => {
    batches.push(batch);
    done += batch.sites.length;
    onProgress?.(done, siteCount);
  };
  const workers = Math.min(threads, siteCount);
  if (originCount === 0 || siteCount === 0) return joinBatches([], siteCount);
  if (workers <= 0) {
    searchAll(run, inThread(input), (batch) => {
      take(batch);
      throwIfAborted(signal);
    });
  } else {
    await inWorkers(worker, { input, run }, workers, take, signal);
  }
  return joinBatches(batches, siteCount);
}

/** The worker's side: builds the search from what the pool sent, then serves until no site is left. */
export function serveSearches<Input>(
  data: { input: Input; run: SharedRun },
  build: (input: Input) => SearchSite,
): void {
  searchAll(data.run, build(data.input), (batch) => {
    parentPort?.postMessage(batch, [batch.origin.buffer as ArrayBuffer, batch.seconds.buffer as ArrayBuffer]);
  });
}

function searchAll(run: SharedRun, search: SearchSite, post: (batch: Batch) => void): void {
  const siteOrigin = new Uint32Array(run.originCount);
  const siteSeconds = new Uint16Array(run.originCount);
  let parts: { origin: Uint32Array; seconds: Uint16Array }[] = [];
  let sites: number[] = [];
  let counts: number[] = [];
  let entries = 0;
  const flush = () => {
    const batch: Batch = {
      sites,
      counts,
      origin: new Uint32Array(entries),
      seconds: new Uint16Array(entries),
    };
    let at = 0;
    for (const part of parts) {
      batch.origin.set(part.origin, at);
      batch.seconds.set(part.seconds, at);
      at += part.origin.length;
    }
    parts = [];
    sites = [];
    counts = [];
    entries = 0;
    post(batch);
  };
  for (;;) {
    const site = Atomics.add(run.nextSite, 0, 1);
    if (site >= run.siteCount) break;
    const count = search(site, siteOrigin, siteSeconds);
    parts.push({ origin: siteOrigin.slice(0, count), seconds: siteSeconds.slice(0, count) });
    sites.push(site);
    counts.push(count);
    entries += count;
    if (entries >= BATCH_ENTRIES || sites.length >= BATCH_SITES) flush();
  }
  if (sites.length > 0) flush();
}

function inWorkers(
  worker: URL,
  workerData: object,
  count: number,
  take: (batch: Batch) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const workers: Worker[] = [];
    let running = count;
    const stop = (error: unknown) => {
      signal?.removeEventListener('abort', onAbort);
      Promise.all(workers.map((each) => each.terminate())).then(() => reject(error), reject);
    };
    const onAbort = () => stop(interrupted());
    signal?.addEventListener('abort', onAbort, { once: true });
    for (let i = 0; i < count; i++) {
      const each = new Worker(worker, { workerData });
      workers.push(each);
      each.on('message', (batch: Batch) => {
        try {
          take(batch);
        } catch (error) {
          stop(error);
        }
      });
      each.once('error', stop);
      each.once('exit', (code) => {
        if (code !== 0) return stop(new Error(`a search thread stopped with exit code ${code}`));
        if (--running > 0) return;
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
    }
  });
}

/** Batches come in any order; sites go out in theirs, so that the same input gives the same columns. */
function joinBatches(batches: Batch[], siteCount: number): TravelEntries {
  const startOfSite = new Float64Array(siteCount + 1);
  for (const { sites, counts } of batches) {
    for (let i = 0; i < sites.length; i++) startOfSite[sites[i] + 1] = counts[i];
  }
  for (let site = 0; site < siteCount; site++) startOfSite[site + 1] += startOfSite[site];
  const count = startOfSite[siteCount];
  const siteColumn = siteCount <= 0x10000 ? new Uint16Array(count) : new Uint32Array(count);
  const origin = new Uint32Array(count);
  const seconds = new Uint16Array(count);
  // Each batch is let go once it is copied: otherwise a country's entries are held twice at the end.
  for (let batch = batches.pop(); batch; batch = batches.pop()) {
    let at = 0;
    for (let i = 0; i < batch.sites.length; i++) {
      const start = startOfSite[batch.sites[i]];
      const end = at + batch.counts[i];
      siteColumn.fill(batch.sites[i], start, start + batch.counts[i]);
      origin.set(batch.origin.subarray(at, end), start);
      seconds.set(batch.seconds.subarray(at, end), start);
      at = end;
    }
  }
  return { count, site: siteColumn, origin, seconds };
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted();
}

function interrupted(): DomainError {
  return new DomainError('interrupted', 'the travel-time search was interrupted');
}
