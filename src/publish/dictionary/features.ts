import type { Column } from '../columns.ts';
import { CELL_COLUMNS } from './cells.ts';
import { codeColumn, column } from './column.ts';
import { COVERAGE_COLUMNS } from './coverage.ts';
import { CODE, COVERED, ESTIMATE_SHARE, NAME, POPULATION, SHARE, SITES, WITHOUT_TIME } from './figures.ts';
import { GAP_CSV_COLUMNS } from './gaps.ts';
import { SITE_COLUMNS } from './sites.ts';

/** The properties of the features of each collection (OGC API – Features). */

const MOST = 'that it lies in, or that most of its residents live in';
const PLUPART = 'où il se trouve, ou où vivent la plupart de ses habitants';

const COMMUNE = codeColumn(
  'commune',
  ['Commune', 'Commune'],
  `INSEE code of the commune ${MOST}`,
  `Code INSEE de la commune ${PLUPART}`,
);
const CANTON = codeColumn(
  'canton',
  ['Canton', 'Canton'],
  `Code of the canton ${MOST}`,
  `Code du canton ${PLUPART}`,
);
const EPCI = codeColumn('epci', ['EPCI', 'EPCI'], `SIREN of the EPCI ${MOST}`, `SIREN de l’EPCI ${PLUPART}`);
const DEPARTEMENT = codeColumn(
  'departement',
  ['Département', 'Département'],
  `Code of the département ${MOST}`,
  `Code du département ${PLUPART}`,
);
const REGION = codeColumn(
  'region',
  ['Région', 'Région'],
  `Code of the région ${MOST}`,
  `Code de la région ${PLUPART}`,
);

const DENSITY = column(
  'density',
  'string',
  ['Density class', 'Classe de densité'],
  'INSEE density class of the commune, 1 (densest) to 7; empty where the file does not say.',
  'Classe de densité INSEE de la commune, de 1 (la plus dense) à 7 ; vide si le fichier ne la donne pas.',
  { nullable: true, values: ['1', '2', '3', '4', '5', '6', '7'] },
);

const ofSites = (name: string) => SITE_COLUMNS.find((known) => known.name === name)?.frenchValues;
const ZRR = column(
  'zrr',
  'string',
  ['ZRR', 'ZRR'],
  'ZRR class of the commune; empty where the file does not say.',
  'Classement ZRR de la commune ; vide si le fichier ne le donne pas.',
  { nullable: true, values: ['classed', 'partial', 'not-classed'], frenchValues: ofSites('zrr') },
);
const ZRR_DETAIL = codeColumn(
  'zrr_detail',
  ['ZRR, as published', 'ZRR, détail'],
  'Class as the official file writes it (C, P, A, D, M…)',
  'Classement tel que le fichier officiel l’écrit (C, P, A, D, M…)',
);
const ZRR_DETAIL_NAME = codeColumn(
  'zrr_detail_name',
  ['ZRR class in words', 'ZRR, libellé'],
  'The same in words',
  'Le même en toutes lettres',
);
const FRR = column(
  'frr',
  'string',
  ['FRR', 'FRR'],
  'FRR class of the commune; empty where the file does not say.',
  'Classement FRR de la commune ; vide si le fichier ne le donne pas.',
  {
    nullable: true,
    values: ['frr', 'frr-plus', 'beneficiary', 'partial', 'not-classed'],
    frenchValues: ofSites('frr'),
  },
);
const FRR_NAME = codeColumn(
  'frr_name',
  ['FRR class in words', 'FRR, libellé'],
  'The same in words',
  'Le même en toutes lettres',
);

const STATUS = COVERAGE_COLUMNS.find((known) => known.name === 'status')!;
const FIGURES = [POPULATION, COVERED, SHARE, SITES, STATUS, ESTIMATE_SHARE, WITHOUT_TIME];

const COMMUNE_PLACES = [CANTON, EPCI, DEPARTEMENT, REGION];

export const COMMUNE_FEATURE_COLUMNS: readonly Column[] = [
  CODE,
  NAME,
  ...COMMUNE_PLACES,
  DENSITY,
  ZRR,
  FRR,
  ...FIGURES,
];
export const CANTON_FEATURE_COLUMNS: readonly Column[] = [CODE, NAME, DEPARTEMENT, REGION, ...FIGURES];
export const DEPARTEMENT_FEATURE_COLUMNS: readonly Column[] = [CODE, NAME, REGION, ...FIGURES];
export const REGION_FEATURE_COLUMNS: readonly Column[] = [CODE, NAME, ...FIGURES];
export const EPCI_FEATURE_COLUMNS: readonly Column[] = [CODE, NAME, DEPARTEMENT, REGION, ...FIGURES];
export const QPV_FEATURE_COLUMNS: readonly Column[] = [
  CODE,
  NAME,
  COMMUNE,
  EPCI,
  DEPARTEMENT,
  REGION,
  ...FIGURES,
];
export const ZRR_FEATURE_COLUMNS: readonly Column[] = [
  CODE,
  NAME,
  ZRR,
  ZRR_DETAIL,
  ZRR_DETAIL_NAME,
  ...COMMUNE_PLACES,
  DENSITY,
  ...FIGURES,
];
export const FRR_FEATURE_COLUMNS: readonly Column[] = [
  CODE,
  NAME,
  FRR,
  FRR_NAME,
  ...COMMUNE_PLACES,
  DENSITY,
  ...FIGURES,
];

/** A feature has its id and its coordinates beside its properties: GIS would show them twice. */
const NOT_PROPERTIES = new Set(['id', 'lon', 'lat']);
const asProperties = (columns: readonly Column[]) =>
  columns.filter((known) => !NOT_PROPERTIES.has(known.name));

export const SITE_FEATURE_COLUMNS: readonly Column[] = asProperties(SITE_COLUMNS);

const CELL_DEPARTEMENT = codeColumn(
  'departement',
  ['Département', 'Département'],
  'Code of the département of that commune',
  'Code du département de cette commune',
);
export const CELL_FEATURE_COLUMNS: readonly Column[] = [...asProperties(CELL_COLUMNS), CELL_DEPARTEMENT];

const GAP_DEPARTEMENT = codeColumn(
  'departement',
  ['Département', 'Département'],
  'Code of the département of the commune with most of the gap’s residents',
  'Code du département de la commune qui compte le plus d’habitants de la zone',
);
/** One département stands for their list: a GIS filters by one value. */
export const GAP_FEATURE_COLUMNS: readonly Column[] = [
  ...asProperties(GAP_CSV_COLUMNS).filter((known) => known.name !== 'departements'),
  GAP_DEPARTEMENT,
];
