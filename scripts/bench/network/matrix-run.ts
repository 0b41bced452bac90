/** One run of the country's matrix, from the graph to the file and back; one process a run. Run by matrix.bench.ts. */
import { createHash } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeMatrix, matrixChunks } from '../../../src/grid/matrix-binary.ts';
import { buildAccessMatrix } from '../../../src/grid/matrix-builder.ts';
import { runSearches } from '../../../src/network/search/search-pool.ts';
import { type CountryQuestions, countryQuestions } from './country-questions.ts';
import { readGraph } from './graph-file.ts';
import { matrixInput, matrixSearch } from './matrix-input.ts';
import { LIMIT_SECONDS } from './our-searches.ts';

export interface MatrixRun {
  searchMs: number;
  buildMs: number;
  encodeMs: number;
  writeMs: number;
  readMs: number;
  entries: number;
  fileBytes: number;
  /** Of this process with its threads, when all is done. */
  peakBytes: number;
  /** What it held before the searches: the graph and the origins. */
  beforeBytes: number;
  digest: string;
  questions: CountryQuestions;
}

const [graphPath, threads, dir] = process.argv.slice(2);
const graph = readGraph(graphPath);
const input = matrixInput(graph, LIMIT_SECONDS);
const sites = input.siteNode.length;
const origins = input.attachments.originCount;
const beforeBytes = process.memoryUsage.rss();

const path = join(dir, `matrix-${process.pid}`);
const times: number[] = [performance.now()];
const lap = () => times.push(performance.now());
const options = { limitSeconds: LIMIT_SECONDS, threads: Number(threads) };
const worker = new URL('./matrix.worker.ts', import.meta.url);
const entries = await runSearches(worker, input, sites, origins, matrixSearch, options);
lap();
const matrix = buildAccessMatrix(origins, sites, LIMIT_SECONDS, [entries]);
lap();
const chunks = matrixChunks(matrix);
lap();
const file = await open(path, 'w');
for (const chunk of chunks) await file.writeFile(chunk);
await file.sync();
await file.close();
lap();
const shared = new Uint8Array(new SharedArrayBuffer((await stat(path)).size));
const again = await open(path);
await again.read(shared);
await again.close();
const read = decodeMatrix(shared);
lap();
await rm(path);
if (read.site.length !== matrix.site.length) throw new Error('the file does not give the matrix back');
const [searchMs, buildMs, encodeMs, writeMs, readMs] = times.slice(1).map((time, i) => time - times[i]);
// Read before the questions, whose country is larger than what a server holds of one.
const peakBytes = process.resourceUsage().maxRSS * 1024;
const result: MatrixRun = {
  searchMs,
  buildMs,
  encodeMs,
  writeMs,
  readMs,
  entries: matrix.site.length,
  fileBytes: shared.length,
  peakBytes,
  beforeBytes,
  digest: createHash('sha256').update(shared).digest('hex'),
  questions: countryQuestions(read, input),
};
process.send?.(result);
