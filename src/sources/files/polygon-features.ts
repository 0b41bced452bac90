import { streamFeatures } from './geojson-stream.ts';
import type { CoordinateReading, Polygonal } from './geometry-check.ts';
import { checkPolygonal } from './geometry-check.ts';
import { crsFromGeoJson, toLonLat } from './projection.ts';
import type { ReportBuilder } from './read-report.ts';
import type { SourceFile } from './source-file.ts';

export interface PolygonFeature {
  /** 1-based feature number. */
  row: number;
  properties: Record<string, unknown>;
  /** Lon/lat, rings closed; may still cross itself. */
  geometry: Polygonal;
}

/**
 * Streams a file of outlines: each feature is counted as read, its geometry checked and brought to lon/lat; features
 * whose geometry cannot be used are rejected into the report. The reader of the dataset checks the properties.
 *
 * @param codeMember the property that names the feature in the report
 * @throws DomainError as streamFeatures, and source-schema for an unknown or unstated reference system
 */
export async function* readPolygonFeatures(
  file: SourceFile,
  report: ReportBuilder,
  codeMember: (properties: Record<string, unknown>) => unknown,
): AsyncGenerator<PolygonFeature> {
  let reading: CoordinateReading | undefined;
  for await (const { number, crs, properties, geometry } of streamFeatures(file)) {
    reading ??= coordinateReading(crs, file.name);
    report.read();
    const checked = checkPolygonal(geometry, reading);
    if (!checked.geometry) {
      const name = codeMember(properties);
      report.reject(number, 'geometry', checked.value, name ? `${name}: ${checked.reason}` : checked.reason);
      continue;
    }
    for (const repair of new Set(checked.repairs)) {
      report.repair(number, 'geometry', codeMember(properties), repair);
    }
    yield { row: number, properties, geometry: checked.geometry };
  }
}

/** @param crs the file's `crs` member. @throws DomainError source-schema for an unknown system */
export function coordinateReading(crs: unknown, file: string): CoordinateReading {
  const stated = crs !== undefined && crs !== null;
  return { toLonLat: toLonLat(crsFromGeoJson(crs, file), file), stated, file };
}
