import type { CellValue, Column } from './columns.ts';

/**
 * CSV, machine profile: comma, UTF-8 without BOM, CRLF (RFC 4180), decimal point, snake_case headings, empty for null.
 * Edition, definition and licence travel in response headers, since a comment line would break strict readers.
 */
export function csvTable<T extends { [K in keyof T]: CellValue }>(
  columns: readonly Column[],
  rows: readonly T[],
): string {
  const lines = [columns.map((column) => column.name).join(',')];
  for (const row of rows) {
    lines.push(columns.map((column) => csvCell(row[column.name as keyof T])).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

// A spreadsheet runs a cell that starts so as a formula; tab and carriage return are stripped before that test by some.
const FORMULA_START = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** One cell; text that a spreadsheet would run as a formula gets a leading apostrophe, numbers are left as they are. */
export function csvCell(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = typeof value === 'string' ? value : value.join(' ');
  const neutral = FORMULA_START.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(neutral) ? `"${neutral.replaceAll('"', '""')}"` : neutral;
}
