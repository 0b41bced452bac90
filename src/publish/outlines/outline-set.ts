import type { MultiPolygon, Polygon, Position } from 'geojson';
import { boundsOf } from './ring-measures.ts';
import { woundRings } from './wound-rings.ts';

/**
 * How far outlines are simplified, in metres: what is smaller is not drawn. 0 is the outline as loaded. Made once an
 * edition, so that the edges that neighbours share stay shared.
 */
export const SIMPLIFICATIONS = [0, 100, 500, 2500] as const;
export type Simplification = (typeof SIMPLIFICATIONS)[number];

/** Coordinates are kept as millionths of a degree: 11 cm, finer than any source here. */
export const COORDINATE_SCALE = 1e6;

/**
 * The outlines of the territories of one level at one simplification, in columns: GeoJSON text, tiles and bounding boxes
 * are made from them without a geometry object in between.
 *
 * Territory `t` holds polygons `polygonStart[t]` to `polygonStart[t + 1]`, a polygon its rings (the exterior first,
 * counter-clockwise; holes clockwise: RFC 7946), a ring its points, the first repeated at its end.
 */
export interface OutlineSet {
  /** Code order; a territory without an outline is not among them. */
  codes: readonly string[];
  indexOf: ReadonlyMap<string, number>;
  /** West, south, east, north in millionths of a degree: 4 a territory. */
  bounds: Int32Array;
  /** codes.length + 1 offsets into the polygons. */
  polygonStart: Uint32Array;
  /** Offsets into the rings, one more than there are polygons. */
  ringStart: Uint32Array;
  /** Offsets into the points, one more than there are rings. */
  pointStart: Uint32Array;
  /** Longitude and latitude in millionths of a degree: 2 a point. */
  points: Int32Array;
}

/** Outlines of their columns: places and bounds are read from these. */
export function outlineSetFrom(columns: Omit<OutlineSet, 'indexOf' | 'bounds'>): OutlineSet {
  const { codes, polygonStart, ringStart, pointStart, points } = columns;
  const pointOf = (territory: number) => pointStart[ringStart[polygonStart[territory]]];
  const bounds = new Int32Array(4 * codes.length);
  for (let territory = 0; territory < codes.length; territory++) {
    const own = points.subarray(2 * pointOf(territory), 2 * pointOf(territory + 1));
    bounds.set(boundsOf([own]), 4 * territory);
  }
  return { ...columns, indexOf: new Map(codes.map((code, index) => [code, index])), bounds };
}

/** Outlines in columns from GeoJSON geometries, lon/lat; rings are wound as RFC 7946 asks. */
export function outlineSetOf(geometries: ReadonlyMap<string, Polygon | MultiPolygon>): OutlineSet {
  const codes = [...geometries.keys()].sort();
  const polygonStart = [0];
  const ringStart = [0];
  const pointStart = [0];
  const points: number[] = [];
  for (const code of codes) {
    const geometry = geometries.get(code)!;
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    for (const rings of polygons) {
      for (const ring of woundRings(rings)) {
        for (const [lon, lat] of ring) {
          points.push(Math.round(lon * COORDINATE_SCALE), Math.round(lat * COORDINATE_SCALE));
        }
        pointStart.push(points.length / 2);
      }
      ringStart.push(pointStart.length - 1);
    }
    polygonStart.push(ringStart.length - 1);
  }
  return outlineSetFrom({
    codes,
    polygonStart: Uint32Array.from(polygonStart),
    ringStart: Uint32Array.from(ringStart),
    pointStart: Uint32Array.from(pointStart),
    points: Int32Array.from(points),
  });
}

/** The outline of a territory as a GeoJSON geometry. */
export function outlineGeometry(outlines: OutlineSet, index: number): MultiPolygon {
  const { polygonStart, ringStart, pointStart, points } = outlines;
  const coordinates: Position[][][] = [];
  for (let polygon = polygonStart[index]; polygon < polygonStart[index + 1]; polygon++) {
    const rings: Position[][] = [];
    for (let ring = ringStart[polygon]; ring < ringStart[polygon + 1]; ring++) {
      const positions: Position[] = [];
      for (let point = pointStart[ring]; point < pointStart[ring + 1]; point++) {
        positions.push([points[2 * point] / COORDINATE_SCALE, points[2 * point + 1] / COORDINATE_SCALE]);
      }
      rings.push(positions);
    }
    coordinates.push(rings);
  }
  return { type: 'MultiPolygon', coordinates };
}

/** The same as text: what most of a map's bytes are. */
export function outlineText(outlines: OutlineSet, index: number): string {
  const { polygonStart, ringStart, pointStart, points } = outlines;
  let text = '{"type":"MultiPolygon","coordinates":[';
  for (let polygon = polygonStart[index]; polygon < polygonStart[index + 1]; polygon++) {
    text += polygon === polygonStart[index] ? '[' : ',[';
    for (let ring = ringStart[polygon]; ring < ringStart[polygon + 1]; ring++) {
      text += ring === ringStart[polygon] ? '[' : ',[';
      for (let point = pointStart[ring]; point < pointStart[ring + 1]; point++) {
        const lon = points[2 * point] / COORDINATE_SCALE;
        const lat = points[2 * point + 1] / COORDINATE_SCALE;
        text += point === pointStart[ring] ? `[${lon},${lat}]` : `,[${lon},${lat}]`;
      }
      text += ']';
    }
    text += ']';
  }
  return `${text}]}`;
}
