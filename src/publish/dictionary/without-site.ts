import type { Column } from '../columns.ts';
import { column } from './column.ts';
import { CODE, LEVEL, NAME, POPULATION } from './figures.ts';

export const WITHOUT_SITE_COLUMNS: readonly Column[] = [
  LEVEL,
  CODE,
  NAME,
  POPULATION,
  column(
    'status',
    'string',
    ['Status', 'Statut'],
    'without-site: no site of the network lies in it; not-applicable: the level does not exist there.',
    'Sans site (without-site) : aucun site du réseau ; sans objet (not-applicable) : niveau inexistant ici.',
    {
      values: ['without-site', 'not-applicable'],
      frenchValues: { 'without-site': 'sans site', 'not-applicable': 'sans objet' },
    },
  ),
];

export const WITHOUT_SITE_TOTAL_COLUMNS: readonly Column[] = [
  column(
    'territories',
    'integer',
    ['Territories', 'Territoires'],
    'Territories to which the level applies.',
    'Territoires concernés.',
    {
      unit: 'territories',
    },
  ),
  column(
    'without_site',
    'integer',
    ['Without a site', 'Sans site'],
    'Those of them without a site.',
    'Ceux sans site.',
    {
      unit: 'territories',
    },
  ),
  column(
    'not_applicable',
    'integer',
    ['Not applicable', 'Non concernés'],
    'Remainders to which the level does not apply, counted apart.',
    'Restes où le niveau ne s’applique pas, comptés à part.',
    { unit: 'territories' },
  ),
];
