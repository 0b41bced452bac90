import type { Ring } from '../../coverage/cell-rings.ts';
import type { Steps } from '../../coverage/steps.ts';
import { TILE } from './land-tiles.ts';

const NUMBERS_A_STEP = 200_000;

/**
 * Rings that were cut along the borders of tiles, put together again.
 *
 * Along a border the part on one side runs one way and the part on the other side runs back: the stretches are summed,
 * and only where one side has nothing does an edge remain. The rest of each ring is a path from border to border, and
 * the paths are joined end to end. All points are whole numbers and both sides have the same ones, so this is exact.
 */
export function* stitchRings(parts: readonly Ring[]): Steps<Ring[]> {
  const whole: Ring[] = [];
  const paths: Ring[] = [];
  const borders = new Map<string, number[]>();
  let work = 0;
  for (const ring of parts) {
    const opened = openRing(ring, borders);
    if (opened === null) whole.push(ring);
    else paths.push(...opened);
    work += ring.length;
    if (work < NUMBERS_A_STEP) continue;
    work = 0;
    yield;
  }
  for (const [border, stretches] of borders) paths.push(...remainders(border, stretches));
  yield;
  return [...whole, ...(yield* joined(paths))];
}

/** The border that an edge runs along, or null. */
function borderOf(x1: number, y1: number, x2: number, y2: number): string | null {
  if (x1 === x2 && x1 % TILE === 0) return `x${x1}`;
  if (y1 === y2 && y1 % TILE === 0) return `y${y1}`;
  return null;
}

/** The paths of a ring between its edges on borders, which are noted there; null where it has none. */
function openRing(ring: Ring, borders: Map<string, number[]>): Ring[] | null {
  const count = ring.length / 2;
  const onBorder: number[] = [];
  for (let i = 0; i < count; i++) {
    const a = 2 * i;
    const b = i + 1 === count ? 0 : a + 2;
    const border = borderOf(ring[a], ring[a + 1], ring[b], ring[b + 1]);
    if (border === null) continue;
    onBorder.push(i);
    const across = border.startsWith('x') ? 1 : 0;
    noteStretch(borders, border, ring[a + across], ring[b + across]);
  }
  if (onBorder.length === 0) return null;
  // What remains of a border is parted at every point on it, so that a ring that touches it there has a point to meet.
  for (let i = 0; i < ring.length; i += 2) {
    if (ring[i] % TILE === 0) noteStretch(borders, `x${ring[i]}`, ring[i + 1], ring[i + 1]);
    if (ring[i + 1] % TILE === 0) noteStretch(borders, `y${ring[i + 1]}`, ring[i], ring[i]);
  }
  return onBorder.flatMap((edge, n) => {
    const start = edge + 1;
    const end = n + 1 < onBorder.length ? onBorder[n + 1] : onBorder[0] + count;
    if (start === end) return [];
    const path = new Int32Array(2 * (end - start + 1));
    for (let i = start; i <= end; i++) {
      path[2 * (i - start)] = ring[2 * (i % count)];
      path[2 * (i - start) + 1] = ring[2 * (i % count) + 1];
    }
    return [path];
  });
}

function noteStretch(borders: Map<string, number[]>, border: string, from: number, to: number): void {
  const stretches = borders.get(border);
  if (stretches === undefined) borders.set(border, [from, to]);
  else stretches.push(from, to);
}

/** What is left of the stretches along a border, once those that run both ways are taken out. */
function remainders(border: string, stretches: readonly number[]): Ring[] {
  const steps = new Map<number, number>();
  const add = (at: number, value: number) => steps.set(at, (steps.get(at) ?? 0) + value);
  for (let i = 0; i < stretches.length; i += 2) {
    add(stretches[i], 1);
    add(stretches[i + 1], -1);
  }
  const line = Number(border.slice(1));
  const point = (at: number) => (border.startsWith('x') ? [line, at] : [at, line]);
  const edges: Ring[] = [];
  const places = [...steps.keys()].sort((a, b) => a - b);
  let upwards = 0;
  for (let i = 0; i + 1 < places.length; i++) {
    upwards += steps.get(places[i])!;
    const [low, high] = [point(places[i]), point(places[i + 1])];
    const edge = Int32Array.from(upwards > 0 ? [...low, ...high] : [...high, ...low]);
    for (let n = 0; n < Math.abs(upwards); n++) edges.push(edge);
  }
  return edges;
}

/** Rings of paths joined end to end; at a point where several begin, any will do: rings are parted there later. */
function* joined(paths: readonly Ring[]): Steps<Ring[]> {
  const startingAt = new Map<string, number[]>();
  for (let index = 0; index < paths.length; index++) {
    if (index % 20_000 === 19_999) yield;
    const key = `${paths[index][0]} ${paths[index][1]}`;
    const others = startingAt.get(key);
    if (others === undefined) startingAt.set(key, [index]);
    else others.push(index);
  }
  const rings: Ring[] = [];
  let steps = 0;
  for (const waiting of startingAt.values()) {
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const chain: Ring[] = [];
      for (let next: number | undefined = index; next !== undefined; ) {
        const path: Ring = paths[next];
        chain.push(path.subarray(0, path.length - 2));
        next = startingAt.get(`${path.at(-2)} ${path.at(-1)}`)?.pop();
        if (++steps % 20_000 === 0) yield;
      }
      rings.push(concatenated(chain));
    }
  }
  return rings;
}

function concatenated(chain: readonly Ring[]): Ring {
  const ring = new Int32Array(chain.reduce((sum, path) => sum + path.length, 0));
  let at = 0;
  for (const path of chain) {
    ring.set(path, at);
    at += path.length;
  }
  return ring;
}
