import { connect } from 'node:net';
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { PROBLEMS, problemType } from '../../src/api/problems.ts';
import { MAX_WITHIN } from '../../src/api/schemas/parameters.ts';
import { DomainError } from '../../src/domain-error.ts';
import { documentedAnswer, type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { sourceOf, tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

const tooMany = Array.from({ length: MAX_WITHIN + 1 }, () => '2A').join(',');

describe('each refusal names its parameter', () => {
  const cases: [
    url: string,
    status: number,
    code: keyof typeof PROBLEMS,
    parameter: string,
    detail: RegExp,
  ][] = [
    [
      '/v1/coverage?treshold=20',
      400,
      'unknown-parameter',
      'treshold',
      /known here: level, within, threshold/,
    ],
    [
      '/v1/without-site?threshold=20',
      400,
      'unknown-parameter',
      'threshold',
      /known here: level, within, network/,
    ],
    ['/v1/editions?page=2', 400, 'unknown-parameter', 'page', /known here: format/],
    ['/v1/coverage?level=village', 400, 'invalid-parameter', 'level', /commune.*found "village"/],
    ['/v1/coverage?network=mobile', 400, 'invalid-parameter', 'network', /principal, all, fixed/],
    ['/v1/coverage?format=xml', 400, 'invalid-parameter', 'format', /json, geojson, csv/],
    ['/v1/ratios?format=geojson', 400, 'invalid-parameter', 'format', /json, csv/],
    ['/v1/ranking?limit=0', 400, 'invalid-parameter', 'limit', /expected a number of at least 1, found "0"/],
    ['/v1/search?q=', 400, 'invalid-parameter', 'q', /expected at least 1 character, found ""/],
    ['/v1/ratios?by=age', 400, 'invalid-parameter', 'by', /density, zrr, frr, qpv/],
    ['/v1/coverage?threshold=soon', 400, 'invalid-parameter', 'threshold', /integer, found "soon"/],
    ['/v1/coverage?threshold=30.5', 400, 'invalid-parameter', 'threshold', /integer, found "30.5"/],
    ['/v1/coverage?threshold=', 400, 'invalid-parameter', 'threshold', /integer/],
    ['/v1/coverage?threshold=20&threshold=30', 400, 'invalid-parameter', 'threshold', /given 2 times/],
    ['/v1/coverage?level=commune&level=canton', 400, 'invalid-parameter', 'level', /given 2 times/],
    ['/v1/coverage?within=2A&within=2B', 400, 'invalid-parameter', 'within', /given 2 times/],
    ['/v1/coverage?within=2A;2B', 400, 'invalid-parameter', 'within', /found "2A;2B"/],
    ['/v1/coverage?within=2A,', 400, 'invalid-parameter', 'within', /found ""/],
    ['/v1/coverage?within=village-12', 400, 'invalid-parameter', 'within', /found "village-12"/],
    [`/v1/coverage?within=${tooMany}`, 400, 'invalid-parameter', 'within', /at most 200/],
    [`/v1/coverage?within=${'9'.repeat(6001)}`, 400, 'invalid-parameter', 'within', /at most 6000/],
    ['/v1/coverage?within=99', 404, 'unknown-territory', 'within', /departement 99/],
    ['/v1/gaps?within=commune-99999', 404, 'unknown-territory', 'within', /commune 99999/],
    ['/v1/sites?within=reg-00', 404, 'unknown-territory', 'within', /region 00/],
    ['/v1/coverage?threshold=0', 422, 'threshold-out-of-range', 'threshold', /1 to 60, found "0"/],
    ['/v1/gaps?threshold=61', 422, 'threshold-out-of-range', 'threshold', /1 to 60, found "61"/],
    ['/v1/ratios?threshold=-5', 422, 'threshold-out-of-range', 'threshold', /1 to 60, found "-5"/],
  ];
  for (const [url, status, code, parameter, detail] of cases) {
    it(`${url.slice(0, 60)} → ${status} ${code}`, async () => {
      const response = await documentedAnswer(app, validator, url);
      expect(response.statusCode).toBe(status);
      expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      const body = response.json();
      expect(body).toMatchObject({ type: problemType(code), status, title: PROBLEMS[code].title });
      expect(body.errors.map((error: { parameter: string }) => error.parameter)).toContain(parameter);
      expect(body.detail).toMatch(detail);
      expect(body.request_id).toBe(response.headers['x-request-id']);
      expect(response.headers.etag).toBeUndefined();
    });
  }

  it('names every parameter at fault at once', async () => {
    const body = (await app.inject('/v1/coverage?level=x&network=y&z=1')).json();
    expect(body.errors.map((error: { parameter: string }) => error.parameter).sort()).toEqual([
      'level',
      'network',
      'z',
    ]);
  });
});

describe('what is not a question', () => {
  it('an unknown path', async () => {
    for (const method of ['GET', 'HEAD', 'POST'] as const) {
      const response = await app.inject({ url: '/v1/covrage', method });
      expect(response.statusCode).toBe(404);
      expect(response.headers['content-type']).toContain('application/problem+json');
      if (method !== 'HEAD') expect(response.json().type).toBe('urn:maillage:problem:unknown-path');
    }
  });

  it('a method that writes, whatever it sends', async () => {
    for (const url of ['/', '/v1/coverage', '/v1/coverage?x=1', '/health/live', '/openapi.json', '/docs/']) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        const bodies = [
          {},
          { payload: '<a/>', headers: { 'content-type': 'text/xml' } },
          { payload: 'x'.repeat(20_000) },
        ];
        for (const sent of bodies) {
          const response = await app.inject({ url, method, ...sent });
          expect(response.statusCode, `${method} ${url}`).toBe(405);
          expect(response.headers.allow).toBe('GET, HEAD, OPTIONS');
          expect(response.json().type).toBe('urn:maillage:problem:method-not-allowed');
        }
      }
    }
  });

  it('a method that no path is asked by', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'LOCK']) {
      for (const url of ['/v1/coverage', '/nothing']) {
        const response = await app.inject({ url, method: method as 'GET' });
        expect(response.statusCode, `${method} ${url}`).toBe(405);
        expect(response.headers.allow).toBe('GET, HEAD, OPTIONS');
      }
    }
  });

  it('an address that does not decode', async () => {
    const response = await app.inject('/v1/%zz');
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it('bytes that are not HTTP', async () => {
    const server = await tinyApp();
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as { port: number };
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('HELO maillage\r\n\r\n'));
      socket.on('data', (chunk) => {
        received += chunk;
      });
      socket.on('end', () => resolve(received));
      socket.on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('application/problem+json');
    await server.close();
  });

  it('a form that cannot be had', async () => {
    for (const [url, accept] of [
      ['/v1/coverage', 'application/xml'],
      ['/v1/ratios', 'application/geo+json'],
      ['/v1/coverage', 'application/json;q=0, image/png'],
      ['/v1/editions', 'text/csv'],
      ['/', 'image/png'],
    ]) {
      const response = await app.inject({ url, headers: { accept } });
      expect(response.statusCode, `${url} ${accept}`).toBe(406);
      const [{ expected, ...error }] = response.json().errors;
      expect(error).toMatchObject({ parameter: 'Accept', found: accept });
      expect(new Set(expected).size, `${url}: each media type once`).toBe(expected.length);
    }
  });
});

describe('without an edition', () => {
  it('says what to run, and stays alive', async () => {
    const empty = await createApp({ editions: sourceOf(null) });
    for (const url of ['/health/ready', '/v1/coverage', '/v1/gaps', '/v1/sites', '/v1/editions/current']) {
      const response = await documentedAnswer(empty, validator, url);
      expect(response.statusCode).toBe(503);
      expect(response.json()).toMatchObject({ type: 'urn:maillage:problem:no-edition' });
      expect(response.json().detail).toContain('maillage load');
      expect(response.headers['retry-after']).toBe('10');
    }
    expect((await empty.inject('/health/live')).json()).toEqual({ status: 'ok' });
    expect((await empty.inject('/v1/editions')).json()).toEqual({
      edition: null,
      items: [],
      total: { editions: 0 },
    });
    const page = await empty.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(page.body).toContain('Aucune édition');
    await empty.close();
  });
});

describe('a failure of our own', () => {
  const SECRET = 'password=swordfish at /home/someone';

  async function failing(error: Error) {
    const lines: string[] = [];
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const editions = { ...sourceOf(null), current: () => Promise.reject(error), ready: async () => false };
    const broken = await createApp({ editions, logger: pino({ level: 'error' }, sink) });
    return { broken, lines };
  }

  it('tells nothing of its cause, and logs it with the request id', async () => {
    for (const [error, status] of [
      [new Error(SECRET), 500],
      [new DomainError('store-failed', SECRET, { parameter: SECRET }), 500],
      [new DomainError('store-unavailable', SECRET), 503],
    ] as const) {
      const { broken, lines } = await failing(error);
      const response = await documentedAnswer(broken, validator, '/v1/coverage');
      expect(response.statusCode).toBe(status);
      expect(response.body).not.toContain('swordfish');
      expect(lines.join()).toContain('swordfish');
      expect(lines.join()).toContain(response.json().request_id);
      expect((await broken.inject('/health/ready')).statusCode).toBe(503);
      await broken.close();
    }
  });

  it('is told as a failure when the outlines cannot be read', async () => {
    const broken = await tinyApp({ outlines: () => Promise.reject(new Error(SECRET)) });
    const response = await documentedAnswer(broken, validator, '/v1/coverage?format=geojson');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('swordfish');
    expect(response.headers['content-disposition']).toBeUndefined();
    await broken.close();
  });
});

it('every refusal has a stable type of its own', () => {
  const types = Object.keys(PROBLEMS).map((code) => problemType(code as keyof typeof PROBLEMS));
  expect(new Set(types).size).toBe(types.length);
});
