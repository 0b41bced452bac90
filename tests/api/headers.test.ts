import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await tinyApp();
});
afterAll(() => app.close());

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('every answer', () => {
  it('may do nothing in a browser, and may be used by any site', async () => {
    for (const request of [
      { url: '/v1/coverage' },
      { url: '/v1/coverage' },
      { url: '/v1/coverage?x=1' },
      { url: '/nothing' },
      { url: '/health/live' },
      { url: '/openapi.json' },
      { url: '/v1/coverage', method: 'POST' as const },
      { url: `/${'x'.repeat(9000)}` },
    ]) {
      const { headers } = await app.inject(request);
      const where = `${request.url.slice(0, 40)} ${request.method ?? 'GET'}`;
      expect(headers['content-security-policy'], where).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers['x-content-type-options'], where).toBe('nosniff');
      expect(headers['referrer-policy'], where).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy'], where).toBe('cross-origin');
      expect(headers['strict-transport-security'], where).toBeUndefined();
      expect(headers['x-request-id'], where).toMatch(UUID);
    }
  });

  it('that is a page has a policy that lets the page work, and no more', async () => {
    const docs = String((await app.inject('/docs/')).headers['content-security-policy']);
    expect(docs).toContain("default-src 'self'");
    const landing = await app.inject({ url: '/', headers: { accept: 'text/html' } });
    const policy = String(landing.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/style-src 'sha256-/);
    for (const each of [docs, policy]) {
      expect(each).toContain("frame-ancestors 'none'");
      expect(each).not.toMatch(/script-src[^;]*unsafe/);
    }
  });
});

describe('the id of a request', () => {
  const ask = (server: FastifyInstance, id: string, remoteAddress = '127.0.0.1') =>
    server.inject({ url: '/health/live', headers: { 'x-request-id': id }, remoteAddress });

  it('is made here, unless a proxy in front is trusted and gives one that makes sense', async () => {
    const behind = await tinyApp({ trustProxy: 'loopback' });
    const given = '4bf92f35-77b3.4da6:a3ce_929d';
    expect((await ask(app, given)).headers['x-request-id']).toMatch(UUID);
    expect((await ask(behind, given)).headers['x-request-id']).toBe(given);
    for (const bad of ['short', 'x'.repeat(129), 'with space in it', 'quote"quote"', '<script>'])
      expect((await ask(behind, bad)).headers['x-request-id']).toMatch(UUID);
    await behind.close();
  });
});

describe('HEAD', () => {
  it('is answered with the headers of GET, wherever GET is', async () => {
    for (const url of [
      '/',
      '/v1/coverage',
      '/v1/gaps?format=csv',
      '/v1/editions',
      '/health/live',
      '/openapi.json',
    ]) {
      for (const encoding of ['identity', 'br']) {
        const headers = { 'accept-encoding': encoding };
        const full = await app.inject({ url, headers });
        const head = await app.inject({ url, headers, method: 'HEAD' });
        expect([head.statusCode, head.body], url).toEqual([full.statusCode, '']);
        // Of small pages the encoding is found while they are sent, which HEAD is not (RFC 9110, 9.3.2).
        const encoded = url.startsWith('/v1/coverage') || url.startsWith('/v1/gaps');
        for (const name of [
          'etag',
          'content-type',
          'cache-control',
          ...(encoded ? ['content-encoding', 'vary'] : []),
        ])
          expect(head.headers[name], `${url} ${encoding} ${name}`).toBe(full.headers[name]);
      }
    }
  });
});
