import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';

/** Checks bodies against the OpenAPI document that the application itself publishes. */
export interface OpenApiValidator {
  /** Errors of a body against the schema documented for its path, status and media type; throws if none is. */
  errorsOf(path: string, status: number, contentType: string, body: string): ErrorObject[];
  paths: string[];
}

const DOCUMENT = 'openapi.json';

export async function openApiValidator(app: FastifyInstance): Promise<OpenApiValidator> {
  const document = JSON.parse((await app.inject('/openapi.json')).body);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: DOCUMENT, ...document });
  return {
    paths: Object.keys(document.paths),
    errorsOf(path, status, contentType, body) {
      const mediaType = contentType.split(';')[0];
      const media = document.paths[path]?.get.responses[status]?.content?.[mediaType];
      if (media === undefined) throw new Error(`${path} ${status} ${mediaType}: not documented`);
      const pointer = ['paths', path, 'get', 'responses', String(status), 'content', mediaType, 'schema']
        .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/');
      const validate = ajv.getSchema(`${DOCUMENT}#/${pointer}`);
      if (validate === undefined) throw new Error(`no schema at ${pointer}`);
      const isJson = mediaType.endsWith('json');
      validate(isJson ? JSON.parse(body) : body);
      return validate.errors ?? [];
    },
  };
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
