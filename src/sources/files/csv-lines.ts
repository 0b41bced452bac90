import { parse } from 'csv-parse';
import { DomainError } from '../../domain-error.ts';
import type { ReportBuilder } from './read-report.ts';
import type { SourceFile } from './source-file.ts';
import { utf8Chunks } from './text-encoding.ts';

/** One record of the file, heading lines included; `row` is the 1-based line on which it begins. */
export interface CsvLine {
  row: number;
  cells: string[];
}

export type Delimiter = ',' | ';' | '\t';
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

/** Sniffing looks at this much at most; the six heading lines of the longest preamble take under 1 kB. */
const SNIFF_BYTES = 64 * 1024;
/** A record longer than this comes from a quote that is never closed; a square matrix of 35,000 columns fits. */
const MAX_RECORD_BYTES = 8 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * The records of a CSV file in batches (one a chunk of the stream): batches cost one await per chunk and not one per
 * row. Lines without any cell filled are left out.
 * @param delimiter default: the one of `,` `;` tab that the first lines hold most
 * @throws DomainError source-schema when it is no CSV at all, source-truncated when it ends inside a quoted cell,
 * source-encoding, and what opening the file throws
 */
export async function* csvBatches(
  file: SourceFile,
  report: ReportBuilder,
  delimiter?: Delimiter,
): AsyncGenerator<CsvLine[]> {
  let head: Buffer[] | null = [];
  let headBytes = 0;
  let parser: LineParser | null = null;
  for await (const chunk of utf8Chunks(file, report)) {
    if (head) {
      head.push(chunk);
      headBytes += chunk.length;
      if (headBytes < SNIFF_BYTES) continue;
      const start = Buffer.concat(head);
      head = null;
      parser = lineParser(file.name, start, delimiter);
      yield await parser.write(start);
    } else if (parser) {
      yield await parser.write(chunk);
    }
  }
  if (head) {
    const whole = Buffer.concat(head);
    parser = lineParser(file.name, whole, delimiter);
    yield await parser.write(whole);
  }
  if (parser) yield await parser.end();
}

interface LineParser {
  write(chunk: Buffer): Promise<CsvLine[]>;
  end(): Promise<CsvLine[]>;
}

function lineParser(name: string, head: Buffer, delimiter?: Delimiter): LineParser {
  const text = head.subarray(0, SNIFF_BYTES).toString('utf8');
  refuseOtherFormats(name, text);
  let lines: CsvLine[] = [];
  let nextRow = 1;
  let overcount = 0;
  const parser = parse({
    delimiter: delimiter ?? sniffDelimiter(text),
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_RECORD_BYTES,
    // Records are taken here and none is handed on: the stream's own reading side would cost an await per row.
    on_record: (cells: string[], context) => {
      // The parser gives the line on which a record ends, and counts a CRLF inside a quoted cell as two lines.
      let row = context.lines - overcount;
      if (row > nextRow) {
        const lineFeeds = countAll(cells, '\n');
        const carriageReturns = countAll(cells, '\r\n');
        row -= lineFeeds + carriageReturns;
        overcount += carriageReturns;
        nextRow = row + lineFeeds + 1;
      } else nextRow = row + 1;
      if (cells.some((cell) => cell !== '')) lines.push({ row, cells });
      return null;
    },
  });
  const failed = new Promise<never>((_resolve, reject) => {
    parser.once('error', (cause) => reject(parseError(name, nextRow, cause)));
  });
  // Only `taken` looks at the failure; without this a failure nobody waits for would end the process.
  failed.catch(() => undefined);
  const taken = async (step: (done: () => void) => void): Promise<CsvLine[]> => {
    await Promise.race([new Promise<void>(step), failed]);
    const batch = lines;
    lines = [];
    return batch;
  };
  return {
    write: (chunk) => taken((done) => parser.write(chunk, (error) => error || done())),
    end: () =>
      taken((done) => {
        parser.once('end', done);
        parser.resume();
        parser.end();
      }),
  };
}

function countAll(cells: readonly string[], lineBreak: string): number {
  return cells.reduce((count, cell) => count + cell.split(lineBreak).length - 1, 0);
}

function parseError(name: string, row: number, cause: Error & { code?: string }): DomainError {
  const unclosed = cause.code === 'CSV_QUOTE_NOT_CLOSED' || cause.code === 'CSV_MAX_RECORD_SIZE';
  if (unclosed) {
    const message = `${name}: the record that begins at row ${row} has a quoted cell that is never closed: the file is cut short, or a quote is missing`;
    return new DomainError('source-truncated', message, { file: name, row }, { cause });
  }
  return new DomainError(
    'source-schema',
    `${name}: row ${row}: ${cause.message}`,
    { file: name, row },
    { cause },
  );
}

/** What comes in place of a CSV: an error page, an API's answer, a workbook, a Parquet file. */
function refuseOtherFormats(name: string, text: string): void {
  const start = text.trimStart();
  const title = /<title[^>]*>([^<]*)/i.exec(start)?.[1]?.trim();
  const found = /^<(?:!doctype html|html|head|body)/i.test(start)
    ? `an HTML page${title ? ` ("${title.slice(0, 80)}")` : ''}`
    : start.startsWith('<')
      ? 'an XML document'
      : /^[[{]\s*["{[\]}]/.test(start)
        ? 'a JSON document'
        : start.startsWith('PAR1')
          ? 'a Parquet file'
          : null;
  if (found) {
    throw new DomainError('source-schema', `${name}: expected a CSV file, found ${found}`, {
      file: name,
      expected: 'CSV',
      found,
    });
  }
}

/** Counts candidates outside quotes over the first lines: a preamble may hold commas only inside its quotes. */
function sniffDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>(DELIMITERS.map((candidate) => [candidate, 0]));
  let quoted = false;
  let lines = 0;
  for (let i = 0; i < text.length && lines < 10; i++) {
    const char = text[i];
    if (char === '"') quoted = !quoted;
    else if (!quoted && text.charCodeAt(i) === LINE_FEED) {
      lines++;
      // A heading alone decides where it can: free text in the rows below may be full of commas.
      if (lines === 1 && Math.max(...counts.values()) > 0) break;
    } else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  return DELIMITERS.reduce((best, candidate) =>
    (counts.get(candidate) ?? 0) > (counts.get(best) ?? 0) ? candidate : best,
  );
}
