import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DomainError } from '../../../../src/domain-error.ts';
import { type ReadReport, ReportBuilder } from '../../../../src/sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../../../../src/sources/files/source-file.ts';

/** A file with this content, gone after the test. */
export async function sourceOf(name: string, content: string | Uint8Array): Promise<SourceFile> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-source-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return openSourceFile(path);
}

type Reader<Row> = (file: SourceFile, report: ReportBuilder) => AsyncGenerator<Row>;

/** All rows of a file, and its report. */
export async function readAll<Row>(
  reader: Reader<Row>,
  name: string,
  content: string | Uint8Array,
): Promise<{ rows: Row[]; report: ReadReport }> {
  const file = await sourceOf(name, content);
  const builder = new ReportBuilder('test', file.name);
  const rows = await Array.fromAsync(reader(file, builder));
  return { rows, report: builder.report };
}

/** The DomainError that the work ends with; fails when it ends well or with another error. */
export async function domainErrorOf(work: Promise<unknown>): Promise<DomainError> {
  const outcome = await work.then(
    () => 'no error',
    (error: unknown) => error,
  );
  if (outcome instanceof DomainError) return outcome;
  throw new Error(`expected a DomainError, got ${outcome}`);
}

/** A FeatureCollection as text; members in the order given, features last. */
export function collection(features: readonly object[], members: object = {}): string {
  return JSON.stringify({ type: 'FeatureCollection', ...members, features });
}

export function feature(properties: object, geometry: object | null): object {
  return { type: 'Feature', properties, geometry };
}

export const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [-6, 46],
      [-5.9, 46],
      [-5.9, 46.1],
      [-6, 46.1],
      [-6, 46],
    ],
  ],
};
