/**
 * All catchments of an hour to a stored matrix of the country, on one thread and on two, beside C++'s searches alone.
 * Run by scripts/bench/network/run.ts.
 */
import { finish, type Row, ratioRow, row } from '../measure.ts';
import { forked } from './forked.ts';
import { jobOfArguments, largest } from './job.ts';
import type { MatrixRun } from './matrix-run.ts';
import { LIMIT_SECONDS } from './our-searches.ts';
import { startReference } from './references.ts';

const THREADS = [0, 2] as const;
const MAX_RUNS = 3;

const job = jobOfArguments();
const copies = largest(job);
const graphPath = job.graphs[copies];
const sites = 20 * copies;
const cpp = job.installed.cpp && startReference(job.installed.cpp, graphPath);
const runs = new Map<number, MatrixRun[]>(THREADS.map((threads) => [threads, []]));
const cppSeconds: number[] = [];
const module = new URL('./matrix-run.ts', import.meta.url);
for (let run = 0; run < Math.min(job.runs, MAX_RUNS); run++) {
  for (const threads of THREADS) {
    runs.get(threads)?.push(await forked<MatrixRun>(module, [graphPath, String(threads), job.dir]));
  }
  const searched = cpp && (await cpp.ask(`catchments ${LIMIT_SECONDS * 10 + 4} 0 ${sites} 1`));
  if (searched) cppSeconds.push(searched.ms / 1000);
}
cpp?.stop();

const digests = new Set([...runs.values()].flat().map(({ digest }) => digest));
if (digests.size !== 1) throw new Error(`${digests.size} matrices of one graph: they depend on the threads`);

const seconds = ({ searchMs, buildMs, encodeMs, writeMs }: MatrixRun) =>
  (searchMs + buildMs + encodeMs + writeMs) / 1000;
const rows: Row[] = [];
const of = (threads: number) => runs.get(threads) as MatrixRun[];
const [one, two] = THREADS.map((threads) => {
  const name = threads === 0 ? 'one thread' : `${threads} threads`;
  const target = threads === 2 ? { atMost: 15 } : null;
  const total = row(
    `all ${sites} catchments to a stored matrix, ${name}`,
    's',
    of(threads).map(seconds),
    target,
  );
  rows.push(total);
  for (const [phase, key] of [
    ['searches', 'searchMs'],
    ['building', 'buildMs'],
    ['encoding', 'encodeMs'],
    ['writing, to the disk', 'writeMs'],
    ['reading back', 'readMs'],
  ] as const) {
    rows.push(
      row(
        `  ${phase}, ${name}`,
        'ms',
        of(threads).map((each) => each[key]),
      ),
    );
  }
  const held = of(threads).map(({ peakBytes }) => peakBytes / 2 ** 20);
  rows.push(row(`  peak memory, ${name}`, 'MB', held));
  return total;
});
rows.push(ratioRow('all catchments: one thread ÷ two', two, one, { atLeast: 1.8 }, 'reference over ours'));
if (cpp) {
  const alone = row('C++ searches alone, one thread', 's', cppSeconds);
  rows.push(alone, ratioRow('all catchments: ours on two threads ÷ C++ searches alone', two, alone));
}
const [first] = of(2);
rows.push(
  row('entries of the matrix', 'count', [first.entries]),
  row('file of the matrix', 'MB', [first.fileBytes / 2 ** 20]),
  row(
    'memory before the searches',
    'MB',
    of(2).map(({ beforeBytes }) => beforeBytes / 2 ** 20),
  ),
);
const asked = (key: keyof MatrixRun['questions']) => of(2).flatMap(({ questions }) => questions[key]);
rows.push(
  row('any network over the matrix: every origin, every canton', 'ms', asked('scan'), { atMost: 50 }),
  row('one site more: search, origins, every canton', 'ms', asked('added'), { atMost: 20 }),
  row('one site less: origins, every canton', 'ms', asked('removed'), { atMost: 20 }),
);
finish('matrix', rows);
