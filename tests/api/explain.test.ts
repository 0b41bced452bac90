import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

const TEMPLATE = '/v1/explain/{level}/{code}';

/** Sends the request and expects an answer that the document describes. */
async function asked(path: string) {
  const response = await app.inject(`/v1/explain/${path}`);
  const contentType = String(response.headers['content-type']);
  const errors = validator.errorsOf(TEMPLATE, response.statusCode, contentType, response.body);
  expect(errors, `${path}: ${response.body.slice(0, 400)}`).toEqual([]);
  return response;
}

describe('/v1/explain', () => {
  it('tells the figures of a commune, as /v1/coverage has them', async () => {
    const body = (await asked('commune/2A002')).json();
    const { items } = (await app.inject('/v1/coverage?level=commune&within=commune-2A002')).json();
    expect(body.figures).toEqual(items[0]);
    expect(body.parts).toEqual(items);
    expect(body.definition).toMatchObject({
      level: 'commune',
      within: ['commune-2A002'],
      threshold_minutes: 30,
    });
  });

  it('lists its cells, most residents beyond the threshold first, each with its nearest site', async () => {
    const { cells } = (await asked('commune/2A002')).json();
    expect(cells).toMatchObject({ count: 3, beyond: 2, listed: 3 });
    expect(cells.items.map((cell: { residents: number }) => cell.residents)).toEqual([60, 40, 80]);
    expect(cells.items[0]).toMatchObject({
      status: 'beyond',
      seconds: 1810,
      site: 'fs-2',
      site_commune: '2A002',
      site_commune_name: 'Bruzal',
      provider: 'road',
      snap_m: 12,
      flags: [],
    });
    expect(cells.items[2]).toMatchObject({ status: 'covered', seconds: 700, site: 'fs-1' });
  });

  it('names the sites that serve it, the neighbours’ apart', async () => {
    const { sites, sentences } = (await asked('commune/2A002')).json();
    expect(sites).toMatchObject({ count: 2, outside: 1, outside_residents: 80 });
    expect(sites.items.map((site: Record<string, unknown>) => [site.id, site.place])).toEqual([
      ['fs-2', 'inside'],
      ['fs-1', 'neighbour'],
    ]);
    expect(sentences.fr).toEqual([
      'Bruzal : 80 habitants sur 180 (44,4 %) sont à 30 minutes ou moins en voiture d’un site du réseau.',
      '100 habitants sur 180 sont au-delà de 30 minutes.',
      '1 site du réseau se trouve dans le territoire ; 1 site hors du territoire est le plus proche pour 80 habitants.',
    ]);
    expect(sentences.en).toHaveLength(sentences.fr.length);
  });

  it('lists no more than asked, and counts all', async () => {
    const { cells, sites, figures } = (await asked('france/FR?limit=1')).json();
    expect(cells).toMatchObject({ count: 13, beyond: 5, listed: 1 });
    expect(sites.items).toHaveLength(1);
    expect(figures.population).toBe(3230);
    for (const limit of ['0', '1001', 'many']) {
      expect((await asked(`france/FR?limit=${limit}`)).statusCode, limit).toBe(400);
    }
  });

  it('says why residents have no time', async () => {
    const { figures, untimed, sentences } = (await asked('commune/2B002')).json();
    expect(figures.status).toBe('no-time');
    expect(untimed).toEqual([
      { reason: 'no-provider', residents: 30, en: expect.any(String), fr: expect.any(String) },
    ]);
    expect(sentences.fr.join(' ')).toContain('30 habitants n’ont aucune durée');
  });

  it('resolves a former commune, and tells what became of it', async () => {
    const merged = (await asked('commune/2a099')).json();
    expect(merged.territory).toEqual({
      level: 'commune',
      code: '2A099',
      name: 'Œuvrecourt',
      former: {
        code: '2A099',
        names: ['Œuvrecourt'],
        became: [{ code: '2A002', name: 'Bruzal' }],
        steps: [
          {
            from: '2A099',
            from_name: 'Œuvrecourt',
            to: '2A002',
            to_name: 'Bruzal',
            date: '2019-01-01',
            kind: 'merged-into-new-commune',
          },
        ],
      },
    });
    expect(merged.sentences.fr[0]).toBe(
      'Œuvrecourt (2A099) n’est plus une commune : elle fait partie de Bruzal (2A002) depuis le 01/01/2019. Les chiffres sont ceux de Bruzal (2A002).',
    );
    const split = (await asked('commune/2B098')).json();
    expect(split.parts.map((part: { code: string }) => part.code)).toEqual(['2B001', '2B002']);
    expect(split.figures).toMatchObject({
      code: '2B098',
      population: 390,
      covered: 290,
      sites: 1,
      without_time: 30,
    });
  });

  it('answers for every level', async () => {
    for (const path of [
      'qpv/QN02A99X',
      'zrr/classed',
      'density/7',
      'rurality/rural',
      'canton/hors-canton-01',
    ]) {
      const response = await asked(path);
      expect(response.statusCode, path).toBe(200);
    }
  });

  it('refuses what is not there, naming the parameter', async () => {
    const unknown = await asked('commune/99999');
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json().errors[0].parameter).toBe('code');
    expect((await asked('france/XX')).statusCode).toBe(404);
    const level = await asked('village/2A001');
    expect(level.statusCode).toBe(400);
    expect(level.json().errors[0]).toMatchObject({ parameter: 'level', found: 'village' });
    expect((await asked('commune/2A001?threshold=61')).statusCode).toBe(422);
    expect((await asked('commune/2A001?within=2A')).statusCode).toBe(400);
  });

  it('gives both lists as tables and as maps', async () => {
    const csv = await asked('commune/2A002?format=csv&table=sites');
    expect(csv.body.split('\r\n')[0]).toContain('residents_nearest');
    const cells = await asked('commune/2A002?format=csv');
    expect(cells.body.split('\r\n')[0]).toMatch(/^.?cell,/);
    const drawn = (await asked('commune/2A002?format=geojson')).json();
    expect(drawn.features.map((f: { geometry: { type: string } }) => f.geometry.type)).toEqual(
      Array(3).fill('Polygon'),
    );
    for (const format of ['csv-fr', 'xlsx', 'parquet', 'fgb', 'datapackage']) {
      for (const table of ['cells', 'sites']) {
        const file = await app.inject(`/v1/explain/commune/2A002?table=${table}&format=${format}`);
        expect(file.statusCode, `${format} ${table}`).toBe(200);
        expect(file.rawPayload.length, `${format} ${table}`).toBeGreaterThan(100);
      }
    }
    const points = (await asked('commune/2A002?format=geojson&table=sites')).json();
    expect(points.features[0].geometry.type).toBe('Point');
  });
});
