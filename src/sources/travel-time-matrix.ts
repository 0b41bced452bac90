import { DomainError } from '../domain-error.ts';
import { parseDecimal } from './cells.ts';
import { type CsvRecord, expectColumns, readCsv } from './files/csv.ts';
import { csvBatches } from './files/csv-lines.ts';
import { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { looksLikeJson, readOsrmTable } from './osrm-table.ts';

/** Times from one origin. A matrix of n² entries is read as n rows: one object a row, not one an entry. */
export interface TravelTimesRow {
  /** 1-based line of the file (of the group's first line in the long form); of a JSON table, row of `durations`. */
  row: number;
  origin: string;
  /** Those that are wanted. Shared between rows where the file is square: not to be changed. */
  destinations: readonly string[];
  /** Seconds to each destination, as in the file; NaN where there is no route. */
  seconds: Float64Array;
}

/**
 * Which ids a caller has a use for; each is asked about once or more. Cells of the others are passed over unread: of a
 * matrix of all communes only the columns that hold a site cost anything.
 */
export interface WantedIds {
  origin(id: string): boolean;
  destination(id: string): boolean;
}

const ALL_IDS: WantedIds = { origin: () => true, destination: () => true };

const LONG_COLUMNS = {
  origin: ['origin', 'origine', 'from'],
  destination: ['destination', 'to'],
  seconds: ['seconds', 'secondes', 'duration', 'duree'],
} as const;

/**
 * A travel-time matrix in seconds, in any of three shapes: square (a heading of destinations, a first column of
 * origins), long (one row an origin and destination), or the JSON of OSRM's `table` service (see readOsrmTable). In the
 * long form, rows of one origin that follow each other make one row; an origin may come again. Empty cells and NA are no
 * route; other text and negative numbers are flagged and read as no route. The row of an unwanted origin is empty.
 * @throws DomainError source-schema, and as readCsv and readOsrmTable
 */
export async function* readTravelTimes(
  file: SourceFile,
  report: ReportBuilder,
  wanted: WantedIds = ALL_IDS,
): AsyncGenerator<TravelTimesRow> {
  if (await looksLikeJson(file)) yield* readOsrmTable(file, report, wanted);
  else if (await isLongForm(file)) yield* readLong(file, report, wanted);
  else yield* readSquare(file, report, wanted);
}

async function isLongForm(file: SourceFile): Promise<boolean> {
  for await (const batch of csvBatches(file, new ReportBuilder('heading', file.name))) {
    if (batch.length === 0) continue;
    const headings = batch[0].cells.map((cell) => cell.trim());
    return Object.values(LONG_COLUMNS).every((names) => names.some((name) => headings.includes(name)));
  }
  return false;
}

async function* readLong(
  file: SourceFile,
  report: ReportBuilder,
  wanted: WantedIds,
): AsyncGenerator<TravelTimesRow> {
  let group: { row: number; origin: string; destinations: string[]; seconds: number[] } | null = null;
  for await (const record of readCsv(file, report, { columns: LONG_COLUMNS })) {
    const origin = record.get('origin');
    const destination = record.get('destination');
    if (origin === '' || destination === '') {
      report.reject(record.row, emptyHeading(record, origin), '', 'expected an id, found nothing');
      continue;
    }
    if (group && group.origin !== origin) {
      yield { ...group, seconds: Float64Array.from(group.seconds) };
      group = null;
    }
    group ??= { row: record.row, origin, destinations: [], seconds: [] };
    report.kept();
    if (!wanted.destination(destination) || !wanted.origin(origin)) continue;
    group.destinations.push(destination);
    group.seconds.push(secondsOf(record.get('seconds'), record.row, record.heading('seconds'), report));
  }
  if (group) yield { ...group, seconds: Float64Array.from(group.seconds) };
}

function emptyHeading(record: CsvRecord<keyof typeof LONG_COLUMNS>, origin: string): string {
  return record.heading(origin === '' ? 'origin' : 'destination');
}

async function* readSquare(
  file: SourceFile,
  report: ReportBuilder,
  wanted: WantedIds,
): AsyncGenerator<TravelTimesRow> {
  let width: number | null = null;
  let columns: number[] = [];
  let destinations: string[] = [];
  const origins = new Set<string>();
  for await (const batch of csvBatches(file, report)) {
    for (const { row, cells } of batch) {
      if (width === null) {
        const heading = destinationsOf(file.name, cells);
        width = cells.length;
        columns = [...heading.keys()].filter((i) => wanted.destination(heading[i]));
        destinations = columns.map((i) => heading[i]);
        continue;
      }
      report.read();
      const origin = cells[0].trim();
      const problem = rowProblem(cells, width, origin, origins);
      if (problem) {
        report.reject(row, null, origin, problem);
        continue;
      }
      origins.add(origin);
      report.kept();
      if (!wanted.origin(origin)) {
        yield { row, origin, destinations: [], seconds: new Float64Array() };
        continue;
      }
      const seconds = new Float64Array(columns.length);
      for (let i = 0; i < columns.length; i++) {
        seconds[i] = secondsOf(cells[columns[i] + 1], row, destinations[i], report);
      }
      yield { row, origin, destinations, seconds };
    }
  }
  if (report.report.read === 0) {
    throw new DomainError('source-empty', `${file.name}: a heading without any row`, { file: file.name });
  }
}

function rowProblem(cells: string[], width: number, origin: string, origins: Set<string>): string | null {
  if (cells.length !== width) return `expected ${width} columns, found ${cells.length}`;
  if (origin === '') return 'expected the id of an origin, found nothing';
  return origins.has(origin) ? 'a second row of the same origin' : null;
}

/** A table with other headings must not pass for a matrix: ids are distinct and hold no space. */
function destinationsOf(name: string, cells: readonly string[]): string[] {
  const destinations = cells.slice(1).map((cell) => cell.trim());
  const areIds = destinations.every((id) => id !== '' && !/\s/.test(id));
  if (destinations.length < 2) expectColumns(name, cells, LONG_COLUMNS);
  if (!areIds || new Set(destinations).size !== destinations.length) {
    throw new DomainError(
      'source-schema',
      `${name}: expected a heading of distinct destination ids, or columns origin, destination, seconds`,
      { file: name, found: cells.slice(0, 20) },
    );
  }
  return destinations;
}

function secondsOf(cell: string, row: number, column: string, report: ReportBuilder): number {
  const text = cell.trim();
  if (text === '' || text === 'NA' || text === 'null') return NaN;
  const seconds = parseDecimal(text);
  if (seconds >= 0) return seconds;
  report.flag(row, column, text, 'not a number of seconds: read as no route');
  return NaN;
}
