import { CLOSED, type ContractedRoads, NO_NODE } from './road-edges.ts';
import type { RoadRestrictions } from './turn-restrictions.ts';

/**
 * The turns that restrictions forbid, as pairs (edge one comes by, edge one would leave by), each 2 × edge, + 1 against
 * its direction. What cannot be told is counted as unusable: a road that passes through the node instead of ending
 * there, a prescribed turn into a one-way street's end.
 */
export function forbiddenTurns(
  { edges, wayAtEnd, graphNode }: ContractedRoads,
  restrictions: RoadRestrictions,
): Uint32Array {
  const { fromWay, viaNode, toWay, only, counts } = restrictions;
  const endsAt = new Map<number, number[]>();
  for (const via of viaNode) if (graphNode[via] !== NO_NODE) endsAt.set(graphNode[via], []);
  for (let edge = 0; edge < edges.edgeCount; edge++) {
    endsAt.get(edges.from[edge])?.push(2 * edge);
    endsAt.get(edges.to[edge])?.push(2 * edge + 1);
  }
  const pairs: number[] = [];
  for (let i = 0; i < only.length; i++) {
    const ends = endsAt.get(graphNode[viaNode[i]]) ?? [];
    const fromEnds = ends.filter((end) => wayAtEnd[end] === fromWay[i]);
    const toEnds = ends.filter((end) => wayAtEnd[end] === toWay[i]);
    // An end of an edge is also the way out by it; the way in is the same edge the other way.
    const leaves = toEnds[0];
    const arrives = fromEnds[0] ^ 1;
    const leaveDs = leaves & 1 ? edges.backwardDs : edges.forwardDs;
    if (fromEnds.length !== 1 || toEnds.length !== 1 || (only[i] && leaveDs[leaves >> 1] === CLOSED)) {
      counts.unusable++;
    } else if (only[i]) {
      for (const other of ends) if (other !== leaves) pairs.push(arrives, other);
    } else {
      pairs.push(arrives, leaves);
    }
  }
  return Uint32Array.from(pairs);
}
