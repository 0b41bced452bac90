import { expect, it } from 'vitest';
import type { Column } from '../../../src/publish/columns.ts';
import * as dictionary from '../../../src/publish/data-dictionary.ts';

const tables = Object.entries(dictionary).filter(([name]) => name.endsWith('_COLUMNS')) as [
  string,
  readonly Column[],
][];

it('every column has a snake_case name of its own in its table, and a definition in both languages', () => {
  expect(tables.length).toBeGreaterThan(8);
  for (const [table, columns] of tables) {
    expect(new Set(columns.map((column) => column.name)).size, table).toBe(columns.length);
    for (const column of columns) {
      expect(column.name).toMatch(/^[a-z][a-z0-9_]*$/);
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
