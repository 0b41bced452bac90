import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLLECTIONS } from '../../src/publish/features/collections.ts';
import { tinyEdition } from '../support/tiny-edition.ts';
import { type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { sourceOf, tinyApp, tinyLoaded } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

interface Feature {
  id: string;
  geometry: object | null;
  properties: Record<string, unknown>;
}
interface Page {
  numberMatched: number;
  numberReturned: number;
  timeStamp: string;
  edition: string;
  links: { rel: string; href: string; type: string }[];
  features: Feature[];
}

/** An answer that holds to the document; `path` as the document names it. */
async function documented(path: string, url: string, headers: Record<string, string> = {}) {
  const response = await app.inject({ url, headers });
  const type = String(response.headers['content-type']);
  const errors = validator.errorsOf(path, response.statusCode, type, response.body);
  expect(errors, `${url}: ${response.body.slice(0, 400)}`).toEqual([]);
  return response;
}

async function items(collection: string, query = ''): Promise<Page> {
  const path = `/collections/${collection}/items`;
  const response = await documented(path, `${path}?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

const codes = (page: Page) => page.features.map((feature) => feature.id);
const linkTo = (page: Page, rel: string) => page.links.find((link) => link.rel === rel)?.href;

async function refusal(url: string) {
  const response = await documented(url.split('?')[0], url);
  const { status, type, errors } = response.json();
  return { status, kind: type.replace('urn:maillage:problem:', ''), parameter: errors[0]?.parameter };
}

describe('the way in', () => {
  it('the landing page leads to the description, the conformance classes and the data by whole addresses', async () => {
    const response = await documented('/', '/', {
      host: 'maillage.example:8080',
      accept: 'application/json',
    });
    const { links } = response.json() as Page;
    const byRel = Object.fromEntries(links.map((link) => [link.rel, link]));
    expect(byRel['service-desc']).toMatchObject({
      href: 'http://maillage.example:8080/openapi.json',
      type: 'application/vnd.oai.openapi+json;version=3.0',
    });
    for (const rel of ['self', 'alternate', 'service-doc', 'conformance', 'data']) {
      const { pathname, search } = new URL(byRel[rel].href);
      expect((await app.inject(pathname + search)).statusCode, rel).toBe(200);
    }
  });

  it('conforms to core, GeoJSON, HTML and OpenAPI 3.0', async () => {
    const { conformsTo } = (await documented('/conformance', '/conformance')).json();
    const part = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/';
    expect(conformsTo).toEqual(['core', 'geojson', 'html', 'oas30'].map((name) => part + name));
  });

  it('a host that is none is not repeated in links', async () => {
    for (const host of ['a"b', '<script>', 'a b', 'x/../y']) {
      const { body } = await app.inject({ url: '/collections', headers: { host } });
      expect(body).not.toContain(host);
    }
  });

  it('the document describes each collection with limit, its highest value and its filters', async () => {
    const { paths } = (await app.inject('/openapi.json')).json();
    for (const { id, queryables } of COLLECTIONS) {
      const { parameters } = paths[`/collections/${id}/items`].get;
      const byName = new Map(parameters.map((each: { name: string }) => [each.name, each]));
      expect(byName.get('limit')).toMatchObject({ schema: { maximum: 10_000, default: 100 } });
      // As QGIS asks of a parameter that it takes for a filter.
      for (const name of queryables)
        expect(byName.get(name)).toMatchObject({ style: 'form', explode: false });
    }
  });
});

describe('collections', () => {
  it('are listed with extent, links and attribution, each as it is on its own', async () => {
    const { collections } = (await documented('/collections', '/collections')).json();
    expect(collections.map(({ id }: { id: string }) => id)).toEqual(COLLECTIONS.map(({ id }) => id));
    for (const listed of collections) {
      const path = `/collections/${listed.id}`;
      expect((await documented(path, path)).json()).toEqual(listed);
      const [west, south, east, north] = listed.extent.spatial.bbox[0];
      expect(west < east && south < north).toBe(true);
      expect(listed.attribution).toContain('Institut des Cartes');
      const rels = listed.links.map(({ rel }: { rel: string }) => rel);
      expect(rels).toEqual(expect.arrayContaining(['self', 'items', 'describedBy', 'license']));
      for (const { href } of listed.links) {
        const { pathname, search } = new URL(href);
        expect((await app.inject(pathname + search)).statusCode, href).toBe(200);
      }
    }
  });

  it('sites say from when to when their labels are; nothing else has a time', async () => {
    const { collections } = (await app.inject('/collections')).json();
    for (const { id, extent } of collections) {
      const interval = extent.temporal?.interval;
      if (id === 'sites')
        expect(interval).toEqual([['2020-01-01T00:00:00.000Z', '2022-12-31T23:59:59.999Z']]);
      else expect(interval).toBeUndefined();
    }
  });

  it('the schema names every property with a plain type, the queryables those that filter', async () => {
    for (const { id, columns, queryables } of COLLECTIONS) {
      const schema = (await documented(`/collections/${id}/schema`, `/collections/${id}/schema`)).json();
      const { properties } = schema.properties.properties;
      expect(Object.keys(properties)).toEqual(columns.map(({ name }) => name));
      for (const { type } of Object.values<{ type: string }>(properties)) expect(typeof type).toBe('string');
      const path = `/collections/${id}/queryables`;
      const response = await documented(path, path);
      expect(response.headers['content-type']).toMatch(/^application\/schema\+json/);
      expect(Object.keys(response.json().properties)).toEqual(queryables);
    }
  });

  it('one that is not there is named as unknown, with those that are', async () => {
    for (const url of ['/collections/nope', '/collections/nope/items', '/collections/nope/items/1']) {
      const response = await app.inject(url);
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ type: 'urn:maillage:problem:unknown-collection' });
      expect(response.json().detail).toContain('communes, cantons');
    }
  });
});

describe('items', () => {
  it('have the figures of /v1/coverage, at the threshold and network asked for', async () => {
    for (const [collection, level] of [
      ['communes', 'commune'],
      ['cantons', 'canton'],
      ['epci', 'epci'],
      ['qpv', 'qpv'],
    ]) {
      for (const question of ['threshold=30&network=principal', 'threshold=29&network=all']) {
        const page = await items(collection, question);
        const table = (await app.inject(`/v1/coverage?level=${level}&${question}`)).json();
        const places = table.items.filter((item: { status: string }) => item.status !== 'not-applicable');
        expect(page.features.map(({ properties }) => properties)).toEqual(
          places.map(({ level: _level, ...figures }: { level: string }) => expect.objectContaining(figures)),
        );
      }
    }
  });

  it('name the territories they lie in; of several the one of most residents', async () => {
    const page = await items('communes', 'code=2A001');
    // 420 of its 920 residents live in canton 2A02, 500 in 2A01.
    expect(page.features[0].properties).toMatchObject({
      canton: '2A01',
      epci: '200000001',
      departement: '2A',
      region: '94',
      density: '2',
      zrr: 'not-classed',
    });
    const epci = await items('epci', 'code=200000001');
    expect(epci.features[0].properties).toMatchObject({ departement: '2A', region: '94' });
    // No canton by law.
    const [plain] = (await items('communes', 'code=01001')).features;
    expect(plain.properties.canton).toBeNull();
  });

  it('of a zoning are its communes with their class, and no others', async () => {
    const zrr = await items('zrr');
    expect(zrr.features.map(({ id, properties }) => [id, properties.zrr, properties.zrr_detail])).toEqual([
      ['2A002', 'classed', 'classed'],
      ['2A003', 'classed', 'classed'],
      ['2B001', 'partial', 'partial'],
      ['2B002', 'classed', 'beneficiary'],
    ]);
    expect(codes(await items('frr', 'frr=beneficiary'))).toEqual(['2B002']);
  });

  it('of cells and gaps are those of /v1, with their populations', async () => {
    const cells = await items('cells');
    const residents = (page: Page, key: string) =>
      page.features.reduce((sum, { properties }) => sum + Number(properties[key]), 0);
    expect(residents(cells, 'residents')).toBe(3230);
    expect(residents(cells, 'covered')).toBe(3015);
    expect(codes(cells)).toEqual(codes(cells).toSorted());
    const gaps = await items('gaps');
    const table = (await app.inject('/v1/gaps')).json();
    expect(codes(gaps)).toEqual(table.features.map(({ id }: Feature) => id));
    expect(residents(gaps, 'population')).toBe(3230 - 3015);
    expect(codes(await items('cells', 'commune=01001'))).toHaveLength(2);
    expect(codes(await items('cells', 'departement=01'))).toHaveLength(4);
    expect(codes(await items('gaps', 'departement=2A'))).toHaveLength(1);
    expect(codes(await items('gaps', 'commune_codes=2B001'))).toHaveLength(1);
  });

  it('are told one by one as in the list, and with their edition', async () => {
    for (const { id } of COLLECTIONS) {
      const [first] = (await items(id, 'limit=1')).features;
      const path = `/collections/${id}/items/{featureId}`;
      const one = (await documented(path, `/collections/${id}/items/${first.id}`)).json();
      expect(one).toMatchObject({ ...first, edition: 'tiny-1' });
      for (const rel of ['self', 'alternate', 'collection']) expect(linkTo(one, rel), rel).toBeDefined();
      const none = await documented(path, `/collections/${id}/items/none`);
      expect(none.json()).toMatchObject({ status: 404, type: 'urn:maillage:problem:unknown-item' });
    }
  });

  it('are narrowed by any property that is said to filter', async () => {
    for (const { id, queryables } of COLLECTIONS) {
      const all = await items(id);
      for (const name of queryables) {
        const values = new Set(all.features.flatMap(({ properties }) => properties[name]));
        for (const value of [...values].filter((each) => each !== null)) {
          const page = await items(id, `${name}=${encodeURIComponent(String(value))}`);
          const expected = all.features.filter(({ properties }) => [properties[name]].flat().includes(value));
          expect(codes(page), `${id} ${name}=${value}`).toEqual(expected.map((feature) => feature.id));
          expect(page.numberMatched).toBe(expected.length);
        }
      }
    }
  });

  it('have the properties asked for, in the order of the collection', async () => {
    const page = await items('communes', 'properties=share,%20name,share&limit=1');
    expect(Object.keys(page.features[0].properties)).toEqual(['name', 'share']);
  });

  it('sites are matched by the date of their label, a month as a whole, no date always', async () => {
    const dated = async (datetime: string) => codes(await items('sites', `datetime=${datetime}`));
    const undated = ['fs-3', 'fs-4', 'fs-7'];
    expect(await dated('2020-01-01')).toEqual(['fs-1', ...undated]);
    expect(await dated('2021-07-31')).toEqual(['fs-2', ...undated]);
    expect(await dated('../2021-07-01')).toEqual(['fs-1', 'fs-2', ...undated]);
    expect(await dated('2022-12-31T23:00:00Z/..')).toEqual([...undated.slice(0, 2), 'fs-5', 'fs-7']);
    expect((await items('communes', 'datetime=1999-01-01')).numberMatched).toBe(7);
  });
});

describe('pages', () => {
  it('followed by their links hold every feature once, whatever their length', async () => {
    for (const { id } of COLLECTIONS) {
      const all = codes(await items(id));
      for (const limit of [1, 2, 3, 7]) {
        const seen: string[] = [];
        let next: string | undefined = `http://x/collections/${id}/items?limit=${limit}`;
        let back: string | undefined;
        while (next !== undefined) {
          const { search } = new URL(next);
          const page = await items(id, search.slice(1));
          expect(page.numberMatched).toBe(all.length);
          expect(page.numberReturned).toBe(page.features.length);
          seen.push(...codes(page));
          back = linkTo(page, 'prev');
          next = linkTo(page, 'next');
        }
        expect(seen, `${id} ${limit}`).toEqual(all);
        if (back !== undefined) {
          const before = await items(id, new URL(back).search.slice(1));
          expect(before.features.length).toBeGreaterThan(0);
        }
      }
    }
  });

  it('past the end are empty, and no error', async () => {
    const page = await items('communes', 'offset=1000');
    expect(page).toMatchObject({ numberMatched: 7, numberReturned: 0, features: [] });
    expect(linkTo(page, 'next')).toBeUndefined();
    const before = await items('communes', new URL(linkTo(page, 'prev')!).search.slice(1));
    expect(before.numberReturned).toBe(7);
    expect(linkTo(await items('communes', 'offset=5&code=none'), 'prev')).toBeUndefined();
  });

  it('longer than the longest are the longest', async () => {
    const page = await items('communes', 'limit=999999999999');
    expect(linkTo(page, 'self')).toContain('limit=10000');
  });

  it('of two editions are never mixed', async () => {
    const first = await items('communes', 'limit=2');
    const next = new URL(linkTo(first, 'next')!);
    const later = await tinyApp({ editions: sourceOf(tinyLoaded({ meta: { id: 'tiny-2' } })) });
    const response = await later.inject(next.pathname + next.search);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({
      type: 'urn:maillage:problem:unknown-edition',
      errors: [{ parameter: 'edition', expected: 'tiny-2', found: 'tiny-1' }],
    });
    await later.close();
  });

  it('are equal bytes for equal questions, with the edition’s time', async () => {
    const body = async () => (await app.inject('/collections/communes/items')).body;
    expect(await body()).toBe(await body());
    expect((await items('communes')).timeStamp).toBe('2026-01-02T03:04:05.000Z');
  });
});

describe('refused', () => {
  const ITEMS = '/collections/communes/items';

  it('boxes that are none', async () => {
    for (const bbox of [
      '',
      '1,2,3',
      '1,2,3,4,5',
      '1,2,3,4,5,6,7',
      'NaN,1,2,3',
      'Infinity,0,1,1',
      '1,2,3,x',
      '0,2,1,1',
      '0,0,5,1,1,1',
      '-181,0,0,1',
      '0,0,1,91',
      '1e400,0,1,1',
      `${'9'.repeat(400)},0,1,1`,
      '1;2;3;4',
    ]) {
      const found = await refusal(`${ITEMS}?bbox=${bbox}`);
      expect(found, bbox).toEqual({ status: 400, kind: 'invalid-parameter', parameter: 'bbox' });
    }
  });

  it('times that are none', async () => {
    for (const datetime of ['', 'x', '2020-13-01', '2020-02-30', '2021-01-01/2020-01-01', '2020', '1/2/3']) {
      const found = await refusal(`${ITEMS}?datetime=${encodeURIComponent(datetime)}`);
      expect(found, datetime).toEqual({ status: 400, kind: 'invalid-parameter', parameter: 'datetime' });
    }
  });

  it('other values that cannot be used, and parameters that are not known', async () => {
    for (const [query, kind, parameter, status] of [
      ['limit=0', 'invalid-parameter', 'limit', 400],
      ['limit=-1', 'invalid-parameter', 'limit', 400],
      ['limit=ten', 'invalid-parameter', 'limit', 400],
      ['offset=-1', 'invalid-parameter', 'offset', 400],
      ['limit=1&limit=2', 'invalid-parameter', 'limit', 400],
      ['bbox=1,1,2,2&bbox=1,1,2,2', 'invalid-parameter', 'bbox', 400],
      ['crs=http://www.opengis.net/def/crs/EPSG/0/2154', 'invalid-parameter', 'crs', 400],
      ['bbox-crs=x', 'invalid-parameter', 'bbox-crs', 400],
      ['properties=name,nope', 'invalid-parameter', 'properties', 400],
      ['properties=', 'invalid-parameter', 'properties', 400],
      ['density=8', 'invalid-parameter', 'density', 400],
      ['code=', 'invalid-parameter', 'code', 400],
      ['f=csv', 'invalid-parameter', 'f', 400],
      ['population=3', 'unknown-parameter', 'population', 400],
      ['__proto__=1', 'unknown-parameter', '__proto__', 400],
      ['threshold=61', 'threshold-out-of-range', 'threshold', 422],
      ['edition=tiny-0', 'unknown-edition', 'edition', 404],
    ] as const) {
      expect(await refusal(`${ITEMS}?${query}`), query).toEqual({ status, kind, parameter });
    }
    expect(await refusal('/collections/sites/items?threshold=30')).toMatchObject({
      kind: 'unknown-parameter',
    });
  });

  it('forms that there are not', async () => {
    for (const path of ['/collections', '/collections/communes', ITEMS, '/conformance']) {
      const response = await documented(path, path, { accept: 'image/png' });
      expect(response.statusCode, path).toBe(406);
    }
  });
});

describe('over HTTP', () => {
  it('a feature is GeoJSON by its name, plain JSON for who accepts only that, a page for a browser; f wins', async () => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    for (const [accept, f, type] of [
      ['*/*', '', 'application/geo+json'],
      ['application/geo+json, application/json', '', 'application/geo+json'],
      ['application/json', '', 'application/json'],
      [browser, '', 'text/html'],
      [browser, 'f=json', 'application/geo+json'],
      [browser, 'f=geojson', 'application/geo+json'],
      ['application/geo+json', 'f=html', 'text/html'],
      ['image/png', 'f=html', 'text/html'],
    ]) {
      const response = await app.inject({ url: `/collections/communes/items?${f}`, headers: { accept } });
      expect(String(response.headers['content-type']), `${accept} ${f}`).toMatch(
        new RegExp(`^${type.replaceAll('+', '\\+')}`),
      );
      expect(response.headers.vary).toContain('Accept');
    }
  });

  it('has an ETag for each question, form and host, a 304, and HEAD', async () => {
    const tags = new Set<unknown>();
    const urls = ['', '?limit=2', '?f=html', '?bbox=8,41,9,42', '?threshold=20', '?properties=name'];
    for (const query of urls) {
      const url = `/collections/communes/items${query}`;
      const { etag } = (await app.inject(url)).headers;
      tags.add(etag);
      const again = await app.inject({ url, headers: { 'if-none-match': String(etag) } });
      expect([again.statusCode, again.body]).toEqual([304, '']);
      expect((await app.inject({ url, method: 'HEAD' })).headers.etag).toBe(etag);
    }
    tags.add((await app.inject({ url: '/collections/communes/items', headers: { host: 'b' } })).headers.etag);
    tags.add((await app.inject('/collections/cantons/items')).headers.etag);
    expect(tags.size).toBe(urls.length + 2);
  });
});

describe('pages for people', () => {
  const HOSTILE = '<script>alert("x")</script> & \'co';

  it('hold names as text, and no script', async () => {
    const data = tinyEdition((spec) => {
      for (const list of [spec.territories.commune, spec.territories.frr]) list[1].name = HOSTILE;
      spec.sites[0].name = HOSTILE;
      spec.sites[1].id = HOSTILE;
    });
    const hostile = await tinyApp({ data });
    for (const url of [
      '/collections/communes/items',
      '/collections/communes/items/01002',
      '/collections/sites/items/fs-1',
      '/collections/sites/items',
      `/collections/sites/items/${encodeURIComponent(HOSTILE)}`,
      '/collections/frr/items',
      '/collections/gaps/items',
    ]) {
      const response = await hostile.inject(`${url}?f=html`);
      expect(response.statusCode, url).toBe(200);
      expect(response.body).not.toContain('<script');
      expect(response.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    }
    const { body } = await hostile.inject('/collections/sites/items/fs-1?f=html');
    expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp;');
    await hostile.close();
  });

  it('are in French, lead to each other and to what can be downloaded', async () => {
    for (const url of [
      '/',
      '/conformance',
      '/collections',
      '/collections/zrr',
      '/collections/zrr/items',
      '/collections/zrr/items/2A002',
    ]) {
      const { body } = await app.inject({ url, headers: { accept: 'text/html' } });
      expect(body).toMatch(/^<!doctype html>\n<html lang="fr">/);
      expect(body.match(/<h1>/g), url).toHaveLength(1);
      for (const [, href] of body.matchAll(/<a href="([^"]+)"/g)) {
        const target = href.replaceAll('&amp;', '&');
        expect(target.startsWith('/'), `${url}: ${target}`).toBe(true);
        expect((await app.inject(target)).statusCode, `${url}: ${target}`).toBeLessThan(400);
      }
    }
  });

  it('write figures as French readers do, with what they mean and whose they are', async () => {
    const { body } = await app.inject('/collections/departements/items?f=html');
    expect(body).toContain('1\u202f740');
    expect(body).toMatch(/\d,\d\u202f?\u00a0?%/);
    expect(body).toContain('Seuil : 30 minutes');
    expect(body).toContain('Institut des Cartes');
  });

  it('lead to objects with the figures that were asked for', async () => {
    const { body } = await app.inject('/collections/departements/items?threshold=20&network=all&f=html');
    expect(body).toContain('/collections/departements/items/2A?threshold=20&amp;network=all&amp;f=html');
  });
});

it('without an edition nothing is answered, and the landing page says what to do', async () => {
  const empty = await tinyApp({ editions: sourceOf(null) });
  for (const url of ['/collections', '/collections/communes', '/collections/communes/items']) {
    expect((await empty.inject(url)).statusCode, url).toBe(503);
  }
  expect((await empty.inject('/')).json().edition).toBeNull();
  await empty.close();
});
