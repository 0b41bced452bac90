import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, Row } from '../../../src/publish/columns.ts';
import {
  csvCell,
  csvPieces,
  csvTable,
  FRENCH_CSV,
  MACHINE_CSV,
  plainNumber,
} from '../../../src/publish/csv.ts';

const column = (name: string, type: Column['type'] = 'string'): Column => ({
  name,
  type,
  nullable: true,
  unit: null,
  heading: { en: name, fr: name },
  definition: { en: name, fr: name },
});

describe('a cell', () => {
  it('keeps a code as it is, leading zero included', () => {
    expect(csvCell('01001')).toBe('01001');
    expect(csvCell('2A004')).toBe('2A004');
  });

  it('is empty without a value, and for a number that is none', () => {
    expect([csvCell(null), csvCell(undefined), csvCell(Number.NaN)]).toEqual(['', '', '']);
  });

  it('is neutralised where a spreadsheet would run it, unless it is a number', () => {
    expect(csvCell('=cmd()')).toBe("'=cmd()");
    expect(csvCell('+33 4')).toBe("'+33 4");
    expect(csvCell('@me')).toBe("'@me");
    expect(csvCell('-1')).toBe("'-1");
    expect(csvCell('\t=1')).toBe("'\t=1");
    expect(csvCell(['=a', 'b'])).toBe("'=a b");
    expect(csvCell('＝1')).toBe("'＝1");
    expect(csvCell('\n=1')).toBe('"\'\n=1"');
    expect(csvCell(-1.5)).toBe('-1.5');
  });

  it('is quoted where it must be', () => {
    expect(csvCell('a,b')).toBe('"a,b"');
    expect(csvCell('l’«"»')).toBe('"l’«""»"');
    expect(csvCell('two\nlines')).toBe('"two\nlines"');
    expect(csvCell('=1,2')).toBe('"\'=1,2"');
  });
});

describe('a table', () => {
  it('has the headings of the dictionary even when it is empty', () => {
    expect(csvTable([column('code'), column('share', 'number')], [])).toBe('code,share\r\n');
  });

  it('is read back as it was written, whatever the text', () => {
    const columns = [column('code'), column('name'), column('share', 'number')];
    // A leading apostrophe is added to formulas only, so texts that start so are drawn apart, above.
    const text = fc
      .string({ unit: 'grapheme' })
      .filter((value) => !/^[=+\-@\t\r\n＝＋－＠]/.test(value) && value.trim() === value);
    const row = fc.record({
      code: text,
      name: text,
      share: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const read = parse(csvTable(columns, rows), { columns: true, record_delimiter: '\r\n' });
        expect(read).toEqual(rows.map((each) => ({ ...each, share: plainNumber(each.share) })));
      }),
    );
  });
});

describe('a number', () => {
  it('never has an exponent, and is read back as it was', () => {
    expect(plainNumber(1 / 68_000_000)).toBe('0.000000014705882352941177');
    expect(plainNumber(-2.5e-7)).toBe('-0.00000025');
    expect(plainNumber(1.5e22)).toBe('15000000000000000000000');
    expect(plainNumber(1e-6)).toBe('0.000001');
    expect([plainNumber(Number.NaN), plainNumber(Number.POSITIVE_INFINITY)]).toEqual(['', '']);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const written = plainNumber(value);
        expect(written).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Math.abs(Number(written))).toBe(Math.abs(value));
      }),
    );
  });
});

describe('for a French spreadsheet', () => {
  const columns: Column[] = [
    { ...column('code'), heading: { en: 'Code', fr: 'Code « officiel »' } },
    { ...column('status'), values: ['ok', 'partial'], frenchValues: { ok: 'complet', partial: 'partiel' } },
    column('share', 'number'),
    column('label_date', 'date'),
    column('flags', 'list'),
  ];
  const text = (row: Row) => csvTable(columns, [row], FRENCH_CSV).split('\r\n')[1];

  it('has a BOM, semicolons and French headings, and no sep= line', () => {
    expect(csvTable(columns, [], FRENCH_CSV)).toBe(
      '\ufeff"Code « officiel »";"status";"share";"label_date";"flags"\r\n',
    );
  });

  it('quotes every text and no number, so that 01001 and 1E5 can be told from numbers', () => {
    expect(
      text({ code: '01001', status: 'ok', share: 0.25, label_date: '2020-01-02', flags: ['a', 'b'] }),
    ).toBe('"01001";"complet";0,25;2020-01-02;"a b"');
    expect(text({ code: '1E5', status: 'other', share: 1e-7, label_date: '2021-07', flags: [] })).toBe(
      '"1E5";"other";0,0000001;"2021-07";""',
    );
    expect(text({ code: null, status: null, share: null, label_date: null, flags: null })).toBe(';;;;');
  });

  it('neutralises formulas in values and headings', () => {
    expect(text({ code: '=1+1', status: '@x', share: -1, label_date: '-1', flags: ['+1'] })).toBe(
      `"'=1+1";"'@x";-1;"'-1";"'+1"`,
    );
    const heading = csvTable([{ ...column('a'), heading: { en: 'a', fr: '=a' } }], [], FRENCH_CSV);
    expect(heading).toBe('\ufeff"\'=a"\r\n');
  });
});

it('comes in pieces of about 64 kB that are the same text, made as they are read', async () => {
  const columns = [column('code'), column('share', 'number')];
  let made = 0;
  function* rows(): Generator<Row> {
    for (let i = 0; i < 20_000; i++) {
      made++;
      yield { code: `01${i}`, share: i / 7 };
    }
  }
  const pieces: string[] = [];
  for await (const piece of csvPieces(columns, rows(), MACHINE_CSV)) {
    pieces.push(piece);
    if (pieces.length === 1) expect(made).toBeLessThan(5_000);
  }
  expect(pieces.length).toBeGreaterThan(5);
  for (const piece of pieces.slice(0, -1)) expect(piece.length).toBeLessThan(66_000);
  expect(pieces.join('')).toBe(csvTable(columns, [...rows()]));
});
