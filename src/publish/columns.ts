/** A column of a table answer: one definition for CSV headings, OpenAPI descriptions and the terminal. */
export interface Column {
  /** snake_case, the heading in CSV and the key in JSON. */
  name: string;
  type: 'string' | 'integer' | 'number' | 'date' | 'list';
  nullable: boolean;
  /** null where the column has none (codes, names). */
  unit: string | null;
  /** Closed list of values, where there is one. */
  values?: readonly string[];
  /** What stands over the column in a spreadsheet. */
  heading: { en: string; fr: string };
  definition: { en: string; fr: string };
}

export type CellValue = string | number | null | readonly string[];
export type Row = Record<string, CellValue>;
