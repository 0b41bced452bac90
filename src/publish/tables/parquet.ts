import { setImmediate } from 'node:timers/promises';
import type { Geometry } from 'geojson';
import {
  ByteWriter,
  type ColumnSource,
  geojsonToWkb,
  ParquetWriter,
  type SchemaElement,
} from 'hyparquet-writer';
import type { CellValue, Column, Row } from '../columns.ts';
import { aboutRecord } from './about.ts';
import { GeometrySummary } from './geometry-summary.ts';
import type { PublishedTable } from './table.ts';

/**
 * Rows that are encoded at once, while nothing else has its turn. For 100,000 cells in 10 columns, groups of 5,000 stop
 * other requests for 30 ms and give 4.0 MB, of 20,000 for 90 ms and 3.4 MB, of 50,000 for 240 ms and 3.2 MB.
 */
const ROWS_PER_GROUP = 10_000;
/** With a geometry a row takes about twice the time. */
const DRAWN_ROWS_PER_GROUP = 5_000;
const GEOMETRY = 'geometry';

/**
 * Apache Parquet in pieces, a row group at a time. Integers are INT32 (nothing counted here passes 2³¹), numbers DOUBLE,
 * lists lists of strings; a date may be known to the month only and stays a string. With a geometry it is GeoParquet 1.1
 * (geoparquet.org): WKB, lon/lat, exterior rings counter-clockwise. What the table says of itself is in the footer.
 */
export async function* parquet(table: PublishedTable): AsyncGenerator<Uint8Array> {
  const { columns, geometry } = table;
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema: schemaOf(columns, geometry !== undefined) });
  const summary = new GeometrySummary();
  const takeBytes = () => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  const size = geometry === undefined ? ROWS_PER_GROUP : DRAWN_ROWS_PER_GROUP;
  for (const group of groupsOf(table.rows, size)) {
    const columnData: ColumnSource[] = columns.map((column) => ({
      name: column.name,
      data: group.map((row) => parquetValue(column, row[column.name])),
    }));
    if (geometry !== undefined) {
      columnData.push({
        name: GEOMETRY,
        data: group.map((row) => wkbOf(geometry(row), summary)),
        // No two are alike, and least and greatest bytes tell nothing.
        encoding: 'PLAIN',
        statistics: false,
      });
    }
    await file.write({ columnData, rowGroupSize: group.length });
    yield takeBytes();
    await setImmediate();
  }
  file.kvMetadata = [
    ...Object.entries(aboutRecord(table)).map(([key, value]) => ({
      key: `maillage:${key}`,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    ...(geometry === undefined ? [] : [{ key: 'geo', value: JSON.stringify(geoMetadata(summary)) }]),
  ];
  await file.finish();
  yield takeBytes();
}

function* groupsOf(rows: Iterable<Row>, size: number): Generator<Row[]> {
  let group: Row[] = [];
  for (const row of rows) {
    group.push(row);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function schemaOf(columns: readonly Column[], withGeometry: boolean): SchemaElement[] {
  const root = { name: 'root', num_children: columns.length + (withGeometry ? 1 : 0) };
  const geometry = { name: GEOMETRY, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' } as const;
  return [root, ...columns.flatMap(elementsOf), ...(withGeometry ? [geometry] : [])];
}

function elementsOf({ name, type, nullable }: Column): SchemaElement[] {
  const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
  switch (type) {
    case 'integer':
      return [{ name, type: 'INT32', repetition_type }];
    case 'number':
      return [{ name, type: 'DOUBLE', repetition_type }];
    case 'list':
      return [
        { name, repetition_type, num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      ];
    default:
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
  }
}

function parquetValue({ name, type }: Column, value: CellValue | undefined): CellValue {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return null;
  // The writer would wrap it around in silence.
  if (type === 'integer' && typeof value === 'number' && value !== (value | 0)) {
    throw new RangeError(`${name}: ${value} is not a whole number of 32 bits`);
  }
  return value;
}

function wkbOf(geometry: Geometry | null, summary: GeometrySummary): Uint8Array | null {
  if (geometry === null) return null;
  summary.add(geometry);
  return geojsonToWkb(geometry);
}

function geoMetadata(summary: GeometrySummary): object {
  const { bounds, types } = summary;
  return {
    version: '1.1.0',
    primary_column: GEOMETRY,
    columns: {
      [GEOMETRY]: {
        encoding: 'WKB',
        // Without `crs`: lon/lat, OGC:CRS84.
        geometry_types: types,
        orientation: 'counterclockwise',
        ...(bounds === null ? {} : { bbox: bounds }),
      },
    },
  };
}
