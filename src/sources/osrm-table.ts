import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { DomainError } from '../domain-error.ts';
import type { ReportBuilder } from './files/read-report.ts';
import { schemaComplaints } from './files/schema-complaints.ts';
import type { SourceFile } from './files/source-file.ts';
import { utf8Chunks } from './files/text-encoding.ts';
import type { TravelTimesRow, WantedIds } from './travel-time-matrix.ts';

/** The whole answer is parsed at once: this much text takes some 1 GB. Larger matrices come as CSV, read row by row. */
const MAX_BYTES = 256 * 1024 * 1024;

const Waypoint = Type.Object({ location: Type.Tuple([Type.Number(), Type.Number()]) });
/** The members of OSRM's answer to `/table/v1/…` that are read (OSRM HTTP API, v5). */
const TableSchema = Type.Object({
  durations: Type.Array(Type.Array(Type.Unknown())),
  sources: Type.Array(Waypoint),
  destinations: Type.Array(Waypoint),
});

/** Whether the content, unpacked, opens with a brace or a bracket: a CSV does not. */
export async function looksLikeJson(file: SourceFile): Promise<boolean> {
  const stream = await file.open();
  try {
    for await (const chunk of stream) {
      const start = (chunk as Buffer)
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .trimStart();
      if (start !== '') return start.startsWith('{') || start.startsWith('[');
    }
    return false;
  } finally {
    stream.destroy();
  }
}

/**
 * The JSON of OSRM's `table` service: `durations` in seconds (null: no route), `sources` and `destinations` with the
 * road points that they were snapped to. It names nobody: an id is the location as it stands there, `lon,lat`.
 * @throws DomainError source-schema (another JSON, an answer that is an error, rows or columns that do not match the
 *   sources and destinations), source-truncated, source-empty, source-unreadable (too large)
 */
export async function* readOsrmTable(
  file: SourceFile,
  report: ReportBuilder,
  wanted: WantedIds,
): AsyncGenerator<TravelTimesRow> {
  const { durations, sources, destinations } = checkedTable(await jsonOf(file, report), file.name);
  const heading = destinations.map(idOf);
  // Two points that snap to one place have equal columns: the first stands for both.
  const columns = [...new Map(heading.map((id, i) => [id, i] as const).reverse()).values()]
    .filter((i) => wanted.destination(heading[i]))
    .reverse();
  const ids = columns.map((i) => heading[i]);
  const seen = new Set<string>();
  for (let i = 0; i < durations.length; i++) {
    report.read();
    const row = i + 1;
    const origin = idOf(sources[i]);
    if (seen.has(origin)) {
      report.reject(row, null, origin, 'a second row of the same origin');
      continue;
    }
    seen.add(origin);
    report.kept();
    if (!wanted.origin(origin)) {
      yield { row, origin, destinations: [], seconds: new Float64Array() };
      continue;
    }
    const seconds = Float64Array.from(columns, (column) =>
      secondsOf(durations[i][column], row, heading[column], report),
    );
    yield { row, origin, destinations: ids, seconds };
  }
}

function idOf({ location }: { location: readonly [number, number] }): string {
  return `${location[0]},${location[1]}`;
}

function secondsOf(value: unknown, row: number, column: string, report: ReportBuilder): number {
  if (value === null) return Number.NaN;
  if (typeof value === 'number' && value >= 0) return value;
  report.flag(row, column, JSON.stringify(value), 'not a number of seconds: read as no route');
  return Number.NaN;
}

async function jsonOf(file: SourceFile, report: ReportBuilder): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of utf8Chunks(file, report)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      const limit = `${MAX_BYTES / 1024 / 1024} MB`;
      throw new DomainError(
        'source-unreadable',
        `${file.name}: expected at most ${limit} of JSON: write a matrix of this size as CSV`,
        { file: file.name },
      );
    }
  }
  const text = Buffer.concat(chunks).toString('utf8').trim();
  try {
    return JSON.parse(text);
  } catch (cause) {
    const cut = !/[}\]]$/.test(text) || /end of JSON/i.test((cause as Error).message);
    throw cut
      ? new DomainError('source-truncated', `${file.name}: the JSON is cut short`, { file: file.name })
      : new DomainError(
          'source-schema',
          `${file.name}: not valid JSON (${(cause as Error).message})`,
          { file: file.name },
          { cause },
        );
  }
}

type Table = { durations: unknown[][] } & Record<
  'sources' | 'destinations',
  { location: [number, number] }[]
>;

function checkedTable(content: unknown, name: string): Table {
  const wrong = (message: string) =>
    new DomainError('source-schema', `${name}: ${message}`, { file: name, expected: 'OSRM table' });
  const { code, message, durations, distances } = (content ?? {}) as Record<string, unknown>;
  if (typeof code === 'string' && code !== 'Ok') {
    throw wrong(`expected an answer of OSRM's table service, found its error "${code}" (${message ?? ''})`);
  }
  if (durations === undefined) {
    const found = distances === undefined ? 'none' : 'distances only: ask it for annotations=duration';
    throw wrong(`expected durations of OSRM's table service, found ${found}`);
  }
  if (!Value.Check(TableSchema, content)) {
    const [complaint] = schemaComplaints(TableSchema, content);
    throw wrong(`expected durations, sources and destinations of OSRM's table service: ${complaint}`);
  }
  const table = content as Table;
  if (table.durations.length === 0) {
    throw new DomainError('source-empty', `${name}: durations without any row`, { file: name });
  }
  if (table.durations.length !== table.sources.length) {
    throw wrong(
      `expected one row of durations a source (${table.sources.length}), found ${table.durations.length}`,
    );
  }
  table.durations.forEach((row, i) => {
    if (row.length === table.destinations.length) return;
    throw wrong(
      `durations, row ${i + 1}: expected one number a destination (${table.destinations.length}), found ${row.length}`,
    );
  });
  return table;
}
