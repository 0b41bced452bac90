import { type Column, frenchText } from '../columns.ts';

/** The profiles of CSV, as `tableFile` calls them. */
export type CsvForm = 'csv' | 'csv-fr';

/**
 * Frictionless Table Schema of the CSV of a table (specs.frictionlessdata.io/table-schema), with the unit and both
 * languages as members of its own.
 */
export function tableSchema(columns: readonly Column[], form: CsvForm = 'csv'): object {
  return { fields: columns.map((column) => field(column, form)), missingValues: [''] };
}

function field(column: Column, form: CsvForm): object {
  const french = form === 'csv-fr';
  const enumeration =
    column.values === undefined
      ? {}
      : { enum: column.values.map((value) => (french ? frenchText(column, value) : value)) };
  const constraints = { ...(column.nullable ? {} : { required: true }), ...enumeration, ...bounds(column) };
  return {
    name: french ? column.heading.fr : column.name,
    type: TYPES[column.type],
    ...(column.type === 'number' && french ? { decimalChar: ',' } : {}),
    title: french ? column.heading.fr : column.heading.en,
    description: french ? column.definition.fr : column.definition.en,
    ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
    ...(column.unit === null ? {} : { unit: column.unit }),
    ...(column.type === 'list' ? { separator: ' ' } : {}),
    heading: column.heading,
    definition: column.definition,
    ...(column.frenchValues === undefined ? {} : { french_values: column.frenchValues }),
  };
}

/** A list is a text to Table Schema; a date may be known to the month only, which its `date` refuses. */
const TYPES = {
  string: 'string',
  integer: 'integer',
  number: 'number',
  date: 'string',
  list: 'string',
} as const satisfies Record<Column['type'], string>;

function bounds(column: Column): object {
  if (column.type === 'date') return { pattern: '^\\d{4}-\\d{2}(-\\d{2})?$' };
  return column.unit === 'fraction' ? { minimum: 0, maximum: 1 } : {};
}
