import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCosts, POINTS } from '../../src/api/costs.ts';
import { MAX_ADDRESS_CHARACTERS, NO_LIMITS } from '../../src/api/limits.ts';
import { tinyApp } from './tiny-app.ts';

const closing: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of closing.splice(0)) await app.close();
});

async function limited(limits: Partial<typeof NO_LIMITS>, options: Parameters<typeof tinyApp>[0] = {}) {
  const app = await tinyApp({ ...options, limits: { ...NO_LIMITS, ...limits }, metrics: true });
  closing.push(app);
  return app;
}
const RATIOS = '/v1/ratios';

describe('requests a minute', () => {
  it('are counted by client; who is over gets 429 and is told when to come back', async () => {
    const app = await limited({ requestsPerMinute: 3 });
    const ask = (remoteAddress: string, url = RATIOS) => app.inject({ url, remoteAddress });
    for (const left of ['2', '1', '0']) {
      const response = await ask('192.0.2.1');
      expect(response.statusCode).toBe(200);
      expect(response.headers['ratelimit-limit']).toBe('3');
      expect(response.headers['ratelimit-remaining']).toBe(left);
    }
    const refused = await ask('192.0.2.1');
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(refused.json()).toMatchObject({ type: 'urn:maillage:problem:rate-limited', status: 429 });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(refused.headers['ratelimit-remaining']).toBe('0');
    expect(refused.headers['access-control-allow-origin']).toBe('*');
    expect((await ask('192.0.2.2')).statusCode).toBe(200);
  });

  it('count what is in the cache, what is refused and what is not there', async () => {
    const app = await limited({ requestsPerMinute: 4 });
    const statuses = [];
    for (const url of [RATIOS, RATIOS, '/v1/ratios?x=1', '/nothing', '/nothing', RATIOS])
      statuses.push((await app.inject(url)).statusCode);
    expect(statuses).toEqual([200, 200, 400, 404, 429, 429]);
  });

  it('do not count health checks and metrics', async () => {
    const app = await limited({ requestsPerMinute: 1, maxInFlight: 1 });
    await app.inject(RATIOS);
    for (const url of ['/health/live', '/health/ready', '/metrics', '/metrics']) {
      expect((await app.inject(url)).statusCode, url).toBe(200);
    }
    expect((await app.inject(RATIOS)).statusCode).toBe(429);
  });

  it('take an IPv6 network of 64 bits for one client', async () => {
    const app = await limited({ requestsPerMinute: 1 });
    const statusOf = async (remoteAddress: string) =>
      (await app.inject({ url: RATIOS, remoteAddress })).statusCode;
    expect(await statusOf('2001:db8::1')).toBe(200);
    expect(await statusOf('2001:db8::2')).toBe(429);
    expect(await statusOf('2001:db8:0:1::1')).toBe(200);
  });

  it('believe X-Forwarded-For from a trusted proxy alone', async () => {
    const ask = (app: FastifyInstance, client: string) =>
      app.inject({ url: RATIOS, remoteAddress: '10.1.2.3', headers: { 'x-forwarded-for': client } });
    const trusting = await limited({ requestsPerMinute: 1 }, { trustProxy: '10.0.0.0/8' });
    expect((await ask(trusting, '192.0.2.1')).statusCode).toBe(200);
    expect((await ask(trusting, '192.0.2.2')).statusCode).toBe(200);
    expect((await ask(trusting, '192.0.2.1')).statusCode).toBe(429);
    const wary = await limited({ requestsPerMinute: 1 });
    expect((await ask(wary, '192.0.2.1')).statusCode).toBe(200);
    expect((await ask(wary, '192.0.2.2')).statusCode).toBe(429);
  });
});

describe('points a minute', () => {
  it('are spent by answers that have to be made; those in the cache are served on', async () => {
    const app = await limited({ costPerMinute: 5 });
    const ask = (url: string, remoteAddress = '192.0.2.1') => app.inject({ url, remoteAddress });
    const first = await ask('/v1/coverage?threshold=1');
    expect(first.headers['maillage-points-left']).toBe('3');
    for (let i = 0; i < 5; i++) {
      const kept = await ask('/v1/coverage?threshold=1');
      expect(kept.statusCode).toBe(200);
      expect(kept.headers['maillage-points-left']).toBeUndefined();
    }
    expect((await ask('/v1/coverage?threshold=2')).headers['maillage-points-left']).toBe('1');
    // One point is left, and it costs more: it is answered, and the next has to wait.
    expect((await ask('/v1/gaps')).headers['maillage-points-left']).toBe('0');
    const refused = await ask('/v1/coverage?threshold=3');
    expect(refused.statusCode).toBe(429);
    expect(refused.json().type).toBe('urn:maillage:problem:rate-limited');
    expect(refused.headers.etag).toBeUndefined();
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('/v1/coverage?threshold=2')).statusCode).toBe(200);
    const etag = String(first.headers.etag);
    const known = { url: '/v1/coverage?threshold=1&network=principal', headers: { 'if-none-match': etag } };
    expect((await app.inject({ ...known, remoteAddress: '192.0.2.1' })).statusCode).toBe(304);
    expect((await ask('/v1/coverage?threshold=3', '192.0.2.2')).statusCode).toBe(200);
  });

  it('are told of routes that are there', async () => {
    const app = await limited({});
    for (const url of Object.keys(POINTS)) expect(app.hasRoute({ method: 'GET', url }), url).toBe(true);
  });

  it('come back after a minute, and count what was made beyond the usual', () => {
    let now = 0;
    const costs = createCosts(3, () => now);
    const request = { ip: '192.0.2.1', routeOptions: { url: '/v1/x' } } as never;
    const reply = { header: vi.fn() } as never;
    costs.charge(request, reply);
    costs.add(request, 5 * 1024 * 1024);
    now = 59_999;
    expect(() => costs.charge(request, reply)).toThrow(/Try again in 1 s/);
    now = 60_000;
    costs.charge(request, reply);
  });

  it('are kept for a bounded number of clients', () => {
    const costs = createCosts(1);
    const reply = { header: vi.fn() } as never;
    const from = (i: number) => ({ ip: `10.0.${i >> 8}.${i & 255}`, routeOptions: {} }) as never;
    for (let i = 0; i < 10_001; i++) costs.charge(from(i), reply);
    expect(() => costs.charge(from(10_000), reply)).toThrow(/points/);
    expect(() => costs.charge(from(0), reply)).not.toThrow();
  });
});

describe('requests under way', () => {
  it('are bounded: more are answered 503 at once, and health is still told', async () => {
    const held = Promise.withResolvers<never>();
    const app = await limited({ maxInFlight: 2 }, { outlines: () => held.promise });
    const slow = [1, 2].map((threshold) => app.inject(`/v1/coverage?format=geojson&threshold=${threshold}`));
    await vi.waitFor(() => expect(app.underWay.count).toBe(2));
    const refused = await app.inject(RATIOS);
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toBe('10');
    expect(refused.json()).toMatchObject({ type: 'urn:maillage:problem:overloaded', detail: /under way/ });
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    held.reject(new Error('enough'));
    await Promise.all(slow);
    await vi.waitFor(() => expect(app.underWay.count).toBe(0));
    expect((await app.inject(RATIOS)).statusCode).toBe(200);
  });
});

describe('the length of an address', () => {
  it('is bounded, with a problem that says so', async () => {
    const app = await limited({});
    const most = `/v1/ratios?x=${'1'.repeat(MAX_ADDRESS_CHARACTERS - 13)}`;
    expect((await app.inject(most)).statusCode).toBe(400);
    for (const url of [`${most}1`, `/${'x'.repeat(9000)}`]) {
      const response = await app.inject(url);
      expect(response.statusCode).toBe(414);
      expect(response.json()).toMatchObject({ type: 'urn:maillage:problem:address-too-long', status: 414 });
    }
  });

  it('past what is read at all is told in the same form', async () => {
    const app = await limited({});
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(`GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`),
      );
      socket.on('data', (chunk) => {
        received += chunk;
      });
      socket.on('close', () => resolve(received));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
    expect(text).toContain('application/problem+json');
  });
});

describe('slow clients', () => {
  it('are given a bounded time for their request', async () => {
    const app = await limited({});
    await app.listen({ host: '127.0.0.1', port: 0 });
    expect(app.server.headersTimeout).toBe(20_000);
    expect(app.server.requestTimeout).toBe(30_000);
    expect(app.server.timeout).toBe(120_000);
    // Longer than the 60 s after which the usual proxies let go of a connection.
    expect(app.server.keepAliveTimeout).toBeGreaterThan(60_000);
  });

  it('are told 408 in the same form as every refusal', async () => {
    const app = await limited({});
    // What Node emits after headersTimeout, which it looks at every 30 s only.
    const end = vi.fn();
    const late = Object.assign(new Error(), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    app.server.emit('clientError', late, { writable: true, end } as never);
    expect(end.mock.calls[0][0]).toMatch(
      /^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/problem\+json/,
    );
  });
});
