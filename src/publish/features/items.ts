import { DomainError } from '../../domain-error.ts';
import type { Row } from '../columns.ts';
import { type BaseDefinition, baseDefinition, type TimedDefinition, timedDefinition } from '../definition.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { holdsEstimates } from '../expected-error.ts';
import { featureCollectionText, featureText } from '../geojson.ts';
import { collectionRows, type RowsQuestion } from './collection-rows.ts';
import type { Collection } from './collections.ts';
import { address, type FeatureLink, GEOJSON_TYPE } from './feature-link.ts';
import type { FeatureRows } from './feature-rows.ts';
import { type FeatureFilter, matchedRows } from './matched-rows.ts';

export interface ItemsQuestion extends RowsQuestion {
  filter: FeatureFilter;
  /** Properties to be told; null for all of them. */
  properties: readonly string[] | null;
  limit: number;
  offset: number;
  /** The edition that an earlier page was of; null where this is the first. */
  edition: string | null;
  /** The question in one spelling, without `offset` and `edition`: what links are made of. */
  canonical: Readonly<Record<string, string | number>>;
}

export interface ItemsPage {
  collection: Collection;
  numberMatched: number;
  numberReturned: number;
  /** When the edition was made, so that equal pages are equal bytes. */
  timeStamp: string;
  links: FeatureLink[];
  edition: string;
  definition: BaseDefinition | TimedDefinition;
  rows: FeatureRows;
  /** Rows of the page. */
  page: number[];
  /** The properties of a row that were asked for. */
  properties(row: number): Row;
}

/**
 * A page of a collection. Features keep their order within an edition and pages name theirs in `edition`: all pages hold
 * every feature once, and a page of an edition that is no longer current is refused, never mixed.
 * @param base what comes before the path in links
 * @throws DomainError threshold-out-of-range, unknown-edition, invalid-parameter (properties)
 */
export async function itemsPage(
  edition: LoadedEdition,
  collection: Collection,
  question: ItemsQuestion,
  base: string,
): Promise<ItemsPage> {
  const { meta, data } = edition;
  checkEdition(meta.id, question.edition);
  const rows = await collectionRows(edition, collection, question);
  const matched = await matchedRows(data, rowsKey(collection, question), rows, question.filter);
  const end = Math.min(question.offset + question.limit, matched.count);
  const page: number[] = [];
  for (let place = question.offset; place < end; place++) page.push(matched.at(place));
  return {
    collection,
    numberMatched: matched.count,
    numberReturned: page.length,
    timeStamp: meta.created_at,
    links: pageLinks(collection, question, meta.id, matched.count, base),
    edition: meta.id,
    definition: definitionOf(edition, collection, question),
    rows,
    page,
    properties: selection(rows, question.properties),
  };
}

/** The page as the text of a FeatureCollection, in pieces. */
export function itemsText(page: ItemsPage): AsyncGenerator<string> {
  const { collection: _collection, rows, page: listed, properties, ...foreign } = page;
  const textOf = (row: number, geometry: string) => featureText(rows.id(row), geometry, properties(row));
  return featureCollectionText(foreign, listed, (row) => {
    const geometry = rows.geometryText(row);
    return typeof geometry === 'string'
      ? textOf(row, geometry)
      : geometry.then((drawn) => textOf(row, drawn));
  });
}

export interface SingleItem {
  collection: Collection;
  id: string;
  links: FeatureLink[];
  timeStamp: string;
  edition: string;
  definition: BaseDefinition | TimedDefinition;
  geometryText: string;
  properties: Row;
}

/** @throws DomainError unknown-item, threshold-out-of-range */
export async function singleItem(
  edition: LoadedEdition,
  collection: Collection,
  id: string,
  question: Pick<ItemsQuestion, 'canonical' | 'properties'> & RowsQuestion,
  base: string,
): Promise<SingleItem> {
  const rows = await collectionRows(edition, collection, question);
  const row = rows.rowOf(id);
  if (row < 0) {
    const found = id.slice(0, 100);
    throw new DomainError(
      'unknown-item',
      `${collection.id}: no item "${found}" in edition ${edition.meta.id}`,
      {
        collection: collection.id,
        item: found,
      },
    );
  }
  const path = `/collections/${collection.id}`;
  const own = (f: string) =>
    base + address(`${path}/items/${encodeURIComponent(id)}`, { ...question.canonical, f });
  return {
    collection,
    id,
    links: [
      { href: own('json'), rel: 'self', type: GEOJSON_TYPE, title: 'Cet objet' },
      { href: own('html'), rel: 'alternate', type: 'text/html', title: 'Cet objet, en page' },
      { href: `${base}${path}`, rel: 'collection', type: 'application/json', title: collection.title },
    ],
    timeStamp: edition.meta.created_at,
    edition: edition.meta.id,
    definition: definitionOf(edition, collection, question),
    geometryText: await rows.geometryText(row),
    properties: selection(rows, question.properties)(row),
  };
}

export function itemText(item: SingleItem): string {
  const { collection: _collection, id, geometryText, properties, ...foreign } = item;
  const feature = featureText(id, geometryText, properties);
  // Members of the standard first; ours after them.
  return `${feature.slice(0, -1)},${JSON.stringify(foreign).slice(1)}`;
}

function checkEdition(current: string, asked: string | null): void {
  if (asked === null || asked === current) return;
  throw new DomainError(
    'unknown-edition',
    `edition ${asked.slice(0, 100)} is no longer current, ${current} is: pages of two editions are not mixed, start again from the first`,
    { parameter: 'edition', expected: current, found: asked.slice(0, 100) },
  );
}

/** What the rows of a collection depend on beside the filter. */
function rowsKey(collection: Collection, question: RowsQuestion): string {
  return [collection.id, question.thresholdMinutes, question.rule, question.simplification].join(' ');
}

function selection(rows: FeatureRows, names: readonly string[] | null): (row: number) => Row {
  if (names === null) return (row) => rows.properties(row);
  return (row) => {
    const all = rows.properties(row);
    return Object.fromEntries(names.map((name) => [name, all[name]]));
  };
}

function definitionOf(
  edition: LoadedEdition,
  { content }: Collection,
  { rule, thresholdMinutes }: RowsQuestion,
): BaseDefinition | TimedDefinition {
  if (content.kind === 'sites') return baseDefinition(edition.meta, rule, []);
  const question = { rule, thresholdMinutes, within: [] };
  const ofQpv = content.kind === 'territories' && content.level === 'qpv';
  return timedDefinition(edition.meta, question, ofQpv, holdsEstimates(edition.data, question));
}

function pageLinks(
  collection: Collection,
  question: ItemsQuestion,
  edition: string,
  matched: number,
  base: string,
): FeatureLink[] {
  const { canonical, limit, offset } = question;
  const path = `/collections/${collection.id}`;
  const at = (place: number, f: string, pageOf: string | null, length = limit) =>
    base +
    address(`${path}/items`, {
      ...canonical,
      limit: length,
      ...(place === 0 ? {} : { offset: place }),
      ...(pageOf === null ? {} : { edition: pageOf }),
      f,
    });
  const links: FeatureLink[] = [
    { href: at(offset, 'json', question.edition), rel: 'self', type: GEOJSON_TYPE, title: 'Cette page' },
    {
      href: at(offset, 'html', question.edition),
      rel: 'alternate',
      type: 'text/html',
      title: 'Cette page, à lire',
    },
  ];
  if (offset + limit < matched) {
    links.push({
      href: at(offset + limit, 'json', edition),
      rel: 'next',
      type: GEOJSON_TYPE,
      title: 'Suite',
    });
  }
  // From past the end the way back is to the last features, not to another empty page.
  const before = Math.min(offset, matched);
  if (before > 0) {
    // Never more than lies before: walking back tells nothing twice.
    const length = Math.min(limit, before);
    const href = at(before - length, 'json', edition, length);
    links.push({ href, rel: 'prev', type: GEOJSON_TYPE, title: 'Page précédente' });
  }
  links.push({
    href: `${base}${path}`,
    rel: 'collection',
    type: 'application/json',
    title: collection.title,
  });
  return links;
}
