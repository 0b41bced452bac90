import { streamFeatures } from './files/geojson-stream.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { communeCodeOf, textOrNull } from './json-members.ts';

export interface CommunePointRow {
  code: string;
  name: string;
  population: number | null;
  /** The point of the commune that a travel-time matrix was computed between. */
  lon: number;
  lat: number;
}

/**
 * The communes of a published travel-time matrix with the points used (`id` or `code`, `name`, `population`, `lon`,
 * `lat` as properties; the outline, if any, is not read).
 * @throws DomainError as streamFeatures
 */
export async function* readCommunePoints(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<CommunePointRow> {
  for await (const { number: row, properties } of streamFeatures(file)) {
    report.read();
    const code = communeCodeOf(properties.id ?? properties.code);
    if (!code) {
      report.reject(
        row,
        'id',
        properties.id ?? properties.code,
        'expected a commune code of five characters',
      );
      continue;
    }
    const { lon, lat, population } = properties;
    if (
      typeof lon !== 'number' ||
      typeof lat !== 'number' ||
      !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)
    ) {
      report.reject(row, 'lon', `${lon}, ${lat}`, `${code}: expected lon and lat in degrees`);
      continue;
    }
    report.kept();
    const residents = typeof population === 'number' && population >= 0 ? population : null;
    yield { code, name: textOrNull(properties.name) ?? code, population: residents, lon, lat };
  }
}
