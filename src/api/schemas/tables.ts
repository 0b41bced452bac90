import { Type } from 'typebox';
import { COVERAGE_COLUMNS, COVERAGE_TOTAL_COLUMNS } from '../../publish/dictionary/coverage.ts';
import { RATIO_COLUMNS, RATIO_TOTAL_COLUMNS } from '../../publish/dictionary/ratios.ts';
import { SITE_COLUMNS, SITE_TOTAL_COLUMNS } from '../../publish/dictionary/sites.ts';
import { WITHOUT_SITE_COLUMNS, WITHOUT_SITE_TOTAL_COLUMNS } from '../../publish/dictionary/without-site.ts';
import { MAP_FORMS, TABLE_FORMS } from '../representation.ts';
import {
  answerResponses,
  baseDefinitionSchema,
  featureCollectionSchema,
  TIMED_STATUSES,
  tableSchema,
  timedDefinitionSchema,
} from './responses.ts';
import { rowSchema } from './rows.ts';

/** The documented responses of each question, built from the data dictionary. */

const Question = Type.String({ description: 'What is listed.' });
const LevelName = Type.String({ description: 'Level of the items.' });

function tableAndMap(
  definition: ReturnType<typeof baseDefinitionSchema>,
  item: ReturnType<typeof rowSchema>,
  properties: ReturnType<typeof rowSchema>,
  total: ReturnType<typeof rowSchema>,
) {
  return {
    json: tableSchema(definition, item, total),
    geojson: featureCollectionSchema(definition, properties, total),
    files: MAP_FORMS,
  };
}

const CoverageItem = rowSchema(COVERAGE_COLUMNS);
export const coverageResponses = answerResponses(
  'Coverage of each territory, and of all of them together.',
  tableAndMap(
    timedDefinitionSchema({ level: LevelName }),
    CoverageItem,
    CoverageItem,
    rowSchema(COVERAGE_TOTAL_COLUMNS),
  ),
  ...TIMED_STATUSES,
);

const WithoutSiteItem = rowSchema(WITHOUT_SITE_COLUMNS);
export const withoutSiteResponses = answerResponses(
  'The territories without a site, those not concerned apart.',
  tableAndMap(
    baseDefinitionSchema({ level: LevelName, question: Question }),
    WithoutSiteItem,
    WithoutSiteItem,
    rowSchema(WITHOUT_SITE_TOTAL_COLUMNS),
  ),
  400,
  404,
  406,
  500,
  503,
);

const isCoordinate = (name: string) => name === 'lon' || name === 'lat';
export const sitesResponses = answerResponses(
  'The sites.',
  tableAndMap(
    baseDefinitionSchema({ question: Question }),
    rowSchema(SITE_COLUMNS),
    rowSchema(SITE_COLUMNS.filter((column) => !isCoordinate(column.name))),
    rowSchema(SITE_TOTAL_COLUMNS),
  ),
  400,
  404,
  406,
  500,
  503,
);

export const ratiosResponses = answerResponses(
  'The groups of the zoning.',
  {
    json: tableSchema(
      timedDefinitionSchema({ by: Type.String(), grouping: Type.String() }),
      rowSchema(RATIO_COLUMNS),
      rowSchema(RATIO_TOTAL_COLUMNS),
    ),
    files: TABLE_FORMS,
  },
  ...TIMED_STATUSES,
);
