import { DEGREE_M, FIXED_PER_DEGREE } from '../geometry.ts';
import type { RoadEdges } from './road-edges.ts';

/** What turning costs at a junction, after OSRM's car profile. */
export interface TurnModel {
  /** What the cost of an ever sharper turn comes near. */
  fullTurnSeconds: number;
  /** Above 1, a turn to the left costs more than one to the right: one drives on the right. */
  leftBias: number;
  /** Of going back on the road one came by, on top of the turn. */
  uTurnSeconds: number;
}

/** A road's course at a junction is taken this far from it: OSRM looks about as far. */
const COURSE_M = 30;

/**
 * Tenths of a second of a turn: a sigmoid of its angle (OSRM's car profile, `process_turn`), some 0 s straight on, 2 s
 * to the right and 5 s to the left at a right angle.
 * @param degrees 0 straight on, above 0 to the right, ±180 back
 */
export function turnDs(model: TurnModel, degrees: number, isUTurn: boolean): number {
  const { fullTurnSeconds, leftBias } = model;
  const bias = degrees >= 0 ? leftBias : 1 / leftBias;
  const steepness = ((13 / bias) * Math.abs(degrees)) / 180 - 6.5 * bias;
  const seconds = fullTurnSeconds / (1 + Math.exp(-steepness)) + (isUTurn ? model.uTurnSeconds : 0);
  return Math.round(seconds * 10);
}

/** Degrees turned when one arrives on a course and leaves on another, above 0 to the right; both clockwise from north. */
export function degreesTurned(arrivesOn: number, leavesOn: number): number {
  const degrees = (((leavesOn - arrivesOn) % 360) + 360) % 360;
  return degrees > 180 ? degrees - 360 : degrees;
}

/**
 * Degrees clockwise from north, seen from each end of each edge: [2 × edge] from its first node, [2 × edge + 1] from its
 * last. Taken to the point of its line that lies COURSE_M crow-fly from the junction, or to the far end of a shorter
 * edge: the first segment alone may be a metre long, or a tooth of a schematic line.
 */
export function courses(edges: Pick<RoadEdges, 'edgeCount' | 'shapeStart' | 'shape'>): Float32Array {
  const { edgeCount, shapeStart, shape } = edges;
  const course = new Float32Array(2 * edgeCount);
  for (let edge = 0; edge < edgeCount; edge++) {
    course[2 * edge] = courseFrom(shape, shapeStart[edge], shapeStart[edge + 1] - 1);
    course[2 * edge + 1] = courseFrom(shape, shapeStart[edge + 1] - 1, shapeStart[edge]);
  }
  return course;
}

const METRES = DEGREE_M / FIXED_PER_DEGREE;

function courseFrom(shape: Int32Array, first: number, last: number): number {
  const step = first < last ? 1 : -1;
  const metresEast = METRES * Math.cos((shape[2 * first + 1] / FIXED_PER_DEGREE) * (Math.PI / 180));
  let beforeX = 0;
  let beforeY = 0;
  let x = 0;
  let y = 0;
  for (let i = first + step; ; i += step) {
    x = (shape[2 * i] - shape[2 * first]) * metresEast;
    y = (shape[2 * i + 1] - shape[2 * first + 1]) * METRES;
    const far = x * x + y * y - COURSE_M * COURSE_M;
    if (far > 0) {
      // Where the segment leaves the circle.
      const dx = x - beforeX;
      const dy = y - beforeY;
      const a = dx * dx + dy * dy;
      const b = beforeX * dx + beforeY * dy;
      const c = beforeX * beforeX + beforeY * beforeY - COURSE_M * COURSE_M;
      const t = (-b + Math.sqrt(b * b - a * c)) / a;
      x = beforeX + t * dx;
      y = beforeY + t * dy;
      break;
    }
    if (i === last) break;
    beforeX = x;
    beforeY = y;
  }
  return (Math.atan2(x, y) * 180) / Math.PI;
}
