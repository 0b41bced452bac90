import type { Column } from '../columns.ts';
import { column } from './column.ts';
import {
  CODE,
  COVERED,
  ESTIMATE_SHARE,
  LEVEL,
  NAME,
  POPULATION,
  SHARE,
  SITES,
  WITHOUT_TIME,
} from './figures.ts';

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
    ['Status', 'Statut'],
    'ok; partial: the figures are of a part of the territory; no-population; no-time: no resident has a time; not-applicable: the level does not exist there.',
    'Complet (ok) ; partiel (partial) : les chiffres portent sur une partie du territoire ; sans habitant (no-population) ; sans durée (no-time) : aucun habitant n’a de durée ; sans objet (not-applicable) : niveau inexistant ici.',
    {
      values: COVERAGE_STATUSES,
      frenchValues: {
        ok: 'complet',
        partial: 'partiel',
        'no-population': 'sans habitant',
        'no-time': 'sans durée',
        'not-applicable': 'sans objet',
      } satisfies Record<(typeof COVERAGE_STATUSES)[number], string>,
    },
  ),
  ESTIMATE_SHARE,
  WITHOUT_TIME,
];

export const COVERAGE_TOTAL_COLUMNS: readonly Column[] = [
  column(
    'territories',
    'integer',
    ['Territories', 'Territoires'],
    'Number of territories in items.',
    'Nombre de territoires.',
    {
      unit: 'territories',
    },
  ),
  POPULATION,
  COVERED,
  SHARE,
  SITES,
  ESTIMATE_SHARE,
  WITHOUT_TIME,
];
