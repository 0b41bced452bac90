import Flatbush from 'flatbush';
import type { OutlineSet, Simplification } from '../outlines/outline-set.ts';
import { addFeature, type LayerDraft, POLYGON, type Properties } from './layer-writer.ts';
import {
  addDot,
  addRing,
  type PolygonCommands,
  polygonCommands,
  restart,
  wordsOf,
} from './polygon-commands.ts';
import { heaviest, roomFor, snapAt } from './tile-layer.ts';
import { BUFFER, EXTENT, PIXEL, type TileSquare, unitsX, unitsY } from './tile-square.ts';

/** Areas that can be drawn: outlines of territories, gaps. */
export interface Areas {
  count: number;
  /** West, south, east, north in millionths of a degree, 4 an area. */
  bounds: Int32Array;
  /** Calls back with each ring: its points from `start` to before `end`, the first repeated at the end. */
  eachRing(area: number, ring: RingReader): void;
}

/** Exteriors come before their holes. */
export type RingReader = (points: Int32Array, start: number, end: number, hole: boolean) => void;

/** What is said beside the shapes: an area's properties, and how many residents speak for it. */
export interface AreaFacts {
  properties(area: number): Properties;
  weight(area: number): number;
}

/** Held by the areas themselves. */
const indexes = new WeakMap<Int32Array, Flatbush>();
const areasOf = new WeakMap<OutlineSet, Areas>();

/** How far outlines are simplified at a zoom: less than a pixel, or it would be seen. */
export function simplificationAt(z: number): Simplification {
  if (z >= 10) return 0;
  if (z >= 8) return 100;
  return z >= 6 ? 500 : 2500;
}

export function outlineAreas(outlines: OutlineSet): Areas {
  let areas = areasOf.get(outlines);
  if (areas === undefined) {
    const { polygonStart, ringStart, pointStart, points } = outlines;
    areas = {
      count: outlines.codes.length,
      bounds: outlines.bounds,
      eachRing(area, ring) {
        for (let polygon = polygonStart[area]; polygon < polygonStart[area + 1]; polygon++) {
          const exterior = ringStart[polygon];
          for (let at = exterior; at < ringStart[polygon + 1]; at++)
            ring(points, pointStart[at], pointStart[at + 1], at !== exterior);
        }
      },
    };
    areasOf.set(outlines, areas);
  }
  return areas;
}

function indexOf({ bounds, count }: Areas): Flatbush {
  let index = indexes.get(bounds);
  if (index === undefined) {
    index = new Flatbush(count, 16, Int32Array);
    for (let at = 0; at < bounds.length; at += 4)
      index.add(bounds[at], bounds[at + 1], bounds[at + 2], bounds[at + 3]);
    index.finish();
    indexes.set(bounds, index);
  }
  return index;
}

/** Whether the bounding box of any area meets the square. */
export function areasTouch(areas: Areas, square: TileSquare): boolean {
  return areas.count > 0 && indexOf(areas).collides(square.west, square.south, square.east, square.north);
}

/** Areas whose bounding box meets the square, ascending. */
export function areasNear(areas: Areas, square: TileSquare): number[] {
  if (areas.count === 0) return [];
  const found = indexOf(areas).search(square.west, square.south, square.east, square.north);
  return found.sort((a, b) => a - b);
}

/**
 * Draws the areas that the square holds, as features numbered from 1 in their order: an area has the same id in every
 * tile. Rings under a square pixel are left out; an area of which nothing would be left is drawn as a square of a pixel,
 * in the tile that holds its first point, so that none is lost from the map.
 * @returns features left out for want of room
 */
export function drawAreas(
  draft: LayerDraft,
  areas: Areas,
  square: TileSquare,
  detail: number,
  facts: AreaFacts,
): number {
  const found = areasNear(areas, square);
  const drawn = heaviest(found, facts.weight, roomFor(found.length, detail));
  const commands = polygonCommands();
  for (const area of drawn) {
    restart(commands);
    addArea(commands, areas, area, square, snapAt(detail));
    if (commands.length === 0) addAnchor(commands, areas, area, square);
    if (commands.length > 0) addFeature(draft, area + 1, POLYGON, wordsOf(commands), facts.properties(area));
  }
  return found.length - drawn.length;
}

function addArea(
  commands: PolygonCommands,
  areas: Areas,
  area: number,
  square: TileSquare,
  snap: number,
): void {
  const rules = { snap, minArea: PIXEL * PIXEL };
  let exteriorKept = false;
  areas.eachRing(area, (points, start, end, hole) => {
    // Without its exterior there is nothing to make a hole in.
    if (hole && !exteriorKept) return;
    const kept = addRing(commands, square, points, start, end, hole, rules);
    if (!hole) exteriorKept = kept;
  });
}

function addAnchor(commands: PolygonCommands, areas: Areas, area: number, square: TileSquare): void {
  // The ring of most points stands for the largest: near enough to choose where a dot goes.
  let most = 0;
  let [lon, lat] = [0, 0];
  areas.eachRing(area, (points, start, end) => {
    if (end - start <= most) return;
    most = end - start;
    lon = points[2 * start];
    lat = points[2 * start + 1];
  });
  if (most === 0) return;
  const x = unitsX(square, lon);
  const y = unitsY(square, lat);
  const inside = (value: number) => value >= -BUFFER && value <= EXTENT + BUFFER;
  if (inside(x) && inside(y)) addDot(commands, x, y, PIXEL);
}
