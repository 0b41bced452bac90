import { ByteBuffer } from 'flatbuffers';
import { Feature } from 'flatgeobuf';
import type { MultiPolygon, Polygon } from 'geojson';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/domain-error.ts';
import { column } from '../../../src/publish/dictionary/column.ts';
import { tablePackage } from '../../../src/publish/tables/data-package.ts';
import type { PublishedTable } from '../../../src/publish/tables/table.ts';
import { tableFile } from '../../../src/publish/tables/table-file.ts';
import { tableSchema } from '../../../src/publish/tables/table-schema.ts';
import { sheetCells, unzipped, writtenBytes } from '../../support/written-table.ts';

const COLUMNS = [
  column('code', 'string', ['Code', 'Code'], 'Code.', 'Code.'),
  column('status', 'string', ['Status', 'Statut'], 'ok or not.', 'ok ou non.', {
    values: ['ok', 'no'],
    frenchValues: { ok: 'oui', no: 'non' },
  }),
  column('residents', 'integer', ['Residents', 'Habitants'], 'Residents.', 'Habitants.', {
    unit: 'residents',
  }),
  column('share', 'number', ['Share', 'Part'], 'Share.', 'Part.', { unit: 'fraction', nullable: true }),
  column('label_date', 'date', ['Date', 'Date'], 'Date.', 'Date.', { nullable: true }),
  column('flags', 'list', ['Flags', 'Remarques'], 'Flags.', 'Remarques.'),
];
const SQUARE: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ],
  ],
};
const TWO: MultiPolygon = {
  type: 'MultiPolygon',
  coordinates: [
    SQUARE.coordinates,
    [
      [
        [5, 5],
        [6, 5],
        [6, 7],
        [5, 5],
      ],
    ],
  ],
};

function table(given: Partial<PublishedTable> = {}): PublishedTable {
  const rows = [
    {
      code: '01001',
      status: 'ok',
      residents: 12_345,
      share: 0.25,
      label_date: '2024-03-04',
      flags: ['a', 'b'],
    },
    { code: '=1', status: 'no', residents: 0, share: null, label_date: '2021-07', flags: [] },
  ];
  return {
    name: 'table',
    title: { en: 'A table', fr: 'Une table' },
    columns: COLUMNS,
    rows,
    count: rows.length,
    about: {
      edition: {
        id: 'edition-1',
        created_at: '2026-01-02T03:04:05.000Z',
        fictional: false,
        sources: [
          {
            dataset: 'communes',
            title: 'Contours',
            publisher: 'Institut des Cartes',
            licence: 'Licence Ouverte 2.0',
            vintage: '2026-01-01',
            address: 'https://example.org/communes',
            obtained: 'mirror',
            file: 'communes.gz',
            sha256: 'a'.repeat(64),
            size_bytes: 1,
          },
        ],
      },
      definition: {
        network: 'principal',
        threshold_minutes: 30,
        comparison: '<=',
        within: ['2A', '2B'],
        other: 1,
      },
      total: { residents: 12_345, share: 0.25 },
      attribution: ['Institut des Cartes, Contours, 2026-01-01 (Licence Ouverte 2.0)'],
      estimateShare: 0.125,
      address: '/v1/table?within=2A,2B&threshold=30',
    },
    ...given,
  };
}

const empty = { rows: [], count: 0 };

describe('XLSX', () => {
  const sheets = async (given?: Partial<PublishedTable>) => {
    const entries = await unzipped(await writtenBytes(table(given), 'xlsx'));
    return [1, 2, 3].map((id) => sheetCells(entries.get(`xl/worksheets/sheet${id}.xml`)!.text));
  };

  it('types its cells: codes and formulas as text, numbers, shares, whole dates', async () => {
    const [data] = await sheets();
    const cell = (place: string) => data.get(place);
    expect(cell('F1')).toEqual({ value: 'Remarques', style: 1 });
    expect(cell('A2')).toEqual({ value: '01001', style: 2 });
    expect(cell('A3')).toEqual({ value: '=1', style: 2 });
    expect(cell('B2')?.value).toBe('oui');
    expect(cell('C2')).toEqual({ value: 12_345, style: 4 });
    expect(cell('D2')).toEqual({ value: 0.25, style: 6 });
    expect(cell('D3')).toBeUndefined();
    // 2024-03-04 is day 45,355 of Excel.
    expect(cell('E2')).toEqual({ value: 45_355, style: 8 });
    expect(cell('E3')).toEqual({ value: '2021-07', style: 2 });
    expect(cell('F2')?.value).toBe('a b');
  });

  it('defines its columns in both languages on a sheet of its own', async () => {
    const [, definitions] = await sheets();
    const line = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((letter) => definitions.get(`${letter}3`)?.value);
    expect(line).toEqual([
      'status',
      'Statut',
      'texte',
      undefined,
      'ok : oui\nno : non',
      'ok ou non.',
      'ok or not.',
    ]);
    expect(definitions.get('D4')?.value).toBe('habitants');
  });

  it('says on a third what was asked, what the figures mean and where they come from', async () => {
    const [, , sources] = await sheets();
    const said = new Map(
      [...sources]
        .filter(([place]) => place.startsWith('A'))
        .map(([place, { value }]) => [value, sources.get(`C${place.slice(1)}`)?.value]),
    );
    expect(Object.fromEntries(said)).toMatchObject({
      Titre: 'Une table',
      Édition: 'edition-1',
      'Date de l’édition': '2 janvier 2026',
      'Adresse de la requête': '/v1/table?within=2A,2B&threshold=30',
      'Territoires demandés': '2A, 2B',
      other: '1',
      'Part des habitants dont la durée est estimée': '12,5\u202f%',
      'Total : Habitants': '12345',
      'Total : Part': '25,0\u202f%',
      'À citer': 'Institut des Cartes, Contours, 2026-01-01 (Licence Ouverte 2.0)',
      Source: 'Institut des Cartes, Contours',
      '— millésime': '2026-01-01',
      '— adresse': 'https://example.org/communes',
      '— empreinte SHA-256': 'a'.repeat(64),
    });
    expect(said.get('Seuil')).toMatch(/^<= 30 min/);
    expect(said.get('Règle de comptage des sites')).toMatch(/^principal : sites principaux/);
    expect(said.has('AVERTISSEMENT')).toBe(false);
  });

  it('warns of an invented territory', async () => {
    const about = table().about;
    const [, , sources] = await sheets({
      about: { ...about, edition: { ...about.edition, fictional: true } },
    });
    const texts = [...sources.values()].map(({ value }) => value);
    expect(texts).toContain('AVERTISSEMENT');
    expect(texts.join()).toContain('Territoire inventé');
  });

  it('holds nothing of the day it was written on', async () => {
    const entries = await unzipped(await writtenBytes(table(), 'xlsx'));
    expect(new Set([...entries.values()].map(({ modified }) => modified))).toEqual(new Set(['33 0']));
    expect(entries.get('docProps/core.xml')!.text).toContain('2026-01-02T03:04:05.000Z');
  });

  it('cuts a text that is longer than a cell, and says so', async () => {
    const [row] = [...table().rows];
    const [data] = await sheets({ rows: [{ ...row, code: 'é'.repeat(40_000) }], count: 1 });
    const value = data.get('A2')?.value as string;
    expect(value.length).toBe(32_767);
    expect(value.endsWith('é…')).toBe(true);
  });

  it('refuses more rows than a sheet holds, before it has read any', async () => {
    const unread = {
      [Symbol.iterator]() {
        throw new Error('read');
      },
    };
    const refusal = await tableFile(table({ rows: unread, count: 1_048_576 }), 'xlsx').catch(
      (error) => error,
    );
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({
      code: 'invalid-parameter',
      details: { parameter: 'format', found: '1048576' },
    });
    await expect(tableFile(table({ count: 1_048_575 }), 'xlsx')).resolves.toBeDefined();
  });
});

describe('Parquet', () => {
  const fileOf = async (given?: Partial<PublishedTable>) => {
    const { buffer, byteOffset, length } = await writtenBytes(table(given), 'parquet');
    return buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
  };
  const metadataOf = (file: ArrayBuffer) =>
    new Map(parquetMetadata(file).key_value_metadata?.map(({ key, value }) => [key, value ?? '']));

  it('has typed columns, required where they have no nulls', async () => {
    const { schema } = parquetMetadata(await fileOf());
    const typed = schema
      .slice(1)
      .map((each) => `${each.name} ${each.type ?? each.converted_type} ${each.repetition_type}`);
    expect(typed).toEqual([
      'code BYTE_ARRAY REQUIRED',
      'status BYTE_ARRAY REQUIRED',
      'residents INT32 REQUIRED',
      'share DOUBLE OPTIONAL',
      'label_date BYTE_ARRAY OPTIONAL',
      'flags LIST REQUIRED',
      'list undefined REPEATED',
      'element BYTE_ARRAY REQUIRED',
    ]);
  });

  it('says in its footer what the figures are', async () => {
    const metadata = metadataOf(await fileOf());
    expect(metadata.get('maillage:edition')).toBe('edition-1');
    expect(metadata.get('maillage:address')).toBe('/v1/table?within=2A,2B&threshold=30');
    expect(JSON.parse(metadata.get('maillage:definition')!)).toMatchObject({
      threshold_minutes: 30,
      comparison: '<=',
    });
    expect(JSON.parse(metadata.get('maillage:sources')!)[0].sha256).toBe('a'.repeat(64));
    expect(JSON.parse(metadata.get('maillage:licences')!)).toEqual([
      'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    ]);
    expect(metadata.get('maillage:estimate_share')).toBe('0.125');
    expect(metadata.has('geo')).toBe(false);
  });

  it('is GeoParquet where rows have a geometry, some of them none', async () => {
    const file = await fileOf({ geometry: (row) => (row.code === '01001' ? TWO : null) });
    expect(JSON.parse(metadataOf(file).get('geo')!)).toEqual({
      version: '1.1.0',
      primary_column: 'geometry',
      columns: {
        geometry: {
          encoding: 'WKB',
          geometry_types: ['MultiPolygon'],
          orientation: 'counterclockwise',
          bbox: [0, 0, 6, 7],
        },
      },
    });
    const rows = await parquetReadObjects({ file });
    expect(rows.map((row) => row.geometry)).toEqual([TWO, null]);
  });

  it('is written a row group at a time', async () => {
    const [row] = [...table().rows];
    const file = await fileOf({
      rows: Array.from({ length: 25_000 }, (_, i) => ({ ...row, residents: i })),
      count: 25_000,
    });
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([
      10_000, 10_000, 5_000,
    ]);
    const rows = await parquetReadObjects({ file, columns: ['residents'] });
    expect(rows.map(({ residents }) => residents)).toEqual(Array.from({ length: 25_000 }, (_, i) => i));
  });

  it('can be empty, with its columns', async () => {
    const file = await fileOf(empty);
    expect(parquetMetadata(file).num_rows).toBe(0n);
    expect(await parquetReadObjects({ file })).toEqual([]);
  });

  it('does not wrap a number around that is too large for its column', async () => {
    const [row] = [...table().rows];
    await expect(fileOf({ rows: [{ ...row, residents: 2 ** 31 }] })).rejects.toThrow(
      'not a whole number of 32 bits',
    );
    await expect(fileOf({ rows: [{ ...row, residents: 1.5 }] })).rejects.toThrow(
      'not a whole number of 32 bits',
    );
  });
});

describe('FlatGeobuf', () => {
  it('makes one type of polygons and multipolygons, and leaves out a geometry that is not there', async () => {
    const [row] = [...table().rows];
    const rows = [SQUARE, TWO, null].map((_, i) => ({ ...row, residents: i }));
    const bytes = await writtenBytes(
      table({ rows, count: 3, geometry: (each) => [SQUARE, TWO, null][each.residents as number] }),
      'fgb',
    );
    expect([...bytes.subarray(0, 8)]).toEqual([0x66, 0x67, 0x62, 3, 0x66, 0x67, 0x62, 0]);
    let at = 8 + 4 + bytes.readUInt32LE(8);
    const types: (number | undefined)[] = [];
    while (at < bytes.length) {
      const length = 4 + bytes.readUInt32LE(at);
      const feature = Feature.getSizePrefixedRootAsFeature(
        new ByteBuffer(new Uint8Array(bytes.subarray(at, at + length))),
      );
      types.push(feature.geometry()?.type());
      at += length;
    }
    expect(types).toEqual([6, 6, undefined]);
  });

  it('can be empty', async () => {
    const bytes = await writtenBytes(table({ ...empty, geometry: () => null }), 'fgb');
    expect(bytes.length).toBe(8 + 4 + bytes.readUInt32LE(8));
  });
});

describe('the data package', () => {
  it('describes the CSV beside it, with sources and licences', () => {
    const described = tablePackage(table());
    expect(described).toMatchObject({
      profile: 'tabular-data-package',
      name: 'maillage-table',
      version: 'edition-1',
      licenses: [{ name: 'etalab-2.0' }],
      sources: [{ path: 'https://example.org/communes' }],
    });
    expect(described.resources[0]).toMatchObject({
      path: 'table?within=2A,2B&threshold=30&format=csv',
      dialect: { delimiter: ',' },
      maillage: {
        edition: 'edition-1',
        estimate_share: 0.125,
        definition: { comparison: '<=', threshold_minutes: 30 },
      },
    });
  });

  it('has no empty lists, which Frictionless does not allow', () => {
    const about = table().about;
    const described = tablePackage(
      table({ about: { ...about, edition: { ...about.edition, fictional: true, sources: [] } } }),
    );
    expect(described).not.toHaveProperty('licenses');
    expect(described).not.toHaveProperty('sources');
  });

  it('gives each column its type, unit, bounds and values, in the words of the profile', () => {
    const fields = (form: 'csv' | 'csv-fr') => (tableSchema(COLUMNS, form) as { fields: object[] }).fields;
    expect(fields('csv')[1]).toMatchObject({
      name: 'status',
      type: 'string',
      title: 'Status',
      constraints: { required: true, enum: ['ok', 'no'] },
    });
    expect(fields('csv')[3]).toMatchObject({
      name: 'share',
      type: 'number',
      unit: 'fraction',
      constraints: { minimum: 0, maximum: 1 },
    });
    expect(fields('csv')[3]).not.toHaveProperty('decimalChar');
    expect(fields('csv-fr')[1]).toMatchObject({ name: 'Statut', constraints: { enum: ['oui', 'non'] } });
    expect(fields('csv-fr')[3]).toMatchObject({ name: 'Part', decimalChar: ',' });
  });
});
