import { NO_NODE } from '../search/catchment.ts';
import { CLOSED, type ContractedRoads } from './road-edges.ts';
import type { DrivableWays } from './road-ways.ts';
import { type TurnPaths, turnPaths } from './turn-paths.ts';
import type { Restriction } from './turn-restrictions.ts';

/** Driven edges: 2 × edge, + 1 against its direction. */
export interface ForbiddenTurns {
  /** Pairs: the edge one comes by, the edge one would leave by. */
  forbidden: Uint32Array;
  paths: TurnPaths;
}

type Ways = Pick<DrivableWays, 'refStart' | 'ref' | 'restrictions'>;

/** What leads over the ways in the middle, and on. */
interface Route {
  /** The edge of the first way, then those of the ways in the middle. */
  driven: number[];
  leaves: number;
  /** Node at the end of the middle, in `ways`. */
  node: number;
}

/**
 * The turns and paths that restrictions forbid. What cannot be told is added to `restrictions.unusable`: a road that
 * passes through the node instead of ending there, a prescribed turn into a one-way street's end, ways in the middle
 * that do not join end to end, lead both ways round, or cannot be driven.
 */
export function forbiddenTurns(contracted: ContractedRoads, ways: Ways): ForbiddenTurns {
  const { edges, pieces, pieceAtEnd, graphNode } = contracted;
  const { refStart, ref } = ways;
  const { list, unusable } = ways.restrictions;
  const endsOf = endsAtNodes(contracted, ways);
  const endsAt = (node: number) => endsOf.get(graphNode[node]) ?? [];
  // An end of an edge is also the way out by it; the way in is the same edge the other way.
  const isClosed = (driven: number) =>
    (driven & 1 ? edges.backwardDs : edges.forwardDs)[driven >> 1] === CLOSED;
  /** The way out onto a road that ends at a node; -1 where it does not, or does twice. */
  const wayOut = (way: number, node: number): number => {
    const ends = endsAt(node).filter((end) => pieces.way[pieceAtEnd[end] >> 1] === way);
    return ends.length === 1 ? ends[0] : -1;
  };
  /** The edges that make up a whole way, driven up or down it; null where they do not, or one is closed. */
  const drivenAlong = (way: number, isUp: boolean): number[] | null => {
    const [entry, exit] = isUp ? [0, 1] : [1, 0];
    const placeOf = (pieceEnd: number) => (pieceEnd & 1 ? pieces.last : pieces.first)[pieceEnd >> 1];
    const last = refStart[way + 1] - 1;
    const stop = isUp ? last : refStart[way];
    let at = isUp ? refStart[way] : last;
    const driven: number[] = [];
    while (at !== stop) {
      const out = endsAt(ref[at]).find(
        (end) => (pieceAtEnd[end] & 1) === entry && placeOf(pieceAtEnd[end]) === at,
      );
      if (out === undefined || isClosed(out)) return null;
      const arrived = pieceAtEnd[out ^ 1];
      // Where the way is broken its edge goes on by another.
      if (pieces.way[arrived >> 1] !== way || (arrived & 1) !== exit) return null;
      const next = placeOf(arrived);
      if (isUp ? next <= at : next >= at) return null;
      driven.push(out);
      at = next;
    }
    return driven;
  };
  const routeFrom = ({ fromWay, viaWays, toWay }: Restriction, start: number): Route | null => {
    const arrives = wayOut(fromWay, start) ^ 1;
    if (arrives < 0 || isClosed(arrives)) return null;
    const driven = [arrives];
    let node = start;
    for (const way of viaWays) {
      const [first, last] = [ref[refStart[way]], ref[refStart[way + 1] - 1]];
      if (first === last || (node !== first && node !== last)) return null;
      const along = drivenAlong(way, node === first);
      if (along === null) return null;
      driven.push(...along);
      node = node === first ? last : first;
    }
    const leaves = wayOut(toWay, node);
    return leaves < 0 || isClosed(leaves) ? null : { driven, leaves, node };
  };

  const pairs: number[] = [];
  const paths: number[][] = [];
  for (const restriction of list) {
    const { relation, fromWay, viaNode, viaWays, toWay, only } = restriction;
    if (viaWays.length > 0) {
      const [first] = viaWays;
      const routes = [ref[refStart[first]], ref[refStart[first + 1] - 1]].flatMap(
        (start) => routeFrom(restriction, start) ?? [],
      );
      if (routes.length !== 1) {
        unusable.add(relation);
        continue;
      }
      const [{ driven, leaves, node }] = routes;
      const forbidden = only ? endsAt(node).filter((end) => end !== leaves) : [leaves];
      for (const end of forbidden) paths.push([...driven, end]);
      continue;
    }
    const by = wayOut(fromWay, viaNode);
    const leaves = wayOut(toWay, viaNode);
    if (by < 0 || leaves < 0 || (only && isClosed(leaves))) {
      unusable.add(relation);
      continue;
    }
    const forbidden = only ? endsAt(viaNode).filter((end) => end !== leaves) : [leaves];
    for (const end of forbidden) pairs.push(by ^ 1, end);
  }
  return { forbidden: Uint32Array.from(pairs), paths: turnPaths(paths) };
}

/** The ends of edges at the junctions that restrictions are about, those along ways in the middle among them. */
function endsAtNodes({ edges, graphNode }: ContractedRoads, ways: Ways): Map<number, number[]> {
  const { refStart, ref } = ways;
  const ends = new Map<number, number[]>();
  const expect = (node: number) => {
    if (graphNode[node] !== NO_NODE) ends.set(graphNode[node], []);
  };
  for (const { viaNode, viaWays } of ways.restrictions.list) {
    if (viaNode >= 0) expect(viaNode);
    for (const way of viaWays) for (let i = refStart[way]; i < refStart[way + 1]; i++) expect(ref[i]);
  }
  if (ends.size === 0) return ends;
  for (let edge = 0; edge < edges.edgeCount; edge++) {
    ends.get(edges.from[edge])?.push(2 * edge);
    ends.get(edges.to[edge])?.push(2 * edge + 1);
  }
  return ends;
}
