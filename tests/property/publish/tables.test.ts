import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { geojson } from 'flatgeobuf';
import { parquetReadObjects } from 'hyparquet';
import { expect, it } from 'vitest';
import type { CellValue, Column, Row } from '../../../src/publish/columns.ts';
import { columnLetters } from '../../../src/publish/tables/sheet-xml.ts';
import type { PublishedTable } from '../../../src/publish/tables/table.ts';
import { TABLE_FILE_FORMS } from '../../../src/publish/tables/table-file.ts';
import { sheetCells, unzipped, writtenBytes } from '../../support/written-table.ts';

/** Any table, written in each form, is read back as it was by a reader of other people's making. */

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '01001',
    '2A004',
    '1E5',
    '=1+1',
    '@x',
    '-5',
    '\t=1',
    '＝1',
    'a;b',
    'c,d',
    '"',
    'e\r\nf',
    'g\rh',
  ),
  fc.constantFrom('_x0041_', 'é à ç œ', ' spaces ', '\u0001', 'a\ufeff', '<&>', '👩‍🌾'),
);
const date = fc.oneof(
  fc
    .date({ min: new Date('1901-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  fc.constantFrom('2021-07', '1999-12'),
);
const VALUES: Record<Column['type'], fc.Arbitrary<CellValue>> = {
  string: text,
  integer: fc.integer().map((value) => value + 0),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  date,
  list: fc.array(fc.constantFrom('a', '01001', 'é', 'placed-at-commune-centre'), { maxLength: 3 }),
};

const column = (index: number) =>
  fc
    .record({ type: fc.constantFrom(...(Object.keys(VALUES) as Column['type'][])), nullable: fc.boolean() })
    .map(
      ({ type, nullable }): Column => ({
        name: `c${index}`,
        type,
        nullable,
        unit: type === 'number' ? 'fraction' : null,
        heading: { en: `C${index}`, fr: `É${index}` },
        definition: { en: 'x.', fr: 'x.' },
      }),
    );

const table = fc.integer({ min: 2, max: 6 }).chain((width) =>
  fc.tuple(...Array.from({ length: width }, (_, i) => column(i))).chain((columns) =>
    fc.array(rowOf(columns), { maxLength: 12 }).map(
      (rows): PublishedTable => ({
        name: 'any',
        title: { en: 'Any', fr: 'N’importe' },
        columns,
        rows,
        count: rows.length,
        geometry: (row) => ({ type: 'Point', coordinates: [rows.indexOf(row) / 8, 45] }),
        about: {
          edition: { id: 'e-1', created_at: '2026-01-02T03:04:05.000Z', fictional: false, sources: [] },
          definition: { threshold_minutes: 30 },
          total: null,
          attribution: [],
          estimateShare: null,
          address: '/v1/any?threshold=30',
        },
      }),
    ),
  ),
);

function rowOf(columns: readonly Column[]): fc.Arbitrary<Row> {
  const members = columns.map(({ name, type, nullable }) => [
    name,
    nullable ? fc.option(VALUES[type], { nil: null }) : VALUES[type],
  ]);
  return fc.record(Object.fromEntries(members));
}

const RUNS = { numRuns: 150 };
const asText = (value: CellValue) => (typeof value === 'object' && value !== null ? value.join(' ') : value);
const neutral = (value: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value);

/** A cell of either CSV: numbers by value, texts neutralised, nothing for null. */
function expectCell(read: string, { type }: Column, value: CellValue, decimal: '.' | ',') {
  if (value === null) return expect(read).toBe('');
  if (type !== 'integer' && type !== 'number') return expect(read).toBe(neutral(asText(value) as string));
  expect(read).toMatch(decimal === '.' ? /^-?\d+(\.\d+)?$/ : /^-?\d+(,\d+)?$/);
  expect(Number(read.replace(',', '.'))).toBe(value);
}

it('machine CSV', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (any) => {
      const bytes = await writtenBytes(any, 'csv');
      const [heading, ...lines] = parse(bytes, { record_delimiter: '\r\n' });
      expect(heading).toEqual(any.columns.map(({ name }) => name));
      expect(lines).toHaveLength(any.count);
      const rows = [...any.rows];
      lines.forEach((line, i) => {
        any.columns.forEach((each, c) => {
          expectCell(line[c], each, rows[i][each.name], '.');
        });
      });
    }),
    RUNS,
  );
});

it('CSV for a French spreadsheet', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (any) => {
      const bytes = await writtenBytes(any, 'csv-fr');
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const [heading, ...lines] = parse(bytes, { bom: true, delimiter: ';', record_delimiter: '\r\n' });
      expect(heading).toEqual(any.columns.map((each) => each.heading.fr));
      expect(lines).toHaveLength(any.count);
      const rows = [...any.rows];
      lines.forEach((line, i) => {
        any.columns.forEach((each, c) => {
          expectCell(line[c], each, rows[i][each.name], ',');
        });
      });
    }),
    RUNS,
  );
});

it('XLSX', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (any) => {
      const entries = await unzipped(await writtenBytes(any, 'xlsx'));
      const cells = sheetCells(entries.get('xl/worksheets/sheet1.xml')!.text);
      const expected = new Map<string, string | number>();
      any.columns.forEach((each, c) => {
        expected.set(`${columnLetters(c)}1`, each.heading.fr);
      });
      [...any.rows].forEach((row, i) => {
        any.columns.forEach((each, c) => {
          const value = asText(row[each.name]);
          if (value !== null && value !== '')
            expected.set(`${columnLetters(c)}${i + 2}`, value as string | number);
        });
      });
      const read = [...cells].map(([place, { value, style }]) => [
        place,
        style === 8 ? isoDay(value) : value,
      ]);
      expect(new Map(read as [string, string | number][])).toEqual(expected);
    }),
    RUNS,
  );
});

function isoDay(serial: string | number): string {
  return new Date(Date.UTC(1899, 11, 30) + Number(serial) * 86_400_000).toISOString().slice(0, 10);
}

it('Parquet', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (any) => {
      const { buffer, byteOffset, length } = await writtenBytes(any, 'parquet');
      const file = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
      const rows = [...any.rows];
      const expected = rows.map((row) => ({ ...row, geometry: any.geometry?.(row) }));
      const read = await parquetReadObjects({ file });
      // The reader gives undefined for the null lists of a column that holds nothing else.
      const withNulls = read.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null])),
      );
      expect(withNulls).toEqual(expected);
    }),
    RUNS,
  );
});

it('FlatGeobuf', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (any) => {
      const bytes = await writtenBytes(any, 'fgb');
      const read = [];
      for await (const feature of geojson.deserialize(new Uint8Array(bytes))) read.push(feature);
      const expected = [...any.rows].map((row) => {
        const present = Object.entries(row).filter(([, value]) => value !== null);
        return {
          properties: Object.fromEntries(present.map(([name, value]) => [name, asText(value)])),
          geometry: any.geometry?.(row),
        };
      });
      expect(read).toMatchObject(expected);
      read.forEach(({ properties }, i) => {
        expect(properties).toEqual(expected[i].properties);
      });
    }),
    RUNS,
  );
});

it('every form gives the same bytes twice', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (any) => {
      for (const form of TABLE_FILE_FORMS) {
        expect(await writtenBytes(any, form), form).toEqual(await writtenBytes(any, form));
      }
    }),
    { numRuns: 30 },
  );
});
