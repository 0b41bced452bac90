import { type ReadCode, readCommuneCode, readDepartementCode } from './codes.ts';
import type { CsvRecord } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';

/**
 * Typed cells of a CSV record. Each returns null after having rejected the row, naming column, value and what was
 * expected: the reader then goes on with the next row.
 */
export function communeCell<Key extends string>(
  record: CsvRecord<Key>,
  key: Key,
  report: ReportBuilder,
): string | null {
  return codeCell(record, key, report, readCommuneCode, 'a commune code of 5 characters');
}

export function departementCell<Key extends string>(
  record: CsvRecord<Key>,
  key: Key,
  report: ReportBuilder,
): string | null {
  return codeCell(record, key, report, readDepartementCode, 'a département code of 2 or 3 characters');
}

function codeCell<Key extends string>(
  record: CsvRecord<Key>,
  key: Key,
  report: ReportBuilder,
  read: (text: string) => ReadCode | null,
  expected: string,
): string | null {
  const text = record.get(key);
  const found = read(text);
  if (!found) {
    report.reject(record.row, record.heading(key), text, `expected ${expected}`);
    return null;
  }
  if (found.repair) report.repair(record.row, record.heading(key), text, found.repair);
  return found.code;
}

/**
 * The commune code of a file that has one row a commune: a second row of the same commune is rejected, since the two
 * would be summed or would contradict each other.
 */
export function uniqueCommuneCell<Key extends string>(
  record: CsvRecord<Key>,
  key: Key,
  report: ReportBuilder,
  seen: Set<string>,
): string | null {
  const commune = communeCell(record, key, report);
  if (commune === null) return null;
  if (seen.has(commune)) {
    report.reject(record.row, record.heading(key), commune, 'a second row of the same commune');
    return null;
  }
  seen.add(commune);
  return commune;
}

/** Text that must be there. */
export function textCell<Key extends string>(
  record: CsvRecord<Key>,
  key: Key,
  report: ReportBuilder,
): string | null {
  const text = record.get(key);
  if (text !== '') return text;
  report.reject(record.row, record.heading(key), text, 'expected a text, found nothing');
  return null;
}

/** A whole number of residents or things; spaces between thousands are accepted. */
export function wholeNumberCell<Key extends string>(
  record: CsvRecord<Key>,
  key: Key,
  report: ReportBuilder,
): number | null {
  const text = record.get(key);
  const digits = text.replace(/[\s\u00a0\u202f]/g, '');
  const value = Number(digits);
  if (/^\d+$/.test(digits) && Number.isSafeInteger(value)) return value;
  report.reject(record.row, record.heading(key), text, 'expected a whole number, 0 or more');
  return null;
}

/** A decimal number in a closed range, with point or comma. */
export function decimalCell<Key extends string>(
  record: CsvRecord<Key>,
  key: Key,
  report: ReportBuilder,
  range: { min: number; max: number },
): number | null {
  const text = record.get(key);
  const value = parseDecimal(text);
  if (value >= range.min && value <= range.max) return value;
  report.reject(record.row, record.heading(key), text, `expected a number from ${range.min} to ${range.max}`);
  return null;
}

/** NaN when the text is no decimal number. */
export function parseDecimal(text: string): number {
  return /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/.test(text)
    ? Number(text.replace(',', '.'))
    : NaN;
}

/** One of the labels of an official list, compared as normalLabel writes them. */
export function labelCell<Key extends string, Value>(
  record: CsvRecord<Key>,
  key: Key,
  report: ReportBuilder,
  values: ReadonlyMap<string, Value>,
): Value | null {
  const text = record.get(key);
  const value = values.get(normalLabel(text));
  if (value !== undefined) return value;
  const expected = [...values.keys()].map((label) => `"${label}"`).join(', ');
  report.reject(record.row, record.heading(key), text, `unknown label: expected one of ${expected}`);
  return null;
}

/** The same label is written with either apostrophe, composed or not, with any spaces. */
export function normalLabel(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u2019\u02bc]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}
