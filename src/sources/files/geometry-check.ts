import type { MultiPolygon, Polygon, Position } from 'geojson';
import { DomainError } from '../../domain-error.ts';
import type { LonLat, ToLonLat } from './projection.ts';

export type Polygonal = Polygon | MultiPolygon;

export type CheckedGeometry =
  | { geometry: Polygonal; repairs: string[] }
  | { geometry: null; reason: string; value: string };

/** How the file's coordinates are read; `stated` says whether the file named its reference system. */
export interface CoordinateReading {
  toLonLat: ToLonLat;
  stated: boolean;
  file: string;
}

/**
 * Checks a feature's Polygon or MultiPolygon and brings it to lon/lat (two numbers a position; heights are dropped).
 * An unclosed ring is closed; a ring with fewer than three distinct positions is left out, and the whole geometry
 * refused when nothing remains. Self-intersections are left to PostGIS (ST_MakeValid), which sees them exactly.
 *
 * @throws DomainError source-schema when coordinates are plainly metres and the file named no reference system
 */
export function checkPolygonal(geometry: unknown, reading: CoordinateReading): CheckedGeometry {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    return {
      geometry: null,
      reason: 'expected a Polygon or a MultiPolygon',
      value: String(type ?? geometry ?? null),
    };
  }
  const repairs: string[] = [];
  try {
    const parts = (type === 'Polygon' ? [asArray(coordinates)] : asArray(coordinates)) as unknown[];
    const polygons: Position[][][] = [];
    for (const part of parts) {
      const polygon = checkPolygon(asArray(part), reading, repairs);
      if (polygon) polygons.push(polygon);
    }
    if (polygons.length === 0) {
      return { geometry: null, reason: 'no ring has three distinct positions', value: type };
    }
    return type === 'Polygon'
      ? { geometry: { type, coordinates: polygons[0] }, repairs }
      : { geometry: { type, coordinates: polygons }, repairs };
  } catch (cause) {
    if (cause instanceof BadCoordinates) return { geometry: null, reason: cause.message, value: cause.value };
    throw cause;
  }
}

/**
 * @returns lon/lat of a Point geometry, or null when it is none, or holds no two finite numbers
 * @throws DomainError as checkPolygonal
 */
export function pointOf(geometry: unknown, reading: CoordinateReading): LonLat | null {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type !== 'Point' || !Array.isArray(coordinates)) return null;
  const [x, y] = coordinates;
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
  refuseUnstatedMetres(x, y, reading);
  return reading.toLonLat(x, y);
}

/** Ends the reading of one geometry; never leaves this file. */
class BadCoordinates extends Error {
  readonly value: string;
  constructor(reason: string, value: unknown) {
    super(reason);
    this.value = JSON.stringify(value) ?? 'nothing';
  }
}

function asArray(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new BadCoordinates('expected nested arrays of coordinates', value);
  return value;
}

/** @returns the rings, or null when the outer one is degenerate */
function checkPolygon(rings: unknown[], reading: CoordinateReading, repairs: string[]): Position[][] | null {
  const kept: Position[][] = [];
  for (const [index, ring] of rings.entries()) {
    const checked = checkRing(asArray(ring), reading, repairs);
    if (checked) kept.push(checked);
    else {
      repairs.push(index === 0 ? 'degenerate polygon left out' : 'degenerate hole left out');
      if (index === 0) return null;
    }
  }
  return kept.length > 0 ? kept : null;
}

function checkRing(ring: unknown[], reading: CoordinateReading, repairs: string[]): Position[] | null {
  const positions: Position[] = new Array(ring.length);
  for (let i = 0; i < ring.length; i++) positions[i] = checkPosition(ring[i], reading);
  if (!hasThreeDistinct(positions)) return null;
  const first = positions[0];
  const last = positions[positions.length - 1];
  if (first[0] !== last[0] || first[1] !== last[1]) {
    positions.push([first[0], first[1]]);
    repairs.push('unclosed ring closed');
  }
  return positions.length >= 4 ? positions : null;
}

function checkPosition(position: unknown, reading: CoordinateReading): LonLat {
  const [x, y] = Array.isArray(position) ? position : [];
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    throw new BadCoordinates('expected two finite numbers a position', position);
  }
  refuseUnstatedMetres(x, y, reading);
  const lonLat = reading.toLonLat(x, y);
  // Not `> 180`: a failed projection gives NaN, which must be refused too.
  if (!(Math.abs(lonLat[0]) <= 180 && Math.abs(lonLat[1]) <= 90)) {
    throw new BadCoordinates('coordinates out of range', position);
  }
  return lonLat;
}

/** No degree is above 360: beyond 1,000 the numbers are metres, and reading them as degrees would lose every row. */
function refuseUnstatedMetres(x: number, y: number, reading: CoordinateReading): void {
  if (reading.stated || (Math.abs(x) < 1000 && Math.abs(y) < 1000)) return;
  throw new DomainError(
    'source-schema',
    `${reading.file}: coordinates look projected (x ${x}, y ${y}) but the file has no "crs" member; expected lon/lat ` +
      'in degrees, or a "crs" such as urn:ogc:def:crs:EPSG::2154',
    { file: reading.file, x, y },
  );
}

function hasThreeDistinct(positions: Position[]): boolean {
  const first = positions[0];
  let second: Position | null = null;
  for (const position of positions) {
    if (position[0] === first[0] && position[1] === first[1]) continue;
    if (!second) second = position;
    else if (position[0] !== second[0] || position[1] !== second[1]) return true;
  }
  return false;
}
