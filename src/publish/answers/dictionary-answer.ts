import { DomainError } from '../../domain-error.ts';
import { DICTIONARY } from '../dictionary/tables.ts';
import { tableSchema } from '../tables/table-schema.ts';

/** Every table and its columns, in both languages. */
export function dictionaryAnswer() {
  return {
    tables: DICTIONARY.map(({ name, title, columns }) => ({
      name,
      title,
      table_schema: `/v1/dictionary/${name}`,
      columns: columns.map((column) => ({
        name: column.name,
        type: column.type,
        nullable: column.nullable,
        unit: column.unit,
        values: column.values ?? null,
        french_values: column.frenchValues ?? null,
        heading: column.heading,
        definition: column.definition,
      })),
    })),
  };
}

/**
 * Frictionless Table Schema of the machine CSV of a table.
 * @throws DomainError unknown-item
 */
export function tableSchemaAnswer(name: string): object {
  const found = DICTIONARY.find((table) => table.name === name);
  if (found !== undefined) return tableSchema(found.columns);
  const expected = DICTIONARY.map((table) => table.name);
  throw new DomainError(
    'unknown-item',
    `No table "${name}" in the dictionary; there are ${expected.join(', ')}.`,
    {
      parameter: 'table',
      expected,
      found: name,
    },
  );
}
