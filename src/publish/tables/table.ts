import type { Geometry } from 'geojson';
import type { Column, Row } from '../columns.ts';
import type { EditionMeta } from '../edition-meta.ts';

/**
 * A table answer, ready to be written in any form: its columns from the data dictionary, its rows, and all that a file
 * must say of itself once it has left the server.
 */
export interface PublishedTable {
  /** snake_case or kebab-case stem: name of the sheet, of the Table Schema, of the file. */
  name: string;
  title: { en: string; fr: string };
  columns: readonly Column[];
  /** Can be iterated more than once; long tables make their rows as they are read. */
  rows: Iterable<Row>;
  /** Number of rows. */
  count: number;
  /** The geometry of a row, lon/lat (RFC 7946), by the same key; absent where the table has no map. */
  geometry?: (row: Row) => Geometry | null;
  about: TableAbout;
}

/** What a figure needs beside it to be quoted: said in a sheet, in metadata, or in headers, by the form. */
export interface TableAbout {
  edition: Pick<EditionMeta, 'id' | 'created_at' | 'fictional' | 'sources'>;
  /** Of the answer: network, threshold, within, times, population… as the JSON form says them. */
  definition: object;
  /** Of the answer, where it has one. */
  total: object | null;
  /** Sources with vintage and licence, a line each. */
  attribution: readonly string[];
  /** Part of the residents whose time is an estimate; null where times play no part. */
  estimateShare: number | null;
  /** Path and query that give the same answer, e.g. `/v1/coverage?level=canton&within=2A&threshold=30&network=principal`. */
  address: string;
}
