import proj4 from 'proj4';
import { DomainError } from '../../domain-error.ts';

/**
 * The reference systems of French official files → lon/lat (WGS84, degrees). Parameters as in the EPSG register;
 * the French geodetic systems (RGF93, RGAF09, RGFG95, RGR92, RGM04, RGSPM06, RGPF) lie within a metre of WGS84, so no
 * shift is applied. Lambert-93 is for the mainland only: overseas files come in their own UTM zone.
 */
const utm = (zone: number, hemisphere: 'north' | 'south') =>
  `+proj=utm +zone=${zone}${hemisphere === 'south' ? ' +south' : ''} +ellps=GRS80 +units=m +no_defs`;

const DEFINITIONS: Record<string, string> = {
  // RGF93 / Lambert-93
  'EPSG:2154':
    '+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m +no_defs',
  // Guadeloupe, Martinique, Saint-Martin, Saint-Barthélemy: RGAF09 / UTM 20N, and RRAF 1991 / UTM 20N before it
  'EPSG:5490': utm(20, 'north'),
  'EPSG:4559': utm(20, 'north'),
  // Guyane: RGFG95 / UTM 22N
  'EPSG:2972': utm(22, 'north'),
  // La Réunion: RGR92 / UTM 40S
  'EPSG:2975': utm(40, 'south'),
  // Mayotte: RGM04 / UTM 38S
  'EPSG:4471': utm(38, 'south'),
  // Saint-Pierre-et-Miquelon: RGSPM06 / UTM 21N
  'EPSG:4467': utm(21, 'north'),
  // French Polynesia: RGPF / UTM 5S and 6S
  'EPSG:3296': utm(5, 'south'),
  'EPSG:3297': utm(6, 'south'),
  'EPSG:3857':
    '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
  // ETRS89 / LAEA Europe: the European population squares
  'EPSG:3035': '+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m +no_defs',
};

/** Degrees, lon before lat: RFC 7946, and EPSG:4326 and RGF93 as GeoJSON writers use them in practice. */
const LON_LAT = new Set(['CRS84', 'EPSG:4326', 'EPSG:4258', 'EPSG:4171']);

export type LonLat = [lon: number, lat: number];
export type ToLonLat = (x: number, y: number) => LonLat;

export function isLonLat(crs: string): boolean {
  return LON_LAT.has(crs);
}

/**
 * @param member the `crs` member of a GeoJSON file (2008 form, "named"); absent or null means lon/lat (RFC 7946)
 * @returns 'CRS84' or 'EPSG:n'
 * @throws DomainError source-schema for a member that names no system known here
 */
export function crsFromGeoJson(member: unknown, file: string): string {
  if (member === undefined || member === null) return 'CRS84';
  const { type, properties } = member as { type?: unknown; properties?: { name?: unknown; code?: unknown } };
  const named = type === 'EPSG' ? `EPSG:${properties?.code}` : properties?.name;
  const name = typeof named === 'string' ? named : JSON.stringify(member);
  if (/CRS84$/i.test(name)) return 'CRS84';
  // 'EPSG:2154', 'urn:ogc:def:crs:EPSG::2154', 'urn:ogc:def:crs:EPSG:9.8:2154', '…/def/crs/EPSG/0/2154'
  const code = /EPSG[:/](?:[\d.]*[:/])?(\d+)$/i.exec(name)?.[1];
  const crs = code ? `EPSG:${code}` : name;
  if (!LON_LAT.has(crs) && !DEFINITIONS[crs]) throw unknownCrs(crs, file);
  return crs;
}

/**
 * @returns a function from the system's own coordinates (x/easting first) to lon/lat in degrees, about 2.9 million
 *   points a second for LAEA
 * @throws DomainError source-schema for an unknown system
 */
export function toLonLat(crs: string, file = ''): ToLonLat {
  if (LON_LAT.has(crs)) return (lon, lat) => [lon, lat];
  const definition = DEFINITIONS[crs];
  if (!definition) throw unknownCrs(crs, file);
  const { forward } = proj4(definition, '+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs');
  return (x, y) => forward<LonLat>([x, y]);
}

/** The other way, lon/lat in degrees → the system's own coordinates. @throws DomainError as toLonLat */
export function fromLonLat(crs: string, file = ''): (lon: number, lat: number) => [x: number, y: number] {
  if (LON_LAT.has(crs)) return (lon, lat) => [lon, lat];
  const definition = DEFINITIONS[crs];
  if (!definition) throw unknownCrs(crs, file);
  const { inverse } = proj4(definition, '+proj=longlat +ellps=WGS84 +datum=WGS84 +no_defs');
  return (lon, lat) => inverse<LonLat>([lon, lat]);
}

function unknownCrs(crs: string, file: string): DomainError {
  const known = ['CRS84', 'EPSG:4326', ...Object.keys(DEFINITIONS)];
  return new DomainError(
    'source-schema',
    `${file}: unknown coordinate reference system "${crs.slice(0, 80)}"; expected one of ${known.join(', ')}`,
    { file, found: crs, expected: known },
  );
}
