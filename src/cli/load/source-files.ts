import type { DatasetId } from '../../sources/files/catalogue.ts';
import type { LocatedFile } from '../../sources/files/locate.ts';
import { type ReadReport, ReportBuilder } from '../../sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../../sources/files/source-file.ts';

/** The files of one load, and what became of their rows so far. */
export interface SourceFiles {
  located: ReadonlyMap<DatasetId, LocatedFile>;
  reports: ReadReport[];
}

export type Reader<Row> = (file: SourceFile, report: ReportBuilder) => AsyncIterable<Row>;

/**
 * Reads one dataset, if the load has it; its report joins the load's.
 * @param onReport gives the caller the report, to add what only the load can see (an unknown code, a repaired outline)
 */
export async function* readDataset<Row>(
  files: SourceFiles,
  dataset: DatasetId,
  reader: Reader<Row>,
  onReport?: (report: ReportBuilder) => void,
): AsyncGenerator<Row> {
  const located = files.located.get(dataset);
  if (!located) return;
  const file = await openSourceFile(located.path);
  const report = new ReportBuilder(dataset, file.name);
  files.reports.push(report.report);
  onReport?.(report);
  yield* reader(file, report);
}
