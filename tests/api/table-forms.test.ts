import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';
import { geojson } from 'flatgeobuf';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sheetCells, unzipped } from '../support/written-table.ts';
import { documentedAnswer, type OpenApiValidator, openApiValidator } from './openapi-validator.ts';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
let validator: OpenApiValidator;
beforeAll(async () => {
  app = await tinyApp();
  validator = await openApiValidator(app);
});
afterAll(() => app.close());

const answer = (url: string, headers?: Record<string, string>) =>
  documentedAnswer(app, validator, url, headers);
const fileOf = (bytes: Buffer) =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;

/** Of each question: its address, how many items it has in the tiny edition, and the kind of its geometry. */
const QUESTIONS = [
  { url: '/v1/coverage?level=canton&within=2A,2B', geometry: 'MultiPolygon' },
  { url: '/v1/without-site?level=canton', geometry: 'MultiPolygon' },
  { url: '/v1/ratios?by=zrr', geometry: null },
  { url: '/v1/sites?within=2A,01', geometry: 'Point' },
];

describe.each(QUESTIONS)('$url', ({ url, geometry }) => {
  const itemsOf = async () => (await answer(url)).json().items as Record<string, unknown>[];

  it('holds the same items in every form', async () => {
    const items = await itemsOf();
    expect(items.length).toBeGreaterThan(0);
    const names = Object.keys(items[0]);

    const csv = parse((await answer(`${url}&format=csv`)).body, { columns: true });
    expect(Object.keys(csv[0] as object).sort()).toEqual([...names].sort());
    expect(csv).toHaveLength(items.length);

    const french = parse((await answer(`${url}&format=csv-fr`)).body, { bom: true, delimiter: ';' });
    expect(french).toHaveLength(items.length + 1);

    const workbook = await unzipped((await answer(`${url}&format=xlsx`)).rawPayload);
    const cells = sheetCells(workbook.get('xl/worksheets/sheet1.xml')!.text);
    expect([...cells.keys()].filter((place) => place.startsWith('A'))).toHaveLength(items.length + 1);

    const parquet = await parquetReadObjects({
      file: fileOf((await answer(`${url}&format=parquet`)).rawPayload),
    });
    const drawn = geometry === null ? items : items.map((item) => ({ ...item, geometry: expect.anything() }));
    if (url.startsWith('/v1/coverage') || geometry !== 'MultiPolygon') expect(parquet).toEqual(drawn);
    else expect(parquet).toHaveLength(items.length);
  });

  it('is drawn where it can be', async () => {
    if (geometry === null) {
      const refused = await answer(`${url}&format=fgb`);
      expect(refused.statusCode).toBe(400);
      return;
    }
    const items = await itemsOf();
    const bytes = (await answer(`${url}&format=fgb`)).rawPayload;
    const features = [];
    for await (const feature of geojson.deserialize(new Uint8Array(bytes))) features.push(feature);
    expect(features).toHaveLength(items.length);
    expect(features[0].geometry.type).toBe(geometry);
    const parquet = fileOf((await answer(`${url}&format=parquet`)).rawPayload);
    const geo = parquetMetadata(parquet).key_value_metadata?.find(({ key }) => key === 'geo')?.value;
    expect(JSON.parse(geo!).columns.geometry.geometry_types).toEqual([geometry]);
  });

  it('is accompanied by a data package whose path leads to the CSV', async () => {
    const descriptor = await answer(`${url}&format=datapackage`);
    expect(descriptor.headers['content-type']).toBe('application/vnd.datapackage+json; charset=utf-8');
    const [resource] = descriptor.json().resources;
    const address = new URL(resource.path, `http://localhost${url}`);
    const csv = await answer(address.pathname + address.search);
    expect(csv.headers['content-type']).toMatch(/^text\/csv/);
    expect(csv.body).toBe((await answer(`${url}&format=csv`)).body);
    const fields = resource.schema.fields.map(({ name }: { name: string }) => name);
    expect(csv.body.split('\r\n')[0]).toBe(fields.join(','));
    expect(resource.maillage).toMatchObject({ edition: 'tiny-1', fictional: false });
    expect(resource.maillage.attribution.join()).toContain('OpenStreetMap');
  });

  it('points from its CSV to its data package', async () => {
    for (const format of ['csv', 'csv-fr']) {
      const { headers } = await answer(`${url}&format=${format}`);
      const [, described] = /<([^>]+)>; rel="describedby"; type="application\/vnd.datapackage\+json"/.exec(
        String(headers.link),
      )!;
      expect((await answer(described)).json().profile).toBe('tabular-data-package');
    }
    expect((await answer(url)).headers.link).not.toContain('datapackage');
  });
});

it('names its files after the question, with the edition, in every form that is saved', async () => {
  const name = async (format: string) =>
    (await answer(`/v1/coverage?level=canton&within=2A&format=${format}`)).headers['content-disposition'];
  const stem = 'maillage_coverage_canton_2A_30min_principal_tiny-1';
  expect(await name('csv')).toBe(`attachment; filename="${stem}.csv"`);
  expect(await name('csv-fr')).toBe(`attachment; filename="${stem}.fr.csv"`);
  expect(await name('xlsx')).toBe(`attachment; filename="${stem}.xlsx"`);
  expect(await name('parquet')).toBe(`attachment; filename="${stem}.parquet"`);
  expect(await name('fgb')).toBe(`attachment; filename="${stem}.fgb"`);
  expect(await name('geojson')).toBe(`inline; filename="${stem}.geojson"`);
  expect(await name('json')).toBeUndefined();
  expect(await name('datapackage')).toBeUndefined();
});

it('cuts a long list of territories out of a file name, and not the edition', async () => {
  const codes = [
    'commune-2A001',
    'commune-2A002',
    'commune-2A003',
    'commune-2B001',
    'commune-2B002',
    'commune-01001',
  ];
  const within = [
    ...codes,
    'canton-2A01',
    'canton-2A02',
    'canton-2B01',
    'epci-200000001',
    'epci-200000002',
  ].join();
  const { headers } = await answer(`/v1/coverage?level=commune&within=${within}&format=csv`);
  expect(String(headers['content-disposition']).length).toBeLessThan(180);
  expect(headers['content-disposition']).toMatch(/_tiny-1\.csv"$/);
});

it('is chosen by Accept as by format; text/csv is the machine CSV', async () => {
  const formOf = async (accept: string) => (await answer('/v1/coverage', { accept })).headers['content-type'];
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  expect(await formOf(xlsx)).toBe(xlsx);
  expect(await formOf('application/vnd.apache.parquet')).toBe('application/vnd.apache.parquet');
  expect(await formOf('application/vnd.flatgeobuf')).toBe('application/vnd.flatgeobuf');
  expect(await formOf('application/vnd.datapackage+json')).toMatch(/^application\/vnd\.datapackage\+json/);
  const csv = await answer('/v1/coverage', { accept: 'text/csv' });
  expect(csv.body.startsWith('level,code,')).toBe(true);
  expect((await answer('/v1/ratios', { accept: 'application/vnd.flatgeobuf' })).statusCode).toBe(406);
});

it('tells questions in the same words apart', async () => {
  const tag = async (url: string) => (await answer(url)).headers.etag;
  expect(await tag('/v1/sites?network=all')).not.toBe(await tag('/v1/gaps?network=all'));
  expect((await answer('/v1/sites?within=2A&network=all')).json().items[0]).toHaveProperty('id');
});

describe('/v1/dictionary', () => {
  it('lists every table and its columns in both languages, before there is an edition', async () => {
    const { tables } = (await app.inject('/v1/dictionary')).json();
    const coverage = tables.find(({ name }: { name: string }) => name === 'coverage');
    expect(coverage.columns[7]).toMatchObject({
      name: 'status',
      heading: { en: 'Status', fr: 'Statut' },
      french_values: { partial: 'partiel' },
    });
    for (const { table_schema, columns } of tables) {
      const schema = (await app.inject(table_schema)).json();
      expect(schema.fields.map(({ name }: { name: string }) => name)).toEqual(
        columns.map(({ name }: { name: string }) => name),
      );
    }
  });

  it('is documented, and cached by its ETag', async () => {
    const { headers } = await answer('/v1/dictionary');
    const again = await app.inject({
      url: '/v1/dictionary',
      headers: { 'if-none-match': String(headers.etag) },
    });
    expect(again.statusCode).toBe(304);
    const schema = await app.inject('/v1/dictionary/coverage');
    expect(validator.errorsOf('/v1/dictionary/{table}', 200, 'application/json', schema.body)).toEqual([]);
  });

  it('says which tables there are where it has no such', async () => {
    const { statusCode, body } = await app.inject('/v1/dictionary/nothing');
    expect(statusCode).toBe(404);
    expect(JSON.parse(body).errors[0].expected).toContain('coverage');
    expect((await app.inject('/v1/dictionary?x=1')).statusCode).toBe(400);
  });
});
