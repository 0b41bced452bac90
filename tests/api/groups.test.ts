import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAP_FORMS, TABLE_FORMS } from '../../src/api/representation.ts';
import { LEVELS } from '../../src/coverage/edition-data.ts';
import { RANKING_MEASURES } from '../../src/coverage/ranking.ts';
import { tinyEdition } from '../support/tiny-edition.ts';
import { documentedAnswer, type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { TINY_META, tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

const answer = async (url: string) => documentedAnswer(app, validator, url);

describe('every documented answer holds to its schema', () => {
  const GROUPS = [
    '2A',
    'france',
    'rurality-rural',
    'density-7',
    'qpv-QN02A99X',
    'canton-2B02',
    'commune-2A003',
  ];
  for (const group of GROUPS) {
    it(`of ${group}, in every form`, async () => {
      for (const format of TABLE_FORMS) {
        expect((await answer(`/v1/curve?of=${group}&format=${format}`)).statusCode).toBe(200);
        expect((await answer(`/v1/compare?a=${group}&b=2B&format=${format}`)).statusCode).toBe(200);
      }
    });
  }
  for (const level of LEVELS) {
    it(`ranking of ${level}`, async () => {
      for (const by of RANKING_MEASURES) {
        expect((await answer(`/v1/ranking?level=${level}&by=${by}`)).statusCode).toBe(200);
      }
      for (const format of MAP_FORMS) {
        expect((await answer(`/v1/ranking?level=${level}&format=${format}`)).statusCode).toBe(200);
      }
    });
  }
  it('at every threshold, also where scenarios fall out of the grid', async () => {
    for (const threshold of [1, 5, 6, 54, 55, 60]) {
      expect((await answer(`/v1/compare?a=2A&b=2B&threshold=${threshold}`)).statusCode).toBe(200);
    }
  });
});

describe('curve', () => {
  it('answers for the territory and its comparison', async () => {
    const body = (await answer('/v1/curve?of=2A&with=2B')).json();
    expect(Object.keys(body)).toEqual(['edition', 'definition', 'items', 'total', 'address']);
    expect(body.definition).toMatchObject({ of: ['2A'], with: ['2B'], within: ['france'], comparison: '<=' });
    expect(body.definition).not.toHaveProperty('threshold_minutes');
    expect(body.items).toHaveLength(61);
    expect(body.items[30]).toMatchObject({ residents_within: 1000, comparison_residents_within: 290 });
  });

  it('takes everything against everything where nothing is said', async () => {
    const bare = await answer('/v1/curve');
    const spelt = await answer('/v1/curve?with=france&network=principal&of=france&within=');
    expect(bare.body).toBe(spelt.body);
    expect(bare.headers.etag).toBe(spelt.headers.etag);
    expect(bare.json().items[30].difference_points).toBe(0);
  });

  it('says that residents of QPV are estimated, whichever parameter names them', async () => {
    for (const query of ['of=qpv-QN02A99X', 'of=2A&with=qpv-QN02A99X', 'of=2A&within=qpv-QN02A99X']) {
      expect((await answer(`/v1/curve?${query}`)).json().definition.population).toContain(
        'QPV are estimated',
      );
    }
    expect((await answer('/v1/curve?of=2A')).json().definition.population).not.toContain('QPV');
  });
});

describe('compare', () => {
  it('answers with the question as asked, the scenarios, and what holds', async () => {
    const body = (await answer('/v1/compare?a=rurality-rural&b=rurality-urban&within=2A')).json();
    expect(body.definition).toMatchObject({ a: ['rurality-rural'], within: ['2A'], threshold_minutes: 30 });
    expect(body.items).toHaveLength(5);
    expect(body.items[0]).toMatchObject({
      a_residents: 180,
      a_covered: 80,
      b_residents: 920,
      b_covered: 920,
    });
    expect(body.total.verdict).toBe('b-higher-or-equal');
  });

  it('has CSV whose first columns are what is read first', async () => {
    const csv = (await answer('/v1/compare?a=2A&b=2B&format=csv')).body.split('\r\n');
    expect(csv[0].split(',').slice(0, 8)).toEqual([
      'scenario',
      'threshold_minutes',
      'speed_percent',
      'a_name',
      'a_share',
      'b_name',
      'b_share',
      'difference_points',
    ]);
    expect(csv[1]).toMatch(/^as-asked,30,100,Monts-du-Sud,0\.9090/);
    expect(csv).toHaveLength(7);
  });

  it('tells the error to expect where either side holds estimates', async () => {
    const estimate_errors = [
      { threshold_minutes: 30, mean_points: 1, nine_in_ten_points: 2, departements: 40 },
    ];
    const meta = { method: { ...TINY_META.method, estimate_errors } };
    const estimating = await tinyApp({ meta });
    const times = async (path: string) => (await estimating.inject(path)).json().definition.times;
    for (const path of ['/v1/compare?a=2A&b=01', '/v1/compare?a=01&b=2A', '/v1/curve?of=2A&with=01']) {
      expect(await times(path), path).toContain('9 of 10 cases');
    }
    expect(await times('/v1/compare?a=2A&b=2B')).not.toContain('9 of 10 cases');
    expect(await times('/v1/curve?of=2A&with=2B')).not.toContain('9 of 10 cases');
    expect(await times('/v1/ranking?level=canton')).toContain('9 of 10 cases');
    await estimating.close();
  });
});

describe('ranking', () => {
  it('answers with ranks, ties and who is kept out', async () => {
    const body = (await answer('/v1/ranking?level=canton&by=uncovered')).json();
    expect(body.definition).toMatchObject({
      level: 'canton',
      by: 'uncovered',
      order: 'worst-first',
      limit: 50,
    });
    expect(body.items.map((item: { rank: number }) => item.rank)).toEqual([1, 2, 3, 4]);
    expect(body.total).toMatchObject({ ranked: 4, not_applicable: 1 });
  });

  it('has one spelling for an order said two ways', async () => {
    const etag = async (query: string) => (await answer(`/v1/ranking?level=commune&${query}`)).headers.etag;
    expect(await etag('by=coverage&order=asc')).toBe(await etag('by=coverage&order=worst-first'));
    expect(await etag('by=uncovered&order=desc')).toBe(await etag('by=uncovered'));
    expect(await etag('by=residents-per-site&order=asc')).toBe(
      await etag('by=residents-per-site&order=best-first'),
    );
    expect(await etag('by=coverage&order=asc')).not.toBe(await etag('by=coverage&order=desc'));
  });

  it('pages JSON at 50, and gives files whole', async () => {
    const many = tinyEdition((spec) => {
      for (let n = 100; n < 160; n++) {
        spec.territories.commune.push({ code: `2A${n}`, name: `Commune ${n}` });
        spec.communes.push({ ...spec.communes[0], commune: `2A${n}` });
        spec.atoms.push({ origin: 0, residents: 10, commune: `2A${n}`, canton: '2A01' });
      }
    });
    const wide = await tinyApp({ data: many });
    const rows = async (query: string) =>
      (await wide.inject(`/v1/ranking?level=commune&${query}`)).json().items;
    expect(await rows('')).toHaveLength(50);
    expect(await rows('limit=66')).toHaveLength(66);
    expect(await rows('offset=60')).toHaveLength(6);
    const csv = await wide.inject('/v1/ranking?level=commune&format=csv');
    expect(csv.body.split('\r\n')).toHaveLength(66 + 2);
    const cut = await wide.inject('/v1/ranking?level=commune&format=csv&limit=5');
    expect(cut.body.split('\r\n')).toHaveLength(5 + 2);
    await wide.close();
  });

  it('draws the territories as GeoJSON', async () => {
    const { features } = (await answer('/v1/ranking?level=canton&format=geojson&limit=2')).json();
    expect(features).toHaveLength(2);
    expect(features[0]).toMatchObject({
      id: '2B02',
      properties: { rank: 1 },
      geometry: { type: 'MultiPolygon' },
    });
  });
});

describe('a refusal names the parameter at fault', () => {
  const cases: [url: string, status: number, parameter: string][] = [
    ['/v1/compare?a=99', 404, 'a'],
    ['/v1/compare?a=2A&b=canton-9999', 404, 'b'],
    ['/v1/compare?a=2A&within=frr-none', 404, 'within'],
    ['/v1/compare', 400, 'a'],
    ['/v1/compare?a=', 400, 'a'],
    ['/v1/compare?a=region-94', 400, 'a'],
    ['/v1/compare?a=2A&b=2A,qpv-QN02A99X', 400, 'b'],
    ['/v1/compare?a=2A&threshold=61', 422, 'threshold'],
    ['/v1/curve?of=99', 404, 'of'],
    ['/v1/curve?of=2A&with=99', 404, 'with'],
    ['/v1/curve?of=2A&with=rural', 400, 'with'],
    ['/v1/curve?of=2A&of=2B', 400, 'of'],
    [`/v1/curve?with=${Array.from({ length: 201 }, () => '2A').join(',')}`, 400, 'with'],
    ['/v1/curve?of=2A&threshold=30', 400, 'threshold'],
    ['/v1/ranking?by=share', 400, 'by'],
    ['/v1/ranking?order=up', 400, 'order'],
    ['/v1/ranking?limit=1001', 400, 'limit'],
    ['/v1/ranking?limit=0', 400, 'limit'],
    ['/v1/ranking?offset=-1', 400, 'offset'],
    ['/v1/ranking?within=99', 404, 'within'],
  ];
  for (const [url, status, parameter] of cases) {
    it(`${status} ${url.slice(0, 60)}`, async () => {
      const response = await answer(url);
      expect(response.statusCode).toBe(status);
      expect(response.json().errors.map((error: { parameter: string }) => error.parameter)).toEqual([
        parameter,
      ]);
    });
  }
});

it('coverage and its like look within kinds of communes too', async () => {
  const body = (await answer('/v1/coverage?level=commune&within=frr-frr-plus,density-7')).json();
  expect(body.definition.within).toEqual(['density-7', 'frr-frr-plus']);
  expect(body.items.map((item: { code: string }) => item.code)).toEqual(['01002', '2A002', '2A003', '2B002']);
  expect((await answer('/v1/sites?within=rurality-urban')).json().total.sites).toBe(2);
});
