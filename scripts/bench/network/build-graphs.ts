/** Makes the graphs that the benchmarks of a run share: <PBF> <folder> <copies,…>. Run by scripts/bench/network/run.ts. */
import { join } from 'node:path';
import { readBaseNetwork } from './base-network.ts';
import { writeGraph } from './graph-file.ts';
import { tileNetwork } from './tiled-graph.ts';

const [pbf, dir, scales] = process.argv.slice(2);
const base = await readBaseNetwork(pbf);
const graphs: Record<number, string> = {};
for (const copies of scales.split(',').map(Number)) {
  const path = join(dir, `x${copies}.graph`);
  const graph = tileNetwork(base, copies);
  writeGraph(path, graph);
  graphs[copies] = path;
  const { nodeCount, arcs, siteNode } = graph;
  console.log(`×${copies}: ${nodeCount} junctions, ${arcs.length / 2} arcs, ${siteNode.length} sites`);
}
process.send?.(graphs);
