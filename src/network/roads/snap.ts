import Flatbush from 'flatbush';
import { DEGREE_M, FIXED_PER_DEGREE } from '../geometry.ts';
import { EDGE_SNAPPABLE } from './road-edges.ts';
import { type RoadGraph, USABLE_COMPONENT, type UsableRule, usableComponents } from './road-graph.ts';

/**
 * The nearest point of a road that one can come from and go to.
 *
 * The index holds one box an edge, not one a segment: a country has ten times more segments, and the memory decides.
 * A search looks into boxes of growing size and measures every segment of what it finds, so the answer is exact.
 */
export interface SnapIndex {
  graph: RoadGraph;
  /** Null when no edge can be snapped to. */
  boxes: Flatbush | null;
  edgeOfBox: Uint32Array;
}

/** A point on the network, with the way to it. */
export interface Snapped {
  edge: number;
  /** Share of the edge's length from its first node, 0 to 1. */
  fraction: number;
  /** Crow-fly metres from the point to the road. */
  snapM: number;
}

/** Points farther than this from any usable road have no time by road: an island, a refuge, the sea. */
export const MAX_SNAP_M = 5_000;

/** The way between a point and the road it is snapped to: a drive or track of unknown course, crow-fly. */
export const ACCESS_SPEED_KMH = 25;

const FIRST_RADIUS_M = 200;

/** A point this near to an end of an edge is at the junction: a one-way street that starts there is not its only road. */
const AT_END_M = 0.5;

/** Only edges whose two ends lie in one usable component: from there one can come and go. */
export function buildSnapIndex(graph: RoadGraph, rule: UsableRule = USABLE_COMPONENT): SnapIndex {
  const usable = usableComponents(graph, rule);
  const { edgeFrom, edgeTo, component, edgeFlags, shape, shapeStart } = graph;
  const fits = (edge: number) =>
    (edgeFlags[edge] & EDGE_SNAPPABLE) !== 0 &&
    component[edgeFrom[edge]] === component[edgeTo[edge]] &&
    usable[component[edgeFrom[edge]]] === 1;
  let count = 0;
  for (let edge = 0; edge < graph.edgeCount; edge++) if (fits(edge)) count++;
  if (count === 0) return { graph, boxes: null, edgeOfBox: new Uint32Array(0) };
  const boxes = new Flatbush(count, 16, Int32Array);
  const edgeOfBox = new Uint32Array(count);
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (!fits(edge)) continue;
    let west = shape[2 * shapeStart[edge]];
    let south = shape[2 * shapeStart[edge] + 1];
    let east = west;
    let north = south;
    for (let i = shapeStart[edge] + 1; i < shapeStart[edge + 1]; i++) {
      west = Math.min(west, shape[2 * i]);
      east = Math.max(east, shape[2 * i]);
      south = Math.min(south, shape[2 * i + 1]);
      north = Math.max(north, shape[2 * i + 1]);
    }
    edgeOfBox[boxes.add(west, south, east, north)] = edge;
  }
  boxes.finish();
  return { graph, boxes, edgeOfBox };
}

/** Number of the land mass at a place, below 0 where there is none (land-masses.ts). */
export type MassAt = (lon: number, lat: number) => number;

/**
 * Null when no usable road lies within `maxM`; far snaps below that are kept, with their distance.
 * @param massAt where given, a point is only snapped to roads of its own land mass: nobody drives from an island to the
 * coast across the water
 */
export function snapToRoad(
  index: SnapIndex,
  lon: number,
  lat: number,
  maxM = MAX_SNAP_M,
  massAt?: MassAt,
): Snapped | null {
  const { boxes, edgeOfBox, graph } = index;
  if (!boxes || !(Math.abs(lat) < 89)) return null;
  const metresPerLat = DEGREE_M / FIXED_PER_DEGREE;
  const metresPerLon = metresPerLat * Math.cos((lat * Math.PI) / 180);
  const x = lon * FIXED_PER_DEGREE;
  const y = lat * FIXED_PER_DEGREE;
  const mass = massAt ? massAt(lon, lat) : -1;
  const isOwnLand = (roadX: number, roadY: number) => {
    if (!massAt || mass < 0) return true;
    const other = massAt(roadX / FIXED_PER_DEGREE, roadY / FIXED_PER_DEGREE);
    // A road over water (a bridge, a dyke) belongs to no land and may be used from any.
    return other < 0 || other === mass;
  };
  const best: Snapped = { edge: -1, fraction: 0, snapM: Number.POSITIVE_INFINITY };
  const foot = { x: 0, y: 0, metres: 0, fraction: 0 };
  const measure = (box: number) => {
    const edge = edgeOfBox[box];
    nearestOnEdge(graph, edge, x, y, metresPerLon, metresPerLat, foot);
    // Ties go to the lower number, so that the answer does not hang on the order of the index.
    const beats = foot.metres < best.snapM || (foot.metres === best.snapM && edge < best.edge);
    if (beats && isOwnLand(foot.x, foot.y)) {
      best.edge = edge;
      best.fraction = foot.fraction;
      best.snapM = foot.metres;
    }
    return false;
  };
  for (let radiusM = Math.min(FIRST_RADIUS_M, maxM); ; radiusM = Math.min(radiusM * 4, maxM)) {
    const dx = radiusM / metresPerLon;
    const dy = radiusM / metresPerLat;
    boxes.search(x - dx, y - dy, x + dx, y + dy, measure);
    // Something nearer than the box's half width cannot be beaten by what lies outside it.
    if (best.snapM <= radiusM) return best;
    if (radiusM >= maxM) return null;
  }
}

/** Tenths of a second of an access leg. */
export function accessDs(snapM: number, speedKmh = ACCESS_SPEED_KMH): number {
  return Math.round((snapM / speedKmh) * 36);
}

/** Writes the edge's nearest point to x, y into `foot`. */
function nearestOnEdge(
  graph: RoadGraph,
  edge: number,
  x: number,
  y: number,
  metresPerLon: number,
  metresPerLat: number,
  foot: { x: number; y: number; metres: number; fraction: number },
): void {
  const { shape, shapeStart } = graph;
  const first = shapeStart[edge];
  const last = shapeStart[edge + 1] - 1;
  let nearestSquared = Number.POSITIVE_INFINITY;
  let nearestAlong = 0;
  let along = 0;
  // On a plane with the point at 0, 0.
  let ax = (shape[2 * first] - x) * metresPerLon;
  let ay = (shape[2 * first + 1] - y) * metresPerLat;
  for (let i = first + 1; i <= last; i++) {
    const bx = (shape[2 * i] - x) * metresPerLon;
    const by = (shape[2 * i + 1] - y) * metresPerLat;
    const dx = bx - ax;
    const dy = by - ay;
    const lengthSquared = dx * dx + dy * dy;
    // The foot of the point on the segment, held between the segment's ends.
    const t = lengthSquared > 0 ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / lengthSquared)) : 0;
    const px = ax + t * dx;
    const py = ay + t * dy;
    const squared = px * px + py * py;
    const length = Math.sqrt(lengthSquared);
    if (squared < nearestSquared) {
      nearestSquared = squared;
      nearestAlong = along + t * length;
      foot.x = x + px / metresPerLon;
      foot.y = y + py / metresPerLat;
    }
    along += length;
    ax = bx;
    ay = by;
  }
  foot.metres = Math.sqrt(nearestSquared);
  foot.fraction =
    nearestAlong <= AT_END_M ? 0 : along - nearestAlong <= AT_END_M ? 1 : Math.min(1, nearestAlong / along);
}
