import { Growable } from '../growable.ts';
import { NO_NODE } from '../search/catchment.ts';
import {
  type DrivableWays,
  isJoined,
  NODE_CLOSED,
  NODE_RESTRICTED,
  NODE_SIGNAL,
  nodeDistanceM,
} from './road-ways.ts';

/** Stretches of road between junctions, each a chain of pieces of ways with the same speeds. */
export interface RoadEdges {
  nodeCount: number;
  edgeCount: number;
  from: Uint32Array;
  to: Uint32Array;
  lengthM: Float32Array;
  /** Tenths of a second from `from` to `to`, and back; CLOSED where a car may not. */
  forwardDs: Uint32Array;
  backwardDs: Uint32Array;
  /** EDGE_* bits. */
  flags: Uint8Array;
  /** edgeCount + 1 offsets, in points, into `shape`. */
  shapeStart: Uint32Array;
  /** lon, lat, lon, lat… in 1e-7 degree, both ends included. */
  shape: Int32Array;
}

export const CLOSED = 0xffffffff;
export const EDGE_SNAPPABLE = 1;
export const EDGE_FERRY = 2;

/** The edges, and where they come from. */
export interface ContractedRoads {
  edges: RoadEdges;
  pieces: Pieces;
  /**
   * The piece end at each end of each edge, [2 × edge] at its first node and [2 × edge + 1] at its last: piece × 2, + 1
   * where it is the piece's last node.
   */
  pieceAtEnd: Uint32Array;
  /** Number of each node of `ways` in the edges; NO_NODE where it is none (inside an edge, a closed barrier). */
  graphNode: Uint32Array;
}

/** Pieces of ways that hold no junction inside: a slice of `ways.ref`, its last place included, and its way. */
interface Pieces {
  count: number;
  first: Uint32Array;
  last: Uint32Array;
  way: Uint32Array;
}

/**
 * Cuts the ways at junctions, closed barriers and where they are not known, then joins pieces again where two of the
 * same speeds meet and nothing else does: OpenStreetMap cuts ways at every change of name or surface, and each node
 * saved is one less to settle in every search. Pieces of unlike speeds stay apart, so that a fraction of an edge's
 * length is the same fraction of its time (but for the seconds at its signals, which are spread over it).
 */
export function contractRoads(ways: DrivableWays, signalSeconds: number): ContractedRoads {
  const degree = endsAtNodes(ways);
  const pieces = cutIntoPieces(ways, degree);
  const { ref, nodeFlags, forwardKmh, backwardKmh, snappable, isFerry } = ways;

  // The two piece ends at a node of degree two: piece × 2, + 1 where it is the piece's last node.
  const NO_END = 0xffffffff;
  const endA = new Uint32Array(ways.nodeCount).fill(NO_END);
  const endB = new Uint32Array(ways.nodeCount).fill(NO_END);
  for (let piece = 0; piece < pieces.count; piece++) {
    for (let side = 0; side < 2; side++) {
      const node = ref[side === 0 ? pieces.first[piece] : pieces.last[piece]];
      if (endA[node] === NO_END) endA[node] = piece * 2 + side;
      else endB[node] = piece * 2 + side;
    }
  }

  const nodeAt = (end: number) => ref[(end & 1) === 0 ? pieces.first[end >> 1] : pieces.last[end >> 1]];
  /** The piece end by which a road that arrives by `end` goes on, or -1 where it ends. */
  const goesOnBy = (end: number): number => {
    const node = nodeAt(end);
    if (degree[node] !== 2 || nodeFlags[node] & NODE_STOPS || endB[node] === NO_END) return -1;
    const next = endA[node] === end ? endB[node] : endA[node];
    const way = pieces.way[end >> 1];
    const nextWay = pieces.way[next >> 1];
    // Going with both ways or against both: a last end meets a first end.
    const turned = (end & 1) === (next & 1);
    const same =
      forwardKmh[way] === (turned ? backwardKmh : forwardKmh)[nextWay] &&
      backwardKmh[way] === (turned ? forwardKmh : backwardKmh)[nextWay] &&
      snappable[way] === snappable[nextWay] &&
      isFerry[way] === isFerry[nextWay];
    return same ? next : -1;
  };

  const graphNode = new Uint32Array(ways.nodeCount).fill(NO_NODE);
  let nodeCount = 0;
  const nodeNumber = (node: number): number => {
    // A closed barrier is a dead end of each road that comes to it, never a passage between them.
    if (nodeFlags[node] & NODE_CLOSED) return nodeCount++;
    if (graphNode[node] === NO_NODE) graphNode[node] = nodeCount++;
    return graphNode[node];
  };

  const from = new Growable((n) => new Uint32Array(n));
  const to = new Growable((n) => new Uint32Array(n));
  const lengths = new Growable((n) => new Float32Array(n));
  const forward = new Growable((n) => new Uint32Array(n));
  const backward = new Growable((n) => new Uint32Array(n));
  const flags = new Growable((n) => new Uint8Array(n));
  const pieceAtEnd = new Growable((n) => new Uint32Array(n));
  const shapeStart = new Growable((n) => new Uint32Array(n));
  const shape = new Growable((n) => new Int32Array(n));
  const used = new Uint8Array(pieces.count);

  /** One edge: from the piece entered by `start`, as far as the road goes on. */
  const emitFrom = (start: number) => {
    const way = pieces.way[start >> 1];
    const reversed = (start & 1) === 1;
    shapeStart.push(shape.length / 2);
    const firstNode = nodeAt(start);
    let metres = 0;
    let signals = 0;
    let previous = -1;
    let end = start;
    for (;;) {
      const piece = end >> 1;
      used[piece] = 1;
      const step = (end & 1) === 0 ? 1 : -1;
      const stop = step === 1 ? pieces.last[piece] : pieces.first[piece];
      for (let i = step === 1 ? pieces.first[piece] : pieces.last[piece]; ; i += step) {
        const node = ref[i];
        if (previous !== node) {
          shape.push(ways.nodeLon[node]);
          shape.push(ways.nodeLat[node]);
          if (previous >= 0) {
            metres += nodeDistanceM(ways, previous, node);
            if (nodeFlags[node] & NODE_SIGNAL) signals++;
          }
          previous = node;
        }
        if (i === stop) break;
      }
      const next = goesOnBy(end ^ 1);
      if (next < 0 || used[next >> 1]) break;
      end = next;
    }
    const signalAtStart = nodeFlags[firstNode] & NODE_SIGNAL ? 1 : 0;
    const signalAtEnd = nodeFlags[previous] & NODE_SIGNAL ? 1 : 0;
    const kmh = reversed ? backwardKmh[way] : forwardKmh[way];
    const backKmh = reversed ? forwardKmh[way] : backwardKmh[way];
    from.push(nodeNumber(firstNode));
    to.push(nodeNumber(previous));
    lengths.push(metres);
    // A signal is waited at on arrival, so the one an edge starts from belongs to the edge before.
    forward.push(deciseconds(metres, kmh, signals * signalSeconds));
    backward.push(deciseconds(metres, backKmh, (signals - signalAtEnd + signalAtStart) * signalSeconds));
    flags.push((snappable[way] ? EDGE_SNAPPABLE : 0) | (isFerry[way] ? EDGE_FERRY : 0));
    pieceAtEnd.push(start);
    pieceAtEnd.push(end ^ 1);
  };

  for (let piece = 0; piece < pieces.count; piece++) {
    for (let side = 0; side < 2; side++) {
      if (!used[piece] && goesOnBy(piece * 2 + side) < 0) emitFrom(piece * 2 + side);
    }
  }
  // What is left are rings that no junction breaks: any of their nodes may serve as one.
  for (let piece = 0; piece < pieces.count; piece++) if (!used[piece]) emitFrom(piece * 2);
  shapeStart.push(shape.length / 2);

  const edges: RoadEdges = {
    nodeCount,
    edgeCount: from.length,
    from: from.view(),
    to: to.view(),
    lengthM: lengths.view(),
    forwardDs: forward.view(),
    backwardDs: backward.view(),
    flags: flags.view(),
    shapeStart: shapeStart.view(),
    shape: shape.view(),
  };
  return { edges, pieces, pieceAtEnd: pieceAtEnd.view(), graphNode };
}

/** Where a road ends or is cut although no other meets it. */
const NODE_STOPS = NODE_CLOSED | NODE_RESTRICTED;

/** How many ends of road meet at each node, capped: 2 is a node along a road, anything else a junction or an end. */
function endsAtNodes(ways: DrivableWays): Uint8Array {
  const { refStart, ref } = ways;
  const degree = new Uint8Array(ways.nodeCount);
  for (let way = 0; way < ways.wayCount; way++) {
    for (let i = refStart[way]; i + 1 < refStart[way + 1]; i++) {
      const a = ref[i];
      const b = ref[i + 1];
      if (!isJoined(ways, a, b)) continue;
      if (degree[a] < 255) degree[a]++;
      if (degree[b] < 255) degree[b]++;
    }
  }
  return degree;
}

function cutIntoPieces(ways: DrivableWays, degree: Uint8Array): Pieces {
  const { refStart, ref, nodeFlags } = ways;
  const first = new Growable((n) => new Uint32Array(n));
  const last = new Growable((n) => new Uint32Array(n));
  const wayOf = new Growable((n) => new Uint32Array(n));
  for (let way = 0; way < ways.wayCount; way++) {
    let start = refStart[way];
    for (let i = start + 1; i < refStart[way + 1]; i++) {
      const isBroken = !isJoined(ways, ref[i - 1], ref[i]);
      const isEnd =
        isBroken || i + 1 === refStart[way + 1] || degree[ref[i]] !== 2 || nodeFlags[ref[i]] & NODE_STOPS;
      if (!isEnd) continue;
      // What comes before a break ends at the last node before it.
      const stop = isBroken ? i - 1 : i;
      if (stop > start) {
        first.push(start);
        last.push(stop);
        wayOf.push(way);
      }
      start = i;
    }
  }
  return { count: first.length, first: first.view(), last: last.view(), way: wayOf.view() };
}

function deciseconds(metres: number, kmh: number, extraSeconds: number): number {
  if (!(kmh > 0)) return CLOSED;
  return Math.round((metres / kmh) * 36 + extraSeconds * 10);
}
