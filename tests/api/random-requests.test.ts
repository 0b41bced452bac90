import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { type OpenApiDocument, randomRequests } from './random-requests.ts';
import { tinyApp } from './tiny-app.ts';

const RUNS = Number(process.env.MAILLAGE_FUZZ_RUNS ?? 20_000);
const LONGEST_MS = 2_000;

function decoded(bytes: Buffer, encoding: unknown): string {
  if (encoding === 'br') return brotliDecompressSync(bytes).toString();
  return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

let app: FastifyInstance;
let validator: OpenApiValidator;
let document: OpenApiDocument;
const featureIds = new Map<string, string[]>();

/** One of each is somewhere in the tiny edition; a tile of zoom 0 holds it all. */
const IN_PATHS: Record<string, readonly string[]> = {
  level: ['commune', 'canton', 'departement', 'density', 'france'],
  code: ['2A001', '2A099', '2A01', '2A', '7', 'FR'],
  layer: ['cells', 'sites', 'gaps', 'departements'],
  z: ['0', '1', '8'],
  x: ['0', '1', '134'],
  y: ['0', '94'],
  table: ['coverage', 'sites', 'gaps'],
};
const examples = (template: string, name: string) => featureIds.get(template) ?? IN_PATHS[name];
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
  document = (await app.inject('/openapi.json')).json();
  for (const template of Object.keys(document.paths)) {
    const [, collection] = /^(\/collections\/\w+\/items)\/\{/.exec(template) ?? [];
    if (collection === undefined) continue;
    const { features } = (await app.inject(`${collection}?limit=3`)).json();
    featureIds.set(
      template,
      features.map(({ id }: { id: string }) => id),
    );
  }
});
afterAll(() => app.close());

it(`${RUNS} random requests of everything that is documented: no 5xx, no long wait, every body as its schema says`, {
  timeout: 900_000,
}, async () => {
  const statuses = new Map<number, number>();
  const answered = new Set<string>();
  let slowest = { ms: 0, url: '' };
  await fc.assert(
    fc.asyncProperty(randomRequests(document, examples), async ({ template, url, method, headers }) => {
      const startedAt = performance.now();
      const response = await app.inject({ url, method, headers });
      const ms = performance.now() - startedAt;
      if (ms > slowest.ms) slowest = { ms, url };
      const { statusCode } = response;
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      if (statusCode === 200) answered.add(template);

      expect(statusCode, `${url}: ${response.body.slice(0, 500)}`).toBeLessThan(500);
      for (const value of Object.values(response.headers)) expect(String(value)).not.toMatch(/[\r\n]/);
      expect(response.headers['set-cookie']).toBeUndefined();
      if (method === 'HEAD' || statusCode === 304 || statusCode === 204) {
        expect(response.body).toBe('');
        return;
      }
      const contentType = String(response.headers['content-type']);
      const body = decoded(response.rawPayload, response.headers['content-encoding']);
      expect(validator.errorsOf(url.split('?')[0], statusCode, contentType, body), url).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20260101 },
  );
  console.log(
    `random requests: ${[...statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, n]) => `${status}: ${n}`)
      .join(', ')}; ` + `slowest ${slowest.ms.toFixed(0)} ms (${slowest.url.slice(0, 200)})`,
  );
  expect(slowest.ms, slowest.url).toBeLessThan(LONGEST_MS);
  // Every kind of outcome came up, and every path gave an answer: the run says something of each.
  for (const status of [200, 400, 404, 406, 422])
    expect(statuses.get(status) ?? 0, `${status}`).toBeGreaterThan(5);
  if (RUNS >= 20_000) expect(Object.keys(document.paths).filter((path) => !answered.has(path))).toEqual([]);
});
