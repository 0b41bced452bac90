/**
 * npm run bench [-- --only sample,corsica,france,coverage,service,scan,kernels,pbf,roads] [--json file]
 * Runs the benchmarks one after the other, each in a process of its own. Corsica, France and the service need MAILLAGE_MIRROR.
 * A figure over its target is told, not failed: machines differ. A benchmark that breaks fails.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { BenchResult } from './measure.ts';

const BENCHES = [
  'sample',
  'corsica',
  'france',
  'coverage',
  'service',
  'scan',
  'kernels',
  'pbf',
  'roads',
] as const;

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
const wanted = values.only?.split(',') ?? [...BENCHES];
const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench === name));
if (unknown.length > 0) {
  console.error(`--only: expected some of ${BENCHES.join(', ')}, found ${unknown.join(', ')}`);
  process.exit(2);
}

const results: BenchResult[] = [];
const broken: string[] = [];
for (const bench of BENCHES.filter((name) => wanted.includes(name))) {
  const child = fork(new URL(`./${bench}.bench.ts`, import.meta.url), { stdio: 'inherit' });
  child.on('message', (message) => {
    results.push(message as BenchResult);
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) broken.push(bench);
}

const rows = results.flatMap((result) => result.rows);
const over = rows.filter((row) => row.ok === false);
const held = rows.filter((row) => row.ok === true).length;
console.log(`\n${held} targets met, ${over.length} missed${over.map(({ name }) => `\n  ${name}`).join('')}`);
for (const reason of results.flatMap((result) => result.skipped)) console.log(`SKIPPED: ${reason}`);
if (broken.length > 0) console.error(`BROKEN: ${broken.join(', ')}`);
if (values.json) await writeFile(values.json, `${JSON.stringify({ results, broken }, null, 2)}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
