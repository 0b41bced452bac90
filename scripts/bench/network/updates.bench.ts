/**
 * The k nearest sites of every node, and the nearest of all repaired after a site comes or goes, on the country. Run by
 * scripts/bench/network/run.ts.
 */
import { kNearestSites } from '../../../src/network/search/k-nearest.ts';
import { nearestSites, type SiteSeeds } from '../../../src/network/search/nearest.ts';
import { addSite, nearestRepair, removeSite } from '../../../src/network/search/nearest-repair.ts';
import { finish, measure, ratioRow, row } from '../measure.ts';
import { readGraph } from './graph-file.ts';
import { jobOfArguments, largest } from './job.ts';
import { seedsOf } from './our-searches.ts';

const K = 3;
/** Sites taken away and given back, all over the country. */
const CHANGES = 100;

const job = jobOfArguments();
const copies = largest(job);
const graph = readGraph(job.graphs[copies]);
const seeds = seedsOf(graph);
const full = measure(`nearest site for every node, ×${copies}`, job.runs, () => {
  return nearestSites(graph, seeds).nodeDs[0];
});
const kNearest = measure(`${K} nearest sites for every node, ×${copies}`, job.runs, () => {
  return kNearestSites(graph, seeds, K).ds[0];
});

const repair = nearestRepair(graph, nearestSites(graph, seeds), seeds);
const step = Math.max(1, Math.floor(seeds.site.length / CHANGES));
const sites = seeds.site.filter((_, i) => i % step === 0);
let changed = 0;
const removed = measure('repair after one site less', sites.length, (run) => {
  const count = removeSite(repair, sites[run]).length;
  changed += count;
  return count;
});
assertRepaired(without(seeds, new Set(sites)));
const added = measure('repair after one site more', sites.length, (run) => {
  const seed = seeds.site.indexOf(sites[run]);
  return addSite(repair, sites[run], [seeds.node[seed]], [seeds.ds[seed]]).length;
});
assertRepaired(seeds);

finish('updates', [
  full,
  kNearest,
  ratioRow(`${K} nearest ÷ the nearest`, kNearest, full),
  removed,
  added,
  ratioRow('a full run ÷ repair after one site less', removed, full, null, 'reference over ours'),
  ratioRow('a full run ÷ repair after one site more', added, full, null, 'reference over ours'),
  row('nodes changed by a site, mean', 'nodes', [Math.round(changed / sites.length)]),
]);

/** To the bit: a faster answer is worth nothing unless it is the same one. */
function assertRepaired(now: SiteSeeds): void {
  const { nodeDs, nodeSite } = nearestSites(graph, now);
  const { nearest } = repair;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (nearest.nodeDs[node] === nodeDs[node] && nearest.nodeSite[node] === nodeSite[node]) continue;
    throw new Error(`node ${node}: the repair is not the full run`);
  }
}

function without(all: SiteSeeds, gone: ReadonlySet<number>): SiteSeeds {
  const kept = Uint32Array.from(all.site.keys().filter((i) => !gone.has(all.site[i])));
  return {
    node: kept.map((i) => all.node[i]),
    ds: kept.map((i) => all.ds[i]),
    site: kept.map((i) => all.site[i]),
  };
}
