import type { MultiPolygon, Position } from 'geojson';
import { mergedOutlines } from '../../../../src/publish/outlines/merge-outlines.ts';
import { type OutlineSet, outlineSetOf } from '../../../../src/publish/outlines/outline-set.ts';
import { sharedBorders } from '../../../../src/publish/outlines/shared-borders.ts';
import { borderSimplifier } from '../../../../src/publish/outlines/simplify-borders.ts';

/** Side of a square in degrees: 1,112 m from south to north, 824 m from west to east at the anchor. */
export const SIDE = 0.01;
/** South-west corner of the lowest row. */
export const ANCHOR: Position = [2, 42.2];

/** One letter a square, a letter a territory, `.` nobody's; every square is a polygon of its own. */
export function outlinesOfMap(...rows: string[]): OutlineSet {
  const geometries = new Map<string, MultiPolygon>();
  rows.forEach((row, fromNorth) => {
    [...row].forEach((letter, column) => {
      if (letter === '.') return;
      const south = rows.length - 1 - fromNorth;
      const geometry = geometries.get(letter) ?? { type: 'MultiPolygon', coordinates: [] };
      geometry.coordinates.push([square(column, south)]);
      geometries.set(letter, geometry);
    });
  });
  return outlineSetOf(geometries);
}

/** A place of the map: columns from the west, rows from the south. */
export function place(column: number, row: number): Position {
  return [ANCHOR[0] + column * SIDE, ANCHOR[1] + row * SIDE];
}

function square(column: number, row: number): Position[] {
  return [
    place(column, row),
    place(column + 1, row),
    place(column + 1, row + 1),
    place(column, row + 1),
    place(column, row),
  ];
}

/** Outlines of the territories, each by itself, as loaded and at each tolerance in turn. */
export function simplified(
  outlines: OutlineSet,
  tolerancesM: readonly number[],
  gapWidthM = 0,
): OutlineSet[] {
  const borders = sharedBorders(outlines, gapWidthM);
  const each = Int32Array.from(outlines.codes.keys());
  const simplify = borderSimplifier(borders);
  return [
    mergedOutlines(borders, outlines.codes, each),
    ...tolerancesM.map((toleranceM) => mergedOutlines(simplify(toleranceM), outlines.codes, each)),
  ];
}
