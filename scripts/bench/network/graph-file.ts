import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { shared } from '../../../src/network/shared-arrays.ts';
import type { TiledGraph } from './tiled-graph.ts';

/**
 * A tiled graph on disk, so that every process of a run, ours or a reference, works on the same numbers: five counts
 * (u32: magic, nodes, arcs, sites, edges), then the columns of u32 below, one after the other.
 */
const MAGIC = 0x4d4c4e47;

const lengths = (nodes: number, arcs: number, sites: number, edges: number) =>
  ({
    arcStart: nodes + 1,
    arcs: 2 * arcs,
    siteNode: sites,
    edgeFrom: edges,
    edgeTo: edges,
    forwardDs: edges,
    backwardDs: edges,
  }) satisfies Partial<Record<keyof TiledGraph, number>>;

type ColumnName = keyof ReturnType<typeof lengths>;

export function writeGraph(path: string, graph: TiledGraph): void {
  const { nodeCount, edgeCount, arcs, siteNode } = graph;
  const counts = Uint32Array.of(MAGIC, nodeCount, arcs.length / 2, siteNode.length, edgeCount);
  const file = openSync(path, 'w');
  try {
    writeSync(file, counts);
    for (const name of Object.keys(lengths(0, 0, 0, 0)) as ColumnName[]) writeSync(file, graph[name]);
  } finally {
    closeSync(file);
  }
}

/** The columns lie in shared memory. */
export function readGraph(path: string): TiledGraph {
  const file = openSync(path, 'r');
  try {
    const counts = new Uint32Array(5);
    readSync(file, counts);
    const [magic, nodeCount, arcCount, siteCount, edgeCount] = counts;
    if (magic !== MAGIC) throw new Error(`${path}: no graph of this benchmark`);
    const columns = {} as Record<ColumnName, Uint32Array>;
    for (const [name, length] of Object.entries(lengths(nodeCount, arcCount, siteCount, edgeCount))) {
      const column = shared(Uint32Array, length);
      const read = readSync(file, column);
      if (read !== column.byteLength) throw new Error(`${path}: ${name} is cut short`);
      columns[name as ColumnName] = column;
    }
    return { nodeCount, edgeCount, ...columns };
  } finally {
    closeSync(file);
  }
}

/** What a search needs of the graph. */
export function graphBytes({ arcStart, arcs }: TiledGraph): number {
  return arcStart.byteLength + arcs.byteLength;
}
