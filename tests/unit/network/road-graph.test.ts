import { describe, expect, test } from 'vitest';
import { CAR_PROFILE } from '../../../src/network/roads/car-profile.ts';
import { CLOSED } from '../../../src/network/roads/road-edges.ts';
import { buildRoadGraph, usableComponents } from '../../../src/network/roads/road-graph.ts';
import { asciiRoads } from './support/ascii-roads.ts';
import { memoryRoads } from './support/memory-roads.ts';

describe('the road graph', () => {
  test('has nodes at junctions and ends only', async () => {
    const { graph } = await asciiRoads(`
a--+--b--+--c
      |
      +
      |
      d
`);
    expect(graph.nodeCount).toBe(4);
    expect(graph.edgeCount).toBe(3);
    expect([...graph.lengthM].map(Math.round).sort()).toEqual([400, 600, 600]);
    expect([...graph.forwardDs].sort()).toEqual([400, 600, 600]);
  });

  test('keeps apart what differs in speed or direction', async () => {
    const { graph } = await asciiRoads('a--+>>b--c');
    expect(graph.edgeCount).toBe(3);
    expect([...graph.backwardDs].filter((ds) => ds === CLOSED)).toHaveLength(1);
  });

  test('joins ways drawn in opposite directions', async () => {
    const tags = { highway: 'residential', maxspeed: '45' };
    const nodes = [1, 2, 3].map((id) => ({ id, lon: id * 0.001, lat: 0 }));
    const forwardThenBack = memoryRoads(nodes, [
      { refs: [1, 2], tags: { ...tags, oneway: 'yes' } },
      { refs: [3, 2], tags: { ...tags, oneway: '-1' } },
    ]);
    const { graph } = await buildRoadGraph(forwardThenBack, CAR_PROFILE);
    expect(graph.edgeCount).toBe(1);
    expect(Math.round(graph.lengthM[0])).toBe(222);
    expect([graph.forwardDs[0], graph.backwardDs[0]].sort((a, b) => a - b)).toEqual([222, CLOSED]);
  });

  test('keeps a ring that no junction breaks', async () => {
    const { graph } = await asciiRoads(`
+--+
|  |
+--+
`);
    expect(graph.edgeCount).toBe(1);
    expect(graph.edgeFrom[0]).toBe(graph.edgeTo[0]);
    expect(Math.round(graph.lengthM[0])).toBe(1000);
  });

  test('is cut by a closed barrier, each side keeping its dead end', async () => {
    const { graph } = await asciiRoads('a--#--b');
    expect(graph.nodeCount).toBe(4);
    expect(graph.edgeCount).toBe(2);
    expect(graph.componentNodes).toEqual(new Uint32Array([2, 2]));
  });

  test('is cut where the file holds no coordinates, and counts them', async () => {
    const nodes = [1, 2, 4, 5].map((id) => ({ id, lon: id * 0.001, lat: 0 }));
    const roads = memoryRoads(nodes, [{ refs: [1, 2, 3, 4, 5], tags: { highway: 'primary' } }]);
    const { graph, report } = await buildRoadGraph(roads, CAR_PROFILE);
    expect(graph.edgeCount).toBe(2);
    expect(report.nodesMissing).toBe(1);
  });

  test('reads negative ids, nodes told twice and ways without length', async () => {
    const nodes = [-1, -2, -3_000_000_000, 4, 5].map((id, i) => ({
      id,
      lon: Math.min(i, 3) * 0.001,
      lat: 0,
    }));
    const tags = { highway: 'residential', maxspeed: '45' };
    const roads = memoryRoads(
      [...nodes, ...nodes.slice(0, 2)],
      [
        { refs: [-1, -2, -3_000_000_000], tags },
        { refs: [-3_000_000_000, 4], tags: { highway: 'primary' } },
        { refs: [-2, -2], tags },
        { refs: [-2], tags },
        // Two nodes in one place.
        { refs: [4, 5], tags },
      ],
    );
    const { graph, report } = await buildRoadGraph(roads, CAR_PROFILE);
    expect(report.nodesUsed).toBe(5);
    expect([...graph.lengthM].map(Math.round).sort((a, b) => a - b)).toEqual([0, 111, 222]);
    expect([...graph.forwardDs]).toContain(0);
    expect(graph.componentNodes).toHaveLength(1);
  });

  test('is cut at the antimeridian, not drawn round the world', async () => {
    const nodes = [179.998, 179.999, -179.999, -179.998].map((lon, i) => ({ id: i + 1, lon, lat: -16 }));
    const roads = memoryRoads(nodes, [{ refs: [1, 2, 3, 4], tags: { highway: 'residential' } }]);
    const { graph } = await buildRoadGraph(roads, CAR_PROFILE);
    expect([...graph.lengthM].map(Math.round)).toEqual([107, 107]);
    expect(graph.nodeCount).toBe(4);
  });

  test('reports what it read', async () => {
    const nodes = [1, 2].map((id) => ({ id, lon: id * 0.001, lat: 0 }));
    const { report } = await buildRoadGraph(
      memoryRoads(nodes, [
        { refs: [1, 2], tags: { highway: 'primary' } },
        { refs: [1, 2], tags: { highway: 'footway' } },
      ]),
      CAR_PROFILE,
    );
    expect(report).toMatchObject({
      waysRead: 2,
      waysKept: 1,
      nodesUsed: 2,
      nodesMissing: 0,
      barriersClosed: 0,
    });
  });

  test('of a file without roads is refused by name', async () => {
    await expect(buildRoadGraph(memoryRoads([], []), CAR_PROFILE)).rejects.toMatchObject({
      code: 'source-empty',
      message: expect.stringContaining('roads of a test'),
    });
  });
});

describe('components', () => {
  const MAP = `
a--b--c   x--y--z
|     |   |     |
d-----e   u-----w   m>>n
`;

  test('are strong: a way in without a way out is no part of the network', async () => {
    const { graph } = await asciiRoads(`
a--b>>c
|  |
d--e
`);
    expect(graph.componentNodes[0]).toBe(graph.nodeCount - 1);
  });

  test('are usable when they are the largest, or a network of their own', async () => {
    const { graph } = await asciiRoads(MAP);
    expect([...usableComponents(graph)]).toEqual([1, ...new Array(graph.componentNodes.length - 1).fill(0)]);
    const lenient = usableComponents(graph, { minNodes: 1e9, minLengthM: 1000 });
    expect(lenient.reduce((sum, usable) => sum + usable)).toBe(2);
  });
});
