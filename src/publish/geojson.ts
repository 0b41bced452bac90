import type { Geometry, Position } from 'geojson';

export interface AnswerFeature {
  type: 'Feature';
  id: string;
  geometry: Geometry | null;
  properties: Record<string, unknown>;
}

/** Six decimals are 11 cm: finer than any source here, and a third of the bytes. */
const COORDINATE_SCALE = 1e6;

function rounded(position: Position): Position {
  return position.slice(0, 2).map((value) => Math.round(value * COORDINATE_SCALE) / COORDINATE_SCALE);
}

/** Twice the signed area in degrees²: positive where the ring runs counter-clockwise. */
function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  }
  return sum;
}

function woundRings(rings: Position[][]): Position[][] {
  return rings.map((ring, index) => {
    // The direction is read before rounding: a sliver could lose its area to it.
    const counterClockwise = signedArea(ring) > 0;
    const points = ring.map(rounded);
    return counterClockwise === (index === 0) ? points : points.reverse();
  });
}

/**
 * The geometry as RFC 7946 asks: lon/lat, exterior rings counter-clockwise, holes clockwise, 6 decimals. Neither PostGIS
 * nor h3-js promises the direction of its rings.
 */
export function rfc7946Geometry(geometry: Geometry): Geometry {
  switch (geometry.type) {
    case 'Polygon':
      return { type: 'Polygon', coordinates: woundRings(geometry.coordinates) };
    case 'MultiPolygon':
      return { type: 'MultiPolygon', coordinates: geometry.coordinates.map(woundRings) };
    case 'Point':
      return { type: 'Point', coordinates: rounded(geometry.coordinates) };
    case 'GeometryCollection':
      return { type: 'GeometryCollection', geometries: geometry.geometries.map(rfc7946Geometry) };
    default:
      return geometry;
  }
}

export function feature(
  id: string,
  geometry: Geometry | null | undefined,
  properties: object,
): AnswerFeature {
  return {
    type: 'Feature',
    id,
    geometry: geometry ? rfc7946Geometry(geometry) : null,
    properties: { ...properties },
  };
}

/** Features asked for at once: a country's communes in one array would hold hundreds of megabytes. */
const BATCH = 500;

/**
 * The text of a FeatureCollection in pieces, with `foreign` members (edition, definition, total) before the features.
 * `makeBatch` is called with slices of `rows`, one at a time, so that geometry is read as it is sent.
 */
export async function* featureCollectionText<T>(
  foreign: object,
  rows: readonly T[],
  makeBatch: (rows: readonly T[]) => Promise<AnswerFeature[]>,
): AsyncGenerator<string> {
  const head = JSON.stringify({ type: 'FeatureCollection', ...foreign });
  let lead = `${head.slice(0, -1)},"features":[`;
  for (let start = 0; start < rows.length; start += BATCH) {
    const features = await makeBatch(rows.slice(start, start + BATCH));
    yield lead + features.map((item) => JSON.stringify(item)).join(',');
    lead = ',';
  }
  yield rows.length === 0 ? `${lead}]}` : ']}';
}
