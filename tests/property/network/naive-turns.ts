import { CLOSED, type RoadEdges } from '../../../src/network/roads/road-edges.ts';
import type { TurnRules } from '../../../src/network/roads/search-network.ts';
import { courses, degreesTurned, turnDs } from '../../../src/network/roads/turn-costs.ts';
import type { PointOnEdge } from './naive-dijkstra.ts';

/** An edge in one of its directions. */
interface Driven {
  edge: number;
  back: boolean;
}
/** How one came there: of each forbidden path that one may be on, how many edges of it were driven. */
interface Progress {
  path: number;
  driven: number;
}
interface State {
  by: Driven;
  progress: Progress[];
}

/**
 * The twin with turns: forward from one origin over (edge, direction, progress on each forbidden path), the nearest by
 * looking at all, each turn looked up when it is made. Only the cost of an angle is shared with what it tests.
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
  const { start, driven: onPaths } = rules.paths;
  const paths = Array.from({ length: start.length - 1 }, (_, i) => [
    ...onPaths.subarray(start[i], start[i + 1]),
  ]);
  const begun = (into: Driven): Progress[] =>
    paths.flatMap(([first], path) => (first === name(into) ? [{ path, driven: 1 }] : []));
  const goneOn = ({ progress }: State, into: Driven): Progress[] => [
    ...progress.flatMap(({ path, driven }) =>
      paths[path][driven] === name(into) ? [{ path, driven: driven + 1 }] : [],
    ),
    ...begun(into),
  ];
  const completes = (state: State, into: Driven) =>
    goneOn(state, into).some(({ path, driven }) => driven === paths[path].length);
  const isBack = (by: Driven, into: Driven) => by.edge === into.edge && by.back !== into.back;
  const waysOn = (state: State) => {
    const { by } = state;
    const ways = open.filter(
      (into) =>
        startOf(into) === endOf(by) && !forbidden.has(`${name(by)} ${name(into)}`) && !completes(state, into),
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
  const states = new Map<string, State>();
  const waiting = new Map<string, number>();
  const settled = new Map<string, number>();
  const offer = (state: State, ds: number) => {
    const key = JSON.stringify([name(state.by), state.progress.map(({ path, driven }) => [path, driven])]);
    states.set(key, state);
    const known = settled.get(key) ?? waiting.get(key) ?? Number.POSITIVE_INFINITY;
    if (ds < known) waiting.set(key, ds);
  };
  const standsAt = junctionOf(origin);
  for (const by of open) {
    const state = { by, progress: begun(by) };
    if (standsAt !== null && startOf(by) === standsAt) offer(state, driveDs(by));
    if (standsAt === null && by.edge === origin.edge) {
      offer(state, Math.round(driveDs(by) * (1 - shareOf(by, origin))));
    }
  }
  while (waiting.size > 0) {
    const [nearest, ds] = [...waiting].reduce((best, each) => (each[1] < best[1] ? each : best));
    waiting.delete(nearest);
    settled.set(nearest, ds);
    const state = states.get(nearest) as State;
    for (const into of waysOn(state)) {
      offer({ by: into, progress: goneOn(state, into) }, ds + turnCost(state.by, into) + driveDs(into));
    }
  }

  const siteStands = junctionOf(site);
  const times: number[] = [];
  for (const [reached, ds] of settled) {
    const state = states.get(reached) as State;
    const { by } = state;
    if (siteStands !== null && endOf(by) === siteStands) times.push(ds);
    if (siteStands !== null) continue;
    for (const into of waysOn(state)) {
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
