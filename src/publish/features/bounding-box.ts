import { DomainError } from '../../domain-error.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';

/** One number: digits with a fraction or an exponent, as every client writes them. NaN and Infinity are none. */
const NUMBER = '[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?';
/** `bbox` as text: four or six numbers. */
export const BBOX_PATTERN = `^${NUMBER}(,${NUMBER}){3}((,${NUMBER}){2})?$`;
const SHAPE = new RegExp(BBOX_PATTERN);

const EXPECTED =
  'west,south,east,north in degrees (or west,south,lowest,east,north,highest); longitudes -180 to 180, latitudes -90 to 90, south at or under north; west above east is a box across the antimeridian';

/** A rectangle in millionths of a degree, not rounded: edges belong to it. */
export interface Rectangle {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A box of longitude and latitude (CRS84): one rectangle, or two where it lies across the antimeridian. */
export interface BoundingBox {
  /** One spelling for equal boxes. */
  text: string;
  rectangles: Rectangle[];
}

/**
 * The box of a `bbox` parameter. Heights are read and left aside: no feature here has one.
 * @throws DomainError invalid-parameter (parameter: bbox)
 */
export function parseBoundingBox(text: string): BoundingBox {
  if (!SHAPE.test(text)) throw refused(text);
  const numbers = text.split(',').map(Number);
  const [west, south, east, north] =
    numbers.length === 4 ? numbers : [numbers[0], numbers[1], numbers[3], numbers[4]];
  const upright = numbers.length === 4 || numbers[2] <= numbers[5];
  const onEarth = [west, east].every((lon) => Math.abs(lon) <= 180) && south >= -90 && north <= 90;
  if (!upright || !onEarth || south > north) throw refused(text);
  const rectangle = (from: number, to: number): Rectangle => ({
    west: from * COORDINATE_SCALE,
    south: south * COORDINATE_SCALE,
    east: to * COORDINATE_SCALE,
    north: north * COORDINATE_SCALE,
  });
  return {
    text: [west, south, east, north].join(','),
    rectangles: west <= east ? [rectangle(west, east)] : [rectangle(west, 180), rectangle(-180, east)],
  };
}

function refused(text: string): DomainError {
  const found = text.slice(0, 200);
  return new DomainError('invalid-parameter', `bbox: expected ${EXPECTED}; found "${found}"`, {
    parameter: 'bbox',
    expected: EXPECTED,
    found,
  });
}
