import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await tinyApp();
});
afterAll(() => app.close());

/** Of one request alone. */
const PASSING = ['x-request-id', 'date'];

for (const [url, accept] of [
  ['/', 'text/html'],
  ['/collections', 'text/html'],
  ['/collections/cantons/items?limit=3', 'text/html'],
  ['/collections/cantons/items/2A01', 'text/html'],
  ['/v1/coverage?level=canton', 'application/json'],
  ['/v1/coverage?level=canton&format=xlsx', '*/*'],
  ['/tiles/cells/0/0/0.mvt', '*/*'],
]) {
  it(`${url} as ${accept} is answered the second time as the first: headers and body`, async () => {
    const ask = async (encoding: string) => {
      const response = await app.inject({ url, headers: { accept, 'accept-encoding': encoding } });
      const headers = Object.entries(response.headers).filter(([name]) => !PASSING.includes(name));
      return { status: response.statusCode, headers: Object.fromEntries(headers), body: response.rawPayload };
    };
    for (const encoding of ['identity', 'br']) {
      const first = await ask(encoding);
      expect(first.status).toBe(200);
      expect(await ask(encoding)).toEqual(first);
      if (accept === 'text/html') {
        expect(first.headers['content-security-policy']).toMatch(/style-src 'sha256-/);
      }
    }
  });
}
