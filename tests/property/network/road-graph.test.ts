import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crowFlyM } from '../../../src/network/geometry.ts';
import { CLOSED } from '../../../src/network/roads/road-edges.ts';
import { assemble, buildRoadGraph } from '../../../src/network/roads/road-graph.ts';
import { decodeRoadGraph, encodeRoadGraph } from '../../../src/network/roads/road-graph-file.ts';
import { roadTimes } from '../../../src/network/roads/road-times.ts';
import { buildSnapIndex, snapToRoad } from '../../../src/network/roads/snap.ts';
import { FREE_TURN_PROFILE } from '../../unit/network/support/ascii-roads.ts';
import { memoryRoads } from '../../unit/network/support/memory-roads.ts';
import { NODES, wayLists, waysOf } from './lattice-ways.ts';
import { roadNetworks } from './road-networks.ts';

/** Seconds between all nodes, straight from the ways, by Floyd and Warshall. */
function naiveTimes(ways: ReturnType<typeof waysOf>): number[][] {
  const seconds = NODES.map((_, i) => NODES.map((_, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)));
  for (const { refs, tags } of ways) {
    for (let i = 0; i + 1 < refs.length; i++) {
      const [a, b] = [NODES[refs[i] - 1], NODES[refs[i + 1] - 1]];
      const took = (crowFlyM(a.lon, a.lat, b.lon, b.lat) / (Number(tags.maxspeed) * 0.8)) * 3.6;
      const [from, to] = [refs[i] - 1, refs[i + 1] - 1];
      if (tags.oneway !== '-1') seconds[from][to] = Math.min(seconds[from][to], took);
      if (tags.oneway !== 'yes') seconds[to][from] = Math.min(seconds[to][from], took);
    }
  }
  for (let via = 0; via < 25; via++) {
    for (let i = 0; i < 25; i++) {
      for (let j = 0; j < 25; j++) seconds[i][j] = Math.min(seconds[i][j], seconds[i][via] + seconds[via][j]);
    }
  }
  return seconds;
}

describe('the road graph', () => {
  test('keeps every time of the ways it is made from', async () => {
    await fc.assert(
      fc.asyncProperty(wayLists, async (plans) => {
        const ways = waysOf(plans).filter(({ refs }) => refs.length > 1);
        if (ways.length === 0) return;
        const { graph } = await buildRoadGraph(memoryRoads(NODES, ways), FREE_TURN_PROFILE);
        const used = NODES.filter(({ id }) => ways.some(({ refs }) => refs.includes(id)));
        const points = { lon: used.map(({ lon }) => lon), lat: used.map(({ lat }) => lat) };
        // Every edge may be snapped to here: what is tested is the contraction.
        const everything = { ...graph, component: new Uint32Array(graph.nodeCount) };
        const { entries, originSnapM } = await roadTimes({
          graph: everything,
          origins: points,
          sites: points,
          limitSeconds: 60_000,
          threads: 0,
        });
        expect(Math.max(...originSnapM)).toBeLessThan(0.1);
        const found = used.map(() => used.map(() => Number.POSITIVE_INFINITY));
        for (let i = 0; i < entries.count; i++)
          found[entries.origin[i]][entries.site[i]] = entries.seconds[i];
        const expected = naiveTimes(ways);
        used.forEach((origin, i) => {
          used.forEach((site, j) => {
            const seconds = expected[origin.id - 1][site.id - 1];
            if (seconds === Number.POSITIVE_INFINITY) expect(found[i][j]).toBe(seconds);
            else expect(Math.abs(found[i][j] - seconds)).toBeLessThanOrEqual(2);
          });
        });
      }),
      { numRuns: 200 },
    );
  });

  test('has the strong components of the definition: each reaches the other', () => {
    fc.assert(
      fc.property(roadNetworks, (edges) => {
        const graph = assemble(edges);
        const reach = Array.from({ length: graph.nodeCount }, (_, i) => {
          const seen = new Set([i]);
          for (const node of seen) {
            for (let edge = 0; edge < graph.edgeCount; edge++) {
              if (graph.edgeFrom[edge] === node && graph.forwardDs[edge] !== CLOSED)
                seen.add(graph.edgeTo[edge]);
              if (graph.edgeTo[edge] === node && graph.backwardDs[edge] !== CLOSED)
                seen.add(graph.edgeFrom[edge]);
            }
          }
          return seen;
        });
        const ofNode = graph.component;
        for (let a = 0; a < graph.nodeCount; a++) {
          for (let b = 0; b < graph.nodeCount; b++) {
            expect(ofNode[a] === ofNode[b]).toBe(reach[a].has(b) && reach[b].has(a));
          }
        }
        expect([...graph.componentLengthM]).toEqual([...graph.componentLengthM].toSorted((a, b) => b - a));
      }),
    );
  });

  test('reads back from its binary form as it was', () => {
    fc.assert(
      fc.property(roadNetworks, (edges) => {
        const graph = assemble(edges);
        expect(decodeRoadGraph(encodeRoadGraph(graph), 'roads.bin')).toEqual(graph);
      }),
    );
  });
});

test('snapping finds what a look at every segment finds', async () => {
  const place = fc.record({
    lon: fc.double({ min: -0.02, max: 0.06, noNaN: true }),
    lat: fc.double({ min: -0.02, max: 0.06, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(wayLists, fc.array(place, { minLength: 1, maxLength: 5 }), async (plans, places) => {
      const ways = waysOf(plans.map((plan) => ({ ...plan, oneway: 'no' }))).filter(
        ({ refs }) => refs.length > 1,
      );
      if (ways.length === 0) return;
      const { graph } = await buildRoadGraph(memoryRoads(NODES, ways), FREE_TURN_PROFILE);
      const index = buildSnapIndex(graph, { minNodes: 0, minLengthM: 0 });
      for (const { lon, lat } of places) {
        let nearestM = Number.POSITIVE_INFINITY;
        for (const { refs } of ways) {
          for (let i = 0; i + 1 < refs.length; i++) {
            const [a, b] = [NODES[refs[i] - 1], NODES[refs[i + 1] - 1]];
            // Segments run along one axis: the nearest point is the place, held between their ends.
            const x = Math.max(Math.min(a.lon, b.lon), Math.min(Math.max(a.lon, b.lon), lon));
            const y = Math.max(Math.min(a.lat, b.lat), Math.min(Math.max(a.lat, b.lat), lat));
            nearestM = Math.min(nearestM, crowFlyM(lon, lat, x, y));
          }
        }
        const snap = snapToRoad(index, lon, lat);
        if (nearestM > 5000) expect(snap).toBeNull();
        else expect(snap?.snapM).toBeCloseTo(nearestM, 0);
      }
    }),
  );
});
