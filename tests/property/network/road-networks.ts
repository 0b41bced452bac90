import fc from 'fast-check';
import { CLOSED, EDGE_SNAPPABLE, type RoadEdges } from '../../../src/network/roads/road-edges.ts';
import { assemble } from '../../../src/network/roads/road-graph.ts';
import type { SnappedPoints } from '../../../src/network/roads/road-joins.ts';
import { joinRoads, roadSearch } from '../../../src/network/roads/road-times.ts';
import { FREE_TURNS, type TurnRules } from '../../../src/network/roads/search-network.ts';
import type { PointOnEdge } from './naive-dijkstra.ts';

const cost = fc.nat({ max: 3000 });
/** Junctions lie anywhere in some 500 m; some in one place. */
const place = fc.tuple(fc.nat({ max: 50_000 }), fc.nat({ max: 50_000 }));

/** Small networks with loops, doubled and one-way edges, dead ends, arcs of no length, parts that do not connect. */
export const roadNetworks: fc.Arbitrary<RoadEdges> = fc.integer({ min: 1, max: 9 }).chain((nodeCount) => {
  const node = fc.nat({ max: nodeCount - 1 });
  const direction = fc.constantFrom('both', 'both', 'forward', 'backward');
  return fc
    .tuple(
      fc.array(fc.tuple(node, node, cost, cost, direction), { minLength: 1, maxLength: 20 }),
      fc.array(place, { minLength: nodeCount, maxLength: nodeCount }),
    )
    .map(([list, places]) => ({
      nodeCount,
      edgeCount: list.length,
      from: Uint32Array.from(list, ([from]) => from),
      to: Uint32Array.from(list, ([, to]) => to),
      lengthM: Float32Array.from(list, ([, , ds]) => ds),
      forwardDs: Uint32Array.from(list, ([, , ds, , way]) => (way === 'backward' ? CLOSED : ds)),
      backwardDs: Uint32Array.from(list, ([, , , ds, way]) => (way === 'forward' ? CLOSED : ds)),
      flags: new Uint8Array(list.length).fill(EDGE_SNAPPABLE),
      shapeStart: Uint32Array.from({ length: list.length + 1 }, (_, i) => 2 * i),
      shape: Int32Array.from(list.flatMap(([from, to]) => [...places[from], ...places[to]])),
    }));
});

const anyPoint = fc.record({
  edge: fc.nat({ max: 1000 }),
  // Of 1024: their differences are exact, so that twins round alike.
  fraction: fc.oneof(
    fc.constantFrom(0, 1, 0.5),
    fc.nat({ max: 1024 }).map((part) => part / 1024),
  ),
  accessDs: fc.nat({ max: 500 }),
});
export const pointsOnEdges = fc.array(anyPoint, { minLength: 1, maxLength: 8 });

/** Points are made without knowing the network: their edge is taken modulo its edges. */
export const onEdges = (edges: RoadEdges, points: readonly PointOnEdge[]): PointOnEdge[] =>
  points.map((point) => ({ ...point, edge: point.edge % edges.edgeCount }));

/** What the engine answers: origin → site → seconds, searches of all sites with one scratch. */
export function engineSeconds(
  edges: RoadEdges,
  origins: readonly PointOnEdge[],
  sites: readonly PointOnEdge[],
  limitSeconds: number,
  rules: TurnRules = FREE_TURNS,
): (number | null)[][] {
  const graph = assemble(edges, rules);
  const columns = (points: readonly PointOnEdge[]): SnappedPoints => ({
    edge: Uint32Array.from(points, ({ edge }) => edge),
    fraction: Float64Array.from(points, ({ fraction }) => fraction),
    accessDs: Uint32Array.from(points, ({ accessDs }) => accessDs),
    snapM: new Float32Array(points.length),
  });
  const search = roadSearch(joinRoads(graph, columns(origins), columns(sites), limitSeconds));
  const table: (number | null)[][] = origins.map(() => sites.map(() => null));
  const outOrigin = new Uint32Array(origins.length);
  const outSeconds = new Uint16Array(origins.length);
  for (let site = 0; site < sites.length; site++) {
    const count = search(site, outOrigin, outSeconds);
    for (let i = 0; i < count; i++) table[outOrigin[i]][site] = outSeconds[i];
  }
  return table;
}
