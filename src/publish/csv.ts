import { setImmediate } from 'node:timers/promises';
import { type CellValue, type Column, frenchText, type Row } from './columns.ts';

/**
 * CSV in two profiles, both UTF-8 with CRLF (RFC 4180) and empty for null. Neither has comment lines or `sep=`, which
 * break strict readers: what the figures mean travels in response headers and in the data package beside the file.
 *
 * machine: comma, no BOM, decimal point, snake_case headings, quotes only where they must be.
 * French spreadsheet: semicolon, BOM, decimal comma, French headings and words; every text is quoted and no number is,
 * so that a reader that can tell them apart (LibreOffice: « Champs entre guillemets comme texte ») keeps `01001` and
 * `1E5` as they are. Excel converts quoted cells too, and CSV has no types to stop it: codes are not written as
 * `="01001"`, a formula that every other reader would show as it stands; codes as text are what XLSX is for. Dates are
 * ISO in both: a French Excel shows 2024-03-04 as 04/03/2024, and an English one cannot take 04/03 for April.
 */
export interface CsvProfile {
  separator: ',' | ';';
  byteOrderMark: boolean;
  decimal: '.' | ',';
  /** Whether headings and closed values are French, and texts always quoted. */
  french: boolean;
}

export const MACHINE_CSV: CsvProfile = {
  separator: ',',
  byteOrderMark: false,
  decimal: '.',
  french: false,
};
export const FRENCH_CSV: CsvProfile = { separator: ';', byteOrderMark: true, decimal: ',', french: true };

/** The whole text of a short table. */
export function csvTable<T extends { [K in keyof T]: CellValue }>(
  columns: readonly Column[],
  rows: readonly T[],
  profile: CsvProfile = MACHINE_CSV,
): string {
  const line = lineWriter(columns, profile);
  let text = headingLine(columns, profile);
  for (const row of rows) text += line(row);
  return text;
}

const PIECE_CHARACTERS = 64 * 1024;

/** The same in pieces, made as they are read, with a turn for other requests in between. */
export async function* csvPieces(
  columns: readonly Column[],
  rows: Iterable<Row>,
  profile: CsvProfile,
): AsyncGenerator<string> {
  const line = lineWriter(columns, profile);
  let piece = headingLine(columns, profile);
  for (const row of rows) {
    piece += line(row);
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
    await setImmediate();
  }
  yield piece;
}

function headingLine(columns: readonly Column[], profile: CsvProfile): string {
  const cells = columns.map((column) =>
    profile.french ? quoted(neutral(column.heading.fr)) : csvCell(column.name),
  );
  return `${profile.byteOrderMark ? '\ufeff' : ''}${cells.join(profile.separator)}\r\n`;
}

function lineWriter(columns: readonly Column[], profile: CsvProfile): (row: object) => string {
  const names = columns.map((column) => column.name);
  const cells = columns.map((column) =>
    profile.french ? (value: CellValue | undefined) => frenchCell(column, value) : csvCell,
  );
  const { separator } = profile;
  return (row) => {
    let line = cells[0]((row as Row)[names[0]]);
    for (let i = 1; i < names.length; i++) line += separator + cells[i]((row as Row)[names[i]]);
    return `${line}\r\n`;
  };
}

/**
 * What a spreadsheet takes for a formula when a cell starts so (OWASP, CSV injection): tab and line breaks are stripped
 * before that test by some, and the full-width signs count in East Asian locales.
 */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;
/** Either of them: one look at the texts that need neither, which are nearly all. */
const NOT_AS_IS = /^[=+\-@\t＝＋－＠]|[",\r\n]/;

function neutral(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`;
}

/** A machine cell; text that a spreadsheet would run gets a leading apostrophe, numbers are left as they are. */
export function csvCell(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'string' && !NOT_AS_IS.test(value)) return value;
  const text = neutral(typeof value === 'string' ? value : value.join(' '));
  return NEEDS_QUOTES.test(text) ? quoted(text) : text;
}

function frenchCell(column: Column, value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return plainNumber(value).replace('.', ',');
  if (typeof value !== 'string') return quoted(neutral(value.join(' ')));
  // A date is no text to a spreadsheet: unquoted, it can be sorted and counted with.
  if (column.type === 'date' && ISO_DATE.test(value)) return value;
  return quoted(neutral(frenchText(column, value)));
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Every digit that is needed to read the same number back and never an exponent; empty for what is not a number. */
export function plainNumber(value: number): string {
  const text = String(value);
  const size = Math.abs(value);
  // Where JavaScript itself writes no exponent.
  if ((size >= 1e-6 && size < 1e21) || size === 0) return text;
  if (!Number.isFinite(value)) return '';
  const at = text.indexOf('e');
  const [whole, decimals = ''] = text.slice(0, at).replace('-', '').split('.');
  const digits = whole + decimals;
  const point = whole.length + Number(text.slice(at + 1));
  const plain = point <= 0 ? `0.${'0'.repeat(-point)}${digits}` : digits.padEnd(point, '0');
  return value < 0 ? `-${plain}` : plain;
}
