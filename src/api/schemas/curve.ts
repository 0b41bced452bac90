import { Type } from 'typebox';
import { CURVE_COLUMNS, CURVE_TOTAL_COLUMNS } from '../../publish/dictionary/curve.ts';
import { TABLE_FORMS } from '../representation.ts';
import { formatTable, groupParameter, groupWithin, network } from './parameters.ts';
import { answerResponses, tableSchema, travelDefinitionSchema } from './responses.ts';
import { rowSchema } from './rows.ts';

export const CurveParameters = Type.Object(
  {
    of: groupParameter('Whose residents; left out: everything that is loaded.', 'france'),
    with: groupParameter('What they are held against; left out: everything that is loaded.', 'france'),
    within: groupWithin,
    network,
    format: formatTable,
  },
  { additionalProperties: false },
);

const Codes = Type.Array(Type.String());

export const curveResponses = answerResponses(
  'A row for each whole minute from 0 to 60, and the figures of both curves.',
  {
    json: tableSchema(
      travelDefinitionSchema({
        of: Codes,
        with: Codes,
        question: Type.String({ description: 'What is listed.' }),
        percentiles: Type.String({ description: 'How the median, the decile and the mean are defined.' }),
      }),
      rowSchema(CURVE_COLUMNS),
      rowSchema(CURVE_TOTAL_COLUMNS),
    ),
    files: TABLE_FORMS,
  },
  400,
  404,
  406,
  500,
  503,
);
