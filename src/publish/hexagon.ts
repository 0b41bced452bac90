import type { Polygon } from 'geojson';
import { cellToBoundary } from 'h3-js';
import { rfc7946Geometry } from './geojson.ts';

/** The hexagon (a pentagon, rarely) of an H3 cell, wound as RFC 7946 asks. */
export function hexagon(h3: string): Polygon {
  return rfc7946Geometry({ type: 'Polygon', coordinates: [cellToBoundary(h3, true)] });
}
