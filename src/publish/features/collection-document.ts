import { editionMemo } from '../../coverage/edition-memo.ts';
import { attribution } from '../attribution.ts';
import type { EditionMeta, LoadedEdition } from '../edition-meta.ts';
import { TILE_LAYERS } from '../tiles/layers.ts';
import { collectionRows, type RowsQuestion } from './collection-rows.ts';
import { COLLECTIONS, type Collection } from './collections.ts';
import { dateSpan } from './date-interval.ts';
import { CRS84, type FeatureLink, GEOJSON_TYPE, SCHEMA_TYPE } from './feature-link.ts';
import type { Extent, FeatureRows } from './feature-rows.ts';

/** A collection as OGC API describes it. */
export interface CollectionDocument {
  id: string;
  title: string;
  description: string;
  attribution: string;
  extent: {
    spatial?: { bbox: Extent[]; crs: string };
    temporal?: { interval: [string | null, string | null][]; trs: string };
  };
  itemType: 'feature';
  crs: string[];
  storageCrs: string;
  links: FeatureLink[];
}

export interface CollectionsDocument {
  title: string;
  edition: string;
  links: FeatureLink[];
  collections: CollectionDocument[];
}

const GREGORIAN = 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian';
/** The address is of a TileJSON, which maps are given as it is. */
const TILES_REL = 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector';
const QUERYABLES_REL = 'http://www.opengis.net/def/rel/ogc/1.0/queryables';

/** All but the links, which name the host that was asked: made once an edition. */
const documents = editionMemo<Promise<CollectionDocument>>(COLLECTIONS.length);

/** @param question any: the extent of a collection is that of its features at the usual question */
export function collectionDocument(
  edition: LoadedEdition,
  collection: Collection,
  question: RowsQuestion,
  base: string,
): Promise<CollectionDocument> {
  const { data } = edition;
  const described = documents.of(data, collection.id, () => {
    const made = describe(edition, collection, question);
    made.catch(() => documents.drop(data, collection.id, made));
    return made;
  });
  return described.then((document) => ({ ...document, links: collectionLinks(collection, base) }));
}

export async function collectionsDocument(
  edition: LoadedEdition,
  questionOf: (collection: Collection) => RowsQuestion,
  base: string,
): Promise<CollectionsDocument> {
  const collections: CollectionDocument[] = [];
  // One after the other: outlines are read from the store once a level, and zonings share those of the communes.
  for (const collection of COLLECTIONS) {
    collections.push(await collectionDocument(edition, collection, questionOf(collection), base));
  }
  const here = `${base}/collections`;
  return {
    title: 'Maillage',
    edition: edition.meta.id,
    links: [
      { href: `${here}?f=json`, rel: 'self', type: 'application/json', title: 'Les collections' },
      { href: `${here}?f=html`, rel: 'alternate', type: 'text/html', title: 'Les collections, en page' },
    ],
    collections,
  };
}

async function describe(
  edition: LoadedEdition,
  collection: Collection,
  question: RowsQuestion,
): Promise<CollectionDocument> {
  const rows = await collectionRows(edition, collection, question);
  const extent = rows.extent();
  const interval = datesOf(rows);
  return {
    id: collection.id,
    title: collection.title,
    description: collection.description,
    attribution: attributionText(edition.meta),
    extent: {
      ...(extent === null ? {} : { spatial: { bbox: [extent], crs: CRS84 } }),
      ...(interval === null ? {} : { temporal: { interval: [interval], trs: GREGORIAN } }),
    },
    itemType: 'feature',
    crs: [CRS84],
    storageCrs: CRS84,
    links: [],
  };
}

function attributionText(meta: EditionMeta): string {
  return attribution(meta).join(' ; ');
}

/** From the first to the last date; null where the features have none. */
function datesOf(rows: FeatureRows): [string, string] | null {
  if (rows.date === undefined) return null;
  let [first, last] = [Infinity, -Infinity];
  for (let row = 0; row < rows.count; row++) {
    const date = rows.date(row);
    if (date === null) continue;
    const { from, to } = dateSpan(date);
    first = Math.min(first, from);
    last = Math.max(last, to);
  }
  return first > last ? null : [new Date(first).toISOString(), new Date(last).toISOString()];
}

function collectionLinks({ id, title, table }: Collection, base: string): FeatureLink[] {
  const here = `${base}/collections/${id}`;
  const link = (href: string, rel: string, type: string, text: string): FeatureLink => ({
    href,
    rel,
    type,
    title: text,
  });
  return [
    link(`${here}?f=json`, 'self', 'application/json', title),
    link(`${here}?f=html`, 'alternate', 'text/html', `${title}, en page`),
    link(`${here}/items?f=json`, 'items', GEOJSON_TYPE, `${title}, en GeoJSON`),
    link(`${here}/items?f=html`, 'items', 'text/html', `${title}, en tableau`),
    link(`${here}/schema`, 'describedBy', SCHEMA_TYPE, `${title} : schéma d’un objet`),
    link(`${here}/queryables`, QUERYABLES_REL, SCHEMA_TYPE, `${title} : filtres`),
    link(`${base}${table}&format=csv-fr`, 'enclosure', 'text/csv', `${title}, en CSV pour tableur`),
    link(`${base}${table}&format=csv`, 'enclosure', 'text/csv', `${title}, en CSV`),
    ...(TILE_LAYERS.some((layer) => layer.name === id)
      ? [link(`${base}/tiles/${id}.json`, TILES_REL, 'application/json', `${title}, en tuiles vectorielles`)]
      : []),
    link(`${base}/v1/editions/current`, 'license', 'application/json', 'Sources et licences'),
  ];
}
