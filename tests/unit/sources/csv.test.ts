import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type CsvOptions, readCsv } from '../../../src/sources/files/csv.ts';
import type { ReportBuilder } from '../../../src/sources/files/read-report.ts';
import type { SourceFile } from '../../../src/sources/files/source-file.ts';
import { readAll, rejections } from './tabular-fixture.ts';

const COLUMNS = { code: 'code', name: 'nom' } as const;

function reader(options: CsvOptions<'code' | 'name', 'note'> = { columns: COLUMNS }) {
  return async function* (file: SourceFile, report: ReportBuilder) {
    for await (const record of readCsv(file, report, options)) {
      yield [record.row, record.get('code'), record.get('name'), record.get('note')] as const;
    }
  };
}

describe('readCsv', () => {
  it('gives the same rows with comma or semicolon, LF or CRLF, with or without byte order mark, packed or not', async () => {
    const expected = [
      [2, '01001', 'Aubrac, le haut', ''],
      [3, '2A002', 'Évry', ''],
    ];
    const comma = 'code,nom\n01001,"Aubrac, le haut"\n2A002,Évry\n';
    const semicolon = 'code;nom\r\n01001;Aubrac, le haut\r\n2A002;Évry\r\n';
    for (const text of [comma, semicolon, `\ufeff${comma}`, `\ufeff${semicolon}`, comma.trimEnd()]) {
      expect((await readAll(reader(), text)).rows).toEqual(expected);
      expect((await readAll(reader(), gzipSync(text))).rows).toEqual(expected);
    }
  });

  it('counts lines as an editor does: after blank lines and quoted line breaks', async () => {
    const text = 'code,nom\r\n1,"a\r\nb"\r\n\r\n2,"c\nd"\r\n3,e\r\n,\r\n4,f\r\n';
    const { rows, report } = await readAll(reader(), text);
    expect(rows.map(([row, code]) => [row, code])).toEqual([
      [2, '1'],
      [5, '2'],
      [7, '3'],
      [9, '4'],
    ]);
    expect(report.read).toBe(4);
  });

  it('finds columns by name in any order, by alias and by pattern, and the heading after a preamble', async () => {
    const options = {
      columns: { code: ['insee', 'code_insee'], name: /^Libellé/ },
      optional: { note: 'remarque' },
      headingWithin: 5,
    } as const;
    const text =
      '"Source : essai, 2031","",""\n"","",""\n"Libellé 2031","x","code_insee"\n"Aa","-","01001"\n';
    expect((await readAll(reader(options), text)).rows).toEqual([[4, '01001', 'Aa', '']]);
  });

  it('names what was expected, found and missing when columns are missing', async () => {
    await expect(readAll(reader(), 'code,name\n1,2\n', 'liste.csv')).rejects.toMatchObject({
      code: 'source-schema',
      message: 'liste.csv: expected columns code, nom; found code, name; missing nom',
    });
  });

  it('rejects rows with too few or too many cells by number, and goes on', async () => {
    const { rows, report } = await readAll(reader(), 'code,nom\n1\n2,b\n3,c,d\n4,d,,\n');
    expect(rows.map(([, code]) => code)).toEqual(['2', '4']);
    expect(rejections(report)).toEqual([
      [2, null, 'expected 2 columns, found 1'],
      [4, null, 'expected 2 columns, found 3'],
    ]);
    expect(report.read).toBe(4);
  });

  it('keeps a stray quote inside a cell as text', async () => {
    const { rows } = await readAll(reader(), 'code,nom\n1,la "grande" rue\n2,b\n');
    expect(rows.map((row) => row[2])).toEqual(['la "grande" rue', 'b']);
  });

  it('says where a quote that is never closed begins', async () => {
    await expect(readAll(reader(), 'code,nom\n1,a\n2,"b\n3,c\n')).rejects.toMatchObject({
      code: 'source-truncated',
      details: { row: 3 },
    });
  });

  it('tells a cut archive', async () => {
    const packed = gzipSync(`code,nom\n${'1,a\n'.repeat(5000)}`);
    await expect(readAll(reader(), packed.subarray(0, packed.length - 20))).rejects.toMatchObject({
      code: 'source-truncated',
    });
  });

  it.each([
    ['<!DOCTYPE html><html><head><title>Erreur 503</title>', 'an HTML page ("Erreur 503")'],
    ['\n <html><body>maintenance</body></html>', 'an HTML page'],
    ['<?xml version="1.0"?><Error/>', 'an XML document'],
    ['{"error":"not found"}', 'a JSON document'],
  ])('refuses what is no CSV: %s', async (text, found) => {
    await expect(readAll(reader(), text)).rejects.toMatchObject({
      code: 'source-schema',
      details: { found },
    });
  });

  it.each([
    'code,nom\n',
    'code,nom',
    'code,nom\n,\n,\n',
  ])('refuses a heading without rows: %j', async (text) => {
    await expect(readAll(reader(), text)).rejects.toMatchObject({ code: 'source-empty' });
  });

  it('does not read on when nothing looks like the heading', async () => {
    const text = `a,b\n${'1,2\n'.repeat(100_000)}`;
    await expect(readAll(reader(), text)).rejects.toMatchObject({ code: 'source-schema' });
  });
});

describe('text encodings', () => {
  it('reads Windows-1252 and says so', async () => {
    const text = Buffer.concat([
      Buffer.from('code,nom\n1,Ch'),
      Buffer.from([0xe2]),
      Buffer.from('teau '),
      Buffer.from([0x80]),
      Buffer.from('\n'),
    ]);
    const { rows, report } = await readAll(reader(), text);
    expect(rows[0][2]).toBe('Château €');
    expect(report.repaired).toBe(1);
    expect(report.issues[0].reason).toContain('Windows-1252');
  });

  it('keeps a UTF-8 file with one damaged byte as UTF-8, flagged', async () => {
    const text = Buffer.concat([
      Buffer.from('code,nom\n1,Évry\n2,a'),
      Buffer.from([0xe9]),
      Buffer.from('\n3,Île\n'),
    ]);
    const { rows, report } = await readAll(reader(), text);
    expect(rows.map((row) => row[2])).toEqual(['Évry', 'a\ufffd', 'Île']);
    expect([report.flagged, report.repaired]).toEqual([1, 0]);
  });

  it('joins characters that two chunks of the file share', async () => {
    // Streams give 64 kB chunks: three shifts put a two-byte character across the border.
    for (const shift of [0, 1, 2]) {
      const text = `code,nom\n${'x'.repeat(shift)},${'é'.repeat(100_000)}\n`;
      const { rows, report } = await readAll(reader(), text);
      expect(rows[0][2]).toBe('é'.repeat(100_000));
      expect(report.issues).toEqual([]);
    }
  });

  it.each([
    ['UTF-16 with its mark', Buffer.from('\ufeffcode,nom\n1,a\n', 'utf16le')],
    ['UTF-16 without mark', Buffer.from('code,nom\n1,a\n', 'utf16le')],
    ['a NUL byte', Buffer.from('code,nom\n1,a\0\n')],
  ])('refuses %s', async (_name, content) => {
    await expect(readAll(reader(), content)).rejects.toMatchObject({ code: 'source-encoding' });
  });
});
