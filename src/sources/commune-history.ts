import { communeCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface CommuneHistoryRow {
  historical: string;
  current: string;
}

/**
 * Every code that a commune has borne → the commune of today (columns DEPCOM_HIST, DEPCOM). A code whose commune was
 * split has one row for each part.
 * @throws DomainError as readCsv
 */
export async function* readCommuneHistory(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<CommuneHistoryRow> {
  const records = readCsv(file, report, { columns: { historical: 'DEPCOM_HIST', current: 'DEPCOM' } });
  for await (const record of records) {
    const historical = communeCell(record, 'historical', report);
    if (historical === null) continue;
    const current = communeCell(record, 'current', report);
    if (current === null) continue;
    report.kept();
    yield { historical, current };
  }
}
