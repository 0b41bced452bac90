import type { Geometry } from 'geojson';
import { attribution } from '../attribution.ts';
import type { CellValue, Column, Row } from '../columns.ts';
import { frenchDefinition } from '../definition.ts';
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
  /** French of the definition's sentences and words, by member; one without is said as it stands. */
  french?: Readonly<Record<string, string>>;
  /** Of the answer, where it has one. */
  total: object | null;
  /** Of the total, where the answer has one. */
  totalColumns?: readonly Column[];
  /** Sources with vintage and licence, a line each. */
  attribution: readonly string[];
  /** Part of the residents whose time is an estimate; null where times play no part. */
  estimateShare: number | null;
  /** Path and query that give the same answer, e.g. `/v1/coverage?level=canton&within=2A&threshold=30&network=principal`. */
  address: string;
}

/**
 * What an answer says of itself, as its files say it.
 * @param french of the members of the definition that are the answer's own
 */
export function tableAbout(
  meta: EditionMeta,
  answer: { definition: object; total: object },
  address: string,
  estimateShare: number | null,
  totalColumns: readonly Column[],
  french: Readonly<Record<string, string>> = {},
): TableAbout {
  return {
    edition: meta,
    definition: answer.definition,
    french: { ...frenchDefinition(meta, answer.definition), ...french },
    total: answer.total,
    totalColumns,
    attribution: attribution(meta),
    estimateShare,
    address,
  };
}

/** Rows of an answer as a table takes them: every member is the value of a cell. */
export function tableRows<T extends { [K in keyof T]: CellValue }>(items: readonly T[]): readonly Row[] {
  return items as readonly unknown[] as readonly Row[];
}
