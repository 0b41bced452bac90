import type { CellValue, Column, Row } from '../columns.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';
import type { Bounds } from '../outlines/ring-measures.ts';
import type { BoundingBox } from './bounding-box.ts';

/** West, south, east, north in degrees. */
export type Extent = readonly [west: number, south: number, east: number, north: number];

/**
 * The features of a collection in a fixed order, each made when it is asked for: a page of cells touches no cell but
 * its own, but for the filters.
 */
export interface FeatureRows {
  count: number;
  id(row: number): string;
  /** -1 where there is none. */
  rowOf(id: string): number;
  properties(row: number): Row;
  /** GeoJSON text; `null` as text where there is no geometry. A promise where it is drawn, which can take a while. */
  geometryText(row: number): string | Promise<string>;
  /** The rows whose geometry meets the box, ascending; a row without one meets every box, as the standard asks. */
  meeting(box: BoundingBox): Iterable<number> | Promise<Iterable<number>>;
  /** Whether a row's property has a value; to be asked of many rows. */
  having(property: string, value: string): (row: number) => boolean;
  /** Text of the date that `datetime` is matched against: YYYY-MM-DD or YYYY-MM. Absent where features have none. */
  date?(row: number): string | null;
  /** Of all geometries together; null where there is none. */
  extent(): Extent | null;
}

/** Whether a property as published has the value that a filter gives as text. */
export function hasValue(property: CellValue, value: string): boolean {
  return Array.isArray(property) ? property.includes(value) : property !== null && String(property) === value;
}

/** Bounds of outlines, which are in millionths of a degree; null where they hold nothing. */
export function inDegrees([west, south, east, north]: Bounds): Extent | null {
  if (west > east) return null;
  return [
    west / COORDINATE_SCALE,
    south / COORDINATE_SCALE,
    east / COORDINATE_SCALE,
    north / COORDINATE_SCALE,
  ];
}

/** The rows that hold, in order. */
export function* rowsThat(count: number, holds: (row: number) => boolean): Generator<number> {
  for (let row = 0; row < count; row++) if (holds(row)) yield row;
}

/** The columns of a collection out of an answer's item, in the collection's order. */
export function picked(item: object, columns: readonly Column[]): Row {
  const values = item as Row;
  return Object.fromEntries(columns.map(({ name }) => [name, values[name]]));
}
