import { decimalCell, textCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import { streamFeatures } from './files/geojson-stream.ts';
import { type CoordinateReading, pointOf } from './files/geometry-check.ts';
import { coordinateReading } from './files/polygon-features.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { textOrNull } from './json-members.ts';
import { looksLikeJson } from './osrm-table.ts';

/** Where an id of a travel-time matrix is. */
export interface MatrixPointRow {
  row: number;
  id: string;
  lon: number;
  lat: number;
}

const COLUMNS = {
  id: ['id', 'code', 'insee', 'name', 'nom'],
  lon: ['lon', 'longitude', 'lng', 'x'],
  lat: ['lat', 'latitude', 'y'],
} as const;

/**
 * The places of a travel-time matrix: a CSV of id, lon, lat in degrees, or GeoJSON features with `id` or `code` and
 * either `lon` and `lat` as properties (outlines, such as those of communes, are then not read) or a point as geometry.
 * A second row of one id is rejected.
 * @throws DomainError as readCsv and streamFeatures
 */
export async function* readMatrixPoints(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<MatrixPointRow> {
  const rowOf = new Map<string, number>();
  const rows = (await looksLikeJson(file)) ? featurePoints(file, report) : csvPoints(file, report);
  for await (const point of rows) {
    const earlier = rowOf.get(point.id);
    if (earlier !== undefined) {
      report.reject(point.row, 'id', point.id, `the point was already given in row ${earlier}`);
      continue;
    }
    rowOf.set(point.id, point.row);
    report.kept();
    yield point;
  }
}

async function* csvPoints(file: SourceFile, report: ReportBuilder): AsyncGenerator<MatrixPointRow> {
  for await (const record of readCsv(file, report, { columns: COLUMNS })) {
    const id = textCell(record, 'id', report);
    if (id === null) continue;
    const lon = decimalCell(record, 'lon', report, { min: -180, max: 180 });
    if (lon === null) continue;
    const lat = decimalCell(record, 'lat', report, { min: -90, max: 90 });
    if (lat !== null) yield { row: record.row, id, lon, lat };
  }
}

async function* featurePoints(file: SourceFile, report: ReportBuilder): AsyncGenerator<MatrixPointRow> {
  let reading: CoordinateReading | undefined;
  for await (const { number: row, crs, id: member, properties, geometry } of streamFeatures(file)) {
    reading ??= coordinateReading(crs, file.name);
    report.read();
    const id = textOrNull(properties.id ?? properties.code ?? member);
    if (id === null) {
      report.reject(row, 'id', null, 'expected id or code as a property, found nothing');
      continue;
    }
    const { lon, lat } = properties;
    const stated = typeof lon === 'number' && typeof lat === 'number' ? ([lon, lat] as const) : null;
    const point = stated ?? pointOf(geometry, reading);
    if (!point || !(Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90)) {
      const reason = `${id}: expected lon and lat as properties, or a point`;
      report.reject(row, 'lon', stated ? stated.join(', ') : null, reason);
      continue;
    }
    yield { row, id, lon: point[0], lat: point[1] };
  }
}
