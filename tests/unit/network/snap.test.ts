import { describe, expect, test } from 'vitest';
import { CAR_PROFILE } from '../../../src/network/roads/car-profile.ts';
import { buildRoadGraph } from '../../../src/network/roads/road-graph.ts';
import { buildSnapIndex, snapToRoad } from '../../../src/network/roads/snap.ts';
import { asciiRoads } from './support/ascii-roads.ts';
import { type MemoryWay, memoryRoads } from './support/memory-roads.ts';

const ISLAND = `
a---------b
|         |
c---------d


      x---y
      |   |
      w---z
`;

describe('snapping', () => {
  test('finds the nearest point of an edge, not the nearest node', async () => {
    const roads = await asciiRoads('a---------b');
    const { lon, lat } = roads.at('a', 5, 1);
    const snap = snapToRoad(buildSnapIndex(roads.graph), lon, lat);
    expect(snap?.snapM).toBeCloseTo(100, 0);
    expect(snap?.fraction).toBeCloseTo(0.5, 3);
  });

  test('passes over a component too small to be a network', async () => {
    const roads = await asciiRoads(ISLAND);
    const { lon, lat } = roads.at('x', 0, 1);
    const mainland = snapToRoad(buildSnapIndex(roads.graph), lon, lat);
    expect(mainland?.snapM).toBeCloseTo(400, 0);
  });

  test('stays on an island with a network of its own', async () => {
    const roads = await asciiRoads(ISLAND);
    const { lon, lat } = roads.at('x', 0, 1);
    const own = snapToRoad(buildSnapIndex(roads.graph, { minNodes: 4, minLengthM: 1000 }), lon, lat);
    expect(own?.snapM).toBeLessThan(1);
  });

  test('passes over a road that one can only come to, or only leave', async () => {
    const roads = await asciiRoads(`
a-----b>>>>>x
|     |
c-----d
`);
    const { lon, lat } = roads.at('x', 0, 0);
    expect(snapToRoad(buildSnapIndex(roads.graph), lon, lat)?.snapM).toBeCloseTo(600, 0);
  });

  test('keeps far snaps with their distance, up to the maximum', async () => {
    const roads = await asciiRoads('a---------b');
    const index = buildSnapIndex(roads.graph);
    const { lon, lat } = roads.at('a', 0, 30);
    expect(snapToRoad(index, lon, lat)?.snapM).toBeCloseTo(3000, -1);
    expect(snapToRoad(index, lon, lat, 2999)).toBeNull();
  });

  test('of a place that is none is none', async () => {
    const roads = await asciiRoads('a---------b');
    const index = buildSnapIndex(roads.graph);
    expect(snapToRoad(index, Number.NaN, 0)).toBeNull();
    expect(snapToRoad(index, 0, Number.NaN)).toBeNull();
    expect(snapToRoad(index, 0, 90)).toBeNull();
  });

  test('leaves motorways alone: nobody lives on one', async () => {
    const nodes = [
      { id: 1, lon: 0, lat: 0 },
      { id: 2, lon: 0.01, lat: 0 },
      { id: 3, lon: 0.01, lat: 0.002 },
      { id: 4, lon: 0, lat: 0.002 },
    ];
    const ways: MemoryWay[] = [
      { refs: [1, 2], tags: { highway: 'motorway', oneway: 'no' } },
      { refs: [2, 3, 4, 1], tags: { highway: 'residential' } },
    ];
    const { graph } = await buildRoadGraph(memoryRoads(nodes, ways), CAR_PROFILE);
    expect(snapToRoad(buildSnapIndex(graph), 0.005, 0.0001)?.snapM).toBeGreaterThan(200);
  });
});
