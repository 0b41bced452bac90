import { decimalCell, uniqueCommuneCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface CommuneCentre {
  /** Communes, municipal arrondissements and communes of the overseas collectivities. */
  commune: string;
  /** WGS84; the centre of the outline, not the town hall. */
  lonLat: [number, number];
  name: string;
}

/** The centre of each commune. @throws DomainError as readCsv */
export async function* readCommuneCentres(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<CommuneCentre> {
  const records = readCsv(file, report, {
    columns: { commune: 'insee', lon: 'lon', lat: 'lat', name: 'name' },
  });
  const seen = new Set<string>();
  for await (const record of records) {
    const commune = uniqueCommuneCell(record, 'commune', report, seen);
    if (commune === null) continue;
    const lon = decimalCell(record, 'lon', report, { min: -180, max: 180 });
    if (lon === null) continue;
    const lat = decimalCell(record, 'lat', report, { min: -90, max: 90 });
    if (lat === null) continue;
    if (lon === 0 && lat === 0) {
      report.reject(record.row, record.heading('lon'), '0, 0', 'expected a position in France');
      continue;
    }
    report.kept();
    yield { commune, lonLat: [lon, lat], name: record.get('name') };
  }
}
