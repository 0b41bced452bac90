/**
 * What is left of JSON Schema in the document once @fastify/swagger has written it as OpenAPI 3.0 (null, const, and
 * patternProperties it turns itself; 3.0 has no tuples, no numeric exclusive bounds, and one example a schema).
 */

type Json = Record<string, unknown>;

const SCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf'];
const SCHEMA_MAPS = ['properties'];
const SCHEMAS = ['items', 'not', 'additionalProperties'];
/** Keywords that OpenAPI 3.0 does not know, and that say nothing a reader would miss. */
const UNKNOWN_KEYWORDS = ['$id', '$schema', '$comment', 'additionalItems'];

/** A document with every schema in it as OpenAPI 3.0.3 has them; the document given is not changed. */
export function asOpenApi30<T extends object>(document: T): T {
  return withSchemas(document) as T;
}

/** Everything that is under `schema` or in `components.schemas` is a schema; the rest is walked. */
function withSchemas(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => withSchemas(entry));
  if (!isObject(value)) return value;
  if (key === 'schema') return schema30(value);
  if (key === 'schemas') return mapped(value, schema30);
  return mapped(value, withSchemas);
}

function schema30(given: unknown): unknown {
  if (!isObject(given)) return given;
  // Beside $ref everything is ignored in 3.0; @fastify/swagger has dropped it.
  if (typeof given.$ref === 'string') return { $ref: given.$ref };
  const schema: Json = { ...given };
  for (const keyword of UNKNOWN_KEYWORDS) delete schema[keyword];
  exclusiveBound(schema, 'minimum', 'exclusiveMinimum');
  exclusiveBound(schema, 'maximum', 'exclusiveMaximum');
  if (Array.isArray(schema.examples)) {
    schema.example ??= schema.examples[0];
    delete schema.examples;
  }
  if (Array.isArray(schema.items)) tupleAsArray(schema, schema.items);
  // In 3.0 `nullable` adds nothing to an enum: null must be listed.
  if (schema.nullable === true && Array.isArray(schema.enum) && !schema.enum.includes(null))
    schema.enum = [...schema.enum, null];
  for (const keyword of SCHEMA_LISTS) {
    const list = schema[keyword];
    if (Array.isArray(list)) schema[keyword] = list.map(schema30);
  }
  for (const keyword of SCHEMA_MAPS) {
    const schemas = schema[keyword];
    if (isObject(schemas)) schema[keyword] = mapped(schemas, schema30);
  }
  for (const keyword of SCHEMAS) {
    if (keyword in schema) schema[keyword] = schema30(schema[keyword]);
  }
  return schema;
}

/** `exclusiveMinimum: 0` is `minimum: 0, exclusiveMinimum: true` in 3.0. */
function exclusiveBound(schema: Json, bound: string, exclusive: string): void {
  if (typeof schema[exclusive] !== 'number') return;
  schema[bound] = schema[exclusive];
  schema[exclusive] = true;
}

/** A list of as many entries, each of any of the kinds: 3.0 cannot say which comes where. */
function tupleAsArray(schema: Json, kinds: unknown[]): void {
  const different = [...new Map(kinds.map((kind) => [JSON.stringify(kind), kind])).values()];
  schema.items = different.length === 1 ? different[0] : { anyOf: different };
  schema.minItems ??= kinds.length;
  schema.maxItems ??= kinds.length;
}

function mapped(object: Json, each: (value: unknown, key: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, each(value, key)]));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
