import { type TSchema, Type } from 'typebox';
import { COLLECTIONS, type Collection } from '../../publish/features/collections.ts';
import { SCHEMA_TYPE } from '../../publish/features/feature-link.ts';
import { MEDIA_TYPES } from '../representation.ts';
import {
  answerResponses,
  baseDefinitionSchema,
  problemResponses,
  timedDefinitionSchema,
} from '../schemas/responses.ts';
import { rowSchema } from '../schemas/rows.ts';

/** The documented answers of OGC API – Features. */

const CLOSED = { additionalProperties: false };
const Page = Type.String({ description: 'A page, in French.' });
const DateTime = Type.String({ format: 'date-time' });
const Count = Type.Integer({ minimum: 0 });

const LinkSchema = Type.Object(
  {
    href: Type.String(),
    rel: Type.String(),
    type: Type.String(),
    title: Type.Optional(Type.String()),
  },
  { $id: 'Link', title: 'Link', description: 'A link, as OGC API writes it.', ...CLOSED },
);
const Links = Type.Array(Type.Ref('Link'));

const TimedDefinitionSchema = Type.Object(timedDefinitionSchema({}).properties, {
  $id: 'FigureDefinition',
  title: 'FigureDefinition',
  description: 'What the figures of features mean.',
  ...CLOSED,
});
const SiteDefinitionSchema = Type.Object(baseDefinitionSchema({}).properties, {
  $id: 'SiteDefinition',
  title: 'SiteDefinition',
  description: 'Which sites these are.',
  ...CLOSED,
});

const Longitude = Type.Number({ minimum: -180, maximum: 180 });
const Latitude = Type.Number({ minimum: -90, maximum: 90 });
const CollectionSchema = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    description: Type.String(),
    attribution: Type.String({ description: 'Sources, vintages and licences to be cited.' }),
    extent: Type.Object(
      {
        spatial: Type.Optional(
          Type.Object(
            {
              bbox: Type.Array(
                Type.Array(Type.Union([Longitude, Latitude]), {
                  minItems: 4,
                  maxItems: 4,
                  description: 'West, south, east, north, in degrees.',
                }),
              ),
              crs: Type.String(),
            },
            CLOSED,
          ),
        ),
        temporal: Type.Optional(
          Type.Object(
            {
              interval: Type.Array(Type.Array(DateTime, { minItems: 2, maxItems: 2 })),
              trs: Type.String(),
            },
            CLOSED,
          ),
        ),
      },
      CLOSED,
    ),
    itemType: Type.Enum(['feature']),
    crs: Type.Array(Type.String()),
    storageCrs: Type.String(),
    links: Links,
  },
  { $id: 'Collection', title: 'Collection', description: 'A collection of features.', ...CLOSED },
);

const Collections = Type.Object(
  {
    title: Type.String(),
    edition: Type.String({ description: 'The edition that answered; see /v1/editions/current.' }),
    links: Links,
    collections: Type.Array(Type.Ref('Collection')),
  },
  CLOSED,
);

export const collectionsResponses = answerResponses(
  'The collections.',
  { json: Collections, files: ['html'] },
  400,
  406,
  500,
  503,
);
export const collectionResponses = answerResponses(
  'The collection.',
  { json: Type.Ref('Collection'), files: ['html'] },
  400,
  406,
  500,
  503,
);

const Conformance = Type.Object({ conformsTo: Type.Array(Type.String()) }, CLOSED);
export const conformanceResponses = {
  200: {
    description: 'The conformance classes.',
    content: { [MEDIA_TYPES.json]: { schema: Conformance }, [MEDIA_TYPES.html]: { schema: Page } },
  },
  ...problemResponses(400, 406, 500),
};

export const schemaResponses = {
  200: {
    description: 'A JSON Schema.',
    content: { [SCHEMA_TYPE]: { schema: Type.Object({ type: Type.String() }) } },
  },
  304: { description: 'Not changed since the ETag of If-None-Match.', type: 'null' },
  ...problemResponses(400, 500, 503),
};

/** `communes` → `Communes`: names of schemas in the OpenAPI document. */
function schemaName({ id }: Collection, what: string): string {
  return id[0].toUpperCase() + id.slice(1) + what;
}

/** Properties of a collection's features; none is required, since `properties` selects among them. */
function propertiesSchema(collection: Collection): TSchema {
  const name = schemaName(collection, 'Properties');
  const { properties } = rowSchema(collection.columns);
  const optional = Object.entries(properties).map(([key, schema]) => [key, Type.Optional(schema)]);
  return Type.Object(Object.fromEntries(optional) as Record<string, TSchema>, {
    $id: name,
    title: name,
    description: `Properties of ${collection.id}.`,
    ...CLOSED,
  });
}

function featureParts(collection: Collection) {
  return {
    type: Type.Literal('Feature'),
    id: Type.String(),
    geometry: Type.Union([Type.Ref('Geometry'), Type.Null()]),
    properties: Type.Ref(schemaName(collection, 'Properties')),
  };
}

function answerParts({ content }: Collection) {
  return {
    timeStamp: Type.String({
      format: 'date-time',
      description: 'When the edition was made: equal answers are equal bytes.',
    }),
    links: Links,
    edition: Type.String({ description: 'The edition that answered; see /v1/editions/current.' }),
    definition: Type.Ref(content.kind === 'sites' ? 'SiteDefinition' : 'FigureDefinition'),
  };
}

export function itemsResponses(collection: Collection) {
  const page = Type.Object(
    {
      type: Type.Literal('FeatureCollection'),
      numberMatched: Count,
      numberReturned: Count,
      ...answerParts(collection),
      features: Type.Array(Type.Object(featureParts(collection), CLOSED)),
    },
    CLOSED,
  );
  return featureResponses('A page of features.', page);
}

export function itemResponses(collection: Collection) {
  const feature = Type.Object({ ...featureParts(collection), ...answerParts(collection) }, CLOSED);
  return featureResponses('The feature.', feature);
}

function featureResponses(description: string, schema: TSchema) {
  const forms = { json: schema, geojson: schema, files: ['html'] as const };
  return answerResponses(description, forms, 400, 404, 406, 422, 500, 503);
}

/**
 * Schemas that the paths above refer to. They are added to the application itself: a plugin with schemas of its own would
 * be given compilers of its own (Fastify), which take seconds to start and drop undeclared keys.
 */
export const FEATURE_SCHEMAS: readonly TSchema[] = [
  LinkSchema,
  TimedDefinitionSchema,
  SiteDefinitionSchema,
  CollectionSchema,
  ...COLLECTIONS.map(propertiesSchema),
];
