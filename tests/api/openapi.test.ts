import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asOpenApi30 } from '../../src/api/openapi-30.ts';
import { documentedPath } from './openapi-validator.ts';
import { tinyApp } from './tiny-app.ts';

type Json = Record<string, unknown>;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Json;
}

interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  responses: Record<string, { description: string }>;
  parameters?: Parameter[];
}

interface Document {
  openapi: string;
  paths: Record<string, { get: Operation }>;
  tags: { name: string }[];
  components: { schemas: Json };
}

let app: FastifyInstance;
let document: Document;
beforeAll(async () => {
  app = await tinyApp();
  document = (await app.inject('/openapi.json')).json();
});
afterAll(() => app.close());

it('the committed OpenAPI document is the one the application publishes', () => {
  const file = new URL('../../src/api/openapi.gen.json', import.meta.url);
  const committed = JSON.parse(readFileSync(file, 'utf8'));
  // Run `node scripts/generate-openapi.ts` when this fails.
  expect(committed).toEqual(document);
});

it('every operation has a name, a summary, a known tag and documented refusals', () => {
  const names = new Set<string>();
  const tags = document.tags.map(({ name }) => name);
  for (const [path, { get }] of Object.entries(document.paths)) {
    names.add(get.operationId);
    expect(get.summary, path).toBeTruthy();
    expect(tags, path).toEqual(expect.arrayContaining(get.tags));
    const statuses = Object.keys(get.responses);
    if (path.startsWith('/v1/')) expect(statuses).toEqual(expect.arrayContaining(['400', '503']));
    if (!path.startsWith('/health/')) expect(statuses, path).toContain('429');
  }
  expect(names.size).toBe(Object.keys(document.paths).length);
});

it('every parameter is described, and the parameters of a path are those of its template', () => {
  for (const [path, { get }] of Object.entries(document.paths)) {
    const inPath: string[] = [];
    for (const parameter of get.parameters ?? []) {
      const where = `${path} ${parameter.name}`;
      // With a default it is not required, which a schema without Type.Optional would say.
      if (parameter.in === 'path') expect(parameter.required, where).toBe(true);
      else expect(parameter.required && 'default' in parameter.schema, where).toBe(false);
      expect(parameter.description, where).toBeTruthy();
      if (parameter.in === 'path') inPath.push(parameter.name);
    }
    const inTemplate = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
    expect(inPath.toSorted(), path).toEqual(inTemplate.toSorted());
  }
});

/** What a Schema Object of OpenAPI 3.0.3 may hold: https://spec.openapis.org/oas/v3.0.3#schema-object */
const SCHEMA_KEYWORDS = new Set(
  (
    'title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems ' +
    'uniqueItems maxProperties minProperties required enum type allOf oneOf anyOf not items properties ' +
    'additionalProperties description format default nullable discriminator readOnly writeOnly xml externalDocs ' +
    'example deprecated'
  ).split(' '),
);
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

/** Breaches of the rules of 3.0.3 in a schema and all in it. */
function breaches(schema: unknown, where: string): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [`${where}: no schema`];
  const entries = schema as Json;
  if ('$ref' in entries) {
    const name = String(entries.$ref).replace('#/components/schemas/', '');
    return [
      ...(Object.keys(entries).length > 1 ? [`${where}: siblings of $ref`] : []),
      ...(name in document.components.schemas ? [] : [`${where}: ${entries.$ref} is not there`]),
    ];
  }
  const found = Object.keys(entries)
    .filter((key) => !SCHEMA_KEYWORDS.has(key) && !key.startsWith('x-'))
    .map((key) => `${where}: ${key}`);
  const { type, nullable, items, properties, additionalProperties, not } = entries;
  if (type !== undefined && !TYPES.includes(type as string)) found.push(`${where}: type ${type}`);
  if (nullable !== undefined && type === undefined) found.push(`${where}: nullable without type`);
  if (type === 'array' && items === undefined) found.push(`${where}: array without items`);
  for (const bound of ['exclusiveMinimum', 'exclusiveMaximum']) {
    if (bound in entries && typeof entries[bound] !== 'boolean')
      found.push(`${where}: ${bound} is no boolean`);
  }
  if (Array.isArray(entries.enum) && entries.enum.includes(null) && nullable !== true)
    found.push(`${where}: null in enum, not nullable`);
  if (items !== undefined) found.push(...breaches(items, `${where}/items`));
  if (not !== undefined) found.push(...breaches(not, `${where}/not`));
  if (typeof additionalProperties === 'object') found.push(...breaches(additionalProperties, `${where}/*`));
  for (const [name, property] of Object.entries((properties ?? {}) as Json))
    found.push(...breaches(property, `${where}/${name}`));
  for (const list of ['allOf', 'anyOf', 'oneOf'])
    for (const [i, part] of ((entries[list] ?? []) as unknown[]).entries())
      found.push(...breaches(part, `${where}/${list}/${i}`));
  return found;
}

function allSchemas(value: unknown, where = ''): [where: string, schema: unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]): [string, unknown][] =>
    key === 'schema' ? [[where, entry]] : allSchemas(entry, `${where}/${key}`),
  );
}

it('is OpenAPI 3.0.3: no schema holds a word that 3.0 does not know', () => {
  expect(document.openapi).toBe('3.0.3');
  const schemas = [...allSchemas(document.paths), ...Object.entries(document.components.schemas)];
  expect(schemas.length).toBeGreaterThan(100);
  expect(schemas.flatMap(([where, schema]) => breaches(schema, where))).toEqual([]);
});

it('what 3.0 has no words for is said in those it has', () => {
  const schema = {
    type: 'object',
    $id: 'X',
    properties: {
      bound: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      pair: { type: 'array', items: [{ type: 'number' }, { type: 'number' }], additionalItems: false },
      mixed: { type: 'array', items: [{ type: 'number' }, { type: 'string' }] },
      text: { type: 'string', examples: ['a', 'b'] },
      other: { $ref: '#/components/schemas/Y', description: 'ignored by 3.0' },
      examples: { type: 'integer', description: 'a property that is called like a keyword' },
    },
    anyOf: [{ exclusiveMinimum: 3 }],
    additionalProperties: { $comment: 'x', type: 'string' },
  };
  expect(asOpenApi30({ components: { schemas: { X: schema } } })).toEqual({
    components: {
      schemas: {
        X: {
          type: 'object',
          properties: {
            bound: {
              type: 'number',
              minimum: 0,
              exclusiveMinimum: true,
              maximum: 1,
              exclusiveMaximum: true,
            },
            pair: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
            mixed: {
              type: 'array',
              items: { anyOf: [{ type: 'number' }, { type: 'string' }] },
              minItems: 2,
              maxItems: 2,
            },
            text: { type: 'string', example: 'a' },
            other: { $ref: '#/components/schemas/Y' },
            examples: { type: 'integer', description: 'a property that is called like a keyword' },
          },
          anyOf: [{ minimum: 3, exclusiveMinimum: true }],
          additionalProperties: { type: 'string' },
        },
      },
    },
  });
});

it('is sent under the media type that is asked for by name, and as JSON to all others', async () => {
  const typeFor = async (accept?: string) => {
    const response = await app.inject({ url: '/openapi.json', headers: accept ? { accept } : {} });
    expect(response.json().openapi).toBe('3.0.3');
    expect(response.headers.vary).toContain('Accept');
    return response.headers['content-type'];
  };
  const openapi = 'application/vnd.oai.openapi+json;version=3.0';
  expect(await typeFor(openapi)).toBe(openapi);
  expect(await typeFor('application/vnd.oai.openapi+json, application/json')).toBe(openapi);
  for (const accept of [undefined, '*/*', 'application/json', `application/json, ${openapi};q=0.5`]) {
    expect(await typeFor(accept)).toBe('application/json; charset=utf-8');
  }
});

it('a path that was asked for is found among the documented templates', () => {
  const paths = [
    '/v1/coverage',
    '/tiles/{layer}.json',
    '/tiles/{layer}/{z}/{x}/{y}.mvt',
    '/collections/{id}',
  ];
  expect(documentedPath(paths, '/v1/coverage')).toBe('/v1/coverage');
  expect(documentedPath(paths, '/tiles/cells/3/4/5.mvt')).toBe('/tiles/{layer}/{z}/{x}/{y}.mvt');
  expect(documentedPath(paths, '/tiles/cells.json')).toBe('/tiles/{layer}.json');
  expect(documentedPath(paths, '/collections/cantons')).toBe('/collections/{id}');
  expect(documentedPath(paths, '/collections/cantons/items')).toBe('/collections/cantons/items');
});
