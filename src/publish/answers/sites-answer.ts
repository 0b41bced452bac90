import type { Site } from '../../coverage/edition-data.ts';
import type { CountingRule } from '../../coverage/network.ts';
import { networkWithin } from '../../coverage/site-counts.ts';
import type { TerritoryRef } from '../../coverage/within.ts';
import { type BaseDefinition, baseDefinition } from '../definition.ts';
import { SITE_COLUMNS, SITE_TOTAL_COLUMNS } from '../dictionary/sites.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { featureText, rounded } from '../geojson.ts';
import type { Sentence } from '../sentence.ts';
import { type PublishedTable, tableAbout, tableRows } from '../tables/table.ts';

export interface SiteItem {
  id: string;
  name: string;
  type: Site['type'];
  format: Site['format'];
  label_date: string | null;
  commune: string | null;
  canton: string | null;
  departement: string | null;
  qpv: string | null;
  zrr: string | null;
  frr: string | null;
  density: string | null;
  lon: number;
  lat: number;
  flags: string[];
}

export interface SitesAnswer {
  edition: string;
  definition: BaseDefinition & { question: string };
  items: SiteItem[];
  total: { sites: number; principal: number; antenna: number; itinerant: number };
}

const QUESTION: Sentence = {
  en: 'Sites of the network inside the territories asked for, within the loaded territory.',
  fr: 'Sites du réseau situés dans les territoires demandés, dans la limite de ce qui est chargé.',
};

export interface SitesQuery {
  within: TerritoryRef[];
  rule: CountingRule;
}

/**
 * The sites of a network that lie in the territories asked for. Sites beyond the loaded territory serve its residents
 * but are not counted as its sites, here as in `coverage`.
 * @throws DomainError unknown-territory
 */
export function sitesAnswer(edition: Pick<LoadedEdition, 'meta' | 'data'>, query: SitesQuery): SitesAnswer {
  const { data, meta } = edition;
  const listed = networkWithin(data, query.within, query.rule);
  const items = data.sites.filter((_, index) => listed[index] === 1).map(siteItem);
  return {
    edition: meta.id,
    definition: {
      question: QUESTION.en,
      ...baseDefinition(meta, query.rule, query.within),
    },
    items,
    total: {
      sites: items.length,
      principal: items.filter((item) => item.type === 'principal').length,
      antenna: items.filter((item) => item.type === 'antenna').length,
      itinerant: items.filter((item) => item.format === 'itinerant').length,
    },
  };
}

/** A site as a GeoJSON feature, as text. */
export function siteFeature(item: SiteItem): string {
  const { lon, lat, ...properties } = item;
  return featureText(
    item.id,
    JSON.stringify({ type: 'Point', coordinates: rounded([lon, lat]) }),
    properties,
  );
}

export function siteItem(site: Site): SiteItem {
  return {
    id: site.id,
    name: site.name,
    type: site.type,
    format: site.format,
    label_date: site.labelDate,
    commune: site.commune,
    canton: site.canton,
    departement: site.departement,
    qpv: site.qpv,
    zrr: site.zrr,
    frr: site.frr,
    density: site.density,
    lon: site.lon,
    lat: site.lat,
    flags: site.flags,
  };
}

export function sitesTable(
  { meta }: Pick<LoadedEdition, 'meta'>,
  answer: SitesAnswer,
  address: string,
): PublishedTable {
  return {
    name: 'sites',
    title: { en: 'Sites of the network', fr: 'Sites du réseau' },
    columns: SITE_COLUMNS,
    rows: tableRows(answer.items),
    count: answer.items.length,
    geometry: (row) => ({ type: 'Point', coordinates: rounded([row.lon as number, row.lat as number]) }),
    about: tableAbout(meta, answer, address, null, SITE_TOTAL_COLUMNS, { question: QUESTION.fr }),
  };
}
