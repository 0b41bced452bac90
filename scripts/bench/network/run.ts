/**
 * npm run bench:network [-- --only nearest,matrix,…] [--scale 16] [--runs 5] [--json file]
 * The travel-time engine on Corsica's roads (MAILLAGE_MIRROR) or the sample's, tiled to the size of France, beside the
 * references that are installed. A figure over its target is told, not failed: machines differ. A benchmark that breaks
 * fails.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchResult } from '../measure.ts';
import { forked } from './forked.ts';
import { issueTable } from './issue-table.ts';
import type { Job } from './job.ts';
import { installedReferences } from './references.ts';

/** In the order of the table; those beside this folder make nothing of the graphs. */
const BENCHES = {
  nearest: './nearest.bench.ts',
  updates: './updates.bench.ts',
  contraction: './contraction.bench.ts',
  catchment: './catchment.bench.ts',
  matrix: './matrix.bench.ts',
  scan: '../scan.bench.ts',
  growth: './growth.bench.ts',
  pbf: '../pbf.bench.ts',
} as const;
const SCALES = [1, 4, 10, 16, 64, 145];
const CORSICA = 'roads/corse.osm.pbf';
const SAMPLE = fileURLToPath(new URL('../../../data/sample/roads/val-d-ambre.osm.pbf', import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    scale: { type: 'string', default: '145' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});
const names = Object.keys(BENCHES) as (keyof typeof BENCHES)[];
const wanted = values.only?.split(',') ?? names;
const unknown = wanted.filter((name) => !names.some((each) => each === name));
const scale = Number(values.scale);
const runs = Number(values.runs);
if (unknown.length > 0) refuse(`--only: expected some of ${names.join(', ')}, found ${unknown.join(', ')}`);
if (!SCALES.includes(scale)) refuse(`--scale: expected one of ${SCALES.join(', ')}, found ${values.scale}`);
if (!(Number.isInteger(runs) && runs >= 1)) refuse(`--runs: expected 1 or more, found ${values.runs}`);

const dir = await mkdtemp(join(tmpdir(), 'maillage-network-'));
process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
let current: ChildProcess | null = null;
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isStopping = true;
    // A cluster may have to be stopped: its end is waited for below.
    if (current) current.kill(signal);
    else process.exit(130);
  });
}

const started = performance.now();
const mirror = process.env.MAILLAGE_MIRROR;
const { installed, skipped } = installedReferences(dir);
const pbf = mirror ? join(mirror, CORSICA) : SAMPLE;
if (!mirror) skipped.push("Corsica's roads: set MAILLAGE_MIRROR (the built-in sample's were used)");
const scales = SCALES.filter((copies) => copies <= scale).join(',');
const graphs = await forked<Record<number, string>>(new URL('./build-graphs.ts', import.meta.url), [
  pbf,
  dir,
  scales,
]);
const job: Job = { network: mirror ? 'corse' : 'sample', graphs, runs, installed, dir };

const results: BenchResult[] = [];
const broken: string[] = [];
for (const name of names.filter((each) => wanted.includes(each))) {
  const module = new URL(BENCHES[name], import.meta.url);
  if (!existsSync(module)) {
    skipped.push(`${name}: there is no ${BENCHES[name]}`);
    continue;
  }
  current = fork(module, [JSON.stringify(job)], { stdio: 'inherit' });
  current.on('message', (message) => {
    results.push(message as BenchResult);
  });
  const [code] = await once(current, 'exit');
  current = null;
  if (isStopping) process.exit(130);
  if (code !== 0) broken.push(name);
}

console.log(issueTable(results));
for (const reason of [...skipped, ...results.flatMap((result) => result.skipped)]) {
  console.log(`SKIPPED: ${reason}`);
}
const minutes = (performance.now() - started) / 60_000;
console.log(`${job.network} ×${scale}, ${runs} runs, ${minutes.toFixed(1)} minutes`);
if (broken.length > 0) console.error(`BROKEN: ${broken.join(', ')}`);
const json = values.json ?? join(tmpdir(), 'maillage-bench-network.json');
const { network } = job;
await writeFile(json, `${JSON.stringify({ network, scale, runs, results, skipped, broken }, null, 2)}\n`);
console.log(`JSON: ${json}`);
process.exitCode = broken.length > 0 ? 1 : 0;

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
