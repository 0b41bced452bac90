import { csvPieces, FRENCH_CSV, MACHINE_CSV } from '../csv.ts';
import { tablePackage } from './data-package.ts';
import { flatGeobuf } from './flatgeobuf.ts';
import { parquet } from './parquet.ts';
import type { PublishedTable } from './table.ts';
import { workbook } from './workbook.ts';

/** Forms that a table is written in as a file; JSON and GeoJSON are texts of the answer itself. */
export const TABLE_FILE_FORMS = ['csv', 'csv-fr', 'xlsx', 'parquet', 'fgb', 'datapackage'] as const;
export type TableFileForm = (typeof TABLE_FILE_FORMS)[number];

/**
 * A table as a file: whole, or in pieces that are made as they are read. The same table gives the same bytes.
 * @throws DomainError invalid-parameter where a table has more rows than a sheet of XLSX
 */
export async function tableFile(
  table: PublishedTable,
  form: TableFileForm,
): Promise<string | Uint8Array | AsyncIterable<string | Uint8Array>> {
  switch (form) {
    case 'csv':
      return csvPieces(table.columns, table.rows, MACHINE_CSV);
    case 'csv-fr':
      return csvPieces(table.columns, table.rows, FRENCH_CSV);
    case 'xlsx':
      return workbook(table);
    case 'parquet':
      return parquet(table);
    case 'fgb':
      return flatGeobuf(table);
    case 'datapackage':
      return JSON.stringify(tablePackage(table));
  }
}
