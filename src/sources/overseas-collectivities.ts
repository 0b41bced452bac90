import { textCell, uniqueCommuneCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface OverseasCommune {
  commune: string;
  name: string;
  /** Three digits, e.g. 987; they take the place of a département. */
  collectivity: string;
  collectivityName: string;
  postcode: string | null;
  /** Null where nobody lives. */
  population: number | null;
}

/** Communes of the overseas collectivities, which the COG's file of communes does not hold. @throws DomainError as readCsv */
export async function* readOverseasCollectivities(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<OverseasCommune> {
  const records = readCsv(file, report, {
    columns: {
      commune: 'code_commune',
      name: 'nom_commune',
      collectivity: 'code_collectivite',
      collectivityName: 'nom_collectivite',
      population: 'population',
    },
    optional: { postcode: 'code_postal' },
  });
  const seen = new Set<string>();
  for await (const record of records) {
    const commune = uniqueCommuneCell(record, 'commune', report, seen);
    if (commune === null) continue;
    const name = textCell(record, 'name', report);
    if (name === null) continue;
    const collectivity = record.get('collectivity');
    if (!/^9[78]\d$/.test(collectivity) || !commune.startsWith(collectivity)) {
      const expected = `expected the collectivity of commune ${commune}, three digits`;
      report.reject(record.row, record.heading('collectivity'), collectivity, expected);
      continue;
    }
    const counted = record.get('population');
    if (counted !== '' && !/^\d+$/.test(counted)) {
      report.reject(record.row, record.heading('population'), counted, 'expected a whole number or nothing');
      continue;
    }
    report.kept();
    yield {
      commune,
      name,
      collectivity,
      collectivityName: record.get('collectivityName'),
      postcode: record.get('postcode') || null,
      population: counted === '' ? null : Number(counted),
    };
  }
}
