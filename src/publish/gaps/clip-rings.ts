import { Clipper64, ClipType, FillRule, type Path64 } from 'clipper2-ts';
import type { Ring } from '../../coverage/cell-rings.ts';
import type { Steps } from '../../coverage/steps.ts';
import { twiceArea } from '../outlines/ring-measures.ts';
import {
  type BoundedRing,
  boundedRing,
  cutRings,
  halved,
  type LandTiles,
  sizeOf,
  TILE,
  type TileRange,
  tileKey,
  tilesAround,
} from './land-tiles.ts';
import { stitchRings } from './stitch-rings.ts';

/**
 * The part of a gap's drawing that is land: null where all of it is (nothing was cut), no ring where none is.
 *
 * Ranges of tiles that are land from border to border keep the rings as they are; only tiles that a shore crosses go
 * through the clipper, a few hundred points at a time, and the parts are stitched together along the tiles' borders.
 * One clip of the whole took 9 s for a ring of 400,000 points against a shore of 60,000, all of it at once.
 *
 * @param rings exteriors counter-clockwise, holes clockwise
 * @returns rings as wound, that may touch themselves at points
 */
export function* clipRings(rings: readonly Ring[], land: LandTiles): Steps<Ring[] | null> {
  const bounded = rings.map(boundedRing);
  const range = tilesAround(bounded);
  if (land.wholeTiles(range) === tileCount(range)) return null;
  const parts: Ring[] = [];
  const stack = [{ rings: bounded, range }];
  let work = 0;
  for (let next = stack.pop(); next; next = stack.pop()) {
    work += sizeOf(next.rings);
    if (work > 20_000) {
      work = 0;
      yield;
    }
    const tiles = tileCount(next.range);
    if (next.rings.length === 0) continue;
    if (land.wholeTiles(next.range) === tiles) {
      for (const { ring } of next.rings) parts.push(ring);
    } else if (tiles === 1) {
      const shore = land.shores.get(tileKey(next.range.west, next.range.south));
      if (shore === undefined) continue;
      parts.push(...intersection(next.rings, shore, next.range));
      work += 2000;
    } else {
      const { axis, at, below, above } = halved(next.range);
      const cut = cutRings(next.rings, axis, at * TILE);
      stack.push({ rings: cut.below, range: below }, { rings: cut.above, range: above });
    }
  }
  return yield* stitchRings(parts);
}

function tileCount(range: TileRange): number {
  return (range.east - range.west) * (range.north - range.south);
}

/** Of one tile, in numbers counted from its corner: their products stay far below 2^53. */
function intersection(rings: readonly BoundedRing[], shore: readonly Ring[], tile: TileRange): Ring[] {
  const [x0, y0] = [tile.west * TILE, tile.south * TILE];
  const shape = solved(
    ClipType.Intersection,
    rings.map(({ ring }) => pathOf(ring, x0, y0)),
    shore.map((ring) => pathOf(ring, x0, y0)),
  );
  // Rounded crossings can push an edge over a point beside it: a union of the result alone takes that out.
  const solution = solved(ClipType.Union, shape, []);
  return solution
    .map((path) => Int32Array.from(path.flatMap(({ x, y }) => [x + x0, y + y0])))
    .filter((ring) => twiceArea(ring) !== 0);
}

function pathOf(ring: Ring, x0: number, y0: number): Path64 {
  const path: Path64 = [];
  for (let i = 0; i < ring.length; i += 2) path.push({ x: ring[i] - x0, y: ring[i + 1] - y0 });
  return path;
}

function solved(type: ClipType, subject: Path64[], clip: Path64[]): Path64[] {
  const clipper = new Clipper64();
  clipper.addSubject(subject);
  clipper.addClip(clip);
  const solution: Path64[] = [];
  clipper.execute(type, FillRule.NonZero, solution);
  return solution;
}
