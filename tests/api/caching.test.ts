import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await tinyApp();
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const etagOf = async (url: string, headers: Record<string, string> = {}) =>
  (await get(url, headers)).headers.etag;

describe('ETag', () => {
  it('is strong, and the same for the same question however it is written', async () => {
    const etag = await etagOf('/v1/coverage?level=canton&within=2A,2B');
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    expect(await etagOf('/v1/coverage?within=2b,2A,2A&level=canton&threshold=30')).toBe(etag);
  });

  it('differs by question, form and edition', async () => {
    const other = await tinyApp({ meta: { id: 'tiny-2' } });
    const etags = [
      await etagOf('/v1/coverage'),
      await etagOf('/v1/coverage?threshold=29'),
      await etagOf('/v1/coverage?within=2A'),
      await etagOf('/v1/coverage?network=all'),
      await etagOf('/v1/coverage?format=csv'),
      await etagOf('/v1/coverage?format=geojson'),
      (await other.inject('/v1/coverage')).headers.etag,
    ];
    expect(new Set(etags).size).toBe(etags.length);
    await other.close();
  });

  it('answers 304 without a body where the caller has it already', async () => {
    for (const url of ['/v1/coverage', '/v1/gaps', '/v1/sites?format=csv', '/v1/editions/current']) {
      const first = await get(url);
      const etag = String(first.headers.etag);
      for (const known of [etag, `W/${etag}`, `"else", ${etag}`]) {
        const again = await get(url, { 'if-none-match': known });
        expect(again.statusCode).toBe(304);
        expect(again.body).toBe('');
        expect(again.headers.etag).toBe(etag);
        expect(again.headers['cache-control']).toBe(first.headers['cache-control']);
      }
      expect((await get(url, { 'if-none-match': '"else"' })).statusCode).toBe(200);
    }
  });

  it('is another in each encoding, and a condition is held against the one that would be sent', async () => {
    const url = '/v1/coverage?level=commune';
    const etags = new Map<string, string>();
    for (const encoding of ['identity', 'br', 'gzip']) {
      const headers = { 'accept-encoding': encoding };
      const first = await get(url, headers);
      expect(first.headers['content-encoding']).toBe(encoding === 'identity' ? undefined : encoding);
      expect(first.headers.vary).toBe('Accept, Accept-Encoding');
      etags.set(encoding, String(first.headers.etag));
      const again = await get(url, { ...headers, 'if-none-match': String(first.headers.etag) });
      expect(again.statusCode).toBe(304);
      expect(again.headers.etag).toBe(first.headers.etag);
      expect(again.headers.vary).toBe(first.headers.vary);
      expect(again.headers['content-encoding']).toBeUndefined();
    }
    expect(new Set(etags.values()).size).toBe(3);
    const plainOnly = { 'if-none-match': String(etags.get('identity')), 'accept-encoding': 'br' };
    expect((await get(url, plainOnly)).statusCode).toBe(200);
    const all = { 'if-none-match': [...etags.values()].join(', '), 'accept-encoding': 'gzip' };
    const third = await get(url, all);
    expect([third.statusCode, third.headers.etag]).toEqual([304, etags.get('gzip')]);
  });

  it('of a body too short to be encoded is that of the plain one, and is recognised before and after', async () => {
    const fresh = await tinyApp();
    const short = { url: '/v1/sites?within=2B&format=csv', headers: { 'accept-encoding': 'br' } };
    const etag = String((await get(short.url, short.headers)).headers.etag);
    expect((await get(short.url)).headers.etag).toBe(etag);
    expect((await get(short.url, short.headers)).headers['content-encoding']).toBeUndefined();
    for (const server of [app, fresh]) {
      const headers = { ...short.headers, 'if-none-match': etag };
      expect((await server.inject({ ...short, headers })).statusCode).toBe(304);
    }
    await fresh.close();
  });

  it('lets no caller believe that a refused question was answered', async () => {
    const response = await get('/v1/coverage?within=99', { 'if-none-match': '*' });
    expect(response.statusCode).toBe(404);
    expect(response.headers['cache-control']).toBe('no-store');
  });
});

describe('form of the answer', () => {
  const formOf = async (accept: string | undefined, url = '/v1/coverage') =>
    String((await get(url, accept === undefined ? {} : { accept })).headers['content-type']).split(';')[0];

  it('follows Accept by quality, and `format` over it', async () => {
    expect(await formOf(undefined)).toBe('application/json');
    expect(await formOf('*/*')).toBe('application/json');
    expect(await formOf('text/csv')).toBe('text/csv');
    expect(await formOf('text/*, application/json;q=0.5')).toBe('text/csv');
    expect(await formOf('text/csv;q=0.2, application/geo+json;q=0.9')).toBe('application/geo+json');
    expect(await formOf('application/json;q=0, */*;q=0.1')).toBe('application/geo+json');
    expect(await formOf('text/csv', '/v1/coverage?format=json')).toBe('application/json');
    expect(await formOf('image/png', '/v1/coverage?format=csv')).toBe('text/csv');
    expect(await formOf('text/html,application/xhtml+xml,*/*;q=0.8')).toBe('application/json');
    expect(await formOf('text/html,application/xhtml+xml,*/*;q=0.8', '/')).toBe('text/html');
    expect(await formOf('*/*', '/')).toBe('application/json');
  });

  it('says that it varies by Accept, and may be cached and read from other sites', async () => {
    const response = await get('/v1/coverage', { origin: 'https://example.org' });
    expect(response.headers.vary).toContain('Accept');
    expect(response.headers['cache-control']).toContain('public');
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['access-control-expose-headers']).toBe('*');
  });

  it('answers HEAD with the headers of GET', async () => {
    for (const url of ['/v1/coverage', '/v1/coverage?format=geojson', '/v1/gaps?format=csv']) {
      const head = await app.inject({ method: 'HEAD', url });
      const full = await get(url);
      expect(head.statusCode).toBe(200);
      expect(head.body).toBe('');
      expect(head.headers.etag).toBe(full.headers.etag);
      expect(head.headers['content-type']).toBe(full.headers['content-type']);
    }
  });
});
