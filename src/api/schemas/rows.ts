import { type TSchema, Type } from 'typebox';
import type { Column } from '../../publish/columns.ts';

/** The schema of a row (or a total) from its columns in the data dictionary, closed to anything else. */
export function rowSchema(columns: readonly Column[]) {
  const properties: Record<string, TSchema> = {};
  for (const column of columns) properties[column.name] = cellSchema(column);
  return Type.Object(properties, { additionalProperties: false });
}

function cellSchema(column: Column): TSchema {
  const unit = column.unit === null ? '' : ` Unit: ${column.unit}.`;
  const options = { description: `${column.definition.en}${unit}` };
  return column.nullable
    ? Type.Union([valueSchema(column), Type.Null()], options)
    : valueSchema(column, options);
}

function valueSchema(column: Column, options: { description?: string } = {}): TSchema {
  if (column.values !== undefined) return Type.Enum([...column.values], { type: 'string', ...options });
  switch (column.type) {
    case 'integer':
      return Type.Integer({ minimum: 0, ...options });
    case 'number':
      return column.unit === 'fraction'
        ? Type.Number({ minimum: 0, maximum: 1, ...options })
        : Type.Number(options);
    case 'list':
      return Type.Array(Type.String(), options);
    case 'date':
      return Type.String({ pattern: '^\\d{4}-\\d{2}(-\\d{2})?$', ...options });
    case 'string':
      return Type.String(options);
  }
}
