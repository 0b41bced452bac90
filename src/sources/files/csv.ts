import { DomainError } from '../../domain-error.ts';
import { csvBatches, type Delimiter } from './csv-lines.ts';
import type { ReportBuilder } from './read-report.ts';
import type { SourceFile } from './source-file.ts';

/** How a column is found: its heading, any of several headings, or a pattern where the heading carries a date. */
export type HeadingMatch = string | RegExp | readonly string[];

export interface CsvOptions<Key extends string, OptionalKey extends string = never> {
  /** The reader's name for each column it needs → its heading in the file. */
  columns: Readonly<Record<Key, HeadingMatch>>;
  /** Columns that are read where the file has them; absent ones read as ''. */
  optional?: Readonly<Record<OptionalKey, HeadingMatch>>;
  /** Default: sniffed from the first lines. */
  delimiter?: Delimiter;
  /** The heading may come after a preamble; it is looked for in this many first records. Default 1. */
  headingWithin?: number;
}

export interface CsvRecord<Key extends string> {
  /** 1-based line of the file. */
  row: number;
  /** The cell, trimmed; '' for an empty cell or an absent optional column. */
  get(key: Key): string;
  /** The column's heading in the file, for messages. */
  heading(key: Key): string;
}

/**
 * The rows of a CSV file with a heading, streamed. Each is counted as read; a row with a wrong number of cells is
 * rejected into the report. The caller counts what it keeps.
 * @throws DomainError source-schema (columns missing, not a CSV), source-empty (no row under the heading),
 * source-truncated, source-encoding, and what opening the file throws
 */
export async function* readCsv<Key extends string, OptionalKey extends string = never>(
  file: SourceFile,
  report: ReportBuilder,
  options: CsvOptions<Key, OptionalKey>,
): AsyncGenerator<CsvRecord<Key | OptionalKey>> {
  const headingWithin = options.headingWithin ?? 1;
  const before: string[][] = [];
  let heading: Heading | null = null;
  let rows = 0;
  for await (const batch of csvBatches(file, report, options.delimiter)) {
    for (const { row, cells } of batch) {
      if (!heading) {
        const headings = cells.map((cell) => cell.trim());
        if (missingColumns(headings, options.columns).length === 0) heading = headingOf(headings, options);
        else if (before.push(headings) >= headingWithin) break;
        continue;
      }
      rows++;
      report.read();
      if (cells.length !== heading.width && !isPaddedOnly(cells, heading.width)) {
        const value = cells.join(' | ');
        report.reject(row, null, value, `expected ${heading.width} columns, found ${cells.length}`);
        continue;
      }
      yield recordOf(heading, row, cells);
    }
    if (!heading && before.length >= headingWithin) break;
  }
  if (!heading) {
    if (before.length === 0)
      throw new DomainError('source-empty', `${file.name}: the file is empty`, { file: file.name });
    expectColumns(file.name, mostFilled(before), options.columns);
  }
  if (rows === 0) {
    throw new DomainError('source-empty', `${file.name}: a heading without any row`, { file: file.name });
  }
}

/**
 * Throws when a needed column is missing, naming what was expected, what was found and what is missing.
 * @throws DomainError source-schema
 */
export function expectColumns(
  fileName: string,
  found: readonly string[],
  columns: Readonly<Record<string, HeadingMatch>>,
): void {
  const missing = missingColumns(found, columns);
  if (missing.length === 0) return;
  const expected = Object.values(columns).map(shown);
  throw new DomainError(
    'source-schema',
    `${fileName}: expected columns ${expected.join(', ')}; found ${shorten(found).join(', ')}; missing ${missing.join(', ')}`,
    { file: fileName, expected, found: [...found], missing },
  );
}

interface Heading {
  width: number;
  /** Reader's name of a column → its position, -1 when an optional one is absent. */
  index: ReadonlyMap<string, number>;
  names: readonly string[];
}

function headingOf<Key extends string, OptionalKey extends string>(
  names: readonly string[],
  options: CsvOptions<Key, OptionalKey>,
): Heading {
  const wanted: Readonly<Record<string, HeadingMatch>> = { ...options.optional, ...options.columns };
  const index = new Map(Object.entries(wanted).map(([key, match]) => [key, columnIndex(names, match)]));
  return { width: names.length, index, names };
}

function recordOf<Key extends string>(heading: Heading, row: number, cells: string[]): CsvRecord<Key> {
  return {
    row,
    get: (key) => {
      const at = heading.index.get(key) ?? -1;
      return at < 0 ? '' : cells[at].trim();
    },
    heading: (key) => heading.names[heading.index.get(key) ?? -1] ?? key,
  };
}

function missingColumns(found: readonly string[], columns: Readonly<Record<string, HeadingMatch>>): string[] {
  return Object.values(columns)
    .filter((match) => columnIndex(found, match) < 0)
    .map(shown);
}

function columnIndex(found: readonly string[], match: HeadingMatch): number {
  if (match instanceof RegExp) return found.findIndex((name) => match.test(name));
  if (typeof match === 'string') return found.indexOf(match);
  for (const alias of match) {
    const at = found.indexOf(alias);
    if (at >= 0) return at;
  }
  return -1;
}

function shown(match: HeadingMatch): string {
  if (match instanceof RegExp) return `/${match.source}/`;
  return typeof match === 'string' ? match : match.join(' or ');
}

/** Spreadsheets add empty cells at the end of a row: those are no loss. */
function isPaddedOnly(cells: readonly string[], width: number): boolean {
  return cells.length > width && cells.slice(width).every((cell) => cell.trim() === '');
}

function mostFilled(lines: readonly string[][]): string[] {
  const filled = (cells: string[]) => cells.filter((cell) => cell !== '').length;
  return lines.reduce((best, cells) => (filled(cells) > filled(best) ? cells : best));
}

function shorten(found: readonly string[]): string[] {
  const cut = found
    .slice(0, 40)
    .map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name || '(empty)'));
  return found.length > 40 ? [...cut, `… (${found.length} columns)`] : cut;
}
