import { type TSchema, Type } from 'typebox';
import { type Format, MEDIA_TYPES } from '../representation.ts';
import { DataPackageSchema } from './data-package.ts';

/** What the documented answers are made of, and the responses that every route shares. */

const CLOSED = { additionalProperties: false };

export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'Stable name of the kind of problem: urn:maillage:problem:…' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String({ description: 'What was asked for.' }),
    request_id: Type.String({ description: 'To find the request in the server’s log.' }),
    errors: Type.Array(
      Type.Object(
        {
          parameter: Type.String(),
          detail: Type.String(),
          expected: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())])),
          found: Type.Optional(Type.String()),
        },
        CLOSED,
      ),
      { description: 'The parameters at fault.' },
    ),
  },
  { $id: 'Problem', title: 'Problem', description: 'Problem details, RFC 9457.', ...CLOSED },
);

/** Any GeoJSON geometry, lon/lat (RFC 7946). */
export const GeometrySchema = Type.Object(
  {
    type: Type.Enum([
      'Point',
      'MultiPoint',
      'LineString',
      'MultiLineString',
      'Polygon',
      'MultiPolygon',
      'GeometryCollection',
    ]),
    coordinates: Type.Optional(Type.Array(Type.Unknown())),
    geometries: Type.Optional(Type.Array(Type.Unknown())),
  },
  { $id: 'Geometry', title: 'Geometry', description: 'A GeoJSON geometry, lon/lat, RFC 7946.', ...CLOSED },
);

export const Address = Type.String({ description: 'Path and query that ask the same again.' });

const Edition = Type.String({ description: 'The edition that answered; see /v1/editions/current.' });

const BASE_DEFINITION = {
  network: Type.String(),
  network_definition: Type.String(),
  within: Type.Array(Type.String(), { description: 'The territories looked within, in one spelling.' }),
  edition_created_at: Type.String({ format: 'date-time' }),
  fictional: Type.Boolean({ description: 'True for the built-in sample: an invented territory.' }),
  attribution: Type.Array(Type.String(), { description: 'Sources, vintages and licences to be cited.' }),
};

export function baseDefinitionSchema(extra: Record<string, TSchema>) {
  return Type.Object({ ...extra, ...BASE_DEFINITION }, { description: 'What the figures mean.', ...CLOSED });
}

/** Of figures that times play a part in, whatever the threshold. */
export function travelDefinitionSchema(extra: Record<string, TSchema>) {
  return baseDefinitionSchema({
    ...extra,
    comparison: Type.Literal('<=', { description: 'A resident at exactly the threshold is covered.' }),
    population: Type.String({ description: 'Which residents are counted.' }),
    times: Type.String({ description: 'What a time is, and where the times come from.' }),
  });
}

export function timedDefinitionSchema(extra: Record<string, TSchema>) {
  return travelDefinitionSchema({ ...extra, threshold_minutes: Type.Integer({ minimum: 1, maximum: 60 }) });
}

/** Which part of a long list is told, as its definition says it. */
export const PAGE_SCHEMA = {
  limit: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], { description: 'Null: all that follow.' }),
  offset: Type.Integer({ minimum: 0 }),
};

export function tableSchema(definition: TSchema, item: TSchema, total: TSchema): TSchema {
  return Type.Object(
    { edition: Edition, definition, items: Type.Array(item), total, address: Address },
    CLOSED,
  );
}

export function featureCollectionSchema(definition: TSchema, properties: TSchema, total: TSchema): TSchema {
  const feature = Type.Object(
    {
      type: Type.Literal('Feature'),
      id: Type.String(),
      geometry: Type.Union([Type.Ref('Geometry'), Type.Null()]),
      properties,
    },
    CLOSED,
  );
  const collection = { type: Type.Literal('FeatureCollection'), edition: Edition, definition, total };
  return Type.Object({ ...collection, features: Type.Array(feature), address: Address }, CLOSED);
}

const HEADERS = {
  etag: Type.String({ description: 'Strong; made of the edition, the canonical query and the form.' }),
  'maillage-edition': Type.String({ description: 'The edition that answered.' }),
  'maillage-definition': Type.String({
    description: 'The definition in short, for CSV, which has no place for it.',
  }),
  link: Type.String({ description: 'describedby: the edition’s sources and method; license.' }),
};

const PROBLEMS: Record<number, string> = {
  400: 'An unknown or repeated parameter, or a value that cannot be used.',
  404: 'No such territory in this edition.',
  406: 'None of the forms that Accept asks for.',
  422: 'The threshold is out of range.',
  500: 'Something went wrong; the cause is in the server’s log.',
  503: 'No edition is loaded yet, or the database does not answer.',
};

/** Statuses of a question that is asked at a threshold, of territories. */
export const TIMED_STATUSES = [400, 404, 406, 422, 500, 503] as const;

export function problemResponses(...statuses: (keyof typeof PROBLEMS & number)[]): Record<string, object> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: PROBLEMS[status],
        content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
      },
    ]),
  );
}

const FILE_SCHEMAS: Record<Exclude<Format, 'json' | 'geojson'>, TSchema> = {
  csv: Type.String({ description: 'The items, one a line.' }),
  'csv-fr': Type.String({ description: 'The items, one a line.' }),
  xlsx: Type.String({
    format: 'binary',
    description: 'The items, their definitions and their sources, a sheet each.',
  }),
  parquet: Type.String({
    format: 'binary',
    description: 'The items; GeoParquet where they have a geometry.',
  }),
  fgb: Type.String({ format: 'binary', description: 'The items as FlatGeobuf.' }),
  datapackage: DataPackageSchema,
  html: Type.String({ description: 'A page.' }),
};

/** The documented responses of an answer that has an edition behind it. */
export function answerResponses(
  description: string,
  forms: { json: TSchema; geojson?: TSchema; files?: readonly Format[] },
  ...statuses: (keyof typeof PROBLEMS & number)[]
): Record<string, object> {
  const content: Record<string, object> = { [MEDIA_TYPES.json]: { schema: forms.json } };
  if (forms.geojson) content[MEDIA_TYPES.geojson] = { schema: forms.geojson };
  for (const format of forms.files ?? []) {
    if (format !== 'json' && format !== 'geojson')
      content[MEDIA_TYPES[format]] = { schema: FILE_SCHEMAS[format] };
  }
  return {
    200: { description, headers: HEADERS, content },
    304: { description: 'Not changed since the ETag of If-None-Match.', type: 'null' },
    ...problemResponses(...statuses),
  };
}
