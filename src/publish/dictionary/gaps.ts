import type { Column } from '../columns.ts';
import { column } from './column.ts';
import { ESTIMATE_SHARE, WITHOUT_TIME } from './figures.ts';

export const GAP_COLUMNS: readonly Column[] = [
  column(
    'id',
    'string',
    ['Identifier', 'Identifiant'],
    'Identifier of the gap within the edition.',
    'Identifiant de la zone dans l’édition.',
  ),
  column(
    'population',
    'integer',
    ['Residents beyond the threshold', 'Habitants au-delà du seuil'],
    'Residents beyond the threshold.',
    'Habitants au-delà du seuil.',
    {
      unit: 'residents',
    },
  ),
  column(
    'cells',
    'integer',
    ['Cells', 'Cellules'],
    'Populated H3 cells of the gap.',
    'Cellules H3 habitées de la zone.',
    {
      unit: 'cells',
    },
  ),
  WITHOUT_TIME,
  ESTIMATE_SHARE,
  column(
    'nearest_seconds_min',
    'integer',
    ['Least time (s)', 'Durée minimale (s)'],
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
    ['Commune codes', 'Codes des communes'],
    'Communes of the gap’s residents, most residents first; separated by spaces in CSV.',
    'Communes des habitants concernés, par population décroissante ; séparées par des espaces.',
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
  column('gaps', 'integer', ['Gaps', 'Zones'], 'Number of gaps.', 'Nombre de zones.', { unit: 'gaps' }),
  column(
    'population',
    'integer',
    ['Residents beyond the threshold', 'Habitants au-delà du seuil'],
    'Residents beyond the threshold.',
    'Habitants au-delà du seuil.',
    {
      unit: 'residents',
    },
  ),
  WITHOUT_TIME,
];
