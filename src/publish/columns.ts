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
  /** What a French reader is shown in place of a machine word: in `csv-fr` and in spreadsheets. */
  frenchValues?: Readonly<Record<string, string>>;
  /** What stands over the column in a spreadsheet. */
  heading: { en: string; fr: string };
  definition: { en: string; fr: string };
}

export type CellValue = string | number | null | readonly string[];
export type Row = Record<string, CellValue>;

/** A text of the column as a French reader is shown it: the machine word itself where the dictionary has no other. */
export function frenchText(column: Column, text: string): string {
  const { frenchValues } = column;
  return frenchValues !== undefined && Object.hasOwn(frenchValues, text) ? frenchValues[text] : text;
}
