import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAR_PROFILE } from '../../../src/network/roads/car-profile.ts';
import { orderInSpace } from '../../../src/network/roads/edge-order.ts';
import { CLOSED, type RoadEdges } from '../../../src/network/roads/road-edges.ts';
import { assemble } from '../../../src/network/roads/road-graph.ts';
import { decodeRoadGraph, encodeRoadGraph } from '../../../src/network/roads/road-graph-file.ts';
import { FREE_TURNS, type TurnRules } from '../../../src/network/roads/search-network.ts';
import { turnPaths } from '../../../src/network/roads/turn-paths.ts';
import { naiveTurnSeconds } from './naive-turns.ts';
import { engineSeconds, onEdges, pointsOnEdges, roadNetworks } from './road-networks.ts';

/** Twenty edges of five minutes, and as many turns. */
const NO_LIMIT = 12_000;
const numRuns = Number(process.env.MAILLAGE_PROPERTY_RUNS ?? 500);

/** Costs to be felt beside edges of up to five minutes, and some that nothing else hides. */
const turnRules = fc.record({
  turns: fc.constantFrom(null, CAR_PROFILE.turns, { fullTurnSeconds: 200, leftBias: 1.5, uTurnSeconds: 30 }),
  forbidden: fc.array(fc.tuple(fc.nat({ max: 79 }), fc.nat({ max: 79 })), { maxLength: 30 }),
  // Turns and paths: the edge one begins with, one of few so that paths share beginnings, and which way it goes on at
  // each junction; some have a branch, which begins on their second edge and ends elsewhere.
  paths: fc.array(
    fc.record({
      first: fc.nat({ max: 3 }),
      picks: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 4 }),
      branch: fc.option(fc.nat({ max: 5 })),
    }),
    { maxLength: 8 },
  ),
});
type RulesPlan = typeof turnRules extends fc.Arbitrary<infer Plan> ? Plan : never;
/** Pairs are made without knowing the network: taken modulo its edges; most forbid what is no turn, and change nothing. */
const rulesOn = (edges: RoadEdges, plan: RulesPlan): TurnRules => {
  const walks = plan.paths.flatMap(({ first, picks, branch }) => {
    const open = openEdges(edges);
    const whole = walk(edges, open[first % open.length], picks);
    if (branch === null || whole.length < 3) return [whole];
    return [whole, walk(edges, whole[1], [...picks.slice(1, -1), branch])];
  });
  const anywhere = plan.forbidden.flat().map((driven) => driven % (2 * edges.edgeCount));
  return {
    ...FREE_TURNS,
    turns: plan.turns,
    forbidden: Uint32Array.from([...anywhere, ...walks.filter(({ length }) => length === 2).flat()]),
    paths: turnPaths(walks.filter(({ length }) => length > 2)),
  };
};

const openEdges = ({ edgeCount, forwardDs, backwardDs }: RoadEdges) =>
  Array.from({ length: 2 * edgeCount }, (_, driven) => driven).filter(
    (driven) => (driven & 1 ? backwardDs : forwardDs)[driven >> 1] !== CLOSED,
  );

/** A path along the network, cut short where a road ends. */
function walk(edges: RoadEdges, first: number, picks: readonly number[]): number[] {
  const junctionAfter = (driven: number) => (driven & 1 ? edges.from : edges.to)[driven >> 1];
  const path = [first];
  for (const pick of picks) {
    const end = junctionAfter(path[path.length - 1]);
    const ways = openEdges(edges).filter((into) => junctionAfter(into ^ 1) === end);
    if (ways.length > 0) path.push(ways[pick % ways.length]);
  }
  return path;
}

describe('times with turn costs and restrictions', () => {
  test('are those of a naive Dijkstra on edges and directions, up to and with the limit', () => {
    fc.assert(
      fc.property(
        roadNetworks,
        turnRules,
        pointsOnEdges,
        pointsOnEdges,
        fc.oneof(fc.constant(NO_LIMIT), fc.integer({ min: 1, max: 1500 })),
        (edges, plan, anyOrigins, anySites, limitSeconds) => {
          const rules = rulesOn(edges, plan);
          const [origins, sites] = [onEdges(edges, anyOrigins), onEdges(edges, anySites)];
          const expected = origins.map((origin) =>
            sites.map((site) => {
              const seconds = naiveTurnSeconds(edges, rules, origin, site);
              return seconds !== null && seconds <= limitSeconds ? seconds : null;
            }),
          );
          expect(engineSeconds(edges, origins, sites, limitSeconds, rules)).toEqual(expected);
        },
      ),
      { numRuns },
    );
  }, 600_000);

  test('are never shorter than without turn costs, and reach the same places', () => {
    fc.assert(
      fc.property(
        roadNetworks,
        turnRules,
        pointsOnEdges,
        pointsOnEdges,
        (edges, plan, anyOrigins, anySites) => {
          const [origins, sites] = [onEdges(edges, anyOrigins), onEdges(edges, anySites)];
          const rules = rulesOn(edges, { ...plan, forbidden: [], paths: [] });
          const free = engineSeconds(edges, origins, sites, NO_LIMIT);
          const costly = engineSeconds(edges, origins, sites, NO_LIMIT, rules);
          costly.forEach((row, i) => {
            row.forEach((seconds, j) => {
              expect(seconds === null).toBe(free[i][j] === null);
              expect(seconds ?? 0).toBeGreaterThanOrEqual(free[i][j] ?? 0);
            });
          });
        },
      ),
      { numRuns },
    );
  }, 600_000);

  test('keep the triangle inequality by a place on a one-way road, to the rounding of a second', () => {
    fc.assert(
      fc.property(roadNetworks, turnRules, pointsOnEdges, pointsOnEdges, (edges, plan, anyPoints, anyVia) => {
        // A stop on a forbidden path would be a way round it.
        const rules = rulesOn(edges, { ...plan, paths: [] });
        const points = onEdges(edges, anyPoints).map((point) => ({ ...point, accessDs: 0 }));
        // There one arrives and leaves in the same direction; elsewhere a stop would be a free turn.
        const stops = onEdges(edges, anyVia)
          .map(({ edge }) => ({ edge, fraction: 0.5, accessDs: 0 }))
          .filter(({ edge }) => edges.forwardDs[edge] === CLOSED || edges.backwardDs[edge] === CLOSED);
        const table = engineSeconds(edges, points, points, NO_LIMIT, rules);
        const before = engineSeconds(edges, points, stops, NO_LIMIT, rules);
        const after = engineSeconds(edges, stops, points, NO_LIMIT, rules);
        table.forEach((row, a) => {
          row.forEach((direct, b) => {
            stops.forEach((_, via) => {
              const [to, from] = [before[a][via], after[via][b]];
              if (to === null || from === null || to + from + 1 > NO_LIMIT) return;
              expect(direct).not.toBeNull();
              expect(direct).toBeLessThanOrEqual(to + from + 1);
            });
          });
        });
      }),
      { numRuns },
    );
  }, 600_000);

  test('are the same whatever the order of edges and junctions', () => {
    fc.assert(
      fc.property(
        roadNetworks,
        turnRules,
        pointsOnEdges,
        pointsOnEdges,
        (edges, plan, anyOrigins, anySites) => {
          const rules = rulesOn(edges, plan);
          const [origins, sites] = [onEdges(edges, anyOrigins), onEdges(edges, anySites)];
          // Each edge says its old number by its length.
          const numbered = { ...edges, lengthM: Float32Array.from(edges.lengthM, (_, edge) => edge) };
          const ordered = orderInSpace(numbered, rules);
          const placeOf = (old: number) => ordered.edges.lengthM.indexOf(old);
          const moved = (points: typeof origins) =>
            points.map((point) => ({ ...point, edge: placeOf(point.edge) }));
          expect(
            engineSeconds(ordered.edges, moved(origins), moved(sites), NO_LIMIT, {
              ...rules,
              forbidden: ordered.forbidden,
              paths: ordered.paths,
            }),
          ).toEqual(engineSeconds(edges, origins, sites, NO_LIMIT, rules));
          expect([...ordered.edges.from]).toEqual([...ordered.edges.from].toSorted((a, b) => a - b));
        },
      ),
      { numRuns },
    );
  }, 600_000);

  test('are in the binary form of a graph', () => {
    fc.assert(
      fc.property(roadNetworks, turnRules, (edges, plan) => {
        const graph = assemble(edges, rulesOn(edges, plan));
        expect(decodeRoadGraph(encodeRoadGraph(graph), 'roads.bin')).toEqual(graph);
      }),
    );
  });
});
