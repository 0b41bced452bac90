import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LEVELS } from '../../src/coverage/edition-data.ts';
import { type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

const PATHS = [
  '/v1/coverage',
  '/v1/without-site',
  '/v1/gaps',
  '/v1/ratios',
  '/v1/sites',
  '/v1/editions',
  '/v1/editions/current',
];
const NAMES = ['level', 'within', 'threshold', 'network', 'by', 'format'];
const VALUES = [
  ...LEVELS,
  ...[
    '2A',
    '2B',
    '01',
    'reg-94',
    'canton-2A01',
    'commune-2A099',
    'qpv-QN02A99X',
    'france',
    '2A,qpv-QN02A99X',
    'canton-hors-canton-01',
  ],
  ...[
    'principal',
    'all',
    'fixed',
    'density',
    'zrr',
    'json',
    'csv',
    'geojson',
    '0',
    '1',
    '60',
    '61',
    '1e3',
    '-0',
    'NaN',
    '',
  ],
];

// Half of the draws are sensible, so that answers are tried as well as refusals.
const name = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'a[b]', '') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 70 }).map(String) },
);
const query = fc
  .array(fc.tuple(name, value), { maxLength: 4 })
  .map((pairs) => pairs.map(([key, text]) => `${encode(key)}=${encode(text)}`).join('&'));
const raw = fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[\s#]/g, '&'));
const accept = fc.constantFrom(
  '*/*',
  'text/csv',
  'application/json',
  'application/geo+json;q=0.3, */*;q=0.1',
  'x',
  'image/png',
  ',;,',
);

function encode(text: string): string {
  // Lone surrogates cannot be encoded; a client could not send them either.
  return encodeURIComponent(text.toWellFormed());
}

it('no query string makes the server fail, and every body holds to its schema', {
  timeout: 300_000,
}, async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PATHS),
      fc.oneof({ weight: 9, arbitrary: query }, { weight: 1, arbitrary: raw }),
      accept,
      async (path, text, header) => {
        const response = await app.inject({ url: `${path}?${text}`, headers: { accept: header } });
        statuses.set(response.statusCode, (statuses.get(response.statusCode) ?? 0) + 1);
        expect(response.statusCode, response.body).toBeLessThan(500);
        const contentType = String(response.headers['content-type']);
        expect(validator.errorsOf(path, response.statusCode, contentType, response.body)).toEqual([]);
      },
    ),
    { numRuns: 4000, seed: 20260101 },
  );
  // Every kind of outcome came up, so that the run says something of each.
  for (const status of [200, 400, 404, 406, 422])
    expect(statuses.get(status) ?? 0, `${status}`).toBeGreaterThan(5);
});
