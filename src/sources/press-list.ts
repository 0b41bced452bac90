import { textCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface PressSite {
  row: number;
  /** As the press wrote it: misspelt names, an EPCI or a bus line are kept, and are for the matching to place. */
  communeName: string;
  departementName: string;
}

/**
 * A list of openings as the press gave it: names only. The same names twice may be two sites: both are kept.
 * @throws DomainError as readCsv
 */
export async function* readPressList(file: SourceFile, report: ReportBuilder): AsyncGenerator<PressSite> {
  const records = readCsv(file, report, { columns: { commune: 'Commune', departement: 'Département' } });
  for await (const record of records) {
    const communeName = textCell(record, 'commune', report);
    if (communeName === null) continue;
    const departementName = textCell(record, 'departement', report);
    if (departementName === null) continue;
    report.kept();
    yield { row: record.row, communeName, departementName };
  }
}
