import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/publish/columns.ts';
import { csvCell, csvTable } from '../../../src/publish/csv.ts';

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
      .filter((value) => !/^[=+\-@\t\r]/.test(value) && value.trim() === value);
    const row = fc.record({
      code: text,
      name: text,
      share: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const read = parse(csvTable(columns, rows), { columns: true, record_delimiter: '\r\n' });
        expect(read).toEqual(rows.map((each) => ({ ...each, share: String(each.share) })));
      }),
    );
  });
});
