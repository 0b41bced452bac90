import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await tinyApp();
});
afterAll(() => app.close());

for (const url of [
  '/v1/coverage?within=2B,2A&level=canton&threshold=20',
  '/v1/without-site?level=canton',
  '/v1/gaps?threshold=20',
  '/v1/ratios?by=zrr',
  '/v1/sites?network=principal',
  '/v1/cells?limit=3',
  '/v1/curve?of=2A',
  '/v1/ranking?level=canton&by=uncovered',
  '/v1/compare?a=2A&b=2B',
  '/v1/explain/commune/2A002?limit=2',
  '/v1/search?q=ard%20e',
]) {
  it(`${url} names the address that answers the same, in every form that is text`, async () => {
    for (const format of ['json', 'geojson']) {
      const separator = url.includes('?') ? '&' : '?';
      const first = await app.inject(`${url}${separator}format=${format}`);
      if (first.statusCode === 400) continue;
      expect(first.statusCode, first.body.slice(0, 200)).toBe(200);
      const { address } = first.json();
      const again = await app.inject(`${address}&format=${format}`);
      expect(again.body).toBe(first.body);
    }
  });
}
