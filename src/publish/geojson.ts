import { setImmediate } from 'node:timers/promises';
import type { Geometry, Position } from 'geojson';
import { COORDINATE_SCALE } from './outlines/outline-set.ts';
import { woundRings } from './outlines/wound-rings.ts';

/** Longitude and latitude to six decimals: 11 cm, finer than any source here, and a third of the bytes. */
export function rounded(position: Position): Position {
  return position.slice(0, 2).map((value) => Math.round(value * COORDINATE_SCALE) / COORDINATE_SCALE);
}

function publishedRings(rings: readonly Position[][]): Position[][] {
  // The direction is read before rounding: a sliver could lose its area to it.
  return woundRings(rings).map((ring) => ring.map(rounded));
}

/**
 * The geometry as RFC 7946 asks: lon/lat, exterior rings counter-clockwise, holes clockwise, 6 decimals. Neither PostGIS
 * nor h3-js promises the direction of its rings.
 */
export function rfc7946Geometry<G extends Geometry>(geometry: G): G;
export function rfc7946Geometry(geometry: Geometry): Geometry {
  switch (geometry.type) {
    case 'Polygon':
      return { type: 'Polygon', coordinates: publishedRings(geometry.coordinates) };
    case 'MultiPolygon':
      return { type: 'MultiPolygon', coordinates: geometry.coordinates.map(publishedRings) };
    case 'Point':
      return { type: 'Point', coordinates: rounded(geometry.coordinates) };
    case 'GeometryCollection':
      return { type: 'GeometryCollection', geometries: geometry.geometries.map(rfc7946Geometry) };
    default:
      return geometry;
  }
}

/** Of a piece of an answer: large enough that few are sent, small enough that other requests have their turn in between. */
export const PIECE_CHARACTERS = 64 * 1024;

/**
 * The text of a FeatureCollection in pieces, with `foreign` members (edition, definition, total) before the features.
 * @param textOf the text of a row's feature, or a promise where it has to be drawn; called as the pieces are read
 */
export async function* featureCollectionText<T>(
  foreign: object,
  rows: Iterable<T>,
  textOf: (row: T) => string | Promise<string>,
): AsyncGenerator<string> {
  const head = JSON.stringify({ type: 'FeatureCollection', ...foreign });
  let piece = `${head.slice(0, -1)},"features":[`;
  let separator = '';
  for (const row of rows) {
    const text = textOf(row);
    // To await a text that is there already would cost a turn a row.
    piece += separator + (typeof text === 'string' ? text : await text);
    separator = ',';
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
    await setImmediate();
  }
  yield `${piece}]}`;
}

/** @param geometry as JSON text; `null` where there is none */
export function featureText(id: string, geometry: string, properties: object): string {
  return `{"type":"Feature","id":${JSON.stringify(id)},"geometry":${geometry},"properties":${JSON.stringify(properties)}}`;
}
