import { Type } from 'typebox';
import { answerResponses, problemResponses } from './responses.ts';

const CLOSED = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const NullableText = Type.Union([Type.String(), Type.Null()]);
const DateTime = Type.String({ format: 'date-time' });

const EditionSummary = Type.Object(
  {
    id: Type.String(),
    created_at: DateTime,
    territory: Type.Array(Type.String(), { description: 'Scope as it was asked for.' }),
    fictional: Type.Boolean(),
    current: Type.Boolean(),
  },
  CLOSED,
);

const EditionList = Type.Object(
  {
    edition: Type.Union([Type.String(), Type.Null()], { description: 'The current edition.' }),
    items: Type.Array(EditionSummary),
    total: Type.Object({ editions: Count }, CLOSED),
  },
  CLOSED,
);

const Source = Type.Object(
  {
    dataset: Type.String(),
    title: Type.String(),
    publisher: Type.String(),
    licence: Type.String(),
    vintage: Type.String(),
    address: Type.String({ description: 'The official address, wherever the copy that was read came from.' }),
    obtained: Type.Enum(['mirror', 'cache', 'download', 'built-in', 'file']),
    file: Type.String(),
    sha256: Type.String(),
    size_bytes: Count,
  },
  CLOSED,
);

const Method = Type.Object(
  {
    grid_resolution: Type.Integer({ description: 'H3 resolution of the cells.' }),
    time_limit_seconds: Count,
    speed_profile: Type.String(),
    providers: Type.Object(
      { road: Share, friction: Share, none: Share, imported: Type.Optional(Share) },
      { description: 'Share of residents by where their times come from.', ...CLOSED },
    ),
    estimate_errors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            threshold_minutes: Type.Integer({ minimum: 1, maximum: 60 }),
            mean_points: Type.Number({ minimum: 0, description: 'Mean absolute error, points of share.' }),
            nine_in_ten_points: Type.Number({
              minimum: 0,
              description: 'Nine départements in ten are nearer.',
            }),
            departements: Type.Integer({ description: 'How many it was measured on.' }),
          },
          CLOSED,
        ),
        {
          description:
            'How far estimated shares of départements are off INSEE’s (BPE 2023), on départements left out of the fit; absent where no time is estimated.',
        },
      ),
    ),
    population: Type.String(),
    notes: Type.Array(Type.String()),
  },
  CLOSED,
);

const Issue = Type.Object(
  {
    kind: Type.Enum(['rejected', 'repaired', 'flagged']),
    file: Type.String(),
    row: Type.Union([Type.Integer(), Type.Null()]),
    column: NullableText,
    value: NullableText,
    reason: Type.String(),
  },
  CLOSED,
);

const ImportReport = Type.Object(
  {
    dataset: Type.String(),
    file: Type.String(),
    read: Count,
    kept: Count,
    repaired: Count,
    rejected: Count,
    flagged: Count,
    issues: Type.Array(Issue),
    issuesOmitted: Count,
  },
  CLOSED,
);

const CurrentEdition = Type.Object(
  {
    edition: Type.String({ description: 'As in every answer; the same as id.' }),
    id: Type.String(),
    created_at: DateTime,
    territory: Type.Array(Type.String()),
    fictional: Type.Boolean(),
    sources: Type.Array(Source),
    method: Method,
    import_report: Type.Array(ImportReport),
    summary: Type.Record(Type.String(), Type.Number()),
    attribution: Type.Array(Type.String()),
  },
  CLOSED,
);

export const editionsResponses = {
  200: { description: 'The editions.', content: { 'application/json': { schema: EditionList } } },
  ...problemResponses(400, 406, 500, 503),
};
export const currentEditionResponses = answerResponses(
  'The current edition.',
  { json: CurrentEdition },
  400,
  406,
  500,
  503,
);
