import type { Box } from '../../coverage/cell-boxes.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';

/** Units along a side of a tile: the usual extent of a vector tile. */
export const EXTENT = 4096;

/**
 * Units drawn beyond each side, so that a stroke along the border is whole: 8 pixels where a tile is shown on 512. The
 * space between two tiles' contents is nil.
 */
export const BUFFER = 64;

/** Units of a pixel, where a tile is shown on 512 pixels as MapLibre does. */
export const PIXEL = EXTENT / 512;

/** The ends of Web Mercator's square, degrees north and south: atan(sinh(π)). */
const MAX_LAT = 85.0511287798066;

/** West, south, east, north of all that Web Mercator shows: said of what holds nothing. */
export const WORLD = [-180, -85.051129, 180, 85.051129] as const;

/** A tile of the Web Mercator pyramid (EPSG:3857, y from the north), ready to be drawn in. */
export interface TileSquare {
  z: number;
  x: number;
  y: number;
  /** Units around the world at this zoom. */
  world: number;
  /** With the buffer; millionths of a degree, as outlines are kept. */
  west: number;
  south: number;
  east: number;
  north: number;
}

/**
 * Clipping is done in the coordinates of the outlines, for Mercator moves each axis by itself: only what is inside is
 * projected, and a country's outline costs a comparison a point in the tiles that it does not reach.
 */
export function tileSquare(z: number, x: number, y: number): TileSquare {
  const world = EXTENT * 2 ** z;
  const left = x * EXTENT - BUFFER;
  const top = y * EXTENT - BUFFER;
  const side = EXTENT + 2 * BUFFER;
  return {
    z,
    x,
    y,
    world,
    west: lonOf(left, world) * COORDINATE_SCALE,
    east: lonOf(left + side, world) * COORDINATE_SCALE,
    north: latOf(top, world) * COORDINATE_SCALE,
    south: latOf(top + side, world) * COORDINATE_SCALE,
  };
}

function lonOf(units: number, world: number): number {
  return (units / world) * 360 - 180;
}

function latOf(units: number, world: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * units) / world))) * 180) / Math.PI;
}

/** Units from the tile's left side of a longitude in millionths of a degree; not rounded. */
export function unitsX(square: TileSquare, lonE6: number): number {
  return (lonE6 / (360 * COORDINATE_SCALE) + 0.5) * square.world - square.x * EXTENT;
}

/** Units from the tile's upper side of a latitude in millionths of a degree; not rounded. */
export function unitsY(square: TileSquare, latE6: number): number {
  const lat = Math.max(-MAX_LAT, Math.min(MAX_LAT, latE6 / COORDINATE_SCALE));
  const sin = Math.sin((lat * Math.PI) / 180);
  const turn = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
  return turn * square.world - square.y * EXTENT;
}

/** The square with its buffer in degrees. */
export function boxOf(square: TileSquare): Box {
  return [
    square.west / COORDINATE_SCALE,
    square.south / COORDINATE_SCALE,
    square.east / COORDINATE_SCALE,
    square.north / COORDINATE_SCALE,
  ];
}
