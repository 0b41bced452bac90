/**
 * The nearest site of every node, one thread, on the country and on ×10, beside the references; on ×10 pgRouting too.
 * Run by scripts/bench/network/run.ts.
 */
import { finish, type Row, ratioRow } from '../measure.ts';
import { type Contestant, contest } from './contest.ts';
import { readGraph } from './graph-file.ts';
import { jobOfArguments, largest } from './job.ts';
import { nearestAnswer, seedsOf } from './our-searches.ts';
import { startPgRouting } from './pgrouting.ts';
import { startReference } from './references.ts';

const PGROUTING_COPIES = 10;
const SCIPY_TURNS = 3;
/**
 * With `equicost`, pgRouting 3.4.2 gives some nodes a time that is not the least (104 of the 31,333 of Corsica with 20
 * sites; without it, all are right).
 */
const PGROUTING_EXCESS = 0.01;

const job = jobOfArguments();
const skipped: string[] = [];
const rows: Row[] = [];
const country = largest(job);
const scales = [...new Set([country, Math.min(country, PGROUTING_COPIES)])].filter(
  (each) => job.graphs[each],
);

for (const copies of scales) {
  const path = job.graphs[copies];
  const graph = readGraph(path);
  const seeds = seedsOf(graph);
  const at = `×${copies}`;
  const own = `nearest site for every node, ${at}`;
  const contestants: Contestant[] = [{ name: own, run: () => nearestAnswer(graph, seeds) }];
  const stops: (() => void)[] = [];
  for (const [name, command, turns] of [
    [`C++, ${at}`, job.installed.cpp, job.runs],
    [`SciPy, ${at}`, job.installed.scipy, SCIPY_TURNS],
  ] as const) {
    if (!command) continue;
    const reference = startReference(command, path);
    contestants.push({ name, run: () => reference.ask('nearest'), turns });
    stops.push(reference.stop);
  }
  if (copies === PGROUTING_COPIES) {
    const started = await startPgRouting(graph, job.dir);
    if ('skipped' in started) skipped.push(started.skipped);
    else {
      contestants.push({ name: `pgRouting, ${at}`, run: started.nearest, excess: PGROUTING_EXCESS });
      stops.push(started.stop);
    }
  }
  try {
    const found = await contest(contestants, job.runs);
    rows.push(...found.values());
    const mine = found.get(own) as Row;
    const cpp = found.get(`C++, ${at}`);
    if (cpp) {
      const target = copies === country ? { atMost: 0.8 } : null;
      rows.push(ratioRow(`nearest, ${at}: ours ÷ C++`, mine, cpp, target));
    }
    const scipy = found.get(`SciPy, ${at}`);
    if (scipy) rows.push(ratioRow(`nearest, ${at}: SciPy ÷ ours`, mine, scipy, null, 'reference over ours'));
    const pgRouting = found.get(`pgRouting, ${at}`);
    if (pgRouting) {
      rows.push(
        ratioRow(`nearest, ${at}: pgRouting ÷ ours`, mine, pgRouting, { atLeast: 40 }, 'reference over ours'),
      );
    }
  } finally {
    for (const stop of stops) stop();
  }
}
finish('nearest', rows, skipped);
