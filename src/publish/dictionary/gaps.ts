import type { Column } from '../columns.ts';
import { column } from './column.ts';
import { ESTIMATE_SHARE, WITHOUT_TIME } from './figures.ts';

const BEYOND = column(
  'population',
  'integer',
  ['Residents beyond the threshold', 'Habitants au-delà du seuil'],
  'Residents beyond the threshold.',
  'Habitants au-delà du seuil.',
  { unit: 'residents' },
);

/** What every form of the answer tells of a gap. */
export const GAP_COLUMNS: readonly Column[] = [
  column(
    'id',
    'string',
    ['Identifier', 'Identifiant'],
    'Identifier of the gap within the edition.',
    'Identifiant de la zone dans l’édition.',
  ),
  column(
    'rank',
    'integer',
    ['Rank', 'Rang'],
    'Rank of the gap by residents beyond the threshold, 1 the most, among all gaps of the question.',
    'Rang de la zone par habitants au-delà du seuil, 1 pour la plus peuplée, parmi toutes celles de la question.',
    { unit: 'rank' },
  ),
  BEYOND,
  column(
    'cells',
    'integer',
    ['Cells', 'Cellules'],
    'Populated H3 cells of the gap.',
    'Cellules H3 habitées de la zone.',
    { unit: 'cells' },
  ),
  column(
    'area_km2',
    'number',
    ['Area of the cells (km²)', 'Surface des cellules (km²)'],
    'Area of the gap’s cells as they are, what is smoothed or clipped away in a drawing included.',
    'Surface des cellules de la zone telles quelles, y compris ce que le lissage ou le découpage du dessin enlève.',
    { unit: 'km²' },
  ),
  WITHOUT_TIME,
  ESTIMATE_SHARE,
  column(
    'nearest_seconds_min',
    'integer',
    ['Least time (s)', 'Durée minimale (s)'],
    'Time of the gap’s best served residents to their nearest site; empty where none has a time within the limit.',
    'Durée des habitants les mieux desservis jusqu’à leur site le plus proche ; vide si aucune durée.',
    { unit: 'seconds', nullable: true },
  ),
  column(
    'nearest_seconds_median',
    'integer',
    ['Median time (s)', 'Durée médiane (s)'],
    'Half of the gap’s residents are at or under this time of their nearest site; empty where that half has no time within the limit.',
    'La moitié des habitants de la zone sont à cette durée ou moins de leur site le plus proche ; vide si cette moitié est sans durée.',
    { unit: 'seconds', nullable: true },
  ),
];

/** Where the gap is, and what lies nearest. */
export const GAP_PLACE_COLUMNS: readonly Column[] = [
  column(
    'departements',
    'list',
    ['Départements', 'Départements'],
    'Codes of the départements of the gap’s residents, most residents first; separated by spaces in CSV.',
    'Codes des départements des habitants concernés, par population décroissante ; séparés par des espaces.',
  ),
  column(
    'nearest_site',
    'string',
    ['Nearest site', 'Site le plus proche'],
    'Identifier of the site that is nearest to most of the gap’s residents; empty where none is within the limit.',
    'Identifiant du site le plus proche pour le plus d’habitants de la zone ; vide si aucun dans la limite.',
    { nullable: true },
  ),
  column(
    'nearest_site_name',
    'string',
    ['Name of the nearest site', 'Nom du site le plus proche'],
    'Its name.',
    'Son nom.',
    { nullable: true },
  ),
  column(
    'nearest_site_commune',
    'string',
    ['Commune of the nearest site', 'Commune du site le plus proche'],
    'Official code of its commune; empty too where it lies beyond the loaded territory.',
    'Code officiel de sa commune ; vide aussi s’il est hors du territoire chargé.',
    { nullable: true },
  ),
  column(
    'lon',
    'number',
    ['Longitude', 'Longitude'],
    'Longitude of the centre of the gap’s residents, WGS 84.',
    'Longitude du centre des habitants concernés, WGS 84.',
    { unit: 'degrees' },
  ),
  column(
    'lat',
    'number',
    ['Latitude', 'Latitude'],
    'Latitude of the centre of the gap’s residents, WGS 84.',
    'Latitude du centre des habitants concernés, WGS 84.',
    { unit: 'degrees' },
  ),
];

/** Files have the communes in flat columns; JSON holds them as a list of {code, name, population}. */
export const GAP_CSV_COLUMNS: readonly Column[] = [
  ...GAP_COLUMNS,
  ...GAP_PLACE_COLUMNS,
  column(
    'commune_codes',
    'list',
    ['Commune codes', 'Codes des communes'],
    'Communes of the gap’s residents, most residents first; separated by spaces in CSV.',
    'Communes des habitants concernés, par population décroissante ; séparées par des espaces.',
  ),
  column(
    'commune_residents',
    'list',
    ['Residents by commune', 'Habitants par commune'],
    'Residents of the gap in each of these communes, in the same order.',
    'Habitants de la zone dans chacune de ces communes, dans le même ordre.',
  ),
  column(
    'commune_names',
    'string',
    ['Communes', 'Communes'],
    'Their names in the same order, separated by " | ".',
    'Leurs noms dans le même ordre, séparés par « | ».',
  ),
];

export const GAP_TOTAL_COLUMNS: readonly Column[] = [
  column(
    'gaps',
    'integer',
    ['Gaps', 'Zones'],
    'Number of gaps of the question, listed or not.',
    'Nombre de zones de la question, listées ou non.',
    { unit: 'gaps' },
  ),
  column(
    'population',
    'integer',
    ['Residents beyond the threshold', 'Habitants au-delà du seuil'],
    'Residents beyond the threshold in all of them: residents less covered of /v1/coverage.',
    'Habitants au-delà du seuil dans l’ensemble : habitants moins couverts de /v1/coverage.',
    { unit: 'residents' },
  ),
  WITHOUT_TIME,
  column(
    'listed',
    'integer',
    ['Gaps listed', 'Zones listées'],
    'Number of gaps in this answer: fewer than gaps where limit, offset or min_population leave some out.',
    'Nombre de zones dans cette réponse : moins que le total si limit, offset ou min_population en écartent.',
    { unit: 'gaps' },
  ),
  column(
    'listed_population',
    'integer',
    ['Residents of the gaps listed', 'Habitants des zones listées'],
    'Residents beyond the threshold in the gaps of this answer.',
    'Habitants au-delà du seuil dans les zones de cette réponse.',
    { unit: 'residents' },
  ),
];
