/** Time and memory at one scale, in a process of its own. Run by growth.bench.ts. */
import { graphBytes, readGraph } from './graph-file.ts';
import { catchmentSearch, nearestAnswer, seedsOf } from './our-searches.ts';
import { allSites } from './site-pass.ts';

export interface GrowthRun {
  nodes: number;
  graphBytes: number;
  /** Of the process with the graph, and the most it held while it searched. */
  loadedBytes: number;
  peakBytes: number;
  /** Nanoseconds a settled node, each run. */
  nearestNs: number[];
  catchmentNs: number[];
}

/** Small graphs are searched until the compiler has seen enough. */
const WARM_NODES = 4_000_000;

const [path, runs] = process.argv.slice(2);
const before = process.memoryUsage.rss();
const graph = readGraph(path);
const loadedBytes = process.memoryUsage.rss() - before;
const seeds = seedsOf(graph);
nearestAnswer(graph, seeds);
// Of one run: what the next ones leave to be collected is not the search's.
const peakBytes = process.resourceUsage().maxRSS * 1024 - before;
for (let settled = graph.nodeCount; settled < WARM_NODES; settled += graph.nodeCount) {
  nearestAnswer(graph, seeds);
}
const nearestNs = Array.from({ length: Number(runs) }, () => {
  const { ms, reached } = nearestAnswer(graph, seeds);
  return (ms * 1e6) / reached;
});

const search = catchmentSearch(graph);
const pass = allSites(graph.siteNode.length);
for (let settled = 0; settled < WARM_NODES; ) settled += pass.run(search).reached;
const catchmentNs = Array.from({ length: Number(runs) }, () => {
  const { ms, reached } = pass.run(search);
  return (ms * 1e6) / reached;
});
const result: GrowthRun = {
  nodes: graph.nodeCount,
  graphBytes: graphBytes(graph),
  loadedBytes,
  peakBytes,
  nearestNs,
  catchmentNs,
};
process.send?.(result);
