import { type TSchema, Type } from 'typebox';
import type { Column } from '../../publish/columns.ts';
import { BBOX_PATTERN } from '../../publish/features/bounding-box.ts';
import { type Collection, columnOf } from '../../publish/features/collections.ts';
import { DATETIME_PATTERN } from '../../publish/features/date-interval.ts';
import { CRS84 } from '../../publish/features/feature-link.ts';
import { network, networkOfSites, simplify, threshold } from '../schemas/parameters.ts';

/** A page that a person reads, and that a map on a slow line has soon. */
export const DEFAULT_LIMIT = 100;
/** Ten thousand communes are 20 MB: more is a download, which /v1 and the publication are for. */
export const MAX_LIMIT = 10_000;
const MAX_OFFSET = 10_000_000;

/** Query parameters of property filters and lists are written as OGC API asks: name=a,b and never name=a&name=b. */
const CLOSED = { additionalProperties: false };

export const f = Type.Optional(
  Type.Enum(['json', 'geojson', 'html'], {
    type: 'string',
    description:
      'Form of the answer; wins over the Accept header. json: JSON, which for features is GeoJSON; html: a page.',
  }),
);

const crs84 = (description: string) =>
  Type.Optional(Type.Enum([CRS84], { type: 'string', default: CRS84, description }));

const PAGING = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_LIMIT,
      default: DEFAULT_LIMIT,
      description: `Features a page; more than ${MAX_LIMIT} are taken as ${MAX_LIMIT}.`,
    }),
  ),
  offset: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MAX_OFFSET,
      default: 0,
      description: 'Features to pass over; the links next and prev have it.',
    }),
  ),
  edition: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description:
        'Edition of the pages before, as the links next and prev have it: where another has become current the page is refused with 404, and paging starts again from the first.',
    }),
  ),
};

const PLACE_AND_TIME = {
  bbox: Type.Optional(
    Type.String({
      maxLength: 200,
      pattern: BBOX_PATTERN,
      description:
        'Features whose geometry, as drawn, meets the box west,south,east,north in degrees (CRS84), edges included; six numbers have heights, which play no part; west above east is a box across the antimeridian. Features without a geometry are in every box.',
      examples: ['8.5,41.3,9.6,43.1'],
    }),
  ),
  'bbox-crs': crs84('Of bbox; there is one.'),
  crs: crs84('Of the answer; there is one.'),
  datetime: Type.Optional(
    Type.String({
      maxLength: 80,
      pattern: DATETIME_PATTERN,
      description:
        'A day, a moment, or an interval (2020-01-01/2020-12-31, ../2020-12-31). Sites are matched by the date of their label, a month as a whole; features without a date match always, so that it narrows no other collection.',
      examples: ['2020-01-01/2020-12-31'],
    }),
  ),
};

/** Parameters that change what a feature is, not which features there are. */
function figureParameters({ content }: Collection): Record<string, TSchema> {
  if (content.kind === 'sites') return { network: networkOfSites };
  return { threshold, network, ...(content.kind === 'territories' ? { simplify } : {}) };
}

function propertiesParameter({ columns }: Collection): TSchema {
  const names = columns.map(({ name }) => name);
  return Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 500,
      description: `Properties to be told, comma-separated, of: ${names.join(', ')}. All where it is left out.`,
      examples: [names.slice(0, 2).join(',')],
    }),
  );
}

function filterParameter(column: Column): TSchema {
  const description = `Features of which this property has exactly this value. ${column.definition.en}`;
  if (column.values !== undefined) {
    return Type.Optional(Type.Enum([...column.values], { type: 'string', description }));
  }
  return Type.Optional(Type.String({ minLength: 1, maxLength: 200, description }));
}

/** Query of `/items`: paging, place and time, a parameter for each property that can be filtered by, figures. */
export function itemsParameters(collection: Collection) {
  const filters = collection.queryables.map((name) => [name, filterParameter(columnOf(collection, name))]);
  return Type.Object(
    {
      ...PAGING,
      ...PLACE_AND_TIME,
      ...(Object.fromEntries(filters) as Record<string, TSchema>),
      properties: propertiesParameter(collection),
      ...figureParameters(collection),
      f,
    },
    // Both are read by the OpenAPI document alone: QGIS takes as filters the parameters that say so.
    { ...CLOSED, style: 'form', explode: false },
  );
}

export function itemParameters(collection: Collection) {
  return Type.Object(
    {
      crs: PLACE_AND_TIME.crs,
      properties: propertiesParameter(collection),
      ...figureParameters(collection),
      f,
    },
    CLOSED,
  );
}

export const FormParameters = Type.Object({ f }, CLOSED);
export const NoParameters = Type.Object({}, CLOSED);
