import type { Ring } from '../../coverage/cell-rings.ts';
import type { Steps } from '../../coverage/steps.ts';
import { type Bounds, boundsOf, twiceArea } from '../outlines/ring-measures.ts';
import { type Axis, cutRing } from './half-plane.ts';

/** Tiles of an eighth of a degree: some 190 cells of resolution 8, small enough for a clip of a few milliseconds. */
export const TILE = 125_000;

/** Tiles from `west` to `east` and `south` to `north`, not including the last of each. */
export interface TileRange {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The outline of the ground that gaps are drawn on, cut into tiles. */
export interface LandTiles {
  range: TileRange;
  /** Rings cut to their tile, of the tiles that an outline crosses, by `tileKey`. */
  shores: ReadonlyMap<number, readonly Ring[]>;
  /** How many tiles of a range are land from border to border. */
  wholeTiles: (range: TileRange) => number;
}

export function tileKey(x: number, y: number): number {
  return x * 65_536 + y;
}

/** A ring within bounds that may be wider than it: parts of a cut keep those of the whole along the line. */
export interface BoundedRing {
  ring: Ring;
  bounds: Bounds;
}

export function boundedRing(ring: Ring): BoundedRing {
  return { ring, bounds: boundsOf([ring]) };
}

/** The tiles that hold the rings. */
export function tilesAround(rings: readonly BoundedRing[]): TileRange {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { bounds } of rings) {
    west = Math.min(west, bounds[0]);
    south = Math.min(south, bounds[1]);
    east = Math.max(east, bounds[2]);
    north = Math.max(north, bounds[3]);
  }
  const tile = (value: number) => Math.floor(value / TILE);
  return { west: tile(west), south: tile(south), east: tile(east) + 1, north: tile(north) + 1 };
}

/** The axis that a range is halved across, and the tile it is halved at. */
export function halved(range: TileRange): { axis: Axis; at: number; below: TileRange; above: TileRange } {
  const wide = range.east - range.west >= range.north - range.south;
  if (wide) {
    const at = (range.west + range.east) >> 1;
    return { axis: 0, at, below: { ...range, east: at }, above: { ...range, west: at } };
  }
  const at = (range.south + range.north) >> 1;
  return { axis: 1, at, below: { ...range, north: at }, above: { ...range, south: at } };
}

/** Both sides of a cut of all rings; a ring on one side is passed on as it is. */
export function cutRings(
  rings: readonly BoundedRing[],
  axis: Axis,
  at: number,
): { below: BoundedRing[]; above: BoundedRing[] } {
  const below: BoundedRing[] = [];
  const above: BoundedRing[] = [];
  for (const bounded of rings) {
    const { bounds } = bounded;
    if (bounds[axis + 2] <= at) {
      below.push(bounded);
    } else if (bounds[axis] >= at) {
      above.push(bounded);
    } else {
      const parts = cutRing(bounded.ring, axis, at);
      if (parts.below.length >= 6) below.push({ ring: parts.below, bounds: cutBounds(bounds, axis + 2, at) });
      if (parts.above.length >= 6) above.push({ ring: parts.above, bounds: cutBounds(bounds, axis, at) });
    }
  }
  return { below, above };
}

function cutBounds([west, south, east, north]: Bounds, side: number, at: number): Bounds {
  const bounds: [number, number, number, number] = [west, south, east, north];
  bounds[side] = at;
  return bounds;
}

/** How many numbers the rings hold: what a cut of them costs. */
export function sizeOf(rings: readonly BoundedRing[]): number {
  return rings.reduce((sum, { ring }) => sum + ring.length, 0);
}

/**
 * Outlines cut into tiles, halving the range again and again: a tile that no edge crosses is whole or empty and known
 * without being cut further. Rings may belong to several territories and overlap: what any of them holds is land.
 */
export function* landTiles(rings: readonly Ring[]): Steps<LandTiles> {
  const bounded = rings.map(boundedRing);
  const range = rings.length === 0 ? { west: 0, south: 0, east: 0, north: 0 } : tilesAround(bounded);
  const width = range.east - range.west;
  const height = range.north - range.south;
  const whole = new Uint8Array(width * height);
  const shores = new Map<number, Ring[]>();
  const stack = [{ rings: bounded, range }];
  let work = 0;
  for (let next = stack.pop(); next; next = stack.pop()) {
    work += sizeOf(next.rings);
    if (work > 50_000) {
      work = 0;
      yield;
    }
    const winding = windingOf(next.rings, next.range);
    if (winding !== null) {
      if (winding <= 0) continue;
      for (let y = next.range.south; y < next.range.north; y++) {
        const row = (y - range.south) * width - range.west;
        whole.fill(1, row + next.range.west, row + next.range.east);
      }
    } else if (next.range.east - next.range.west === 1 && next.range.north - next.range.south === 1) {
      shores.set(
        tileKey(next.range.west, next.range.south),
        next.rings.map(({ ring }) => ring),
      );
    } else {
      const { axis, at, below, above } = halved(next.range);
      const parts = cutRings(next.rings, axis, at * TILE);
      stack.push({ rings: parts.below, range: below }, { rings: parts.above, range: above });
    }
  }
  return { range, shores, wholeTiles: countIn(whole, range) };
}

/** How many times rings go round a whole range, where none has an edge inside it; else null. */
function windingOf(rings: readonly BoundedRing[], range: TileRange): number | null {
  const [west, east] = [range.west * TILE, range.east * TILE];
  const [south, north] = [range.south * TILE, range.north * TILE];
  let twice = 0;
  for (const { ring } of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const next = i + 2 === ring.length ? 0 : i + 2;
      const alongX = ring[i] === ring[next] && (ring[i] === west || ring[i] === east);
      const alongY = ring[i + 1] === ring[next + 1] && (ring[i + 1] === south || ring[i + 1] === north);
      if (!alongX && !alongY) return null;
    }
    twice += twiceArea(ring);
  }
  return Math.round(twice / 2 / ((east - west) * (north - south)));
}

/** Counts of marked tiles in any range, from sums over the rectangles that begin in the south-west. */
function countIn(whole: Uint8Array, range: TileRange): (asked: TileRange) => number {
  const width = range.east - range.west;
  const height = range.north - range.south;
  const sums = new Uint32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += whole[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  const upTo = (x: number, y: number) => {
    const column = Math.min(Math.max(x - range.west, 0), width);
    return sums[Math.min(Math.max(y - range.south, 0), height) * (width + 1) + column];
  };
  return ({ west, south, east, north }) =>
    upTo(east, north) - upTo(west, north) - upTo(east, south) + upTo(west, south);
}
