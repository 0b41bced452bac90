import { Type } from 'typebox';
import { SEARCH_LEVELS } from '../../coverage/search-entries.ts';
import { SEARCH_COLUMNS, SEARCH_TOTAL_COLUMNS } from '../../publish/dictionary/search.ts';
import { MAP_FORMS } from '../representation.ts';
import { formatTableOrMap } from './parameters.ts';
import { answerResponses, featureCollectionSchema, tableSchema } from './responses.ts';
import { rowSchema } from './rows.ts';

export const SEARCH_LIMIT = 10;
export const SEARCH_LIMIT_MAX = 50;
/** Of a question, after the spaces around it are taken off. */
export const SEARCH_CHARACTERS_MAX = 100;

const LEVELS_AND_SITE = [...SEARCH_LEVELS, 'site'] as const;
const CLOSED = { additionalProperties: false };

export const SearchParameters = Type.Object(
  {
    q: Type.String({
      minLength: 1,
      // Spaces around are no fault: the length is looked at once they are off.
      maxLength: 3 * SEARCH_CHARACTERS_MAX,
      description: `The beginning of a name or of any word of it, a code, a postcode, a former name: 1 to ${SEARCH_CHARACTERS_MAX} characters.`,
      examples: ['ajac', '20000', 'Évry'],
    }),
    level: Type.Optional(
      Type.Enum([...LEVELS_AND_SITE], {
        type: 'string',
        description: 'Only territories of this level, or only sites; left out: everything.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: SEARCH_LIMIT_MAX,
        default: SEARCH_LIMIT,
        description: 'At most so many hits.',
      }),
    ),
    format: formatTableOrMap,
  },
  CLOSED,
);

const Definition = Type.Object(
  {
    question: Type.String({ description: 'What is listed, and in which order.' }),
    q: Type.String({ description: 'The text as it was searched.' }),
    level: Type.Union([Type.Enum([...LEVELS_AND_SITE], { type: 'string' }), Type.Null()], {
      description: 'Null: everything.',
    }),
    edition_created_at: Type.String({ format: 'date-time' }),
    fictional: Type.Boolean({ description: 'True for the built-in sample: an invented territory.' }),
    attribution: Type.Array(Type.String(), { description: 'Sources, vintages and licences to be cited.' }),
  },
  { description: 'What was looked for.', ...CLOSED },
);
const Item = rowSchema(SEARCH_COLUMNS);
const Total = rowSchema(SEARCH_TOTAL_COLUMNS);

export const searchResponses = answerResponses(
  'What the text may mean, best first; an empty list where nothing is found.',
  {
    json: tableSchema(Definition, Item, Total),
    geojson: featureCollectionSchema(Definition, Item, Total),
    files: MAP_FORMS,
  },
  400,
  406,
  500,
  503,
);
