import type { Column } from '../columns.ts';

/**
 * The data dictionary, a file a table: every column of every table answer, with its type, unit, heading and definition
 * in English and French. CSV and XLSX headings, Table Schema, OpenAPI descriptions and item schemas all come from here.
 */

type Extra = Partial<Pick<Column, 'nullable' | 'unit' | 'values' | 'frenchValues'>>;

/**
 * @param heading short, English then French: what stands over the column in a spreadsheet
 * @param en definition, a sentence with its full stop
 */
export function column(
  name: string,
  type: Column['type'],
  heading: readonly [en: string, fr: string],
  en: string,
  fr: string,
  extra: Extra = {},
): Column {
  const [headingEn, headingFr] = heading;
  return {
    name,
    type,
    nullable: false,
    unit: null,
    ...extra,
    heading: { en: headingEn, fr: headingFr },
    definition: { en, fr },
  };
}

/** A code that may be missing: sentences come without their full stop. */
export function codeColumn(
  name: string,
  heading: readonly [en: string, fr: string],
  en: string,
  fr: string,
  extra: Pick<Extra, 'frenchValues'> = {},
): Column {
  return column(
    name,
    'string',
    heading,
    `${en}; empty where there is none.`,
    `${fr} ; vide s’il n’y en a pas.`,
    { nullable: true, ...extra },
  );
}
