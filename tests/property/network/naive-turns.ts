import { CLOSED, type RoadEdges } from '../../../src/network/road-edges.ts';
import type { TurnRules } from '../../../src/network/search-network.ts';
import { courses, degreesTurned, turnDs } from '../../../src/network/turn-costs.ts';
import type { PointOnEdge } from './naive-dijkstra.ts';

/** An edge in one of its directions. */
interface Driven {
  edge: number;
  back: boolean;
}

/**
 * The twin with turns: forward from one origin over (edge, direction), the nearest by looking at all, each turn looked
 * up when it is made. Only the cost of an angle is shared with what it tests.
 */
export function naiveTurnSeconds(
  edges: RoadEdges,
  rules: TurnRules,
  origin: PointOnEdge,
  site: PointOnEdge,
): number | null {
  const all: Driven[] = [];
  for (let edge = 0; edge < edges.edgeCount; edge++) {
    all.push({ edge, back: false }, { edge, back: true });
  }
  const name = ({ edge, back }: Driven) => 2 * edge + (back ? 1 : 0);
  const driveDs = ({ edge, back }: Driven) => (back ? edges.backwardDs[edge] : edges.forwardDs[edge]);
  const startOf = ({ edge, back }: Driven) => (back ? edges.to[edge] : edges.from[edge]);
  const endOf = ({ edge, back }: Driven) => (back ? edges.from[edge] : edges.to[edge]);
  const open = all.filter((driven) => driveDs(driven) !== CLOSED);
  const course = courses(edges);
  const forbidden = new Set<string>();
  for (let i = 0; i < rules.forbidden.length; i += 2) {
    forbidden.add(`${rules.forbidden[i]} ${rules.forbidden[i + 1]}`);
  }
  const isBack = (by: Driven, into: Driven) => by.edge === into.edge && by.back !== into.back;
  const waysOn = (by: Driven) => {
    const ways = open.filter(
      (into) => startOf(into) === endOf(by) && !forbidden.has(`${name(by)} ${name(into)}`),
    );
    const onward = ways.filter((into) => !isBack(by, into));
    return onward.length > 0 ? onward : ways;
  };
  const endsOfRoadsAt = (junction: number) =>
    [...edges.from, ...edges.to].filter((node) => node === junction).length;
  const turnCost = (by: Driven, into: Driven) => {
    if (rules.turns === null) return 0;
    if (isBack(by, into)) return turnDs(rules.turns, 180, true);
    if (endsOfRoadsAt(endOf(by)) <= 2) return 0;
    const arrivesFrom = course[2 * by.edge + (by.back ? 0 : 1)];
    const leavesTo = course[2 * into.edge + (into.back ? 1 : 0)];
    return turnDs(rules.turns, degreesTurned(arrivesFrom + 180, leavesTo), false);
  };

  const junctionOf = ({ edge, fraction }: PointOnEdge) =>
    fraction === 0 ? edges.from[edge] : fraction === 1 ? edges.to[edge] : null;
  const shareOf = (driven: Driven, { fraction }: PointOnEdge) => (driven.back ? 1 - fraction : fraction);

  // Time from the origin to the end of each edge.
  const waiting = new Map<number, number>();
  const settled = new Map<number, number>();
  const offer = (driven: Driven, ds: number) => {
    const known = settled.get(name(driven)) ?? waiting.get(name(driven)) ?? Number.POSITIVE_INFINITY;
    if (ds < known) waiting.set(name(driven), ds);
  };
  const standsAt = junctionOf(origin);
  for (const driven of open) {
    if (standsAt !== null && startOf(driven) === standsAt) offer(driven, driveDs(driven));
    if (standsAt === null && driven.edge === origin.edge) {
      offer(driven, Math.round(driveDs(driven) * (1 - shareOf(driven, origin))));
    }
  }
  while (waiting.size > 0) {
    const [nearest, ds] = [...waiting].reduce((best, each) => (each[1] < best[1] ? each : best));
    waiting.delete(nearest);
    settled.set(nearest, ds);
    const by = all[nearest];
    for (const into of waysOn(by)) offer(into, ds + turnCost(by, into) + driveDs(into));
  }

  const siteStands = junctionOf(site);
  const times: number[] = [];
  for (const [reached, ds] of settled) {
    const by = all[reached];
    if (siteStands !== null && endOf(by) === siteStands) times.push(ds);
    if (siteStands !== null) continue;
    for (const into of waysOn(by)) {
      if (into.edge !== site.edge) continue;
      times.push(ds + turnCost(by, into) + Math.round(driveDs(into) * shareOf(into, site)));
    }
  }
  // Without a turn.
  for (const driven of open.filter(({ edge }) => edge === site.edge)) {
    const to = shareOf(driven, site);
    if (standsAt !== null && startOf(driven) === standsAt) times.push(Math.round(driveDs(driven) * to));
    const from = shareOf(driven, origin);
    if (origin.edge === site.edge && from <= to) times.push(Math.round(driveDs(driven) * (to - from)));
  }
  if (standsAt !== null && standsAt === siteStands) times.push(0);
  if (times.length === 0) return null;
  return Math.round((Math.min(...times) + origin.accessDs + site.accessDs) / 10);
}
