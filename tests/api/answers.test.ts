import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEVELS } from '../../src/coverage/edition-data.ts';
import { COUNTING_RULES } from '../../src/coverage/network.ts';
import { RATIO_DIMENSIONS } from '../../src/coverage/ratios.ts';
import { TINY_COVERED_30_PRINCIPAL, TINY_POPULATION, tinyEdition } from '../support/tiny-edition.ts';
import { documentedAnswer, type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

const answer = async (url: string, headers?: Record<string, string>) =>
  documentedAnswer(app, validator, url, headers);

describe('every documented answer holds to its schema', () => {
  const questions = [
    ...LEVELS.flatMap((level) => [`/v1/coverage?level=${level}`, `/v1/without-site?level=${level}`]),
    ...COUNTING_RULES.flatMap((rule) => [`/v1/sites?network=${rule}`, `/v1/gaps?network=${rule}`]),
    ...[1, 15, 60].map((threshold) => `/v1/gaps?threshold=${threshold}`),
  ];
  for (const url of questions) {
    it(url, async () => {
      for (const format of ['json', 'geojson', 'csv']) {
        const response = await answer(`${url}&format=${format}`);
        expect(response.statusCode).toBe(200);
        expect(response.headers['maillage-edition']).toBe('tiny-1');
      }
    });
  }
  for (const by of RATIO_DIMENSIONS) {
    it(`/v1/ratios?by=${by}`, async () => {
      for (const format of ['json', 'csv']) {
        expect((await answer(`/v1/ratios?by=${by}&format=${format}`)).statusCode).toBe(200);
      }
    });
  }
  for (const url of ['/', '/v1/editions', '/v1/editions/current', '/health/live', '/health/ready']) {
    it(url, async () => expect((await answer(url)).statusCode).toBe(200));
  }
});

describe('coverage', () => {
  it('answers with edition, definition, items and total', async () => {
    const body = (await answer('/v1/coverage?level=departement')).json();
    expect(Object.keys(body)).toEqual(['edition', 'definition', 'items', 'total', 'address']);
    expect(body.edition).toBe('tiny-1');
    expect(body.definition).toMatchObject({
      level: 'departement',
      threshold_minutes: 30,
      comparison: '<=',
      network: 'principal',
      within: ['france'],
      fictional: false,
    });
    expect(body.items.map((item: { code: string }) => item.code)).toEqual(['01', '2A', '2B']);
    expect(body.total.population).toBe(TINY_POPULATION);
    expect(body.total.covered).toBe(TINY_COVERED_30_PRINCIPAL);
  });

  it('takes départements by default, 30 minutes, the principal network', async () => {
    const bare = await answer('/v1/coverage');
    const spelt = await answer('/v1/coverage?network=principal&threshold=30&level=departement&within=france');
    expect(bare.body).toBe(spelt.body);
    expect(bare.headers.etag).toBe(spelt.headers.etag);
  });

  it('looks within what is asked, in one spelling', async () => {
    const body = (await answer('/v1/coverage?level=canton&within=commune-2B001,2a,2A')).json();
    expect(body.definition.within).toEqual(['2A', 'commune-2B001']);
    expect(body.items.map((item: { code: string }) => item.code)).toEqual(['2A01', '2A02', '2B01']);
  });

  it('gives the same figures as CSV, with codes that keep their zeros', async () => {
    const { items } = (await answer('/v1/coverage?level=commune')).json();
    const csv = await answer('/v1/coverage?level=commune&format=csv');
    const lines = csv.body.split('\r\n');
    expect(lines[0]).toBe(
      'level,code,name,population,covered,share,sites,status,estimate_share,without_time',
    );
    expect(lines[1].startsWith('commune,01001,Fontel,1700,')).toBe(true);
    expect(lines).toHaveLength(items.length + 2);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.headers['content-disposition']).toBe(
      'attachment; filename="maillage_coverage_commune_france_30min_principal_tiny-1.csv"',
    );
    expect(csv.headers.link).toContain('</v1/editions/current>; rel="describedby"');
    expect(csv.headers.link).toContain('<https://opendatacommons.org/licenses/odbl/1-0/>; rel="license"');
    expect(csv.headers['maillage-definition']).toBe(
      'level=commune; within=france; threshold<=30min; network=principal',
    );
  });

  it('gives outlines as GeoJSON, with edition and definition beside the features', async () => {
    const body = (await answer('/v1/coverage?level=canton&format=geojson')).json();
    expect(body).toMatchObject({ type: 'FeatureCollection', edition: 'tiny-1' });
    expect(body.definition.threshold_minutes).toBe(30);
    const [first] = body.features;
    expect(first).toMatchObject({
      type: 'Feature',
      id: '2A01',
      properties: { code: '2A01' },
    });
    expect(first.geometry.type).toBe('MultiPolygon');
    expect(body).not.toHaveProperty('crs');
  });

  it('gives 0 %, not an error, where there is no site at all', async () => {
    const empty = await tinyApp({
      data: tinyEdition((spec) => {
        spec.sites = [];
        spec.times = [];
      }),
    });
    const body = (await empty.inject('/v1/coverage?level=france')).json();
    expect(body.total).toMatchObject({ covered: 0, share: 0, sites: 0 });
    await empty.close();
  });
});

describe('the other questions', () => {
  it('names cantons without a site, those not concerned apart', async () => {
    const body = (await answer('/v1/without-site?level=canton')).json();
    expect(body.items).toContainEqual(expect.objectContaining({ code: '2B02', status: 'without-site' }));
    expect(body.items).toContainEqual(
      expect.objectContaining({ code: 'hors-canton-01', status: 'not-applicable' }),
    );
    expect(body.total).toMatchObject({ territories: 4, not_applicable: 1 });
  });

  it('answers gaps as a FeatureCollection whatever is accepted, CSV where asked', async () => {
    const geo = await answer('/v1/gaps');
    expect(geo.headers['content-type']).toContain('application/geo+json');
    const json = await answer('/v1/gaps', { accept: 'application/json' });
    expect(json.headers['content-type']).toContain('application/json');
    expect(json.body).toBe(geo.body);
    const body = geo.json();
    expect(body.total.population).toBe(TINY_POPULATION - TINY_COVERED_30_PRINCIPAL);
    const csv = await answer('/v1/gaps', { accept: 'text/csv' });
    expect(csv.body.split('\r\n')).toHaveLength(body.features.length + 2);
  });

  it('lists the sites of every kind by default, none from beyond the territory', async () => {
    const body = (await answer('/v1/sites')).json();
    expect(body.definition.network).toBe('all');
    expect(body.total).toEqual({ sites: 6, principal: 4, antenna: 2, itinerant: 1 });
    expect(body.items[0]).toMatchObject({ id: 'fs-1', label_date: '2020-01-01', qpv: 'QN02A99X' });
    const within = (await answer('/v1/sites?within=2B&network=principal')).json();
    expect(within.items.map((item: { id: string }) => item.id)).toEqual(['fs-3']);
    const points = (await answer('/v1/sites?format=geojson')).json();
    expect(points.features[0].geometry.type).toBe('Point');
    expect(points.features[0].geometry.coordinates[0]).toBeCloseTo(9.01, 1);
  });

  it('resolves a former commune code to what it became', async () => {
    const body = (await answer('/v1/coverage?level=commune&within=commune-2B098')).json();
    expect(body.items.map((item: { code: string }) => item.code)).toEqual(['2B001', '2B002']);
  });

  it('tells the whole making of the current edition', async () => {
    const body = (await answer('/v1/editions/current')).json();
    expect(body.sources[0]).toMatchObject({ sha256: 'a'.repeat(64), vintage: '2026-01-01' });
    expect(body.import_report[0].issues).toHaveLength(1);
    expect(body.attribution.join('\n')).toContain('© OpenStreetMap contributors, ODbL');
    const list = (await answer('/v1/editions')).json();
    expect(list).toMatchObject({ edition: 'tiny-1', items: [{ id: 'tiny-1', current: true }] });
  });

  it('says in every answer that fictional data are fictional', async () => {
    const fictional = await tinyApp({ meta: { fictional: true } });
    for (const path of ['/v1/coverage', '/v1/without-site', '/v1/gaps', '/v1/ratios', '/v1/sites']) {
      const body = (await fictional.inject(path)).json();
      expect(body.definition.fictional).toBe(true);
      expect(body.definition.attribution.join()).toContain('Fictional data');
      const csv = await fictional.inject(`${path}?format=csv`);
      expect(csv.headers['maillage-definition']).toContain('fictional=true');
    }
    const page = await fictional.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(page.body).toContain('Données fictives');
    await fictional.close();
  });
});
