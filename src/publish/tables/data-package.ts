import { LICENCE_OUVERTE_URL, licenceUrls, ODBL_URL } from '../attribution.ts';
import { FRENCH_CSV, MACHINE_CSV } from '../csv.ts';
import { aboutRecord } from './about.ts';
import type { PublishedTable } from './table.ts';
import { type CsvForm, tableSchema } from './table-schema.ts';

const LICENCES: Record<string, { name: string; title: string }> = {
  [LICENCE_OUVERTE_URL]: { name: 'etalab-2.0', title: 'Licence Ouverte 2.0' },
  [ODBL_URL]: { name: 'ODbL-1.0', title: 'Open Database License 1.0' },
};

/**
 * Frictionless data resource of the CSV of a table (specs.frictionlessdata.io/data-resource).
 * @param path of the file, from the descriptor's place; Frictionless allows no leading slash
 */
function dataResource(table: PublishedTable, path: string, form: CsvForm = 'csv') {
  const { separator } = form === 'csv' ? MACHINE_CSV : FRENCH_CSV;
  return {
    profile: 'tabular-data-resource',
    name: table.name,
    title: form === 'csv' ? table.title.en : table.title.fr,
    path,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    dialect: { delimiter: separator, lineTerminator: '\r\n', doubleQuote: true, header: true },
    schema: tableSchema(table.columns, form),
    maillage: aboutRecord(table),
  };
}

/** Frictionless data package of one table: the descriptor of its CSV, at the address of the answer. */
export function tablePackage(table: PublishedTable) {
  const { edition, address } = table.about;
  const licenses = licenceUrls(edition).map((path) => ({ ...LICENCES[path], path }));
  const sources = edition.sources.map(({ title, publisher, vintage, address: path }) => ({
    title: `${publisher}, ${title}, ${vintage}`,
    ...(path === '' ? {} : { path }),
  }));
  return {
    profile: 'tabular-data-package',
    name: `maillage-${table.name}`,
    title: table.title.en,
    version: edition.id,
    created: edition.created_at,
    // Frictionless has no empty lists.
    ...(licenses.length > 0 ? { licenses } : {}),
    ...(sources.length > 0 ? { sources } : {}),
    resources: [dataResource(table, csvPath(address))],
  };
}

/** The CSV of an answer beside its descriptor: `/v1/coverage?level=canton` → `coverage?level=canton&format=csv`. */
function csvPath(address: string): string {
  const [path, query] = address.split('?');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return `${name}?${query === undefined ? '' : `${query}&`}format=csv`;
}
