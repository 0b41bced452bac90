import type { EditionData, Site } from '../../coverage/edition-data.ts';
import type { CountingRule } from '../../coverage/network.ts';
import { networkWithin } from '../../coverage/site-counts.ts';
import { siteItem } from '../answers/sites-answer.ts';
import type { Column } from '../columns.ts';
import { rounded } from '../geojson.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';
import { pointMeets } from './box-intersection.ts';
import { type Extent, type FeatureRows, hasValue, picked, rowsThat } from './feature-rows.ts';

/** The sites of a network that lie in the loaded territory, in the order of the official list. */
export function siteRows(data: EditionData, columns: readonly Column[], rule: CountingRule): FeatureRows {
  const listed = networkWithin(data, [], rule);
  const sites = data.sites.filter((_, index) => listed[index] === 1);
  const rowOf = new Map(sites.map((site, row) => [site.id, row]));
  return {
    count: sites.length,
    id: (row) => sites[row].id,
    rowOf: (id) => rowOf.get(id) ?? -1,
    properties: (row) => picked(siteItem(sites[row]), columns),
    geometryText: (row) => JSON.stringify({ type: 'Point', coordinates: pointOf(sites[row]) }),
    meeting: ({ rectangles }) =>
      rowsThat(sites.length, (row) => {
        const [lon, lat] = pointOf(sites[row]);
        return rectangles.some((box) => pointMeets(lon * COORDINATE_SCALE, lat * COORDINATE_SCALE, box));
      }),
    having: (property, value) => (row) =>
      hasValue(siteItem(sites[row])[property as keyof ReturnType<typeof siteItem>], value),
    date: (row) => sites[row].labelDate,
    extent: () => extentOf(sites),
  };
}

function pointOf(site: Site): [number, number] {
  const [lon, lat] = rounded([site.lon, site.lat]);
  return [lon, lat];
}

function extentOf(sites: readonly Site[]): Extent | null {
  if (sites.length === 0) return null;
  const points = sites.map(pointOf);
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
