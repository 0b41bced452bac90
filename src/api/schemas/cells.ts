import { Type } from 'typebox';
import { CELL_COLUMNS, CELL_TOTAL_COLUMNS } from '../../publish/dictionary/cells.ts';
import { MAP_FORMS } from '../representation.ts';
import { formatTableOrMap, network, threshold, within } from './parameters.ts';
import {
  answerResponses,
  featureCollectionSchema,
  PAGE_SCHEMA,
  TIMED_STATUSES,
  tableSchema,
  timedDefinitionSchema,
} from './responses.ts';
import { rowSchema } from './rows.ts';

/** Cells of a JSON answer where no limit is given: a page that a browser shows at once. */
export const CELLS_LIMIT = 1_000;
const CELLS_LIMIT_MAX = 10_000;

export const CellsParameters = Type.Object(
  {
    within,
    threshold,
    network,
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: CELLS_LIMIT_MAX,
        description: `Most cells to list. Left out: ${CELLS_LIMIT} in JSON, all of them in every other form.`,
      }),
    ),
    offset: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10_000_000,
        default: 0,
        description: 'Cells to pass over first; past the end the list is empty.',
      }),
    ),
    format: formatTableOrMap,
  },
  { additionalProperties: false },
);

const Definition = timedDefinitionSchema({
  question: Type.String({ description: 'What is listed.' }),
  ...PAGE_SCHEMA,
});
const Item = rowSchema(CELL_COLUMNS);
const Total = rowSchema(CELL_TOTAL_COLUMNS);

export const cellsResponses = answerResponses(
  'The cells, ascending by H3 index; the total is of all of them, listed or not.',
  {
    json: tableSchema(Definition, Item, Total),
    geojson: featureCollectionSchema(Definition, Item, Total),
    files: MAP_FORMS,
  },
  ...TIMED_STATUSES,
);
