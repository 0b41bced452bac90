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

const ask = (query = '', headers = {}) => documentedAnswer(app, validator, `/v1/cells${query}`, headers);

describe('/v1/cells', () => {
  it('lists the cells with their times, and totals of all of them', async () => {
    const { items, total, definition } = (await ask('?within=2B')).json();
    expect(items.length).toBe(4);
    expect(total).toEqual({
      cells: 4,
      population: 390,
      covered: 290,
      share: 290 / 390,
      estimate_share: 0,
      without_time: 30,
    });
    expect(definition).toMatchObject({ limit: 1000, offset: 0, threshold_minutes: 30, comparison: '<=' });
    expect(items.map((item: { h3: string }) => item.h3)).toEqual(
      items.map((item: { h3: string }) => item.h3).toSorted(),
    );
  });

  it('comes in pages that together are the whole', async () => {
    const all = (await ask()).json().items;
    expect(all.length).toBe(13);
    const pages = [];
    for (let offset = 0; offset < 15; offset += 5) {
      const page = (await ask(`?limit=5&offset=${offset}`)).json();
      expect(page.total.cells).toBe(13);
      pages.push(...page.items);
    }
    expect(pages).toEqual(all);
    expect((await ask('?offset=13')).json().items).toEqual([]);
    expect((await ask('?offset=10000000')).json().items).toEqual([]);
  });

  it('is whole in every other form, but where a page is asked for', async () => {
    const csv = (await ask('?format=csv')).body.trimEnd().split('\r\n');
    expect(csv.length).toBe(14);
    expect(csv[0]).toBe('h3,lon,lat,commune,commune_name,residents,covered,seconds,site,provider,snap_m');
    expect((await ask('?format=csv&limit=2&offset=12')).body.trimEnd().split('\r\n').length).toBe(2);
    const map = (await ask('?format=geojson')).json();
    expect(map.features.length).toBe(13);
    expect(map.definition.limit).toBeNull();
    for (const { id, geometry, properties } of map.features) {
      expect(properties.h3).toBe(id);
      expect(geometry.type).toBe('Polygon');
      const ring = geometry.coordinates[0];
      expect(ring[0]).toEqual(ring.at(-1));
      let area = 0;
      for (let i = 0; i + 1 < ring.length; i++)
        area += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
      expect(area).toBeGreaterThan(0);
    }
  });

  it('counts of a cell that a border cuts the residents inside', async () => {
    const residents = async (within: string) =>
      (await ask(`?within=${within}`)).json().items.map((item: { residents: number }) => item.residents);
    expect((await residents('commune-2A002')).toSorted()).toEqual([40, 60, 80]);
    expect((await residents('qpv-QN02A99X')).toSorted()).toEqual([120]);
  });

  it('refuses what it cannot use', async () => {
    const refusals: [query: string, status: number][] = [
      ['?limit=0', 400],
      ['?limit=10001', 400],
      ['?limit=x', 400],
      ['?offset=-1', 400],
      ['?limit=1&limit=2', 400],
      ['?threshold=61', 422],
      ['?within=99', 404],
      ['?page=2', 400],
      ['?format=html', 400],
    ];
    for (const [query, status] of refusals) {
      const response = await app.inject(`/v1/cells${query}`);
      expect(response.statusCode, `${query}: ${response.body}`).toBe(status);
    }
  });

  it('has an ETag of the page, the threshold and the form', async () => {
    const tags = [];
    for (const query of ['', '?limit=5', '?limit=5&offset=5', '?threshold=29', '?format=csv', '?network=all'])
      tags.push((await ask(query)).headers.etag);
    expect(new Set(tags).size).toBe(tags.length);
    expect((await ask('?offset=0&threshold=30')).headers.etag).toBe(tags[0]);
  });
});
