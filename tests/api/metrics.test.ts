import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sourceOf, tinyApp } from './tiny-app.ts';

const closing: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of closing.splice(0)) await app.close();
});

async function measured(options: Parameters<typeof tinyApp>[0] = {}) {
  const app = await tinyApp({ metrics: true, ...options });
  closing.push(app);
  return app;
}

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** The text format of Prometheus, strictly: every line is a comment of a known kind or a sample. */
function parsed(text: string): Sample[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .filter((line) => line !== '' && !/^# (HELP|TYPE) \w+ .+$/.test(line))
    .map((line) => {
      const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?[\d.e+-]+|Na[nN]|[+-]Inf)$/.exec(line);
      if (match === null) throw new Error(`not a sample: ${line}`);
      const labels = [...(match[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      return {
        name: match[1],
        labels: Object.fromEntries(labels.map(([, key, value]) => [key, value])),
        value: Number(match[3].replace('Inf', 'Infinity')),
      };
    });
}

async function samplesOf(app: FastifyInstance): Promise<Sample[]> {
  const response = await app.inject('/metrics');
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(response.headers['cache-control']).toBe('no-store');
  return parsed(response.body);
}

function sampleOf(samples: Sample[], name: string, labels: Record<string, string> = {}): number | undefined {
  return samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;
}

describe('/metrics', () => {
  it('counts requests by route template, method and status, in buckets of time', async () => {
    const app = await measured();
    for (const url of [
      '/v1/coverage',
      '/v1/coverage?within=2A',
      '/v1/coverage?within=99',
      '/v1/coverage?x=1',
    ])
      await app.inject(url);
    await app.inject({ url: '/v1/coverage', method: 'HEAD' });
    const samples = await samplesOf(app);
    const count = (method: string, status: string) =>
      sampleOf(samples, 'maillage_http_request_seconds_count', { method, route: '/v1/coverage', status });
    expect([count('GET', '200'), count('GET', '404'), count('GET', '400')]).toEqual([2, 1, 1]);
    expect(count('HEAD', '200')).toBe(1);
    const labels = { method: 'GET', route: '/v1/coverage', status: '200', le: '+Inf' };
    expect(sampleOf(samples, 'maillage_http_request_seconds_bucket', labels)).toBe(2);
  });

  it('has few labels, whatever is asked', async () => {
    const app = await measured();
    for (let i = 0; i < 50; i++) {
      await app.inject(`/nothing/${i}`);
      await app.inject(`/health/live?${i}`);
    }
    await app.inject({ url: '/v1/coverage', method: 'TRACE' as 'GET' });
    await app.inject({ url: '/v1/coverage', method: 'DELETE' });
    const samples = await samplesOf(app);
    const counts = samples.filter(({ name }) => name === 'maillage_http_request_seconds_count');
    expect(new Set(counts.map(({ labels }) => labels.route))).toEqual(
      new Set(['unmatched', '/health/live', '/v1/coverage']),
    );
    expect(new Set(counts.map(({ labels }) => labels.method))).toEqual(new Set(['GET', 'other']));
    expect(
      sampleOf(counts, 'maillage_http_request_seconds_count', { route: 'unmatched', status: '404' }),
    ).toBe(50);
  });

  it('tells the cache, the edition and the process', async () => {
    const app = await measured();
    for (let i = 0; i < 3; i++) await app.inject('/v1/coverage');
    for (let i = 0; i < 2; i++) {
      const samples = await samplesOf(app);
      expect(sampleOf(samples, 'maillage_body_cache_hits_total')).toBe(2);
      expect(sampleOf(samples, 'maillage_body_cache_misses_total')).toBe(1);
      expect(sampleOf(samples, 'maillage_body_cache_entries')).toBe(1);
      expect(sampleOf(samples, 'maillage_body_cache_bytes')).toBe(app.bodies.figures.bytes);
      expect(sampleOf(samples, 'maillage_edition_info', { edition: 'tiny-1' })).toBe(1);
      expect(sampleOf(samples, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
      expect(sampleOf(samples, 'nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    }
  });

  it('tells no edition where there is none, or where the database does not answer', async () => {
    for (const current of [async () => null, () => Promise.reject(new Error('down'))]) {
      const app = await measured({ editions: { ...sourceOf(null), current } });
      expect(sampleOf(await samplesOf(app), 'maillage_edition_info')).toBeUndefined();
    }
  });

  it('counts bytes sent, requests under way and clients that hang up', async () => {
    const held = Promise.withResolvers<never>();
    const app = await measured({ outlines: () => held.promise });
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const body = await (await fetch(`${address}/v1/coverage?level=commune`)).text();
    await vi.waitFor(async () => {
      const sent = sampleOf(await samplesOf(app), 'maillage_http_sent_bytes_total') ?? 0;
      expect(sent).toBeGreaterThan(500);
      expect(sent).toBeLessThan(body.length + 2000);
    });
    const { port } = app.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /v1/coverage?format=geojson HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    // Itself is under way as well.
    const underWay = async () => sampleOf(await samplesOf(app), 'maillage_http_requests_in_flight');
    await vi.waitFor(async () => expect(await underWay()).toBe(2));
    socket.destroy();
    await vi.waitFor(async () => expect(await underWay()).toBe(1));
    expect(sampleOf(await samplesOf(app), 'maillage_http_requests_aborted_total')).toBe(1);
    held.reject(new Error('enough'));
  });

  it('is not there where it is turned off', async () => {
    const app = await tinyApp();
    closing.push(app);
    expect((await app.inject('/metrics')).statusCode).toBe(404);
  });
});
