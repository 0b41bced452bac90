import type { Column } from '../columns.ts';
import { type Collection, columnOf } from './collections.ts';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
const GEOMETRY_SCHEMA = 'https://geojson.org/schema';

/**
 * JSON Schema of a feature. Types are said plainly, without their null: clients read them to make columns (GDAL takes a
 * property whose type is a list for text), and in GIS a field can always be empty; `required` has those that never are.
 */
export function featureSchema(collection: Collection, base: string): object {
  return {
    $schema: DRAFT,
    $id: `${base}/collections/${collection.id}/schema`,
    title: collection.title,
    description: collection.description,
    type: 'object',
    required: ['type', 'id', 'geometry', 'properties'],
    properties: {
      type: { type: 'string', enum: ['Feature'] },
      id: { type: 'string' },
      geometry: { $ref: `${GEOMETRY_SCHEMA}/${collection.geometry}.json` },
      properties: {
        type: 'object',
        properties: Object.fromEntries(collection.columns.map((known) => [known.name, property(known)])),
        required: collection.columns.filter((known) => !known.nullable).map((known) => known.name),
      },
    },
  };
}

/** JSON Schema of the properties that can be filtered by. */
export function queryablesSchema(collection: Collection, base: string): object {
  const properties = collection.queryables.map((name) => [name, property(columnOf(collection, name))]);
  return {
    $schema: DRAFT,
    $id: `${base}/collections/${collection.id}/queryables`,
    title: collection.title,
    description: 'Chaque propriété est un paramètre de /items : sa valeur exacte est demandée.',
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

const TYPES: Record<Column['type'], object> = {
  string: { type: 'string' },
  // Some dates are months: a format would be a promise that they do not keep.
  date: { type: 'string' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  list: { type: 'array', items: { type: 'string' } },
};

function property(column: Column): object {
  return {
    title: column.heading.fr,
    description: column.definition.fr,
    ...TYPES[column.type],
    ...(column.values === undefined ? {} : { enum: column.values }),
    ...(column.unit === null ? {} : { 'x-ogc-unit': column.unit }),
  };
}
