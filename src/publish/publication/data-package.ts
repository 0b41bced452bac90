import { licenceUrls } from '../attribution.ts';
import { FRENCH_CSV } from '../csv.ts';
import type { EditionMeta } from '../edition-meta.ts';
import { PUBLISHED_FORMATS, type PublishedFormat } from './plan.ts';
import type { PublishedDataset, PublishedFile } from './published-dataset.ts';
import { isWebAddress } from './web-address.ts';

const LICENCE_NAMES: Record<string, string> = {
  'https://opendatacommons.org/licenses/odbl/1-0/': 'ODbL-1.0',
  'https://www.etalab.gouv.fr/licence-ouverte-open-licence/': 'etalab-2.0',
};

/**
 * The Frictionless data package of a publication: every file with its size and checksum, tables with their schema, what
 * was asked, sources and licences.
 */
export function dataPackage(
  meta: EditionMeta,
  title: string,
  description: string,
  datasets: readonly PublishedDataset[],
): object {
  return {
    profile: 'data-package',
    name: `maillage-${meta.id.toLowerCase()}`,
    title,
    description,
    version: meta.id,
    created: meta.created_at,
    fictional: meta.fictional,
    keywords: ['France Services', 'accessibilité', 'services publics', 'temps de trajet'],
    licenses: licenceUrls(meta).map((path) => ({ name: LICENCE_NAMES[path], path })),
    sources: meta.sources.map(({ title: name, publisher, vintage, licence, address, sha256 }) => ({
      title: `${name} (${publisher}, ${vintage})`,
      // Not every file has an official address, and Frictionless takes none but a URL.
      ...(isWebAddress(address) ? { path: address } : {}),
      licence,
      sha256,
    })),
    resources: datasets.flatMap((dataset) =>
      Object.entries(dataset.files).map(([format, file]) =>
        resourceOf(dataset, format as PublishedFormat, file),
      ),
    ),
  };
}

function resourceOf(
  { planned, descriptor }: PublishedDataset,
  format: PublishedFormat,
  file: PublishedFile,
): object {
  const { schema, maillage } = descriptor;
  return {
    name: `${planned.name}-${format}`.toLowerCase(),
    title: `${planned.title.fr} / ${planned.title.en}`,
    description: `${planned.description.fr} / ${planned.description.en}`,
    path: file.path,
    format: PUBLISHED_FORMATS[format].extension.split('.').at(-1),
    mediatype: file.mediaType,
    bytes: file.bytes,
    hash: `sha256:${file.sha256}`,
    ...(format === 'csv' ? { profile: 'tabular-data-resource', encoding: 'utf-8', schema } : {}),
    ...(format === 'csv-fr' ? { encoding: 'utf-8', dialect: { delimiter: FRENCH_CSV.separator } } : {}),
    maillage,
  };
}
