import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import {
  cellArea,
  cellToLatLng,
  getHexagonAreaAvg,
  POLYGON_TO_CELLS_FLAGS,
  polygonToCellsExperimental,
  UNITS,
} from 'h3-js';

/** Points that stand for a small territory. */
export interface AreaSamples {
  lon: Float64Array;
  lat: Float64Array;
  /** Square metres that each point stands for. */
  areaM2: Float64Array;
  /** H3 resolution of the points, or null when they are the polygon's own. */
  resolution: number | null;
}

export interface SampleResolutions {
  /** Of most small territories. */
  fine: number;
  /** Of those larger than `coarseAboveM2`. */
  coarse: number;
  coarseAboveM2: number;
  /** Where the fine one finds no cell centre inside. */
  finest: number;
}

/**
 * At least ten points for each QPV. The 1,584 published ones (1,089 km²) take 91,000 points so; resolution 11 up to
 * 3 km² took 310,000, which would have doubled the access matrix for differences of a few seconds.
 */
export const SAMPLE_RESOLUTIONS: SampleResolutions = {
  fine: 11,
  coarse: 10,
  coarseAboveM2: 150_000,
  finest: 12,
};

/** A polygon whose box would take more cells than this is no small territory: most likely its rings are broken. */
const BOX_CELLS_MAX = 100_000;
const EARTH_RADIUS_M = 6_371_008.8;

/**
 * Sample points of a small polygon (a QPV), in WGS84 lon/lat: the centres of fine H3 cells that fall inside; finer ones
 * where none does; else the polygon's own centroid, or its vertices where the centroid lies outside.
 *
 * A QPV may be smaller than a cell of the grid, and polygons that hold no cell centre get no cell at all (uber/h3#540),
 * hence the finer resolutions and the last resort. Areas are those of the cells themselves, which differ by a third
 * between Lille and Guyane, never the nominal one.
 */
export function sampleSmallArea(
  geometry: Polygon | MultiPolygon,
  resolutions: SampleResolutions = SAMPLE_RESOLUTIONS,
): AreaSamples {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const areaM2 = polygons.reduce((sum, rings) => sum + polygonAreaM2(rings), 0);
  const first = areaM2 > resolutions.coarseAboveM2 ? resolutions.coarse : resolutions.fine;
  for (const resolution of [first, resolutions.finest]) {
    const cells = cellsInside(polygons, resolution);
    if (cells.length > 0) return fromCells(cells, resolution);
  }
  return fromOwnPoints(geometry, polygons, areaM2);
}

/**
 * Distinct cells whose centre is inside, ascending. H3's older polygonToCells throws on rings that enclose nothing, and
 * two of the 1,584 published QPV have such a part; the newer one gives the same cells, and none for these.
 */
function cellsInside(polygons: readonly Position[][][], resolution: number): string[] {
  const cells = new Set<string>();
  for (const rings of polygons) {
    if (boxAreaM2(rings) / getHexagonAreaAvg(resolution, UNITS.m2) > BOX_CELLS_MAX) continue;
    const inside = polygonToCellsExperimental(
      rings,
      resolution,
      POLYGON_TO_CELLS_FLAGS.containmentCenter,
      true,
    );
    for (const cell of inside) cells.add(cell);
  }
  return [...cells].sort();
}

function fromCells(cells: readonly string[], resolution: number): AreaSamples {
  const centres = cells.map((cell) => cellToLatLng(cell));
  return {
    lon: Float64Array.from(centres, (centre) => centre[1]),
    lat: Float64Array.from(centres, (centre) => centre[0]),
    areaM2: Float64Array.from(cells, (cell) => cellArea(cell, UNITS.m2)),
    resolution,
  };
}

/** The centroid of the largest part when it lies inside, else the vertices of that part, sharing the area. */
function fromOwnPoints(
  geometry: Polygon | MultiPolygon,
  polygons: readonly Position[][][],
  areaM2: number,
): AreaSamples {
  const largest = polygons.reduce(
    (a, b) => (polygonAreaM2(b) > polygonAreaM2(a) ? b : a),
    polygons[0] ?? [[]],
  );
  const vertices = largest[0].slice(0, -1);
  const centroid = meanOf(vertices);
  const inside = vertices.length > 0 && booleanPointInPolygon(centroid, geometry);
  const points = inside ? [centroid] : vertices;
  return {
    lon: Float64Array.from(points, (point) => point[0]),
    lat: Float64Array.from(points, (point) => point[1]),
    areaM2: new Float64Array(points.length).fill(areaM2 / points.length),
    resolution: null,
  };
}

function meanOf(points: readonly Position[]): [number, number] {
  let lon = 0;
  let lat = 0;
  for (const point of points) {
    lon += point[0] / points.length;
    lat += point[1] / points.length;
  }
  return [lon, lat];
}

/** Square metres of a polygon with holes, on a sphere: enough to choose a resolution and to share out a small area. */
function polygonAreaM2(rings: readonly Position[][]): number {
  return rings.reduce((sum, ring, i) => sum + (i === 0 ? ringAreaM2(ring) : -ringAreaM2(ring)), 0);
}

/** Shoelace formula on a local plane (lon scaled by the cosine of the latitude). */
function ringAreaM2(ring: readonly Position[]): number {
  if (ring.length < 4) return 0;
  const [lon0, lat0] = ring[0];
  const metresPerDegree = (EARTH_RADIUS_M * Math.PI) / 180;
  const scale = Math.cos((lat0 * Math.PI) / 180);
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = [(ring[i - 1][0] - lon0) * scale, ring[i - 1][1] - lat0];
    const [x2, y2] = [(ring[i][0] - lon0) * scale, ring[i][1] - lat0];
    twice += x1 * y2 - x2 * y1;
  }
  return (Math.abs(twice) / 2) * metresPerDegree ** 2;
}

function boxAreaM2(rings: readonly Position[][]): number {
  const lons = rings[0].map((point) => point[0]);
  const lats = rings[0].map((point) => point[1]);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  return ringAreaM2([
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]);
}
