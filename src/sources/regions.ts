import { textCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface RegionRow {
  code: string;
  name: string;
  /** Commune code of the prefecture of the région. */
  prefecture: string;
}

/** INSEE's `v_region` file. @throws DomainError as readCsv */
export async function* readRegions(file: SourceFile, report: ReportBuilder): AsyncGenerator<RegionRow> {
  const records = readCsv(file, report, {
    columns: { code: 'REG', prefecture: 'CHEFLIEU', name: 'LIBELLE' },
  });
  for await (const record of records) {
    const code = record.get('code').padStart(2, '0');
    if (!/^\d{2}$/.test(code)) {
      report.reject(
        record.row,
        record.heading('code'),
        record.get('code'),
        'expected a région code of 2 digits',
      );
      continue;
    }
    if (code !== record.get('code')) {
      report.repair(record.row, record.heading('code'), record.get('code'), 'leading zero restored');
    }
    const name = textCell(record, 'name', report);
    if (name === null) continue;
    report.kept();
    yield { code, name, prefecture: record.get('prefecture') };
  }
}
