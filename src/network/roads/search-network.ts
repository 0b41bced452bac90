import { NO_NODE } from '../search/catchment.ts';
import { shared } from '../shared-arrays.ts';
import type { SpeedProfile } from './car-profile.ts';
import { CLOSED, EDGE_FERRY, type RoadEdges } from './road-edges.ts';
import { courses, degreesTurned, turnDs } from './turn-costs.ts';
import { FORBIDDEN, NO_PATHS, ORIGINAL, pathCopies, type TurnPaths } from './turn-paths.ts';

/**
 * What searches run on. A search node is an edge driven in one direction; its time is counted from the edge's END, on
 * arrival at the junction, before the turn. So every turn has its own cost or is forbidden, and the search kernel, to
 * which a node is a number, stays as it is.
 *
 * What a sign forbids over a way in the middle is no turn but a path: see turn-paths.ts. Copies of edges are search
 * nodes like others. A journey begins on the edge itself, since who starts there has come by nothing.
 *
 * Search nodes that are junctions are half as many, but know no turn. Measured on Corsica's roads, 37 sites, 2,803
 * squares, 60 minutes (medians of 26 runs in one process; shares are of residents and their nearest site):
 *
 * |                                    | junctions | junctions, mean turn cost in the arc | driven edges |
 * | nodes, arcs                        | 16,718, 36,206 | 16,718, 36,206                  | 36,206, 65,626 |
 * | bytes                              |   0.36 MB |   0.36 MB                            |      0.83 MB |
 * | all catchments                     |     48 ms |     49 ms                            |        94 ms |
 * | times beside those of driven edges |     -36 s |     +81 s, at most +298 s            |            – |
 * | shares at 5, 10, 15, 20, 30 min    | +1.7 +1.6 +0.7 +0.4 +0.1 | -6.0 -1.3 -1.4 -0.7 -0.3 | – |
 *
 * Twice the time and 2.3 times the memory, then, for what moves the share at 10 minutes by 1.6 points. The mean turn is
 * worse than none: most journeys go straight on where few turns do. With turns free, driven edges give the 23,179 times
 * of junctions, each the same.
 */
export interface SearchNetwork {
  searchNodeCount: number;
  /** Search node of each edge along its direction [2 × edge] and against it [2 × edge + 1]; NO_NODE where closed. */
  searchNode: Uint32Array;
  /** searchNodeCount + 1 offsets, in arcs, into `arcs`: the turns INTO an edge. */
  arcStart: Uint32Array;
  /** Pairs: the edge one comes by, tenths of a second of the turn and of the whole edge turned into. */
  arcs: Uint32Array;
  /** Tenths of a second of driving onto a ferry from land; in the arcs already. */
  boardingDs: number;
  /** Driven edge of each copy: the last search nodes, in their order. */
  copyOf: Uint32Array;
}

/** What turns cost. */
export interface TurnRules extends Pick<SpeedProfile, 'turns' | 'ferry'> {
  /** Pairs as `forbiddenTurns` (forbidden-turns.ts) gives them. */
  forbidden: Uint32Array;
  /** Forbidden likewise. */
  paths: TurnPaths;
}

export const FREE_TURNS: TurnRules = {
  turns: null,
  ferry: null,
  forbidden: new Uint32Array(0),
  paths: NO_PATHS,
};

/**
 * Every turn at every junction. One turns back only where no other way goes on; where no more than two roads meet, going
 * on costs nothing, bend or not.
 */
export function buildSearchNetwork(edges: RoadEdges, rules: TurnRules): SearchNetwork {
  const { edgeCount, forwardDs, backwardDs, flags } = edges;
  const { turns } = rules;
  const boardingDs = (rules.ferry?.boardingSeconds ?? 0) * 10;
  const { endStart, ends } = endsAtJunctions(edges);
  const drivenDs = (driven: number) => (driven & 1 ? backwardDs : forwardDs)[driven >> 1];
  const junctionAfter = (driven: number) => (driven & 1 ? edges.from : edges.to)[driven >> 1];

  const searchNode = shared(Uint32Array, 2 * edgeCount).fill(NO_NODE);
  let originalCount = 0;
  for (let driven = 0; driven < 2 * edgeCount; driven++) {
    if (drivenDs(driven) !== CLOSED) searchNode[driven] = originalCount++;
  }
  const copies = pathCopies(rules.paths, 2 * edgeCount);
  const { copyOf, hasCopies } = copies;
  const searchNodeCount = originalCount + copyOf.length;

  const forbidden = new Set<number>();
  for (let i = 0; i < rules.forbidden.length; i += 2) {
    forbidden.add(rules.forbidden[i] * 2 * edgeCount + rules.forbidden[i + 1]);
  }
  const isAllowed = (by: number, into: number) =>
    searchNode[into] !== NO_NODE && (forbidden.size === 0 || !forbidden.has(by * 2 * edgeCount + into));
  const isTurnedBack = (copy: number, by: number) => {
    const junction = junctionAfter(by);
    for (let i = endStart[junction]; i < endStart[junction + 1]; i++) {
      const into = ends[i];
      if (into === (by ^ 1) || !isAllowed(by, into)) continue;
      if (copy === ORIGINAL || copies.turn(copy, by, into) !== FORBIDDEN) return false;
    }
    return true;
  };
  /** 1 for each edge, and each copy, after which there is no way on but back. */
  const turnsBack = new Uint8Array(2 * edgeCount);
  for (let by = 0; by < 2 * edgeCount; by++) turnsBack[by] = isTurnedBack(ORIGINAL, by) ? 1 : 0;
  const copyTurnsBack = Uint8Array.from(copyOf, (by, copy) => (isTurnedBack(copy, by) ? 1 : 0));

  /** The search nodes from which one comes onto an edge, or onto a copy of it. */
  const eachTurnInto = (onto: number, into: number, take: (by: number, node: number) => void) => {
    const junction = junctionAfter(into ^ 1);
    for (let i = endStart[junction]; i < endStart[junction + 1]; i++) {
      const by = ends[i] ^ 1;
      if (searchNode[by] === NO_NODE || !isAllowed(by, into)) continue;
      const isBack = by === (into ^ 1);
      // Few edges have copies: the others are not looked up.
      const leadsTo = hasCopies[into] ? copies.turn(ORIGINAL, by, into) : ORIGINAL;
      if (leadsTo === onto && (!isBack || turnsBack[by])) take(by, searchNode[by]);
      if (!hasCopies[by]) continue;
      for (const copy of copies.copiesOf(by)) {
        if (copies.turn(copy, by, into) !== onto || (isBack && !copyTurnsBack[copy])) continue;
        take(by, originalCount + copy);
      }
    }
  };
  const eachSearchNode = (visit: (node: number, onto: number, into: number) => void) => {
    for (let into = 0; into < 2 * edgeCount; into++) {
      if (searchNode[into] !== NO_NODE) visit(searchNode[into], ORIGINAL, into);
    }
    copyOf.forEach((into, copy) => {
      visit(originalCount + copy, copy, into);
    });
  };

  const arcStart = shared(Uint32Array, searchNodeCount + 1);
  eachSearchNode((node, onto, into) => {
    arcStart[node + 1] = arcStart[node];
    eachTurnInto(onto, into, () => arcStart[node + 1]++);
  });

  const course = courses(edges);
  const arcs = shared(Uint32Array, 2 * arcStart[searchNodeCount]);
  let at = 0;
  eachSearchNode((_node, onto, into) => {
    const junction = junctionAfter(into ^ 1);
    const roads = endStart[junction + 1] - endStart[junction];
    const isFerry = (flags[into >> 1] & EDGE_FERRY) !== 0;
    eachTurnInto(onto, into, (by, node) => {
      let ds = drivenDs(into);
      const isUTurn = by === (into ^ 1);
      if (turns !== null && isUTurn) ds += turnDs(turns, 180, true);
      else if (turns !== null && roads > 2) {
        // An end's course is that of leaving by it: one arrives on its opposite.
        ds += turnDs(turns, degreesTurned(course[by ^ 1] + 180, course[into]), false);
      }
      if (isFerry && (flags[by >> 1] & EDGE_FERRY) === 0) ds += boardingDs;
      arcs[at++] = node;
      arcs[at++] = ds;
    });
  });
  return { searchNodeCount, searchNode, arcStart, arcs, boardingDs, copyOf: shared(Uint32Array, copyOf) };
}

/** The ends of edges at each junction, 2 × edge for its first and 2 × edge + 1 for its last: also the ways out by them. */
export function endsAtJunctions({
  nodeCount,
  edgeCount,
  from,
  to,
}: Pick<RoadEdges, 'nodeCount' | 'edgeCount' | 'from' | 'to'>) {
  const endStart = new Uint32Array(nodeCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) {
    endStart[from[edge] + 1]++;
    endStart[to[edge] + 1]++;
  }
  for (let node = 0; node < nodeCount; node++) endStart[node + 1] += endStart[node];
  const ends = new Uint32Array(2 * edgeCount);
  const next = endStart.slice(0, nodeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    ends[next[from[edge]]++] = 2 * edge;
    ends[next[to[edge]]++] = 2 * edge + 1;
  }
  return { endStart, ends };
}
