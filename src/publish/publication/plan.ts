import type { CountingRule } from '../../coverage/network.ts';

/** What a publication is asked to hold. */
export interface PublicationScope {
  /** As the `within` parameter writes it; `france` for everything. */
  within: string;
  /** Whole minutes, ascending. */
  thresholds: readonly number[];
  network: CountingRule;
}

export interface PlannedDataset {
  /** Stem of its files, and its name in the catalogue. */
  name: string;
  title: { en: string; fr: string };
  description: { en: string; fr: string };
  /** Path and query of the API that answers it, without `format`. */
  address: string;
  /** Values of `format`, in the order of the page. */
  formats: readonly PublishedFormat[];
}

/** Forms that a publication writes; each has an extension, and words for a reader. */
export const PUBLISHED_FORMATS = {
  csv: { extension: 'csv', label: { en: 'CSV', fr: 'CSV' } },
  'csv-fr': {
    extension: 'fr.csv',
    label: { en: 'CSV for a French Excel', fr: 'CSV pour Excel en français' },
  },
  xlsx: { extension: 'xlsx', label: { en: 'Excel workbook', fr: 'Classeur Excel' } },
  geojson: { extension: 'geojson', label: { en: 'GeoJSON map', fr: 'Carte GeoJSON' } },
  fgb: { extension: 'fgb', label: { en: 'FlatGeobuf map', fr: 'Carte FlatGeobuf' } },
  parquet: { extension: 'parquet', label: { en: 'Parquet', fr: 'Parquet' } },
} as const;
export type PublishedFormat = keyof typeof PUBLISHED_FORMATS;

const TABLE: readonly PublishedFormat[] = ['csv', 'csv-fr', 'xlsx', 'parquet'];
const MAP: readonly PublishedFormat[] = ['csv', 'csv-fr', 'xlsx', 'geojson', 'fgb', 'parquet'];
/** A country's cells fill a spreadsheet that few machines open, and hexagons a GeoJSON of hundreds of megabytes. */
const CELLS: readonly PublishedFormat[] = ['csv', 'parquet'];

const LEVEL_NAMES = {
  region: { en: 'régions', fr: 'régions' },
  departement: { en: 'départements', fr: 'départements' },
  arrondissement: { en: 'arrondissements', fr: 'arrondissements' },
  epci: { en: 'EPCI', fr: 'EPCI' },
  canton: { en: 'cantons', fr: 'cantons' },
  commune: { en: 'communes', fr: 'communes' },
  qpv: { en: 'QPV', fr: 'QPV' },
} as const;
type PublishedLevel = keyof typeof LEVEL_NAMES;
const LEVELS = Object.keys(LEVEL_NAMES) as PublishedLevel[];
const WITHOUT_SITE_LEVELS: readonly PublishedLevel[] = ['canton', 'epci', 'qpv'];

const ZONINGS = {
  density: { en: 'rural and urban', fr: 'rural et urbain' },
  zrr: { en: 'inside and outside ZRR', fr: 'en ZRR et hors ZRR' },
  frr: { en: 'inside and outside FRR', fr: 'en FRR et hors FRR' },
  qpv: { en: 'inside and outside QPV', fr: 'en QPV et hors QPV' },
} as const;

/** Every dataset of a publication, in the order of its page. */
export function publicationPlan(scope: PublicationScope): PlannedDataset[] {
  return [
    ...scope.thresholds.flatMap((minutes) => LEVELS.map((level) => coverageOf(scope, level, minutes))),
    ...WITHOUT_SITE_LEVELS.map((level) => withoutSiteOf(scope, level)),
    ...scope.thresholds.map((minutes) => gapsAt(scope, minutes)),
    ...scope.thresholds.flatMap((minutes) =>
      (Object.keys(ZONINGS) as (keyof typeof ZONINGS)[]).map((by) => ratiosBy(scope, by, minutes)),
    ),
    curveOf(scope),
    sitesOf(scope),
    cellsOf(scope),
  ];
}

function addressOf(
  path: string,
  scope: PublicationScope,
  parameters: Record<string, string | number>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) search.set(name, String(value));
  search.set('network', scope.network);
  if (scope.within !== 'france') search.set('within', scope.within);
  return `${path}?${search}`;
}

function coverageOf(scope: PublicationScope, level: PublishedLevel, minutes: number): PlannedDataset {
  const { en, fr } = LEVEL_NAMES[level];
  return {
    name: `coverage_${level}_${minutes}min`,
    title: {
      en: `Coverage of ${en} within ${minutes} minutes`,
      fr: `Couverture des ${fr} à ${minutes} minutes`,
    },
    description: {
      en: `Residents at most ${minutes} minutes by car from a site, for each of the ${en}.`,
      fr: `Habitants à ${minutes} minutes au plus en voiture d’un site : ${fr}.`,
    },
    address: addressOf('/v1/coverage', scope, { level, threshold: minutes }),
    formats: MAP,
  };
}

function withoutSiteOf(scope: PublicationScope, level: PublishedLevel): PlannedDataset {
  const { en, fr } = LEVEL_NAMES[level];
  return {
    name: `without-site_${level}`,
    title: { en: `${capital(en)} without a site`, fr: `${capital(fr)} sans site` },
    description: {
      en: `The ${en} in which no site of the network lies; those not concerned are listed apart.`,
      fr: `Les ${fr} où aucun site du réseau n’est implanté ; ceux qui ne sont pas concernés sont listés à part.`,
    },
    address: addressOf('/v1/without-site', scope, { level }),
    formats: MAP,
  };
}

function gapsAt(scope: PublicationScope, minutes: number): PlannedDataset {
  return {
    name: `gaps_${minutes}min`,
    title: { en: `Gaps beyond ${minutes} minutes`, fr: `Zones au-delà de ${minutes} minutes` },
    description: {
      en: `Where the people live who need more than ${minutes} minutes by car.`,
      fr: `Où vivent les habitants à plus de ${minutes} minutes en voiture d’un site.`,
    },
    address: addressOf('/v1/gaps', scope, { threshold: minutes }),
    formats: MAP,
  };
}

function ratiosBy(scope: PublicationScope, by: keyof typeof ZONINGS, minutes: number): PlannedDataset {
  const { en, fr } = ZONINGS[by];
  return {
    name: `ratios_${by}_${minutes}min`,
    title: { en: `Coverage: ${en}, ${minutes} minutes`, fr: `Couverture : ${fr}, ${minutes} minutes` },
    description: {
      en: `Residents, coverage and sites, ${en}.`,
      fr: `Habitants, couverture et sites, ${fr}.`,
    },
    address: addressOf('/v1/ratios', scope, { by, threshold: minutes }),
    formats: TABLE,
  };
}

function curveOf(scope: PublicationScope): PlannedDataset {
  return {
    name: 'curve',
    title: { en: 'Residents by minute', fr: 'Habitants par minute' },
    description: {
      en: 'Share of the residents at or under each minute, from 0 to 60.',
      fr: 'Part des habitants à chaque minute au plus, de 0 à 60.',
    },
    address: curveAddress(scope),
    formats: TABLE,
  };
}

/** The curve is of territories, not within them. */
function curveAddress(scope: PublicationScope): string {
  return `/v1/curve?${new URLSearchParams({ of: scope.within, network: scope.network })}`;
}

function sitesOf(scope: PublicationScope): PlannedDataset {
  return {
    name: 'sites',
    title: { en: 'Sites', fr: 'Sites' },
    description: {
      en: 'The sites of the network, as the official list has them; no mail address, no telephone number.',
      fr: 'Les sites du réseau d’après la liste officielle ; sans adresse électronique ni téléphone.',
    },
    address: addressOf('/v1/sites', scope, {}),
    formats: MAP,
  };
}

function cellsOf(scope: PublicationScope): PlannedDataset {
  return {
    name: 'cells',
    title: { en: 'Travel-time grid', fr: 'Grille des temps de trajet' },
    description: {
      en: 'Every populated cell with its residents and the time to its nearest site.',
      fr: 'Chaque cellule habitée, ses habitants et la durée jusqu’au site le plus proche.',
    },
    address: addressOf('/v1/cells', scope, {}),
    formats: CELLS,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
