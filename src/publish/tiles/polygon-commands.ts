import { twiceArea } from '../outlines/ring-measures.ts';
import { type TileSquare, unitsX, unitsY } from './tile-square.ts';

/**
 * Rings of longitudes and latitudes into the commands of a vector tile: clipped to the tile and its buffer, projected,
 * rounded, wound, and written as MoveTo, LineTo and ClosePath (Mapbox Vector Tile specification 2.1, 4.3).
 *
 * Clipping is Sutherland and Hodgman's (1974), a side after the other: a ring that leaves the square and comes back runs
 * along its border in between, which lies in the buffer and is not seen. A point where an edge crosses a side is counted
 * from its inner end, so that the two neighbours of an edge cut it at the same place.
 */
export interface PolygonCommands {
  /** Commands and parameters of the feature; the first `length` of them. */
  words: Uint32Array;
  length: number;
  /** Where the pen is. */
  x: number;
  y: number;
  /** Longitudes and latitudes by turns, before and after a side. */
  from: Float64Array;
  to: Float64Array;
  /** Units, by turns. */
  units: Int32Array;
}

export interface RingRules {
  /** Units that coordinates are rounded to a multiple of: neighbours round alike and keep their common edge. */
  snap: number;
  /** Rings of less than this many square units are left out. */
  minArea: number;
}

const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE_PATH = 7;
const CLOSE_PATH_WORD = (1 << 3) | CLOSE_PATH;

export function polygonCommands(): PolygonCommands {
  return {
    words: new Uint32Array(256),
    length: 0,
    x: 0,
    y: 0,
    from: new Float64Array(256),
    to: new Float64Array(256),
    units: new Int32Array(256),
  };
}

/** Starts the geometry of another feature. */
export function restart(commands: PolygonCommands): void {
  commands.length = 0;
  commands.x = 0;
  commands.y = 0;
}

/** The geometry so far; valid until the next ring. */
export function wordsOf(commands: PolygonCommands): Uint32Array {
  return commands.words.subarray(0, commands.length);
}

/**
 * Adds what the square holds of a closed ring. False where that is nothing, or less than the rules ask for.
 * @param points longitudes and latitudes by turns, millionths of a degree
 * @param start first point (not coordinate) of the ring
 * @param end after its last point, which repeats the first
 */
export function addRing(
  commands: PolygonCommands,
  square: TileSquare,
  points: Int32Array,
  start: number,
  end: number,
  hole: boolean,
  rules: RingRules,
): boolean {
  const count = end - start - 1;
  if (count < 3) return false;
  // A side replaces a run of points outside by two: half as many again at most, four times over.
  reserve(commands, 6 * count + 16);
  const clipped = clip(commands, square, points, start, count);
  if (clipped < 3) return false;
  const corners = project(commands, square, clipped, rules.snap);
  if (corners < 3) return false;
  const area = twiceArea(commands.units, 0, 2 * corners) / 2;
  if (area === 0 || Math.abs(area) < rules.minArea) return false;
  // Seen with y downwards, an exterior has a positive area and a hole a negative one.
  writeRing(commands, corners, area > 0 === hole);
  return true;
}

function reserve(commands: PolygonCommands, points: number): void {
  if (commands.from.length < 2 * points) {
    commands.from = new Float64Array(4 * points);
    commands.to = new Float64Array(4 * points);
    commands.units = new Int32Array(4 * points);
  }
  const needed = commands.length + 2 * points + 4;
  if (commands.words.length < needed) {
    const words = new Uint32Array(2 * needed);
    words.set(commands.words.subarray(0, commands.length));
    commands.words = words;
  }
}

/** The points inside the square are left in `commands.from`; how many there are. */
function clip(
  commands: PolygonCommands,
  square: TileSquare,
  points: Int32Array,
  start: number,
  count: number,
): number {
  const { west, south, east, north } = square;
  const { from } = commands;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0, at = 2 * start; i < 2 * count; i += 2, at += 2) {
    const x = points[at];
    const y = points[at + 1];
    from[i] = x;
    from[i + 1] = y;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  if (maxX < west || minX > east || maxY < south || minY > north) return 0;
  let left = count;
  if (minX < west) left = clipSide(commands, left, 0, west, 1);
  if (maxX > east) left = clipSide(commands, left, 0, east, -1);
  if (minY < south) left = clipSide(commands, left, 1, south, 1);
  if (maxY > north) left = clipSide(commands, left, 1, north, -1);
  return left;
}

/**
 * One side of the square.
 * @param axis 0 for longitude, 1 for latitude
 * @param sign 1 where what is over the limit is inside, −1 where what is under it is
 */
function clipSide(
  commands: PolygonCommands,
  count: number,
  axis: 0 | 1,
  limit: number,
  sign: 1 | -1,
): number {
  const { from, to } = commands;
  const other = 1 - axis;
  let out = 0;
  let last = 2 * (count - 1);
  let lastDepth = count === 0 ? 0 : sign * (from[last + axis] - limit);
  for (let at = 0; at < 2 * count; at += 2) {
    const depth = sign * (from[at + axis] - limit);
    if (depth >= 0 !== lastDepth >= 0) {
      const inner = depth >= 0 ? at : last;
      const outer = depth >= 0 ? last : at;
      const part = (limit - from[inner + axis]) / (from[outer + axis] - from[inner + axis]);
      to[out + axis] = limit;
      to[out + other] = from[inner + other] + part * (from[outer + other] - from[inner + other]);
      out += 2;
    }
    if (depth >= 0) {
      to[out] = from[at];
      to[out + 1] = from[at + 1];
      out += 2;
    }
    last = at;
    lastDepth = depth;
  }
  commands.from = to;
  commands.to = from;
  return out / 2;
}

/** Corners in `commands.units`: none repeated, no line gone along and straight back. */
function project(commands: PolygonCommands, square: TileSquare, count: number, snap: number): number {
  const { from, units } = commands;
  let out = 0;
  for (let at = 0; at < 2 * count; at += 2) {
    const x = Math.round(unitsX(square, from[at]) / snap) * snap;
    const y = Math.round(unitsY(square, from[at + 1]) / snap) * snap;
    if (out >= 2 && units[out - 2] === x && units[out - 1] === y) continue;
    if (out >= 4 && units[out - 4] === x && units[out - 3] === y) {
      out -= 2;
      continue;
    }
    units[out] = x;
    units[out + 1] = y;
    out += 2;
  }
  while (out >= 4 && units[out - 2] === units[0] && units[out - 1] === units[1]) out -= 2;
  return out / 2;
}

function writeRing(commands: PolygonCommands, corners: number, backwards: boolean): void {
  const { words, units } = commands;
  let { length, x, y } = commands;
  for (let i = 0; i < corners; i++) {
    const at = 2 * (backwards ? corners - 1 - i : i);
    if (i === 0) words[length++] = (1 << 3) | MOVE_TO;
    if (i === 1) words[length++] = ((corners - 1) << 3) | LINE_TO;
    words[length++] = zigzag(units[at] - x);
    words[length++] = zigzag(units[at + 1] - y);
    x = units[at];
    y = units[at + 1];
  }
  words[length++] = CLOSE_PATH_WORD;
  commands.length = length;
  commands.x = x;
  commands.y = y;
}

/** A square of a pixel around a place, for what is smaller than that. */
export function addDot(commands: PolygonCommands, x: number, y: number, side: number): void {
  reserve(commands, 8);
  const near = Math.round(-side / 2);
  const far = near + side;
  [near, near, far, near, far, far, near, far].forEach((value, i) => {
    commands.units[i] = value + Math.round(i % 2 === 0 ? x : y);
  });
  writeRing(commands, 4, false);
}

/** The geometry of a point. */
export function pointWords(x: number, y: number): Uint32Array {
  return Uint32Array.of((1 << 3) | MOVE_TO, zigzag(Math.round(x)), zigzag(Math.round(y)));
}

function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}
