import { Type } from 'typebox';
import { GAP_COLUMNS, GAP_PLACE_COLUMNS, GAP_TOTAL_COLUMNS } from '../../publish/dictionary/gaps.ts';
import { MAP_FORMS } from '../representation.ts';
import {
  answerResponses,
  featureCollectionSchema,
  TIMED_STATUSES,
  timedDefinitionSchema,
} from './responses.ts';
import { rowSchema } from './rows.ts';

const GapProperties = Type.Object(
  {
    ...rowSchema([...GAP_COLUMNS, ...GAP_PLACE_COLUMNS]).properties,
    communes: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          name: Type.String(),
          population: Type.Integer({ minimum: 1, description: 'Its residents in the gap.' }),
        },
        { additionalProperties: false },
      ),
      { description: 'Communes of the gap’s residents, most residents first.' },
    ),
  },
  { additionalProperties: false },
);
const GapCollection = featureCollectionSchema(
  timedDefinitionSchema({
    question: Type.String({ description: 'What is listed.' }),
    drawing: Type.String({ description: 'How the polygons are drawn.' }),
  }),
  GapProperties,
  rowSchema(GAP_TOTAL_COLUMNS),
);

export const gapsResponses = answerResponses(
  'The gaps, most residents first.',
  { json: GapCollection, geojson: GapCollection, files: MAP_FORMS },
  ...TIMED_STATUSES,
);
