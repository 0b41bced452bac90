import { csvTable } from '../csv.ts';
import type { PublishedTable } from './table.ts';

/** Forms that a table is written in as a file; JSON and GeoJSON are texts of the answer itself. */
export const TABLE_FILE_FORMS = ['csv', 'csv-fr', 'xlsx', 'parquet', 'fgb'] as const;
export type TableFileForm = (typeof TABLE_FILE_FORMS)[number];

/** A table as a file: whole, or in pieces that are made as they are read. */
export async function tableFile(
  table: PublishedTable,
  form: TableFileForm,
): Promise<string | Uint8Array | AsyncIterable<string | Uint8Array>> {
  if (form === 'csv') return csvTable(table.columns, [...table.rows]);
  throw new Error(`${form} is not written yet`);
}
