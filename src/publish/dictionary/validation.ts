import type { Column } from '../columns.ts';
import { column } from './column.ts';
import { CODE, ESTIMATE_SHARE, LEVEL, NAME, POPULATION } from './figures.ts';

/** Columns of the figures that `maillage validate` compares. */
export const VALIDATION_COLUMNS: readonly Column[] = [
  LEVEL,
  CODE,
  NAME,
  column('minutes', 'integer', ['Minutes', 'Minutes'], 'Threshold.', 'Seuil.', { unit: 'minutes' }),
  column(
    'ours',
    'number',
    ['Ours', 'Édition'],
    'Share of residents at or under the threshold in the edition.',
    'Part des habitants sous le seuil (inclus) dans l’édition.',
    { unit: 'fraction' },
  ),
  column(
    'reference',
    'number',
    ['Reference', 'Référence'],
    'The same share in the reference.',
    'La même part dans la référence.',
    { unit: 'fraction' },
  ),
  column(
    'difference_points',
    'number',
    ['Difference (points)', 'Écart (points)'],
    'Ours less the reference.',
    'Édition moins référence.',
    { unit: 'percentage points' },
  ),
  POPULATION,
  ESTIMATE_SHARE,
];
