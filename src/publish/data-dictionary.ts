import { LEVELS, SITE_FORMATS, SITE_TYPES } from '../coverage/edition-data.ts';
import { RATIO_DIMENSIONS } from '../coverage/ratios.ts';
import type { Column } from './columns.ts';

/**
 * The data dictionary: every column of every table answer, with its type, unit and definition in English and French.
 * CSV headings, OpenAPI descriptions and item schemas all come from here.
 */

type Extra = Partial<Pick<Column, 'nullable' | 'unit' | 'values'>>;

function column(name: string, type: Column['type'], en: string, fr: string, extra: Extra = {}): Column {
  return { name, type, nullable: false, unit: null, ...extra, definition: { en, fr } };
}

const LEVEL = column('level', 'string', 'Level of the territory.', 'Niveau du territoire.', {
  values: LEVELS,
});
const CODE = column(
  'code',
  'string',
  'Official code of the territory (INSEE for communes, cantons, départements and régions; SIREN for EPCI; ANCT for QPV).',
  'Code officiel du territoire (INSEE pour commune, canton, département, région ; SIREN pour EPCI ; ANCT pour QPV).',
);
const NAME = column('name', 'string', 'Name of the territory.', 'Nom du territoire.');
const POPULATION = column(
  'population',
  'integer',
  'Residents of the part of the territory that was asked for.',
  'Habitants de la partie du territoire demandée.',
  { unit: 'residents' },
);
const COVERED = column(
  'covered',
  'integer',
  'Residents whose nearest site of the network is at or under the threshold by car.',
  'Habitants dont le site du réseau le plus proche est à une durée en voiture inférieure ou égale au seuil.',
  { unit: 'residents' },
);
const SHARE = column(
  'share',
  'number',
  'covered ÷ residents, from 0 to 1; empty where there are no residents.',
  'Habitants couverts ÷ habitants, de 0 à 1 ; vide sans habitant.',
  { unit: 'fraction', nullable: true },
);
const SITES = column(
  'sites',
  'integer',
  'Sites of the network that lie in the territory.',
  'Sites du réseau situés dans le territoire.',
  { unit: 'sites' },
);
const ESTIMATE_SHARE = column(
  'estimate_share',
  'number',
  'Share of the residents whose time is an estimate (friction surface) and not a road time; empty without residents.',
  'Part des habitants dont la durée est une estimation (surface de friction) et non une durée par la route.',
  { unit: 'fraction', nullable: true },
);
const WITHOUT_TIME = column(
  'without_time',
  'integer',
  'Residents for whom no provider gives any time (an island without a road); counted as residents, never as covered.',
  'Habitants sans aucune durée connue (île sans route) ; comptés comme habitants, jamais comme couverts.',
  { unit: 'residents' },
);

export const COVERAGE_STATUSES = ['ok', 'partial', 'no-population', 'no-time', 'not-applicable'] as const;
export const COVERAGE_COLUMNS: readonly Column[] = [
  LEVEL,
  CODE,
  NAME,
  POPULATION,
  COVERED,
  SHARE,
  SITES,
  column(
    'status',
    'string',
    'ok; partial: the figures are of a part of the territory; no-population; no-time: no resident has a time; not-applicable: the level does not exist there.',
    'ok ; partial : les chiffres portent sur une partie du territoire ; no-population : sans habitant ; no-time : aucune durée ; not-applicable : niveau inexistant ici.',
    { values: COVERAGE_STATUSES },
  ),
  ESTIMATE_SHARE,
  WITHOUT_TIME,
];

export const COVERAGE_TOTAL_COLUMNS: readonly Column[] = [
  column('territories', 'integer', 'Number of territories in items.', 'Nombre de territoires.', {
    unit: 'territories',
  }),
  POPULATION,
  COVERED,
  SHARE,
  SITES,
  ESTIMATE_SHARE,
  WITHOUT_TIME,
];

export const WITHOUT_SITE_COLUMNS: readonly Column[] = [
  LEVEL,
  CODE,
  NAME,
  POPULATION,
  column(
    'status',
    'string',
    'without-site: no site of the network lies in it; not-applicable: the level does not exist there.',
    'without-site : aucun site du réseau ; not-applicable : niveau inexistant ici.',
    { values: ['without-site', 'not-applicable'] },
  ),
];

export const WITHOUT_SITE_TOTAL_COLUMNS: readonly Column[] = [
  column('territories', 'integer', 'Territories to which the level applies.', 'Territoires concernés.', {
    unit: 'territories',
  }),
  column('without_site', 'integer', 'Those of them without a site.', 'Ceux sans site.', {
    unit: 'territories',
  }),
  column(
    'not_applicable',
    'integer',
    'Remainders to which the level does not apply, counted apart.',
    'Restes où le niveau ne s’applique pas, comptés à part.',
    { unit: 'territories' },
  ),
];

function codeOf(name: string, en: string, fr: string): Column {
  return column(name, 'string', `${en}; empty where there is none.`, `${fr} ; vide s’il n’y en a pas.`, {
    nullable: true,
  });
}

export const SITE_COLUMNS: readonly Column[] = [
  column(
    'id',
    'string',
    'Identifier of the site in the official list.',
    'Identifiant du site dans la liste officielle.',
  ),
  column('name', 'string', 'Name of the site.', 'Nom du site.'),
  column('type', 'string', 'Principal site, or antenna of one.', 'Site principal ou antenne.', {
    values: SITE_TYPES,
  }),
  column('format', 'string', 'Fixed, itinerant or on several places.', 'Fixe, itinérant ou multi-site.', {
    values: SITE_FORMATS,
  }),
  column(
    'label_date',
    'date',
    'Date of the label, YYYY-MM-DD, or YYYY-MM where the list gives the month; empty where it gives none.',
    'Date de labellisation, AAAA-MM-JJ, ou AAAA-MM si seul le mois est connu ; vide sinon.',
    { nullable: true },
  ),
  codeOf('commune', 'Current INSEE code of the commune', 'Code INSEE actuel de la commune'),
  codeOf('canton', 'Code of the canton', 'Code du canton'),
  codeOf('departement', 'Code of the département', 'Code du département'),
  codeOf('qpv', 'Code of the priority quarter (QPV) it lies in', 'Code du quartier prioritaire (QPV)'),
  codeOf('zrr', 'ZRR class of the commune', 'Classement ZRR de la commune'),
  codeOf('frr', 'FRR class of the commune', 'Classement FRR de la commune'),
  codeOf(
    'density',
    'INSEE density class of the commune, 1 to 7',
    'Classe de densité INSEE de la commune, 1 à 7',
  ),
  column('lon', 'number', 'Longitude, WGS84.', 'Longitude, WGS84.', { unit: 'degrees' }),
  column('lat', 'number', 'Latitude, WGS84.', 'Latitude, WGS84.', { unit: 'degrees' }),
  column(
    'flags',
    'list',
    'What the import noted, as machine words (placed-at-commune-centre…); separated by spaces in CSV.',
    'Remarques de l’import, en mots-clés ; séparées par des espaces en CSV.',
  ),
];

export const SITE_TOTAL_COLUMNS: readonly Column[] = [
  column('sites', 'integer', 'Sites in items.', 'Sites listés.', { unit: 'sites' }),
  column('principal', 'integer', 'Those of them that are principal.', 'Dont sites principaux.', {
    unit: 'sites',
  }),
  column('antenna', 'integer', 'Those of them that are antennas.', 'Dont antennes.', { unit: 'sites' }),
  column('itinerant', 'integer', 'Those of them that are itinerant.', 'Dont itinérants.', { unit: 'sites' }),
];

export const GAP_COLUMNS: readonly Column[] = [
  column(
    'id',
    'string',
    'Identifier of the gap within the edition.',
    'Identifiant de la zone dans l’édition.',
  ),
  column('population', 'integer', 'Residents beyond the threshold.', 'Habitants au-delà du seuil.', {
    unit: 'residents',
  }),
  column('cells', 'integer', 'Populated H3 cells of the gap.', 'Cellules H3 habitées de la zone.', {
    unit: 'cells',
  }),
  WITHOUT_TIME,
  ESTIMATE_SHARE,
  column(
    'nearest_seconds_min',
    'integer',
    'Time of the gap’s best served cell to its nearest site; empty where no cell has a time within the limit.',
    'Durée de la cellule la mieux desservie jusqu’à son site le plus proche ; vide si aucune durée.',
    { unit: 'seconds', nullable: true },
  ),
];
/** CSV has the communes in two flat columns; GeoJSON holds them as a list of {code, name}. */
export const GAP_CSV_COLUMNS: readonly Column[] = [
  ...GAP_COLUMNS,
  column(
    'commune_codes',
    'list',
    'Communes of the gap’s residents, most residents first; separated by spaces in CSV.',
    'Communes des habitants concernés, par population décroissante ; séparées par des espaces.',
  ),
  column(
    'commune_names',
    'string',
    'Their names in the same order, separated by " | ".',
    'Leurs noms dans le même ordre, séparés par « | ».',
  ),
];
export const GAP_TOTAL_COLUMNS: readonly Column[] = [
  column('gaps', 'integer', 'Number of gaps.', 'Nombre de zones.', { unit: 'gaps' }),
  column('population', 'integer', 'Residents beyond the threshold.', 'Habitants au-delà du seuil.', {
    unit: 'residents',
  }),
  WITHOUT_TIME,
];

const RESIDENTS = column('residents', 'integer', 'Residents of the group.', 'Habitants du groupe.', {
  unit: 'residents',
});
export const RATIO_COLUMNS: readonly Column[] = [
  column('by', 'string', 'Zoning of the comparison.', 'Zonage comparé.', { values: RATIO_DIMENSIONS }),
  column('group', 'string', 'Code of the group.', 'Code du groupe.'),
  column('name', 'string', 'Name of the group.', 'Nom du groupe.'),
  column('kind', 'string', 'group, or detail of a group.', 'Groupe, ou détail d’un groupe.', {
    values: ['group', 'detail'],
  }),
  column('parent', 'string', 'The group that a detail belongs to.', 'Groupe dont relève le détail.', {
    nullable: true,
  }),
  RESIDENTS,
  COVERED,
  SHARE,
  SITES,
  column(
    'sites_per_100k',
    'number',
    'Sites per 100,000 residents; empty where there are no residents.',
    'Sites pour 100 000 habitants ; vide sans habitant.',
    { unit: 'sites per 100,000 residents', nullable: true },
  ),
  column(
    'share_of_sites',
    'number',
    'Sites of the group ÷ all sites; 0 without a site.',
    'Part des sites dans ce groupe ; 0 sans site.',
    { unit: 'fraction' },
  ),
  column(
    'share_of_residents',
    'number',
    'Residents of the group ÷ all residents; 0 without residents.',
    'Part des habitants dans ce groupe ; 0 sans habitant.',
    { unit: 'fraction' },
  ),
];
export const RATIO_TOTAL_COLUMNS: readonly Column[] = [RESIDENTS, COVERED, SHARE, SITES];
