import { JSONParser } from '@streamparser/json';
import { DomainError } from '../../domain-error.ts';
import type { ReportBuilder } from './read-report.ts';
import type { SourceFile } from './source-file.ts';
import { utf8Chunks } from './text-encoding.ts';

export interface JsonItem {
  /** 1-based position in the array. */
  row: number;
  value: Readonly<Record<string, unknown>>;
}

/**
 * The objects of a JSON file that is one array, streamed: each is given as soon as it is complete. Each is counted as
 * read; an element that is no object is rejected.
 * @throws DomainError source-schema (not JSON, not an array), source-truncated, source-empty
 */
export async function* readJsonArray(file: SourceFile, report: ReportBuilder): AsyncGenerator<JsonItem> {
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
  let items: unknown[] = [];
  let failure: Error | null = null;
  parser.onValue = ({ value }) => {
    items.push(value);
  };
  parser.onError = (error) => {
    failure ??= error;
  };
  // Without a handler the end of a cut document would be thrown from inside the parser.
  parser.onEnd = () => undefined;
  let row = 0;
  let started = false;
  for await (const chunk of utf8Chunks(file, report)) {
    if (!started) {
      started = true;
      refuseOtherFormats(file.name, chunk.toString('utf8').trimStart());
    }
    parser.write(chunk);
    const batch = items;
    items = [];
    for (const value of batch) {
      row++;
      report.read();
      if (isObject(value)) yield { row, value };
      else report.reject(row, null, JSON.stringify(value), 'expected an object');
    }
    if (failure) throw jsonError(file.name, row, failure);
  }
  if (!parser.isEnded) {
    throw new DomainError('source-truncated', `${file.name}: the JSON array is cut after element ${row}`, {
      file: file.name,
      row,
    });
  }
  if (row === 0) throw new DomainError('source-empty', `${file.name}: an empty array`, { file: file.name });
}

function refuseOtherFormats(name: string, start: string): void {
  if (start.startsWith('[')) return;
  const found = start.startsWith('<') ? 'an HTML or XML page' : `"${start.slice(0, 40)}"`;
  throw new DomainError('source-schema', `${name}: expected a JSON array, found ${found}`, {
    file: name,
    expected: 'JSON array',
    found,
  });
}

function jsonError(name: string, row: number, cause: Error): DomainError {
  const message = `${name}: not valid JSON after element ${row} (${cause.message})`;
  return new DomainError('source-schema', message, { file: name, row }, { cause });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
