import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { csvBatches } from '../../src/sources/files/csv-lines.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile } from '../../src/sources/files/source-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('"', 'a,b', 'c;d', 'e\nf', 'g\r\nh', 'é', '2A004'),
);
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
  );

it('reads back any cells that were written, with the line on which each record begins', async () => {
  const path = join(folder, 'table.csv');
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(',' as const, ';' as const),
      fc.constantFrom('\n', '\r\n'),
      async (rows, delimiter, lineBreak) => {
        const heading = rows[0].map((_, i) => `column${i}`);
        const clean = rows.map((cells) => cells.map((text) => text.replaceAll('\0', '')));
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const records = [heading, ...clean].map((cells) => cells.map(quoted).join(delimiter));
        await writeFile(path, records.join(lineBreak));
        const expected: { row: number; cells: string[] }[] = [];
        let line = 1;
        for (const [i, cells] of [heading, ...clean].entries()) {
          if (cells.some((text) => text !== '')) expected.push({ row: line, cells });
          line += records[i].split('\n').length;
        }
        const found = [];
        const report = new ReportBuilder('property', 'table.csv');
        for await (const batch of csvBatches(await openSourceFile(path), report)) found.push(...batch);
        expect(found).toEqual(expected);
        expect(report.report.issues).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});
