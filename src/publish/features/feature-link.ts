/** A link as OGC API writes it. */
export interface FeatureLink {
  href: string;
  rel: string;
  type: string;
  title?: string;
}

export const GEOJSON_TYPE = 'application/geo+json';
export const SCHEMA_TYPE = 'application/schema+json';
/** What OGC API calls WGS84 with longitude first; the only one here. */
export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

/** Path and query; values as they are, names in the order given. */
export function address(path: string, query: Readonly<Record<string, string | number>> = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${parameterText(String(value))}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** Commas and slashes stand for themselves in a query, and addresses are easier to read with them. */
function parameterText(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':');
}
