import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BaseNetwork } from '../../../scripts/bench/network/base-network.ts';
import { readGraph, writeGraph } from '../../../scripts/bench/network/graph-file.ts';
import { SCALE, tileNetwork } from '../../../scripts/bench/network/tiled-graph.ts';
import { CLOSED } from '../../../src/network/roads/road-edges.ts';

/** A triangle of one-way roads (0 → 1 → 2 → 0), and a road both ways from 2 to 3. */
const BASE: BaseNetwork = {
  nodeCount: 4,
  edgeCount: 4,
  x: Float64Array.of(0, 900, 500, 700),
  y: Float64Array.of(0, 0, 800, 1600),
  edgeFrom: Uint32Array.of(0, 1, 2, 2),
  edgeTo: Uint32Array.of(1, 2, 0, 3),
  forwardDs: Uint32Array.of(100, 110, 120, 130),
  backwardDs: Uint32Array.of(CLOSED, CLOSED, CLOSED, 140),
};

const dir = mkdtempSync(join(tmpdir(), 'maillage-tiled-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a tiled graph', () => {
  it('of one copy is the network itself, reversed and to scale', () => {
    const graph = tileNetwork(BASE, 1, 1);
    expect(graph.nodeCount).toBe(4);
    expect(graph.edgeCount).toBe(4);
    const into = Array.from({ length: 4 }, (_, node) => graph.arcStart[node + 1] - graph.arcStart[node]);
    expect(into.toSorted()).toEqual([1, 1, 1, 2]);
    const ds = graph.arcs.filter((_, i) => i % 2 === 1);
    expect([...ds].toSorted()).toEqual([100, 110, 120, 130, 140].map((each) => Math.round(each * SCALE)));
    for (let edge = 0; edge < 4; edge++) {
      const [from, to] = [graph.edgeFrom[edge], graph.edgeTo[edge]];
      expect(arcsInto(graph, to)).toContainEqual([from, graph.forwardDs[edge]]);
    }
  });

  it('joins every copy to the others, and holds as many sites a copy as asked', () => {
    const graph = tileNetwork(BASE, 9, 2);
    expect(graph.nodeCount).toBe(36);
    expect(graph.siteNode).toHaveLength(18);
    const reached = new Set([graph.siteNode[0]]);
    for (const node of reached) for (const [tail] of arcsInto(graph, node)) reached.add(tail);
    expect(reached.size).toBe(36);
  });

  it('is the same graph each time', () => {
    expect(tileNetwork(BASE, 5, 3)).toEqual(tileNetwork(BASE, 5, 3));
  });

  it('comes back from its file, and a file cut short is refused', () => {
    const graph = tileNetwork(BASE, 4, 2);
    const path = join(dir, 'x4.graph');
    writeGraph(path, graph);
    expect(readGraph(path)).toEqual(graph);
    truncateSync(path, 200);
    expect(() => readGraph(path)).toThrow(/cut short/);
  });
});

function arcsInto({ arcStart, arcs }: { arcStart: Uint32Array; arcs: Uint32Array }, node: number) {
  const found: number[][] = [];
  for (let i = arcStart[node]; i < arcStart[node + 1]; i++) found.push([arcs[2 * i], arcs[2 * i + 1]]);
  return found;
}
