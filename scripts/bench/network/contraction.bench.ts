/** The country's graph contracted once, what that costs, and the search on it. Run by scripts/bench/network/run.ts. */
import { contract } from '../../../src/network/search/contraction.ts';
import { nearestByContraction } from '../../../src/network/search/contraction-nearest.ts';
import { finish, type Row, ratioRow, row } from '../measure.ts';
import { type Contestant, contest } from './contest.ts';
import { graphBytes, readGraph } from './graph-file.ts';
import { jobOfArguments, largest } from './job.ts';
import { seedsOf, totalOf } from './our-searches.ts';
import { type Answer, startReference } from './references.ts';

const job = jobOfArguments();
const copies = largest(job);
const graph = readGraph(job.graphs[copies]);
const seeds = seedsOf(graph);

const heldBefore = process.memoryUsage.rss();
const started = performance.now();
const contraction = contract(graph);
const seconds = (performance.now() - started) / 1000;
const rows: Row[] = [row(`contraction of ×${copies}, once, one thread`, 's', [seconds])];
if (contraction) {
  const bytes = Object.values(contraction).reduce(
    (sum, column) => sum + (typeof column === 'number' ? 0 : column.byteLength),
    0,
  );
  const peak = process.resourceUsage().maxRSS * 1024 - heldBefore;
  rows.push(
    row('the contraction', 'MB', [bytes / 2 ** 20]),
    row('the graph', 'MB', [graphBytes(graph) / 2 ** 20]),
    row('most memory while contracting, over the graph', 'MB', [peak / 2 ** 20]),
  );
  const name = `nearest site by contraction, ×${copies}`;
  const nearest = (): Answer => {
    const start = performance.now();
    const { nodeDs } = nearestByContraction(contraction, seeds);
    return { ms: performance.now() - start, ...totalOf(nodeDs) };
  };
  const contestants: Contestant[] = [{ name, run: nearest }];
  const cpp = job.installed.cpp && startReference(job.installed.cpp, job.graphs[copies]);
  if (cpp) contestants.push({ name: 'C++', run: () => cpp.ask('nearest') });
  const found = await contest(contestants, job.runs);
  cpp?.stop();
  rows.push(...found.values());
  const theirs = found.get('C++');
  if (theirs) rows.push(ratioRow(`${name}: ours ÷ C++`, found.get(name) as Row, theirs, { atMost: 0.3 }));
}
finish('contraction', rows, contraction ? [] : [`contraction of ×${copies}: the graph is too meshed`]);
