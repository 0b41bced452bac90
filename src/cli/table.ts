import Table from 'cli-table3';
import type { CellValue, Column } from '../publish/columns.ts';
import { signedPoints } from '../publish/share-text.ts';

/**
 * A table for the terminal: one line a row, no lines between, numbers to the right, percentages for fractions.
 * Without colours, so that it reads the same in a file.
 */
export function terminalTable<T extends { [K in keyof T]: CellValue }>(
  columns: readonly Column[],
  rows: readonly T[],
): string {
  const table = new Table({
    head: columns.map((column) => column.name),
    colAligns: columns.map((column) => (isNumber(column) ? 'right' : 'left')),
    chars: PLAIN,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const row of rows) {
    table.push(columns.map((column) => terminalCell(column, row[column.name as keyof T])));
  }
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return lines.join('\n');
}

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

function isNumber(column: Column): boolean {
  return column.type === 'integer' || column.type === 'number';
}

/** A cell as a person reads it; `–` where there is no value. */
export function terminalCell(column: Column, value: CellValue | undefined): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return terminalNumber(column, value);
  return printable(typeof value === 'string' ? value : value.join(' '));
}

function terminalNumber(column: Column, value: number): string {
  if (column.unit === 'fraction') return percentText(value);
  if (column.unit === 'degrees') return value.toFixed(5);
  if (column.unit === 'percentage points') return signedPoints(value);
  if (column.unit === 'ratio') return value.toFixed(2);
  return column.type === 'number' ? value.toFixed(1) : String(value);
}

/** One decimal. Rounding never makes everybody of nearly everybody, nor nobody of hardly anybody. */
export function percentText(share: number): string {
  const text = (share * 100).toFixed(1);
  if (share < 1 && text === '100.0') return '>99.9 %';
  if (share > 0 && text === '0.0') return '<0.1 %';
  return `${text} %`;
}

/** Names come from files: a control character in one must not drive the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}
