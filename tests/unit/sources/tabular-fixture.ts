import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ReadReport, ReportBuilder } from '../../../src/sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../../../src/sources/files/source-file.ts';

export type Reader<Row> = (file: SourceFile, report: ReportBuilder) => AsyncGenerator<Row>;

/** Writes the content to a file that goes with the test, and opens it as a reader would get it. */
export async function sourceOf(content: string | Uint8Array, name = 'fixture.csv'): Promise<SourceFile> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-tabular-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return openSourceFile(path);
}

export async function readAll<Row>(
  reader: Reader<Row>,
  content: string | Uint8Array,
  name?: string,
): Promise<{ rows: Row[]; report: ReadReport }> {
  return readFile(reader, await sourceOf(content, name));
}

export async function readFile<Row>(
  reader: Reader<Row>,
  file: SourceFile,
): Promise<{ rows: Row[]; report: ReadReport }> {
  const builder = new ReportBuilder('fixture', file.name);
  const rows: Row[] = [];
  for await (const row of reader(file, builder)) rows.push(row);
  return { rows, report: builder.report };
}

/** The rejections of a report, short: row, column, reason. */
export function rejections(report: ReadReport): [number | null, string | null, string][] {
  return report.issues
    .filter((issue) => issue.kind === 'rejected')
    .map((issue) => [issue.row, issue.column, issue.reason]);
}
