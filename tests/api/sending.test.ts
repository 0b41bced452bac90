import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerBodies } from '../../src/api/bodies.ts';
import type { EditionSource, LoadedEdition } from '../../src/api/edition-source.ts';
import { type Body, sendBody } from '../../src/api/send-body.ts';
import { registerUnderWay } from '../../src/api/under-way.ts';
import { sourceOf, tinyApp, tinyLoaded } from './tiny-app.ts';

const MB = 1024 * 1024;
const closing: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of closing.splice(0)) await app.close();
});

/** A server of one body, made anew by `make` whenever it is not in the cache. */
async function serverOf(make: () => Body | Promise<Body>, cacheBytes = 8 * MB, contentType = 'text/csv') {
  const app = Fastify();
  closing.push(app);
  registerUnderWay(app);
  registerBodies(app, sourceOf(tinyLoaded()), cacheBytes, 0);
  let made = 0;
  app.get('/body', (request, reply) =>
    sendBody(request, reply, {
      tag: 'tag',
      contentType,
      makeBody: () => {
        made++;
        return make();
      },
    }),
  );
  await app.ready();
  return { app, made: () => made };
}

function decoded(response: { rawPayload: Buffer; headers: Record<string, unknown> }): Buffer {
  const encoding = response.headers['content-encoding'];
  if (encoding === 'br') return brotliDecompressSync(response.rawPayload);
  return encoding === 'gzip' ? gunzipSync(response.rawPayload) : response.rawPayload;
}

const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const ENCODINGS = ['identity', 'br', 'gzip'];

describe('a body from the cache', () => {
  it('is the computed one byte for byte in each form and encoding', async () => {
    const app = await tinyApp();
    const uncached = await tinyApp({ cacheBytes: 0 });
    closing.push(app, uncached);
    for (const question of [
      '/v1/coverage?level=commune',
      '/v1/coverage?level=canton&format=geojson',
      '/v1/gaps',
      '/v1/sites?format=csv',
      '/v1/editions/current',
    ]) {
      for (const encoding of ENCODINGS) {
        const request = { url: question, headers: { 'accept-encoding': encoding } };
        const computed = await app.inject(request);
        const kept = await app.inject(request);
        const streamed = await uncached.inject(request);
        expect(sum(kept.rawPayload), `${question} ${encoding}`).toBe(sum(computed.rawPayload));
        expect(sum(decoded(kept))).toBe(sum(decoded(streamed)));
        const { 'x-request-id': _a, ...first } = computed.headers;
        const { 'x-request-id': id, ...second } = kept.headers;
        expect(second).toEqual({ ...first, date: second.date });
        expect(id).not.toBe(computed.headers['x-request-id']);
      }
    }
    expect(app.bodies.figures.hits).toBeGreaterThan(10);
    expect(uncached.bodies.figures).toMatchObject({ hits: 0, entries: 0, bytes: 0 });
  });

  it('is made once, for all who ask while it is being made', async () => {
    const { app, made } = await serverOf(async () => {
      await wait(20);
      return 'x'.repeat(5000);
    });
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.inject('/body')));
    expect(answers.map((answer) => answer.body.length)).toEqual(Array(8).fill(5000));
    expect(made()).toBe(1);
    expect(app.bodiesUnderWay.size).toBe(0);
  });

  it('is made again after a failure', async () => {
    let broken = true;
    const { app } = await serverOf(() => {
      if (broken) throw new Error('not now');
      return 'x';
    });
    expect((await app.inject('/body')).statusCode).toBe(500);
    broken = false;
    expect((await app.inject('/body')).body).toBe('x');
  });

  it('never belongs to another edition', async () => {
    let edition: LoadedEdition = tinyLoaded({ meta: { id: 'first' } });
    const source: EditionSource = { ...sourceOf(edition), current: async () => edition };
    const app = await tinyApp({ editions: source });
    closing.push(app);
    const url = '/v1/coverage?level=canton';
    const first = await app.inject(url);
    await app.inject(url);
    edition = tinyLoaded({ meta: { id: 'second' } });
    const second = await app.inject(url);
    expect([first.json().edition, second.json().edition]).toEqual(['first', 'second']);
    expect(second.headers['maillage-edition']).toBe('second');
    expect(second.headers.etag).not.toBe(first.headers.etag);
    const stale = await app.inject({ url, headers: { 'if-none-match': String(first.headers.etag) } });
    expect(stale.statusCode).toBe(200);
  });

  it('of an edition that is overtaken while it is made is not remembered as the next one’s', async () => {
    let edition: LoadedEdition = tinyLoaded({ meta: { id: 'first' } });
    const slow = tinyLoaded({
      meta: { id: 'first' },
      outlines: async (...args) => {
        const outlines = await tinyLoaded().outlines(...args);
        await wait(30);
        return outlines;
      },
    });
    edition = slow;
    const app = await tinyApp({ editions: { ...sourceOf(edition), current: async () => edition } });
    closing.push(app);
    const url = '/v1/coverage?level=canton&format=geojson';
    const overtaken = app.inject(url);
    await wait(5);
    edition = tinyLoaded({ meta: { id: 'second' } });
    await app.inject('/v1/coverage');
    expect((await overtaken).json().edition).toBe('first');
    expect((await app.inject(url)).json().edition).toBe('second');
  });

  it('is as honest under another host, and another Accept', async () => {
    const app = await tinyApp();
    closing.push(app);
    const url = '/v1/coverage';
    const json = await app.inject({ url, headers: { accept: 'application/json' } });
    await app.inject({ url, headers: { accept: 'application/json' } });
    const csv = await app.inject({ url, headers: { accept: 'text/csv' } });
    expect(json.headers['content-type']).toContain('json');
    expect(csv.headers['content-type']).toContain('csv');
    expect(csv.headers['content-disposition']).toContain('.csv');
  });

  it('is dropped before memory grows past the bound', async () => {
    const app = await tinyApp({ cacheBytes: 20_000 });
    closing.push(app);
    for (let threshold = 1; threshold <= 60; threshold++) {
      await app.inject(`/v1/coverage?level=region&threshold=${threshold}`);
      expect(app.bodies.figures.bytes).toBeLessThanOrEqual(20_000);
    }
    const { entries } = app.bodies.figures;
    expect(entries).toBeGreaterThan(2);
    expect(entries).toBeLessThan(60);
    const { hits } = app.bodies.figures;
    await app.inject('/v1/coverage?level=region&threshold=60');
    expect(app.bodies.figures.hits).toBe(hits + 1);
    await app.inject('/v1/coverage?level=region&threshold=1');
    expect(app.bodies.figures.hits).toBe(hits + 1);
  });
});

describe('what is encoded', () => {
  it('follows Accept-Encoding by quality, brotli first among equals', async () => {
    const { app } = await serverOf(() => 'x'.repeat(3000));
    const encodingFor = async (accepted?: string) =>
      (
        await app.inject({
          url: '/body',
          headers: accepted === undefined ? {} : { 'accept-encoding': accepted },
        })
      ).headers['content-encoding'];
    expect(await encodingFor()).toBeUndefined();
    expect(await encodingFor('')).toBeUndefined();
    expect(await encodingFor('gzip, deflate, br, zstd')).toBe('br');
    expect(await encodingFor('gzip;q=1.0, br;q=0.5')).toBe('gzip');
    expect(await encodingFor('br;q=0, gzip')).toBe('gzip');
    expect(await encodingFor('GZIP')).toBe('gzip');
    expect(await encodingFor('*')).toBe('br');
    expect(await encodingFor('*;q=0')).toBeUndefined();
    expect(await encodingFor('identity, gzip;q=0.5')).toBeUndefined();
    expect(await encodingFor('zstd')).toBeUndefined();
    expect(await encodingFor('identity;q=0')).toBeUndefined();
  });

  it('is neither what is compressed already nor what is short', async () => {
    const accept = { 'accept-encoding': 'br' };
    for (const [length, type, encoding] of [
      [3000, 'application/vnd.mapbox-vector-tile', 'br'],
      [3000, 'application/vnd.apache.parquet', undefined],
      [3000, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', undefined],
      [1023, 'text/csv', undefined],
      [1024, 'text/csv', 'br'],
    ] as const) {
      const { app } = await serverOf(() => 'x'.repeat(length), MB, type);
      for (const _twice of [1, 2]) {
        const response = await app.inject({ url: '/body', headers: accept });
        expect(response.headers['content-encoding'], `${length} ${type}`).toBe(encoding);
        expect(decoded(response).toString()).toBe('x'.repeat(length));
      }
    }
  });
});

describe('a body too large to be kept', () => {
  const LINE = 'commune;residents;covered\n'.repeat(1000);

  async function* lines(count: number, ended: () => void) {
    try {
      for (let i = 0; i < count; i++) yield LINE;
    } finally {
      ended();
    }
  }

  it('is streamed whole, in each encoding', async () => {
    const { app } = await serverOf(() => lines(100, () => undefined), MB);
    for (const encoding of ENCODINGS) {
      const response = await app.inject({ url: '/body', headers: { 'accept-encoding': encoding } });
      expect(response.headers['content-length']).toBeUndefined();
      expect(sum(decoded(response))).toBe(sum(Buffer.from(LINE.repeat(100))));
    }
    expect(app.bodies.figures.entries).toBe(0);
  });

  it('is not made for HEAD', async () => {
    const ended = vi.fn();
    let pieces = 0;
    const { app } = await serverOf(async function* () {
      try {
        for (; pieces < 1000; pieces++) yield LINE;
      } finally {
        ended();
      }
    }, MB);
    const head = await app.inject({ method: 'HEAD', url: '/body', headers: { 'accept-encoding': 'br' } });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(head.headers['content-length']).toBeUndefined();
    expect(ended).toHaveBeenCalledOnce();
    expect(pieces).toBeLessThan(20);
  });

  it.each(ENCODINGS)('is let go of when the client hangs up in the middle (%s)', async (encoding) => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    const ended = vi.fn();
    // Never ends by itself, and does not compress well: the connection is full long before.
    const { app } = await serverOf(async function* () {
      try {
        for (let i = 0; ; i++) {
          yield createHash('sha512').update(String(i)).digest('hex').repeat(200);
          await wait(0);
        }
      } finally {
        ended();
      }
    }, MB);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET /body HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ${encoding}\r\n\r\n`),
    );
    await new Promise((resolve) => socket.once('data', resolve));
    expect(app.underWay.count).toBe(1);
    socket.destroy();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce(), 5000);
    await vi.waitFor(() => expect(app.underWay).toEqual({ count: 0, aborted: 1 }), 5000);
    expect(rejected).not.toHaveBeenCalled();
    process.off('unhandledRejection', rejected);
    await app.close();
  });

  it('is let go of when the client hung up before its first byte', async () => {
    const ended = vi.fn();
    const { app } = await serverOf(async () => {
      await wait(50);
      return lines(1000, ended);
    }, MB);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /body HTTP/1.1\r\nHost: x\r\n\r\n'));
    await wait(20);
    socket.destroy();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce(), 5000);
    expect((await app.inject({ method: 'HEAD', url: '/body' })).statusCode).toBe(200);
  });

  it('breaks off where it cannot be made further, so that nobody takes a part for the whole', async () => {
    const { app } = await serverOf(async function* () {
      for (let i = 0; i < 100; i++) yield LINE;
      throw new Error('the disk is gone');
    }, MB);
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    for (const encoding of ENCODINGS) {
      const answer = await fetch(`${address}/body`, { headers: { 'accept-encoding': encoding } });
      const text = await answer.text().catch(() => 'broken off');
      // An encoder may not have given out anything yet: then there is still time to say so.
      if (encoding === 'identity') expect(answer.status).toBe(200);
      expect(answer.status === 200 ? text : 'broken off').toBe('broken off');
    }
  });
});
