import { Type } from 'typebox';
import { COMPARE_COLUMNS, COMPARE_TOTAL_COLUMNS } from '../../publish/dictionary/compare.ts';
import { TABLE_FORMS } from '../representation.ts';
import { formatTable, groupParameter, groupWithin, network, threshold } from './parameters.ts';
import { answerResponses, TIMED_STATUSES, tableSchema, timedDefinitionSchema } from './responses.ts';
import { rowSchema } from './rows.ts';

export const CompareParameters = Type.Object(
  {
    a: groupParameter('The one.'),
    b: groupParameter('The other; left out: everything that is loaded.', 'france'),
    within: groupWithin,
    threshold,
    network,
    format: formatTable,
  },
  { additionalProperties: false },
);

const Codes = Type.Array(Type.String());

export const compareResponses = answerResponses(
  'A row for the question as asked, and one for each scenario that tries whether its answer holds.',
  {
    json: tableSchema(
      timedDefinitionSchema({
        a: Codes,
        b: Codes,
        question: Type.String({ description: 'What is listed.' }),
        sensitivity: Type.String({ description: 'What the scenarios are.' }),
      }),
      rowSchema(COMPARE_COLUMNS),
      rowSchema(COMPARE_TOTAL_COLUMNS),
    ),
    files: TABLE_FORMS,
  },
  ...TIMED_STATUSES,
);
