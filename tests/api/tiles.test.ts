import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decoded, featuresOf } from '../support/decoded-tile.ts';
import { type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { sourceOf, tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const tile = async (url: string) => decoded((await get(url)).rawPayload);

describe('a tile', () => {
  const CANTONS = '/tiles/cantons/5/16/11.mvt';

  it('is a Mapbox Vector Tile of one layer named like it, which maps on other sites may read', async () => {
    const response = await get(CANTONS, { origin: 'https://example.org' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/vnd.mapbox-vector-tile');
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['maillage-edition']).toBe('tiny-1');
    expect(response.headers.link).toContain('rel="license"');
    const layers = decoded(response.rawPayload);
    expect(Object.keys(layers)).toEqual(['cantons']);
    expect(featuresOf(layers.cantons).map((feature) => feature.properties.code)).toContain('2A01');
  });

  it('has the figures of the threshold and the network asked for', async () => {
    const coveredAt = async (query: string) =>
      featuresOf((await tile(`/tiles/departements/4/8/5.mvt${query}`)).departements).map(
        (feature) => feature.properties.covered,
      );
    expect(await coveredAt('')).toEqual(await coveredAt('?threshold=30&network=principal'));
    expect(await coveredAt('?threshold=1')).not.toEqual(await coveredAt(''));
    expect(await coveredAt('?network=all')).not.toEqual(await coveredAt(''));
    const sites = async (query: string) => (await tile(`/tiles/sites/0/0/0.mvt${query}`)).sites.length;
    expect([await sites(''), await sites('?network=principal'), await sites('?network=fixed')]).toEqual([
      6, 4, 3,
    ]);
  });

  it('has a strong ETag of its edition, place and question, and is not sent twice', async () => {
    const first = await get(CANTONS);
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    expect((await get(`${CANTONS}?network=principal&threshold=30`)).headers.etag).toBe(etag);
    const others = ['/tiles/cantons/5/16/12.mvt', '/tiles/epci/5/16/11.mvt', `${CANTONS}?threshold=29`];
    for (const url of others) expect((await get(url)).headers.etag).not.toBe(etag);
    const again = await get(CANTONS, { 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await get(CANTONS)).rawPayload.equals(first.rawPayload)).toBe(true);
  });

  it('is 204 where it is empty, each time it is asked', async () => {
    for (let i = 0; i < 2; i++) {
      const response = await get('/tiles/cantons/5/3/20.mvt');
      expect([response.statusCode, response.body]).toEqual([204, '']);
      expect(response.headers).not.toHaveProperty('content-type');
      expect(response.headers.etag).toBeDefined();
    }
    expect((await app.inject({ method: 'HEAD', url: '/tiles/cantons/5/3/20.mvt' })).statusCode).toBe(204);
    expect((await app.inject({ method: 'HEAD', url: CANTONS })).statusCode).toBe(200);
  });

  it('is refused where it cannot be', async () => {
    const refusals: [url: string, status: number, parameter: string | null][] = [
      ['/tiles/rivers/0/0/0.mvt', 404, 'layer'],
      ['/tiles/__proto__/0/0/0.mvt', 404, 'layer'],
      ['/tiles/cantons/13/0/0.mvt', 404, 'z'],
      ['/tiles/cantons/2/0/0.mvt', 404, 'z'],
      ['/tiles/cantons/-1/0/0.mvt', 404, 'z'],
      ['/tiles/cantons/3/8/0.mvt', 400, 'x'],
      ['/tiles/cantons/3/0/8.mvt', 400, 'y'],
      ['/tiles/cantons/3/-1/0.mvt', 400, 'x'],
      ['/tiles/cantons/3/1e300/0.mvt', 400, 'x'],
      ['/tiles/cantons/3/1.5/0.mvt', 400, 'x'],
      ['/tiles/cantons/a/0/0.mvt', 400, 'z'],
      ['/tiles/cantons/3/0/NaN.mvt', 400, 'y'],
      ['/tiles/cantons/3/0/0.pbf', 404, null],
      ['/tiles/cantons/5/16/11.mvt?threshold=0', 422, 'threshold'],
      ['/tiles/cantons/5/16/11.mvt?threshold=x', 400, 'threshold'],
      ['/tiles/cantons/5/16/11.mvt?network=none', 400, 'network'],
      ['/tiles/cantons/5/16/11.mvt?within=2A', 400, 'within'],
      ['/tiles/sites/0/0/0.mvt?threshold=30', 400, 'threshold'],
      ['/tiles/sites.json?threshold=30', 400, 'threshold'],
      ['/tiles/rivers.json', 404, 'layer'],
      ['/tiles?x=1', 400, 'x'],
    ];
    for (const [url, status, parameter] of refusals) {
      const response = await get(url);
      expect(response.statusCode, `${url}: ${response.body}`).toBe(status);
      expect(response.headers['content-type']).toContain('application/problem+json');
      expect(response.json().errors[0]?.parameter ?? null, url).toBe(parameter);
    }
    const none = await tinyApp({ editions: sourceOf(null) });
    expect((await none.inject('/tiles/cantons/5/16/11.mvt')).statusCode).toBe(503);
    await none.close();
  });
});

describe('TileJSON', () => {
  it('describes each layer for a map, with the question in its addresses', async () => {
    const { layers } = (await get('/tiles')).json() as {
      layers: { name: string; tilejson: string; tiles: string }[];
    };
    expect(layers.map(({ name }) => name)).toEqual([
      'communes',
      'cantons',
      'epci',
      'departements',
      'regions',
      'qpv',
      'cells',
      'gaps',
      'sites',
    ]);
    expect(validator.errorsOf('/tiles', 200, 'application/json', JSON.stringify({ layers }))).toEqual([]);
    for (const { name, tilejson } of layers) {
      const query = name === 'sites' ? '?network=fixed' : '?threshold=45';
      const response = await get(`${new URL(tilejson).pathname}${query}`, { host: 'tiles.example.org:8080' });
      expect(response.statusCode, response.body).toBe(200);
      expect(validator.errorsOf('/tiles/{layer}.json', 200, 'application/json', response.body)).toEqual([]);
      const json = response.json();
      const asked = name === 'sites' ? 'network=fixed' : 'threshold=45&network=principal';
      expect(json.tiles).toEqual([`http://tiles.example.org:8080/tiles/${name}/{z}/{x}/{y}.mvt?${asked}`]);
      const [west, south, east, north] = json.bounds;
      expect(west <= 9.02 && east >= 9 && south <= 42.03 && north >= 42 && west <= east, name).toBe(true);
      expect(json.attribution).toContain('Licence Ouverte');
      expect(json.vector_layers[0].id).toBe(name);

      // What the tiles hold is what was said of them.
      const z = Math.max(json.minzoom, 8);
      const [x, y] = [Math.floor((2 ** z * 189.01) / 360), Math.floor(2 ** z * 0.3713)];
      const tilePath = new URL(json.tiles[0].replace('{z}', z).replace('{x}', x).replace('{y}', y));
      const held = await tile(tilePath.pathname + tilePath.search);
      expect(Object.keys(held)).toEqual([name]);
      for (const { properties } of featuresOf(held[name]))
        expect(Object.keys(json.vector_layers[0].fields)).toEqual(
          expect.arrayContaining(Object.keys(properties)),
        );
    }
  });

  it('is compressed, as the tiles are, for whom asks', async () => {
    const asked = { 'accept-encoding': 'gzip' };
    expect((await get('/tiles/cells.json', asked)).headers['content-encoding']).toBe('gzip');
    expect((await get('/tiles/cells/9/268/189.mvt')).headers.vary).toContain('Accept-Encoding');
  });

  it('has an ETag of the host it was asked at too', async () => {
    const etagAt = async (host: string) => (await get('/tiles/cells.json', { host })).headers.etag;
    expect(await etagAt('a.example')).toBe(await etagAt('a.example'));
    expect(await etagAt('a.example')).not.toBe(await etagAt('b.example'));
  });
});
