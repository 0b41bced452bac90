import { licenceUrls } from '../attribution.ts';
import type { EditionMeta } from '../edition-meta.ts';
import { PUBLISHED_FORMATS, type PublishedFormat } from './plan.ts';
import type { PublishedDataset, PublishedFile } from './published-dataset.ts';
import { isWebAddress } from './web-address.ts';

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  spdx: 'http://spdx.org/rdf/terms#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** French and English, as DCAT-AP names them. */
const LANGUAGES = ['FRA', 'ENG'].map(
  (code) => `http://publications.europa.eu/resource/authority/language/${code}`,
);

export interface CatalogueFacts {
  meta: EditionMeta;
  title: { en: string; fr: string };
  description: { en: string; fr: string };
  /** Who publishes; null where it was not said. */
  publisher: string | null;
  /** Where the files will stand, with its `/`; null: addresses are relative to the catalogue. */
  baseUrl: string | null;
}

/** A DCAT 2 catalogue as JSON-LD: datasets with their distributions, checksums, licences and sources. */
export function dcatCatalogue(
  { meta, title, description, publisher, baseUrl }: CatalogueFacts,
  datasets: readonly PublishedDataset[],
): object {
  const base = baseUrl ?? './';
  const common = {
    'dct:issued': dateTime(meta.created_at),
    'dct:language': LANGUAGES.map((url) => ({ '@id': url })),
    'dct:license': licenceUrls(meta).map((url) => ({ '@id': url })),
    ...(publisher === null
      ? {}
      : { 'dct:publisher': { '@type': 'foaf:Organization', 'foaf:name': publisher } }),
  };
  return {
    '@context': CONTEXT,
    '@id': base,
    '@type': 'dcat:Catalog',
    'dct:title': texts(title),
    'dct:description': texts(description),
    ...common,
    'dct:source': meta.sources.map((source) => ({
      // An empty one would be the catalogue itself.
      ...(isWebAddress(source.address) ? { '@id': source.address } : {}),
      'dct:title': `${source.title} (${source.publisher}, ${source.vintage})`,
    })),
    'dcat:dataset': datasets.map(({ planned, files }) => ({
      '@id': `${base}#${planned.name}`,
      '@type': 'dcat:Dataset',
      'dct:identifier': `${meta.id}/${planned.name}`,
      'dct:title': texts(planned.title),
      'dct:description': texts(planned.description),
      'dcat:keyword': ['France Services', 'accessibilité', 'services publics', 'temps de trajet'],
      'dcat:version': meta.id,
      ...common,
      'dcat:distribution': Object.entries(files).map(([format, file]) =>
        distribution(base, format as PublishedFormat, file),
      ),
    })),
  };
}

function distribution(base: string, format: PublishedFormat, file: PublishedFile): object {
  const address = { '@id': base + file.path };
  return {
    '@id': base + file.path,
    '@type': 'dcat:Distribution',
    'dct:title': texts(PUBLISHED_FORMATS[format].label),
    'dcat:accessURL': address,
    'dcat:downloadURL': address,
    'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${file.mediaType}` },
    'dcat:byteSize': file.bytes,
    'spdx:checksum': {
      '@type': 'spdx:Checksum',
      'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256' },
      'spdx:checksumValue': file.sha256,
    },
  };
}

function texts({ en, fr }: { en: string; fr: string }): object[] {
  return [
    { '@value': fr, '@language': 'fr' },
    { '@value': en, '@language': 'en' },
  ];
}

function dateTime(value: string): object {
  return { '@value': value, '@type': 'xsd:dateTime' };
}
