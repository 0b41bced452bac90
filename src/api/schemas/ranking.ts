import { Type } from 'typebox';
import { RANKING_MEASURES, RANKING_ORDERS } from '../../coverage/ranking.ts';
import { RANKING_COLUMNS, RANKING_TOTAL_COLUMNS } from '../../publish/dictionary/ranking.ts';
import { MAP_FORMS } from '../representation.ts';
import { DEFAULTS, formatTableOrMap, level, network, simplify, threshold, within } from './parameters.ts';
import {
  answerResponses,
  featureCollectionSchema,
  PAGE_SCHEMA,
  TIMED_STATUSES,
  tableSchema,
  timedDefinitionSchema,
} from './responses.ts';
import { rowSchema } from './rows.ts';

/** Territories of a JSON answer where no limit is given. */
export const RANKING_LIMIT = 50;
const RANKING_LIMIT_MAX = 1_000;

/** Orders as a reader says them: from the worst or the best, or by the figure itself. */
export const ASKED_ORDERS = [...RANKING_ORDERS, 'asc', 'desc'] as const;

export const RankingParameters = Type.Object(
  {
    level,
    within,
    by: Type.Optional(
      Type.Enum([...RANKING_MEASURES], {
        type: 'string',
        default: DEFAULTS.rankedBy,
        description: 'The figure that ranks: share covered, residents not covered, residents to a site.',
      }),
    ),
    order: Type.Optional(
      Type.Enum([...ASKED_ORDERS], {
        type: 'string',
        default: DEFAULTS.order,
        description:
          'What stands first: the worst (least coverage, most uncovered, most residents to a site) or the best; asc and desc order by the figure itself.',
      }),
    ),
    threshold,
    network,
    simplify,
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: RANKING_LIMIT_MAX,
        description: `Most territories to list. Left out: ${RANKING_LIMIT} in JSON, all of them in every other form.`,
      }),
    ),
    offset: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000,
        default: 0,
        description: 'Territories to pass over first; past the end the list is empty.',
      }),
    ),
    format: formatTableOrMap,
  },
  { additionalProperties: false },
);

const Definition = timedDefinitionSchema({
  level: Type.String({ description: 'Level of the items.' }),
  by: Type.Enum([...RANKING_MEASURES], { type: 'string' }),
  order: Type.Enum([...RANKING_ORDERS], { type: 'string' }),
  ...PAGE_SCHEMA,
  question: Type.String({ description: 'What is listed, and what is kept out.' }),
});
const Item = rowSchema(RANKING_COLUMNS);
const Total = rowSchema(RANKING_TOTAL_COLUMNS);

export const rankingResponses = answerResponses(
  'The territories in order; the total is of all of them, listed or not.',
  {
    json: tableSchema(Definition, Item, Total),
    geojson: featureCollectionSchema(Definition, Item, Total),
    files: MAP_FORMS,
  },
  ...TIMED_STATUSES,
);
