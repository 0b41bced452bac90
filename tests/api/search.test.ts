import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedAnswer, type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

function search(q: string, rest = '') {
  return documentedAnswer(app, validator, `/v1/search?q=${encodeURIComponent(q)}${rest}`);
}

async function found(q: string, rest = ''): Promise<string[]> {
  const { items } = (await search(q, rest)).json();
  return items.map((item: { level: string | null; code: string }) => `${item.level ?? 'site'} ${item.code}`);
}

describe('/v1/search', () => {
  it('is saved under the letters that were searched, without their accents', async () => {
    const { headers } = await search('Évisa', '&format=csv');
    expect(headers['content-disposition']).toContain('maillage_search_Evisa_');
  });

  it('gives all that is needed to go on from a hit', async () => {
    const { items, total } = (await search('bruzal', '&level=commune')).json();
    expect(total).toEqual({ listed: 1 });
    expect(items[0]).toEqual({
      kind: 'territory',
      level: 'commune',
      code: '2A002',
      name: 'Bruzal',
      matched: 'name',
      matched_text: 'Bruzal',
      departement: '2A',
      population: 180,
      site_type: null,
      lon: expect.any(Number),
      lat: expect.any(Number),
      explain: '/v1/explain/commune/2A002',
      coverage: '/v1/coverage?level=commune&within=commune-2A002',
    });
    for (const address of [items[0].explain, items[0].coverage]) {
      expect((await app.inject(address)).statusCode, address).toBe(200);
    }
  });

  it('gives addresses that answer, for every level', async () => {
    const { items } = (await search('2', '&limit=50')).json();
    const others = (await Promise.all(['les', 'region', '01', 'cc'].map((q) => search(q)))).flatMap(
      (response) => response.json().items,
    );
    const levels = new Set<string>();
    for (const item of [...items, ...others]) {
      levels.add(item.level ?? 'site');
      for (const address of [item.explain, item.coverage]) {
        if (address !== null) expect((await app.inject(address)).statusCode, address).toBe(200);
      }
    }
    expect(levels.size).toBeGreaterThan(5);
  });

  it('finds by code, by postcode, by former code and former name, and says so', async () => {
    const first = async (q: string) => (await search(q)).json().items[0];
    expect(await first('2a002')).toMatchObject({ code: '2A002', matched: 'code' });
    expect(await first('20110')).toMatchObject({ code: '2A002', matched: 'postcode' });
    expect(await first('2A099')).toMatchObject({ code: '2A002', matched: 'former-code' });
    expect(await first('OEUVRECOURT')).toMatchObject({
      code: '2A002',
      name: 'Bruzal',
      matched: 'former-name',
      matched_text: 'Œuvrecourt',
    });
  });

  it('narrows to a level, or to sites', async () => {
    expect(await found('doriane', '&level=site')).toEqual(['site fs-3', 'site fs-4']);
    expect(await found('doriane', '&level=canton')).toEqual(['canton 2B01']);
  });

  it('answers with nothing where there is nothing', async () => {
    for (const q of ['zzz', '---', '🙂', '%00', '" or 1=1 --']) {
      const response = await search(q);
      expect(response.statusCode, q).toBe(200);
      expect(response.json().items, q).toEqual([]);
    }
  });

  it('refuses a question of no or too many characters', async () => {
    for (const q of ['', '   ', 'x'.repeat(101), 'x'.repeat(5000)]) {
      const response = await search(q);
      expect(response.statusCode, q.slice(0, 10)).toBe(400);
      expect(response.json().errors[0].parameter).toBe('q');
    }
    expect((await documentedAnswer(app, validator, '/v1/search')).statusCode).toBe(400);
    expect((await search(` ${'🙂'.repeat(100)}  `)).statusCode).toBe(200);
    for (const rest of ['&limit=0', '&limit=51', '&level=village', '&Q=a', '&q=b']) {
      expect((await search('a', rest)).statusCode, rest).toBe(400);
    }
  });

  it('comes as a table and as points', async () => {
    const csv = await search('doriane', '&format=csv');
    expect(csv.body).toContain('matched_text');
    for (const format of ['csv-fr', 'xlsx', 'parquet', 'fgb', 'datapackage']) {
      for (const q of ['doriane', 'zzz', '=1+1']) {
        const { statusCode } = await app.inject(`/v1/search?q=${encodeURIComponent(q)}&format=${format}`);
        expect(statusCode, `${format} ${q}`).toBe(200);
      }
    }
    const { features } = (await search('doriane', '&format=geojson')).json();
    expect(features[0].geometry.type).toBe('Point');
  });

  it('answers any text with 200 or 400', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 120 }), async (q) => {
        const { statusCode } = await search(q);
        expect([...q.trim()].length >= 1 && [...q.trim()].length <= 100 ? 200 : 400).toBe(statusCode);
      }),
      { numRuns: 200 },
    );
  });
});
