import { type CellValue, type Column, frenchText, type Row } from '../../publish/columns.ts';
import type { CollectionDocument, CollectionsDocument } from '../../publish/features/collection-document.ts';
import { type Collection, columnOf } from '../../publish/features/collections.ts';
import type { FeatureLink } from '../../publish/features/feature-link.ts';
import type { ItemsPage, SingleItem } from '../../publish/features/items.ts';
import { escapeHtml, TABLE_END, tableStart } from '../../publish/html-parts.ts';
import { frenchCount } from '../../publish/number-text.ts';
import { frenchPercent } from '../../publish/share-text.ts';
import { breadcrumb, fictionalNotice, htmlLink, htmlPage } from './html-page.ts';

/** The pages of the collections, for people: what the JSON says, as sentences, tables and links. */

const ABOVE_COLLECTIONS = [['/', 'Maillage']] as const;
const ABOVE_COLLECTION = [...ABOVE_COLLECTIONS, ['/collections?f=html', 'Collections']] as const;

const decimal = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });

const NO_VALUE = '–';

/** A value as a French reader is shown it. */
function shown(value: CellValue, column: Column): string {
  if (value === null) return NO_VALUE;
  if (typeof value === 'number') {
    if (column.unit === 'fraction') return frenchPercent(value);
    return column.type === 'integer' ? frenchCount(value) : decimal.format(value);
  }
  if (typeof value === 'string') return frenchText(column, value);
  return value.length === 0 ? NO_VALUE : value.map((part) => frenchText(column, part)).join(', ');
}

export function collectionsPage({ collections, edition }: CollectionsDocument, fictional: boolean): string {
  const items = collections.map(
    ({ id, title, description }) =>
      `<li>${htmlLink(`/collections/${id}?f=html`, title)} : ${escapeHtml(description)}</li>`,
  );
  return htmlPage('Collections – Maillage', [
    breadcrumb(ABOVE_COLLECTIONS),
    '<h1>Collections</h1>',
    fictionalNotice(fictional),
    `<p>Les données de l’édition <code>${escapeHtml(edition)}</code>, selon OGC API – Features : dans QGIS, ajoutez une connexion « WFS / OGC API – Features » à l’adresse de ce site.</p>`,
    `<ul>${items.join('\n')}</ul>`,
  ]);
}

export function collectionPage(
  collection: Collection,
  document: CollectionDocument,
  fictional: boolean,
): string {
  const { id, title } = collection;
  const rows = collection.columns.map((column) => {
    const filter = collection.queryables.includes(column.name) ? 'oui' : NO_VALUE;
    return `<tr><th scope="row"><code>${column.name}</code></th><td>${escapeHtml(column.heading.fr)}</td><td>${escapeHtml(column.definition.fr)}</td><td>${filter}</td></tr>`;
  });
  const caption = 'Propriétés de chaque objet';
  const bbox = document.extent.spatial?.bbox[0];
  const place =
    bbox === undefined ? '' : `<p>Étendue (longitude, latitude) : <code>${bbox.join(', ')}</code>.</p>`;
  const files = document.links.filter(
    ({ rel, type }) => rel === 'enclosure' || (rel === 'items' && type !== 'text/html'),
  );
  return htmlPage(`${title} – Maillage`, [
    breadcrumb(ABOVE_COLLECTION),
    `<h1>${escapeHtml(title)}</h1>`,
    fictionalNotice(fictional),
    `<p>${escapeHtml(collection.description)}</p>`,
    `<p>${htmlLink(`/collections/${id}/items?f=html`, 'Voir les objets')}</p>`,
    `<h2>Télécharger</h2><ul>${files.map((link) => `<li>${fileLink(link)}</li>`).join('')}</ul>`,
    place,
    '<h2>Propriétés</h2>',
    `${tableStart('properties', caption)}<thead><tr><th scope="col">Nom</th><th scope="col">Intitulé</th><th scope="col">Définition</th><th scope="col">Filtre</th></tr></thead><tbody>${rows.join('\n')}</tbody>${TABLE_END}`,
    `<footer><p>${escapeHtml(document.attribution)}</p></footer>`,
  ]);
}

export function itemsListPage(page: ItemsPage, first: number): string {
  const { collection, numberMatched, numberReturned } = page;
  const rows = page.page.map((row) => ({ id: page.rows.id(row), properties: page.properties(row) }));
  const span =
    numberReturned === 0
      ? `<p>Aucun objet sur cette page ; ${frenchCount(numberMatched)} en tout.</p>`
      : `<p>Objets ${frenchCount(first + 1)} à ${frenchCount(first + numberReturned)} sur ${frenchCount(numberMatched)}.</p>`;
  return htmlPage(`${collection.title} – Maillage`, [
    breadcrumb([...ABOVE_COLLECTION, [`/collections/${collection.id}?f=html`, collection.title]]),
    `<h1>${escapeHtml(collection.title)}</h1>`,
    fictionalNotice(page.definition.fictional),
    `<p>${escapeHtml(collection.description)}</p>`,
    span,
    rows.length === 0 ? '' : itemsTable(collection, rows, figuresAsked(page.links)),
    pagingLinks(page.links),
    `<p>${htmlLink(forPage(page.links, 'self'), 'Cette page en GeoJSON')}</p>`,
    definitionFooter(page),
  ]);
}

/** What the figures of a page were asked with, for the address of an object: it says the same numbers. */
function figuresAsked(links: readonly FeatureLink[]): string {
  const query = new URLSearchParams(forPage(links, 'self').split('?')[1]);
  const kept = ['threshold', 'network'].filter((name) => query.has(name));
  return kept.map((name) => `${name}=${query.get(name)}&`).join('');
}

function itemsTable(
  collection: Collection,
  rows: { id: string; properties: Row }[],
  figures: string,
): string {
  // The columns that were asked for, and every row has the same.
  const columns = Object.keys(rows[0].properties).map((name) => columnOf(collection, name));
  const kind = ({ type }: Column) => (type === 'integer' || type === 'number' ? ' class="number"' : '');
  const head = columns.map(
    (column) => `<th scope="col"${kind(column)}>${escapeHtml(column.heading.fr)}</th>`,
  );
  const body = rows.map(({ id, properties }) => {
    const cells = columns.map(
      (column) => `<td${kind(column)}>${escapeHtml(shown(properties[column.name], column))}</td>`,
    );
    const href = `/collections/${collection.id}/items/${encodeURIComponent(id)}?${figures}f=html`;
    return `<tr><th scope="row">${htmlLink(href, id)}</th>${cells.join('')}</tr>`;
  });
  const caption = `${collection.title}, un objet par ligne`;
  return `${tableStart('items', caption)}<thead><tr><th scope="col">Objet</th>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody>${TABLE_END}`;
}

export function itemPage(item: SingleItem): string {
  const { collection, properties } = item;
  const label = properties[collection.label];
  const title = typeof label === 'string' && label !== item.id ? `${label} (${item.id})` : item.id;
  const facts = Object.entries(properties).map(([name, value]) => {
    const column = columnOf(collection, name);
    return `<dt>${escapeHtml(column.heading.fr)}</dt><dd>${escapeHtml(shown(value, column))}<br><small>${escapeHtml(column.definition.fr)}</small></dd>`;
  });
  return htmlPage(`${title} – ${collection.title} – Maillage`, [
    breadcrumb([
      ...ABOVE_COLLECTION,
      [`/collections/${collection.id}?f=html`, collection.title],
      [`/collections/${collection.id}/items?f=html`, 'Objets'],
    ]),
    `<h1>${escapeHtml(title)}</h1>`,
    fictionalNotice(item.definition.fictional),
    `<dl>${facts.join('\n')}</dl>`,
    `<p>${htmlLink(forPage(item.links, 'self'), 'Cet objet en GeoJSON, avec sa géométrie')}</p>`,
    definitionFooter(item),
  ]);
}

/** Figures are never shown without what they mean and whose data they are. */
function definitionFooter({ definition, edition }: Pick<ItemsPage, 'definition' | 'edition'>): string {
  const timed =
    'threshold_minutes' in definition
      ? `Seuil : ${definition.threshold_minutes} minutes au plus, en voiture. `
      : '';
  const sources = definition.attribution.map((line) => `<li>${escapeHtml(line)}</li>`);
  return `<footer><p>${timed}Réseau compté : <code>${escapeHtml(definition.network)}</code>. Édition <code>${escapeHtml(edition)}</code> ; ${htmlLink('/v1/editions/current', 'sources, licences et méthode')}.</p><ul>${sources.join('')}</ul></footer>`;
}

function pagingLinks(links: readonly FeatureLink[]): string {
  const names = { prev: 'Page précédente', next: 'Page suivante' } as const;
  const found = (['prev', 'next'] as const)
    .filter((rel) => links.some((link) => link.rel === rel))
    .map((rel) => `<li>${htmlLink(forPage(links, rel).replace(/f=json$/, 'f=html'), names[rel])}</li>`);
  return found.length === 0 ? '' : `<nav aria-label="Pages"><ul>${found.join('')}</ul></nav>`;
}

/** A link of the JSON form, without its host: a page links within its own site. */
function forPage(links: readonly FeatureLink[], rel: string): string {
  const { href } = links.find((link) => link.rel === rel)!;
  return href.replace(/^https?:\/\/[^/]+/, '');
}

function fileLink({ href, title, type }: FeatureLink): string {
  return htmlLink(href.replace(/^https?:\/\/[^/]+/, ''), title ?? type);
}
