import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { describeClient, output, workFolder } from './client.ts';

interface Answer {
  items: { code: string; name: string; population: number; share: number | null }[];
}

/** `;`, `"`, UTF-8, from line 1, French, quoted fields as text, numbers recognised: what a French user leaves ticked. */
const FRENCH_CSV = '--infilter=CSV:59,34,76,1,,1036,true,true';

/** A cell as LibreOffice holds it: its type, its value and what it shows. */
interface Cell {
  type: string;
  value: string | null;
  text: string;
}

/** Sheets of a flat OpenDocument spreadsheet, by name. */
function sheetsOf(fods: string): Map<string, Cell[][]> {
  const sheets = new Map<string, Cell[][]>();
  for (const [, name, table] of fods.matchAll(
    /<table:table table:name="([^"]+)"[^>]*>(.*?)<\/table:table>/gs,
  )) {
    const rows = [...table.matchAll(/<table:table-row[^>]*>(.*?)<\/table:table-row>/gs)].map(([, row]) =>
      cellsOf(row),
    );
    sheets.set(name, rows);
  }
  return sheets;
}

function cellsOf(row: string): Cell[] {
  return [...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gs)].flatMap(
    ([, attributes, content = '']) => {
      const repeated = Number(/number-columns-repeated="(\d+)"/.exec(attributes)?.[1] ?? 1);
      const cell: Cell = {
        type: /office:value-type="([^"]+)"/.exec(attributes)?.[1] ?? 'empty',
        value: /office:value="([^"]+)"/.exec(attributes)?.[1] ?? null,
        text: unescaped(content.replaceAll(/<[^>]+>/g, '')).trim(),
      };
      return Array.from({ length: Math.min(repeated, 50) }, () => cell);
    },
  );
}

function unescaped(text: string): string {
  const entities: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&apos;': "'",
  };
  return text.replaceAll(/&(?:amp|lt|gt|quot|apos);/g, (entity) => entities[entity]);
}

describeClient('soffice', 'libreoffice-calc-nogui', () => {
  const { json, save, pathOf } = workFolder();

  /** Opened by a French LibreOffice, and told by it. */
  async function opened(file: string, ...options: string[]): Promise<Map<string, Cell[][]>> {
    await output(
      'env',
      'LC_ALL=fr_FR.UTF-8',
      'soffice',
      '--headless',
      `-env:UserInstallation=file://${pathOf('profile')}`,
      ...options,
      '--convert-to',
      'fods',
      '--outdir',
      dirname(file),
      file,
    );
    return sheetsOf(await readFile(file.replace(/\.\w+$/, '.fods'), 'utf8'));
  }

  it('opens csv-fr: accents, codes with their leading zeros, decimals as numbers', async () => {
    const { items } = await json<Answer>('/v1/coverage?level=commune');
    const file = await save('/v1/coverage?level=commune&format=csv-fr', 'communes.csv');
    const [rows] = [...(await opened(file, FRENCH_CSV)).values()];
    const heading = rows[0].map((cell) => cell.text);
    expect(heading).toContain('Code');
    expect(heading).toContain('Part sous le seuil');
    const [code, name, population, share] = ['Code', 'Nom', 'Habitants', 'Part sous le seuil'].map((text) =>
      heading.indexOf(text),
    );
    for (const [index, item] of items.entries()) {
      const row = rows[index + 1];
      expect(row[code]).toMatchObject({ type: 'string', text: item.code });
      expect(row[name].text).toBe(item.name);
      expect(Number(row[population].value)).toBe(item.population);
      if (item.share === null) expect(row[share].type).toBe('empty');
      else expect(Number(row[share].value)).toBeCloseTo(item.share, 9);
    }
    expect(items.some((item) => /[éèêàçôûïî]/i.test(item.name))).toBe(true);
  });

  it('keeps a leading zero of a postcode or a class', async () => {
    const file = await save('/v1/sites?format=csv-fr', 'sites.csv');
    const [rows] = [...(await opened(file, FRENCH_CSV)).values()];
    const density = rows[0].map((cell) => cell.text).indexOf('Classe de densité');
    expect(new Set(rows.slice(1, 5).map((row) => row[density].type))).toEqual(new Set(['string']));
  });

  it('opens the workbook: three sheets, typed cells, definitions and sources', async () => {
    const { items } = await json<Answer>('/v1/coverage?level=canton');
    const file = await save('/v1/coverage?level=canton&format=xlsx', 'cantons.xlsx');
    const sheets = await opened(file);
    expect(sheets.size).toBe(3);
    const [data, definitions, sources] = [...sheets.values()];
    const heading = data[0].map((cell) => cell.text);
    const [code, population, share] = ['Code', 'Habitants', 'Part sous le seuil'].map((text) =>
      heading.indexOf(text),
    );
    for (const [index, item] of items.entries()) {
      const row = data[index + 1];
      expect(row[code]).toMatchObject({ type: 'string', text: item.code });
      expect(Number(row[population].value)).toBe(item.population);
      if (item.share !== null) expect(Number(row[share].value)).toBeCloseTo(item.share, 9);
    }
    const told = definitions
      .flat()
      .map((cell) => cell.text)
      .join('\n');
    expect(told).toContain('Part sous le seuil');
    const about = sources
      .flat()
      .map((cell) => cell.text)
      .join('\n');
    expect(about).toContain('/v1/coverage?level=canton');
    expect(about).toMatch(/fictif|inventé/i);
  });
});
