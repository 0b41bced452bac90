import { labelCell, normalLabel, uniqueCommuneCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export type FrrClass = 'frr' | 'frr-plus' | 'beneficiary' | 'partial' | 'not-classed';

const CLASSES: ReadonlyMap<string, FrrClass> = new Map([
  ['FRR socle', 'frr'],
  ['FRR+', 'frr-plus'],
  ['FRR bénéficiaire', 'beneficiary'],
  ['Classée FRR partiellement', 'partial'],
  ['FRR bénéficiaire partiellement', 'partial'],
  ['Non classée', 'not-classed'],
]);

export interface FrrRow {
  commune: string;
  frr: FrrClass;
  /** The label of the file: tells the two partial classes apart. */
  label: string;
}

/**
 * France Ruralités Revitalisation by commune (DGCL). The heading of the class carries its date.
 * @throws DomainError as readCsv
 */
export async function* readFrr(file: SourceFile, report: ReportBuilder): AsyncGenerator<FrrRow> {
  const records = readCsv(file, report, {
    columns: { commune: 'Code_insee', label: /^Classement FRR/ },
  });
  const seen = new Set<string>();
  for await (const record of records) {
    const commune = uniqueCommuneCell(record, 'commune', report, seen);
    if (commune === null) continue;
    const frr = labelCell(record, 'label', report, CLASSES);
    if (frr === null) continue;
    report.kept();
    yield { commune, frr, label: normalLabel(record.get('label')) };
  }
}
