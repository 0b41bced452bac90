/** One catchment of an hour on the country, one thread, beside C++. Run by scripts/bench/network/run.ts. */
import { finish, type Row, ratioRow, row } from '../measure.ts';
import { type Contestant, contest } from './contest.ts';
import { readGraph } from './graph-file.ts';
import { jobOfArguments, largest } from './job.ts';
import { catchmentSearch } from './our-searches.ts';
import { startReference } from './references.ts';
import { allSites } from './site-pass.ts';

const job = jobOfArguments();
const copies = largest(job);
const graph = readGraph(job.graphs[copies]);
const search = catchmentSearch(graph);
const pass = allSites(graph.siteNode.length);

const name = 'one catchment within 60 min, mean of the sites';
const contestants: Contestant[] = [{ name, run: () => pass.run(search) }];
const cpp = job.installed.cpp && startReference(job.installed.cpp, job.graphs[copies]);
if (cpp) contestants.push({ name: 'C++', run: () => cpp.ask(pass.command) });
const found = await contest(contestants, job.runs, pass.searches);
cpp?.stop();
const mine = found.get(name) as Row;
const theirs = found.get('C++');
finish('catchment', [
  ...found.values(),
  ...(theirs ? [ratioRow('one catchment within 60 min: ours ÷ C++', mine, theirs, { atMost: 1 })] : []),
  row('nodes of a catchment, mean', 'nodes', [Math.round(pass.run(search).reached / pass.searches)]),
  row('catchments of a run', 'count', [pass.searches]),
]);
