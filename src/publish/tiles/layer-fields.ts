import type { Column } from '../columns.ts';

/** Properties of a layer with what they mean, from the data dictionary. */
export function fieldsOf(columns: readonly Column[], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const column = columns.find((candidate) => candidate.name === name);
      if (column === undefined) throw new Error(`the dictionary has no column ${name}`);
      const unit = column.unit === null ? '' : ` Unit: ${column.unit}.`;
      return [name, `${column.definition.en}${unit}`];
    }),
  );
}
