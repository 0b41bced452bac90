import { Type } from 'typebox';
import { LEVELS } from '../../coverage/edition-data.ts';
import { UNTIMED_REASONS } from '../../coverage/explain.ts';
import { EXPLAIN_TABLES } from '../../publish/answers/explain-answer.ts';
import { COVERAGE_COLUMNS } from '../../publish/dictionary/coverage.ts';
import {
  EXPLAIN_CELL_COLUMNS,
  EXPLAIN_PROVIDER_COLUMNS,
  EXPLAIN_SITE_COLUMNS,
} from '../../publish/dictionary/explain.ts';
import { MAP_FORMS } from '../representation.ts';
import { formatTableOrMap, network, threshold } from './parameters.ts';
import {
  Address,
  answerResponses,
  featureCollectionSchema,
  TIMED_STATUSES,
  timedDefinitionSchema,
} from './responses.ts';
import { rowSchema } from './rows.ts';

export const EXPLAIN_LIMIT = 50;
export const EXPLAIN_LIMIT_MAX = 1000;
export const EXPLAIN_TABLE = 'cells';

const CLOSED = { additionalProperties: false };

export const ExplainPath = Type.Object(
  {
    level: Type.Enum([...LEVELS], { type: 'string', description: 'Level of the territory.' }),
    code: Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'Official code of the territory; a former commune stands for what it became.',
      examples: ['2A004'],
    }),
  },
  CLOSED,
);

export const ExplainParameters = Type.Object(
  {
    threshold,
    network,
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: EXPLAIN_LIMIT_MAX,
        default: EXPLAIN_LIMIT,
        description: 'At most so many cells, and so many sites; the counts are of all.',
      }),
    ),
    table: Type.Optional(
      Type.Enum([...EXPLAIN_TABLES], {
        type: 'string',
        default: EXPLAIN_TABLE,
        description: 'The list that files and maps hold; JSON has both.',
      }),
    ),
    format: formatTableOrMap,
  },
  CLOSED,
);

const Definition = timedDefinitionSchema({
  level: Type.String({ description: 'Level of the territory.' }),
  question: Type.String({ description: 'What is told.' }),
});
const Figures = rowSchema(COVERAGE_COLUMNS);
const Cell = rowSchema(EXPLAIN_CELL_COLUMNS);
const Site = rowSchema(EXPLAIN_SITE_COLUMNS);
const Code = Type.String({ description: 'INSEE code.' });
const NameOrNull = Type.Union([Type.String(), Type.Null()]);
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Listed = Count('How many of them are in items.');

const CellCounts = {
  count: Count('Populated cells of the territory.'),
  beyond: Count('Those of them whose residents are not covered.'),
  listed: Listed,
};
const SiteCounts = {
  count: Count('Sites that are the nearest to residents of the territory.'),
  outside: Count('Those of them that do not stand in it.'),
  outside_residents: Count('Residents whose nearest site stands outside the territory.'),
  listed: Listed,
};

const Former = Type.Object(
  {
    code: Code,
    names: Type.Array(Type.String(), { description: 'Names it bore, the latest first.' }),
    became: Type.Array(Type.Object({ code: Code, name: Type.String() }, CLOSED), {
      description: 'Communes of today.',
    }),
    steps: Type.Array(
      Type.Object(
        {
          from: Code,
          from_name: NameOrNull,
          to: Code,
          to_name: NameOrNull,
          date: Type.Union([Type.String(), Type.Null()], { description: 'Null where the files give none.' }),
          kind: Type.String({ description: 'What happened, as a machine word: merged-into-new-commune…' }),
        },
        CLOSED,
      ),
      { description: 'The events that led from one to the other, in order.' },
    ),
  },
  { description: 'Where the code asked for is a former one; else null.', ...CLOSED },
);

const Explanation = Type.Object(
  {
    edition: Type.String({ description: 'The edition that answered; see /v1/editions/current.' }),
    definition: Definition,
    territory: Type.Object(
      {
        level: Type.Enum([...LEVELS], { type: 'string' }),
        code: Type.String(),
        name: Type.String(),
        former: Type.Union([Former, Type.Null()]),
      },
      { description: 'The territory asked for.', ...CLOSED },
    ),
    figures: Type.Object(Figures.properties, {
      description: 'As /v1/coverage has them; of all parts together.',
      ...CLOSED,
    }),
    parts: Type.Array(Figures, { description: 'The territory; the communes that a former one became.' }),
    sentences: Type.Object(
      { en: Type.Array(Type.String()), fr: Type.Array(Type.String()) },
      { description: 'The same in words, sentence by sentence.', ...CLOSED },
    ),
    providers: Type.Array(rowSchema(EXPLAIN_PROVIDER_COLUMNS), {
      description: 'Residents by what their time comes from.',
    }),
    untimed: Type.Array(
      Type.Object(
        {
          reason: Type.Enum([...UNTIMED_REASONS], { type: 'string' }),
          residents: Count('Residents without a time for that reason.'),
          en: Type.String(),
          fr: Type.String(),
        },
        CLOSED,
      ),
      { description: 'Residents without a time to a site, and why. Only no-provider is in without_time.' },
    ),
    cells: Type.Object(
      { ...CellCounts, items: Type.Array(Cell) },
      {
        description: 'Its populated cells, those with most residents beyond the threshold first.',
        ...CLOSED,
      },
    ),
    sites: Type.Object(
      { ...SiteCounts, items: Type.Array(Site) },
      { description: 'The sites that serve it, those nearest to most residents first.', ...CLOSED },
    ),
    address: Address,
  },
  CLOSED,
);

export const explainResponses = answerResponses(
  'The figures of the territory, and what they are made of.',
  {
    json: Explanation,
    geojson: featureCollectionSchema(
      Definition,
      Type.Union([Cell, Site]),
      Type.Union([Type.Object(CellCounts, CLOSED), Type.Object(SiteCounts, CLOSED)]),
    ),
    files: MAP_FORMS,
  },
  ...TIMED_STATUSES,
);
