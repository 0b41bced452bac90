import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { DomainError } from '../../domain-error.ts';
import { schemaComplaints } from './schema-complaints.ts';

/** Every dataset that a load can use. Stable: editions, manifests and messages name datasets by these. */
export const DATASET_IDS = [
  'cog-communes',
  'cog-movements',
  'commune-history',
  'departements',
  'regions',
  'arrondissements',
  'legal-populations',
  'legal-populations-mayotte',
  'overseas-collectivities',
  'commune-centres',
  'commune-postcodes',
  'commune-living-areas',
  'commune-outlines',
  'canton-outlines',
  'qpv-outlines',
  'zrr',
  'frr',
  'density',
  'mountain',
  'centrality',
  'rurality',
  'france-services',
  'france-services-2020',
  'press-list-hdf-2020',
  'population-200m',
  'population-1km',
  'insee-access',
  'insee-access-reference',
  'osrm-isere',
  'isere-communes',
  'osm-roads',
  'travel-time-matrix',
  'travel-time-points',
] as const;
export type DatasetId = (typeof DATASET_IDS)[number];

/** Form of the published file. `csv`, `geojson` and `json` may come packed in gzip or zip. */
export const FILE_KINDS = ['csv', 'geojson', 'json', 'parquet', 'zip', 'osm-pbf', 'xlsx'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const text = Type.String({ minLength: 1 });
// No leading slash, no drive, no parent folder: a path never leaves the folder it is relative to.
export const RELATIVE_PATH = '^(?![/\\\\]|[A-Za-z]:)(?!(.*[/\\\\])?\\.\\.([/\\\\]|$)).+$';
/** A territory as everywhere on the command line: `france`, `metropole`, a département's code, `reg-94`. */
const TERRITORY = '^(france|metropole|reg-\\d{2}|\\d[\\dAB]\\d?)$';

export const CatalogueEntrySchema = Type.Object(
  {
    id: Type.Enum([...DATASET_IDS]),
    title: text,
    publisher: text,
    licence: text,
    licence_url: Type.Optional(Type.String({ pattern: '^https://' })),
    /** Of the mirror's file. */
    vintage: text,
    kind: Type.Enum([...FILE_KINDS]),
    /** For people: packing, separator, projection, main columns. */
    format: text,
    covers: Type.Array(Type.String({ pattern: TERRITORY }), { minItems: 1 }),
    role: Type.Enum(['territories', 'zonings', 'sites', 'population', 'roads', 'reference']),
    /** Nothing can be loaded without it. */
    required: Type.Boolean(),
    /** The official address of the file itself; null where only a page is known. */
    address: Type.Union([Type.String({ pattern: '^https://' }), Type.Null()]),
    /** Of the file at the address, where it is not the mirror's; `latest`: dated when it is downloaded. */
    address_vintage: Type.Optional(text),
    /** Where a person finds the file. */
    address_note: Type.Optional(text),
    npm_fallback: Type.Optional(Type.Object({ package: text, file: text, vintage: text })),
    /** Relative to the mirror, tried in order. */
    mirror_paths: Type.Array(Type.String({ pattern: RELATIVE_PATH }), { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type CatalogueEntry = Static<typeof CatalogueEntrySchema>;

const CatalogueSchema = Type.Object(
  { datasets: Type.Array(CatalogueEntrySchema) },
  { additionalProperties: false },
);

const CATALOGUE_PATH = fileURLToPath(new URL('../../../data/catalogue.json', import.meta.url));

/**
 * The catalogue of official files, in the order of data/catalogue.json.
 * @throws DomainError source-not-found, source-schema (a wrong entry, a dataset twice or missing, one without any source)
 */
export function readCatalogue(path = CATALOGUE_PATH): CatalogueEntry[] {
  const catalogue = parseCatalogue(path);
  const wrong = (reason: string) =>
    new DomainError('source-schema', `${path}: ${reason}`, { file: path, reason });
  const seen = new Set<string>();
  for (const entry of catalogue) {
    if (seen.has(entry.id)) throw wrong(`dataset ${entry.id} is there twice`);
    seen.add(entry.id);
    if (entry.address === null && !entry.address_note) {
      throw wrong(`dataset ${entry.id} has neither an address nor an address_note`);
    }
  }
  const missing = DATASET_IDS.filter((id) => !seen.has(id));
  if (missing.length > 0) throw wrong(`no entry for ${missing.join(', ')}`);
  return catalogue;
}

let shipped: Map<string, CatalogueEntry> | undefined;

/** The entry of one dataset in the catalogue that comes with the program. */
export function catalogueEntry(id: DatasetId): CatalogueEntry {
  shipped ??= new Map(readCatalogue().map((entry) => [entry.id, entry]));
  const entry = shipped.get(id);
  if (!entry) throw new DomainError('source-schema', `the catalogue has no dataset ${id}`, { dataset: id });
  return entry;
}

/** Whether a dataset says anything about a département (`2A`, `976`; its région for `reg-…` entries). */
export function coversDepartement(covers: readonly string[], departement: string, region: string): boolean {
  const overseas = departement.startsWith('97') || departement.startsWith('98');
  return covers.some(
    (area) =>
      area === 'france' ||
      (area === 'metropole' && !overseas) ||
      area === departement ||
      area === `reg-${region}`,
  );
}

function parseCatalogue(path: string): CatalogueEntry[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      throw new DomainError(
        'source-schema',
        `${path}: not JSON (${cause.message})`,
        { file: path },
        { cause },
      );
    }
    throw new DomainError(
      'source-not-found',
      `${path}: the catalogue cannot be read`,
      { file: path },
      { cause },
    );
  }
  if (!Value.Check(CatalogueSchema, content)) {
    const complaints = schemaComplaints(CatalogueSchema, content);
    throw new DomainError('source-schema', `${path}: ${complaints[0]}`, { file: path, complaints });
  }
  return content.datasets;
}
