import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAP_FORMS } from '../../src/api/representation.ts';
import { documentedAnswer, type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

const gaps = async (parameters: string) => {
  const response = await documentedAnswer(app, validator, `/v1/gaps${parameters}`);
  expect(response.statusCode, parameters).toBe(200);
  return response.json();
};
type Feature = { id: string; geometry: { coordinates: unknown }; properties: { population: number } };
const populations = (body: { features: Feature[] }) =>
  body.features.map((feature) => feature.properties.population);

describe('/v1/gaps', () => {
  it.each([
    '',
    '?within=2A',
    '?within=2A,2B&threshold=5',
    '?network=all',
    '?within=qpv-QN02A99X&threshold=1',
  ])('has the totals of /v1/coverage: %s', async (parameters) => {
    const { total } = await gaps(parameters);
    const level = parameters.includes('?') ? '&level=france' : '?level=france';
    const coverage = (await app.inject(`/v1/coverage${parameters}${level}`)).json();
    expect(total.population).toBe(coverage.total.population - coverage.total.covered);
    expect(total.without_time).toBe(coverage.total.without_time);
    expect(total.listed_population).toBe(total.population);
  });

  it('tells a prefecture who lives there, and which site is nearest', async () => {
    const [feature] = (await gaps('')).features;
    expect(feature.properties).toMatchObject({
      id: feature.id,
      rank: 1,
      population: 100,
      cells: 2,
      communes: [{ code: '2A002', name: 'Bruzal', population: 100 }],
      departements: ['2A'],
      nearest_seconds_min: 1810,
      nearest_seconds_median: 1810,
      nearest_site: 'fs-2',
      nearest_site_name: 'Bus de Bruzal',
      nearest_site_commune: '2A002',
    });
    expect(feature.properties.members).toBeUndefined();
  });

  it('lists a page, and counts all', async () => {
    const all = await gaps('');
    expect(populations(all)).toEqual([100, 70, 30, 15]);
    const page = await gaps('?limit=2&offset=1');
    expect(page.features).toEqual(all.features.slice(1, 3));
    expect(page.total).toEqual({ ...all.total, listed: 2, listed_population: 100 });
    expect((await gaps('?offset=4')).total).toEqual({ ...all.total, listed: 0, listed_population: 0 });
  });

  it('leaves out the small ones where asked, and counts them all the same', async () => {
    const all = await gaps('');
    const large = await gaps('?min_population=30');
    expect(populations(large)).toEqual([100, 70, 30]);
    expect(large.total).toEqual({ ...all.total, listed: 3, listed_population: 200 });
    expect(populations(await gaps('?min_population=31&offset=1&limit=5'))).toEqual([70]);
    expect(populations(await gaps('?min_population=101'))).toEqual([]);
  });

  it('draws the cells smoothed, or as they are, and says which', async () => {
    const smooth = await gaps('');
    const cells = await gaps('?drawing=cells');
    expect(smooth.definition.drawing).toContain('smoothed and clipped');
    expect(cells.definition.drawing).toContain('outlines of the cells themselves');
    expect(cells.features[0].geometry.coordinates[0][0]).toHaveLength(11);
    expect(smooth.features[0].geometry.coordinates[0][0].length).toBeGreaterThan(30);
    expect(populations(cells)).toEqual(populations(smooth));
  });

  it('has an ETag of its own for each page and drawing, and none for what is as usual', async () => {
    const tag = async (parameters: string) => (await app.inject(`/v1/gaps${parameters}`)).headers.etag;
    const tags = await Promise.all(
      ['', '?limit=2', '?offset=1', '?min_population=2', '?drawing=cells'].map(tag),
    );
    expect(new Set(tags).size).toBe(5);
    expect(await tag('?limit=1000&offset=0&min_population=1&drawing=smooth')).toBe(tags[0]);
  });

  it('refuses pages that cannot be', async () => {
    for (const wrong of [
      'limit=0',
      'limit=10001',
      'limit=2.5',
      'offset=-1',
      'min_population=0',
      'drawing=turf',
    ]) {
      const response = await documentedAnswer(app, validator, `/v1/gaps?${wrong}`);
      expect(response.statusCode, wrong).toBe(400);
    }
  });

  it('comes in every form of a map', async () => {
    for (const format of MAP_FORMS) {
      const response = await app.inject(`/v1/gaps?format=${format}`);
      expect(response.statusCode, `${format} ${response.body.slice(0, 300)}`).toBe(200);
      expect(response.rawPayload.length).toBeGreaterThan(200);
    }
    const [heading, first] = (await app.inject('/v1/gaps?format=csv')).body.split('\r\n');
    expect(heading).toContain('commune_codes,commune_residents,commune_names');
    expect(first).toContain(',2A002,100,Bruzal');
  });
});
