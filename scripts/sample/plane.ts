import proj4 from 'proj4';

/** A point of the drawing plane: metres east and north of the sample's middle. */
export type Point = readonly [eastM: number, northM: number];
export type LonLat = readonly [lon: number, lat: number];

/** In the Atlantic, 130 km from any coast, so that nobody takes the sample for a real place. */
export const MIDDLE: LonLat = [-6, 46.5];

const METRES_PER_DEGREE_LAT = 111_194;
const METRES_PER_DEGREE_LON = METRES_PER_DEGREE_LAT * Math.cos((MIDDLE[1] * Math.PI) / 180);

const LAMBERT_93 =
  '+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m +no_defs';
const LAEA_EUROPE = '+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m +no_defs';
const toLambert93 = proj4('WGS84', LAMBERT_93);
const toLaea = proj4('WGS84', LAEA_EUROPE);

/** Rounded to 5 decimals (about a metre), as the outlines are published. */
export function lonLatOf([eastM, northM]: Point): LonLat {
  return [
    round(MIDDLE[0] + eastM / METRES_PER_DEGREE_LON, 5),
    round(MIDDLE[1] + northM / METRES_PER_DEGREE_LAT, 5),
  ];
}

export function pointOf([lon, lat]: LonLat): Point {
  return [(lon - MIDDLE[0]) * METRES_PER_DEGREE_LON, (lat - MIDDLE[1]) * METRES_PER_DEGREE_LAT];
}

/** EPSG:2154, rounded to a centimetre. */
export function lambert93Of(point: Point): [eastM: number, northM: number] {
  const [x, y] = toLambert93.forward([...lonLatOf(point)]);
  return [round(x, 2), round(y, 2)];
}

/** EPSG:3035, metres. */
export function laeaOf(point: Point): [eastM: number, northM: number] {
  const [x, y] = toLaea.forward([...unroundedLonLat(point)]);
  return [x, y];
}

/** The point of the plane at EPSG:3035 metres. */
export function pointOfLaea(eastM: number, northM: number): Point {
  const [lon, lat] = toLaea.inverse([eastM, northM]);
  return pointOf([lon, lat]);
}

export function distanceM(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

export function between(a: Point, b: Point, share: number): Point {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

/** The point `alongM` from a towards b, then `asideM` to the left. */
export function offset(a: Point, b: Point, alongM: number, asideM: number): Point {
  const length = distanceM(a, b) || 1;
  const ux = (b[0] - a[0]) / length;
  const uy = (b[1] - a[1]) / length;
  return [a[0] + ux * alongM - uy * asideM, a[1] + uy * alongM + ux * asideM];
}

/** Positive for a counter-clockwise ring; closed or not. */
export function signedAreaM2(ring: readonly Point[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    twice += a[0] * b[1] - b[0] * a[1];
  }
  return twice / 2;
}

export function isInside(ring: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

function unroundedLonLat([eastM, northM]: Point): LonLat {
  return [MIDDLE[0] + eastM / METRES_PER_DEGREE_LON, MIDDLE[1] + northM / METRES_PER_DEGREE_LAT];
}
