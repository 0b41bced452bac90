import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Column } from '../../../src/publish/columns.ts';
import { DICTIONARY } from '../../../src/publish/dictionary/tables.ts';

const FOLDER = resolve(import.meta.dirname, '../../../src/publish/dictionary');
const modules = await Promise.all(readdirSync(FOLDER).map((file) => import(`${FOLDER}/${file}`)));
const tables = modules.flatMap((module: object) =>
  Object.entries(module).filter(([name]) => name.endsWith('_COLUMNS')),
) as [string, readonly Column[]][];

it('every column has a snake_case name of its own in its table, and a definition in both languages', () => {
  expect(tables.length).toBeGreaterThan(8);
  for (const [table, columns] of tables) {
    expect(new Set(columns.map((column) => column.name)).size, table).toBe(columns.length);
    for (const column of columns) {
      expect(column.name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(column.heading.en, `${table} ${column.name}`).not.toBe('');
      expect(column.heading.fr, `${table} ${column.name}`).not.toBe('');
      expect(column.definition.en.endsWith('.'), `${table} ${column.name}`).toBe(true);
      expect(column.definition.fr.endsWith('.'), `${table} ${column.name}`).toBe(true);
    }
  }
});

it('every number has a unit', () => {
  for (const [table, columns] of tables) {
    for (const column of columns.filter(({ type }) => type === 'integer' || type === 'number')) {
      expect(column.unit, `${table} ${column.name}`).not.toBeNull();
    }
  }
});

it('headings are different in a table, in either language', () => {
  for (const { name, columns } of DICTIONARY) {
    for (const language of ['en', 'fr'] as const) {
      const headings = columns.map((column) => column.heading[language]);
      expect(new Set(headings).size, `${name} ${headings}`).toBe(columns.length);
      for (const heading of headings) expect(heading).not.toMatch(/^[=+\-@]/);
    }
  }
});

it('French words stand for the values of a closed list, each for one', () => {
  for (const [table, columns] of tables) {
    for (const { name, values, frenchValues } of columns) {
      if (frenchValues === undefined) continue;
      const words = Object.values(frenchValues);
      expect(new Set(words).size, `${table} ${name}`).toBe(words.length);
      for (const value of values ?? [])
        expect(Object.keys(frenchValues), `${table} ${name}`).toContain(value);
    }
  }
});

it('lists every table that is handed out, once', () => {
  const names = DICTIONARY.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z-]*$/);
});
