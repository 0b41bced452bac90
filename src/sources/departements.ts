import { departementCell, textCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface DepartementRow {
  code: string;
  region: string;
  name: string;
  /** Commune code of the prefecture. */
  prefecture: string;
}

/** INSEE's `v_departement` file. @throws DomainError as readCsv */
export async function* readDepartements(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<DepartementRow> {
  const records = readCsv(file, report, {
    columns: { code: 'DEP', region: 'REG', prefecture: 'CHEFLIEU', name: 'LIBELLE' },
  });
  for await (const record of records) {
    const code = departementCell(record, 'code', report);
    if (code === null) continue;
    const region = textCell(record, 'region', report);
    if (region === null) continue;
    const name = textCell(record, 'name', report);
    if (name === null) continue;
    report.kept();
    yield { code, region, name, prefecture: record.get('prefecture') };
  }
}
