import type { Column } from '../columns.ts';
import { CELL_COLUMNS } from './cells.ts';
import { COMPARE_COLUMNS } from './compare.ts';
import { COVERAGE_COLUMNS } from './coverage.ts';
import { CURVE_COLUMNS } from './curve.ts';
import { EXPLAIN_CELL_COLUMNS, EXPLAIN_SITE_COLUMNS } from './explain.ts';
import { GAP_CSV_COLUMNS } from './gaps.ts';
import { RANKING_COLUMNS } from './ranking.ts';
import { RATIO_COLUMNS } from './ratios.ts';
import { SEARCH_COLUMNS } from './search.ts';
import { SITE_COLUMNS } from './sites.ts';
import { VALIDATION_COLUMNS } from './validation.ts';
import { WITHOUT_SITE_COLUMNS } from './without-site.ts';

/** A table of the dictionary: the columns of its files, whatever was asked. */
export interface DictionaryTable {
  name: string;
  title: { en: string; fr: string };
  columns: readonly Column[];
}

/** Every table that is handed out, in the order they are listed. */
export const DICTIONARY: readonly DictionaryTable[] = [
  table('coverage', 'Residents within reach of a site', 'Habitants à portée d’un site', COVERAGE_COLUMNS),
  table('without-site', 'Territories without a site', 'Territoires sans site', WITHOUT_SITE_COLUMNS),
  table(
    'gaps',
    'Where the people beyond the threshold live',
    'Où vivent les habitants au-delà du seuil',
    GAP_CSV_COLUMNS,
  ),
  table('ratios', 'Kinds of territories side by side', 'Types de territoires comparés', RATIO_COLUMNS),
  table('curve', 'Residents by minutes to a site', 'Habitants selon la durée jusqu’à un site', CURVE_COLUMNS),
  table('ranking', 'Territories in order', 'Classement des territoires', RANKING_COLUMNS),
  table(
    'compare',
    'Two territories or groups side by side',
    'Deux territoires ou groupes comparés',
    COMPARE_COLUMNS,
  ),
  table('sites', 'Sites of the network', 'Sites du réseau', SITE_COLUMNS),
  table('cells', 'Populated cells and their time', 'Cellules habitées et leur durée', CELL_COLUMNS),
  table('explain-cells', 'Cells of a territory', 'Cellules d’un territoire', EXPLAIN_CELL_COLUMNS),
  table(
    'explain-sites',
    'Sites that serve a territory',
    'Sites qui desservent un territoire',
    EXPLAIN_SITE_COLUMNS,
  ),
  table('search', 'Territories and sites found', 'Territoires et sites trouvés', SEARCH_COLUMNS),
  table('validation', 'Shares against a reference', 'Parts comparées à une référence', VALIDATION_COLUMNS),
];

function table(name: string, en: string, fr: string, columns: readonly Column[]): DictionaryTable {
  return { name, title: { en, fr }, columns };
}
