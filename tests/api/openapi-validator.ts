import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';

/** Checks bodies against the OpenAPI document that the application itself publishes. */
export interface OpenApiValidator {
  /**
   * Errors of a body against the schema documented for its path, status and media type; throws if none is.
   * @param path as asked for (`/tiles/cells/6/32/22.mvt`) or as documented (`/tiles/{layer}/{z}/{x}/{y}.mvt`)
   */
  errorsOf(path: string, status: number, contentType: string, body: string): ErrorObject[];
  /** As documented. */
  paths: string[];
}

const DOCUMENT = 'openapi.json';

export async function openApiValidator(app: FastifyInstance): Promise<OpenApiValidator> {
  const document = JSON.parse((await app.inject('/openapi.json')).body);
  // Ajv knows `nullable` beside `type` as OpenAPI 3.0 means it; its exclusive bounds are numbers.
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat('binary', true);
  ajv.addSchema({ $id: DOCUMENT, ...(withNumericBounds(document) as object) });
  const paths = Object.keys(document.paths);
  return {
    paths,
    errorsOf(asked, status, contentType, body) {
      const path = documentedPath(paths, asked);
      const mediaType = contentType.split(';')[0];
      const media = document.paths[path]?.get.responses[status]?.content?.[mediaType];
      if (media === undefined) throw new Error(`${asked} ${status} ${mediaType}: not documented`);
      const pointer = ['paths', path, 'get', 'responses', String(status), 'content', mediaType, 'schema']
        .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/');
      const validate = ajv.getSchema(`${DOCUMENT}#/${pointer}`);
      if (validate === undefined) throw new Error(`no schema at ${pointer}`);
      validate(isJson(mediaType) ? JSON.parse(body) : body);
      return validate.errors ?? [];
    },
  };
}

/** The path itself where it is documented so; else the one template that it fits. */
export function documentedPath(paths: readonly string[], asked: string): string {
  if (paths.includes(asked)) return asked;
  const fitting = paths.filter((path) => {
    const pattern = path
      .split(/\{[^}]+\}/)
      .map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*');
    return new RegExp(`^${pattern}$`).test(asked);
  });
  // More literal text is the closer fit: `/tiles/{layer}.json` before `/tiles/{layer}`.
  return fitting.toSorted((a, b) => literalLength(b) - literalLength(a))[0] ?? asked;
}

function literalLength(path: string): number {
  return path.replaceAll(/\{[^}]+\}/g, '').length;
}

function isJson(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

/** `minimum: 0, exclusiveMinimum: true` of OpenAPI 3.0 as JSON Schema has it since draft 6. */
function withNumericBounds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNumericBounds);
  if (typeof value !== 'object' || value === null) return value;
  const object = Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, withNumericBounds(entry)]),
  );
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ]) {
    if (typeof object[exclusive] !== 'boolean') continue;
    if (object[exclusive]) object[exclusive] = object[bound];
    else delete object[exclusive];
  }
  return object;
}

/** Sends the request and expects a documented answer. */
export async function documentedAnswer(
  app: FastifyInstance,
  validator: OpenApiValidator,
  url: string,
  headers: Record<string, string> = {},
) {
  const response = await app.inject({ url, headers });
  const contentType = String(response.headers['content-type']);
  const errors = validator.errorsOf(url.split('?')[0], response.statusCode, contentType, response.body);
  expect(errors, `${url}: ${response.body.slice(0, 500)}`).toEqual([]);
  return response;
}
