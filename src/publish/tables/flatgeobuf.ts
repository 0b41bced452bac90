import { setImmediate } from 'node:timers/promises';
import { Builder } from 'flatbuffers';
import { magicbytes } from 'flatgeobuf/lib/mjs/constants.js';
import { Column as FgbColumn } from 'flatgeobuf/lib/mjs/flat-geobuf/column.js';
import { ColumnType } from 'flatgeobuf/lib/mjs/flat-geobuf/column-type.js';
import { Crs } from 'flatgeobuf/lib/mjs/flat-geobuf/crs.js';
import { Feature } from 'flatgeobuf/lib/mjs/flat-geobuf/feature.js';
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js';
import { Header } from 'flatgeobuf/lib/mjs/flat-geobuf/header.js';
import { buildGeometry } from 'flatgeobuf/lib/mjs/generic/geometry.js';
import { parseGC, parseGeometry } from 'flatgeobuf/lib/mjs/geojson/geometry.js';
import type { Geometry } from 'geojson';
import type { CellValue, Column, Row } from '../columns.ts';
import { aboutRecord } from './about.ts';
import { GeometrySummary } from './geometry-summary.ts';
import type { PublishedTable } from './table.ts';

/**
 * FlatGeobuf (flatgeobuf.org, specification 3.0) in pieces. The package's own `serialize` guesses types from the first
 * feature (every number a double, every null a text), refuses an empty layer, and has no room for a title or metadata:
 * its encoders of headers, geometries and features are used one by one instead. Without a spatial index, which would
 * have the features in memory and out of their order.
 *
 * Rows are read twice: once for the geometry type and the bounds that the header gives, once for the features.
 */
export async function* flatGeobuf(table: PublishedTable): AsyncGenerator<Uint8Array> {
  const geometryOf = table.geometry;
  if (geometryOf === undefined) throw new Error(`${table.name} has no geometry`);
  const summary = new GeometrySummary();
  for (const row of table.rows) {
    const geometry = geometryOf(row);
    if (geometry !== null) summary.add(geometry);
  }
  const common = commonType(summary.types);
  const properties = propertyWriter(table.columns);
  let pieces: Uint8Array[] = [magicbytes, headerBytes(table, common, summary.bounds)];
  let size = 0;
  for (const row of table.rows) {
    const feature = featureBytes(properties(row), asCommon(geometryOf(row), common));
    pieces.push(feature);
    size += feature.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    size = 0;
    await setImmediate();
  }
  yield Buffer.concat(pieces);
}

const PIECE_BYTES = 64 * 1024;

type LayerType = 'Unknown' | Geometry['type'];

/** One type where there is one: many readers refuse a layer of several. */
function commonType(types: readonly Geometry['type'][]): LayerType {
  if (types.length === 1) return types[0];
  return types.join() === 'MultiPolygon,Polygon' ? 'MultiPolygon' : 'Unknown';
}

function asCommon(geometry: Geometry | null, common: LayerType): Geometry | null {
  return geometry?.type === 'Polygon' && common === 'MultiPolygon'
    ? { type: 'MultiPolygon', coordinates: [geometry.coordinates] }
    : geometry;
}

const COLUMN_TYPES: Record<Column['type'], ColumnType> = {
  string: ColumnType.String,
  integer: ColumnType.Int,
  number: ColumnType.Double,
  // A date may be known to the month only.
  date: ColumnType.String,
  // FlatGeobuf has no lists: separated by spaces, as in CSV.
  list: ColumnType.String,
};

function headerBytes(
  table: PublishedTable,
  type: LayerType,
  bounds: readonly [number, number, number, number] | null,
): Uint8Array {
  const builder = new Builder();
  const columns = Header.createColumnsVector(
    builder,
    table.columns.map((column) => columnOffset(builder, column)),
  );
  const name = builder.createString(table.name);
  const title = builder.createString(table.title.en);
  const metadata = builder.createString(JSON.stringify(aboutRecord(table)));
  const envelope = bounds === null ? null : Header.createEnvelopeVector(builder, [...bounds]);
  const authority = builder.createString('EPSG');
  Crs.startCrs(builder);
  Crs.addOrg(builder, authority);
  Crs.addCode(builder, 4326);
  const crs = Crs.endCrs(builder);
  Header.startHeader(builder);
  Header.addName(builder, name);
  if (envelope !== null) Header.addEnvelope(builder, envelope);
  Header.addGeometryType(builder, GeometryType[type]);
  Header.addColumns(builder, columns);
  Header.addFeaturesCount(builder, BigInt(table.count));
  Header.addIndexNodeSize(builder, 0);
  Header.addCrs(builder, crs);
  Header.addTitle(builder, title);
  Header.addMetadata(builder, metadata);
  builder.finishSizePrefixed(Header.endHeader(builder));
  return builder.asUint8Array();
}

function columnOffset(builder: Builder, column: Column): number {
  const name = builder.createString(column.name);
  const title = builder.createString(column.heading.en);
  const description = builder.createString(column.definition.en);
  FgbColumn.startColumn(builder);
  FgbColumn.addName(builder, name);
  FgbColumn.addType(builder, COLUMN_TYPES[column.type]);
  FgbColumn.addTitle(builder, title);
  FgbColumn.addDescription(builder, description);
  FgbColumn.addNullable(builder, column.nullable);
  return FgbColumn.endColumn(builder);
}

/** The properties of a row: the place of each column that has a value, and the value, little-endian. */
function propertyWriter(columns: readonly Column[]): (row: Row) => Uint8Array {
  return (row) => {
    const parts: Buffer[] = [];
    columns.forEach(({ name, type }, index) => {
      const value = valueBytes(type, row[name]);
      if (value === null) return;
      const place = Buffer.alloc(2);
      place.writeUInt16LE(index);
      parts.push(place, value);
    });
    return Buffer.concat(parts);
  };
}

function valueBytes(type: Column['type'], value: CellValue | undefined): Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    const bytes = Buffer.alloc(type === 'integer' ? 4 : 8);
    if (type === 'integer') bytes.writeInt32LE(value);
    else bytes.writeDoubleLE(value);
    return bytes;
  }
  const text = Buffer.from(typeof value === 'string' ? value : value.join(' '), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text]);
}

function parsed(geometry: Geometry) {
  return geometry.type === 'GeometryCollection' ? parseGC(geometry) : parseGeometry(geometry);
}

function featureBytes(properties: Uint8Array, geometry: Geometry | null): Uint8Array {
  const builder = new Builder();
  const propertiesOffset = Feature.createPropertiesVector(builder, properties);
  const geometryOffset = geometry === null ? null : buildGeometry(builder, parsed(geometry));
  Feature.startFeature(builder);
  if (geometryOffset !== null) Feature.addGeometry(builder, geometryOffset);
  Feature.addProperties(builder, propertiesOffset);
  builder.finishSizePrefixed(Feature.endFeature(builder));
  return builder.asUint8Array();
}
