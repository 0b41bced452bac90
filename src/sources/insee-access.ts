/**
 * INSEE's own travel times by car from each 200 m square to the nearest facility (Parquet, one file per région), of
 * which only the type A128, France Services, is read. One row group at a time; groups whose statistics exclude A128 are
 * skipped without being read, and the other columns are read only where a group holds some.
 */
import { open } from 'node:fs/promises';
import { type AsyncBuffer, type ParquetScan, parquetScan } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { DomainError } from '../domain-error.ts';
import { toLonLat } from './files/projection.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';
import { communeCodeOf } from './json-members.ts';

export interface AccessRow {
  /** Centre of the square, EPSG:3035, metres. */
  x: number;
  y: number;
  lon: number;
  lat: number;
  commune: string | null;
  residents: number;
  /** By road to the nearest site; null where no road leads to one. */
  minutes: number | null;
  distanceM: number | null;
}

export const FRANCE_SERVICES_TYPE = 'A128';
const SQUARE_M = 200;
const COLUMNS = ['X', 'Y', 'depcom', 'typeeq_id', 'pop', 'duree', 'distance'] as const;
type ColumnName = (typeof COLUMNS)[number];

/**
 * Rows of other facility types are passed over and not counted in the report.
 * @throws DomainError source-schema (not Parquet, columns missing), source-truncated, source-unreadable,
 *   source-empty (no France Services row)
 */
export async function* readInseeAccess(file: SourceFile, report: ReportBuilder): AsyncGenerator<AccessRow> {
  const handle = await open(file.path);
  try {
    expectParquet(file, await firstAndLast(handle, file.sizeBytes));
    const scan = await scanOf(file, {
      byteLength: file.sizeBytes,
      slice: (start, end = file.sizeBytes) => readBytes(handle, start, end),
    });
    yield* rowsOf(scan, file, report);
  } finally {
    await handle.close();
  }
  if (report.report.read === 0) {
    throw new DomainError('source-empty', `${file.name}: no row with typeeq_id ${FRANCE_SERVICES_TYPE}`, {
      file: file.name,
    });
  }
}

async function* rowsOf(
  scan: ParquetScan,
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<AccessRow> {
  const project = toLonLat('EPSG:3035', file.name);
  for (const { rowStart, rowEnd } of scan.ranges) {
    const read = (column: ColumnName) => readColumn(scan, file, column, rowStart, rowEnd);
    const types = await read('typeeq_id');
    if (!types.includes(FRANCE_SERVICES_TYPE)) continue;
    const [xs, ys, communes, residents, minutes, distances] = [
      await read('X'),
      await read('Y'),
      await read('depcom'),
      await read('pop'),
      await read('duree'),
      await read('distance'),
    ];
    for (let i = 0; i < types.length; i++) {
      if (types[i] !== FRANCE_SERVICES_TYPE) continue;
      report.read();
      const row = rowStart + i + 1;
      const x = centreOf(numberOrNull(xs[i]));
      const y = centreOf(numberOrNull(ys[i]));
      if (x === null || y === null) {
        report.reject(row, 'X', `${xs[i]}, ${ys[i]}`, 'expected coordinates of EPSG:3035');
        continue;
      }
      const population = numberOrNull(residents[i]);
      if (population === null || population < 0) {
        report.reject(row, 'pop', residents[i], 'expected a number of residents, 0 or more');
        continue;
      }
      const duration = numberOrNull(minutes[i]);
      if (duration !== null && duration < 0) {
        report.reject(row, 'duree', minutes[i], 'expected minutes, 0 or more');
        continue;
      }
      const [lon, lat] = project(x, y);
      const commune = communeCodeOf(communes[i]);
      report.kept();
      yield {
        x,
        y,
        lon,
        lat,
        commune,
        residents: population,
        minutes: duration,
        distanceM: numberOrNull(distances[i]),
      };
    }
  }
}

/** A multiple of the side is the square's corner; the centre lies half a side further, and is taken as it is. */
function centreOf(coordinate: number | null): number | null {
  if (coordinate === null) return null;
  return coordinate % SQUARE_M === 0 ? coordinate + SQUARE_M / 2 : coordinate;
}

function numberOrNull(value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

async function scanOf(file: SourceFile, buffer: AsyncBuffer): Promise<ParquetScan> {
  const options = { file: buffer, compressors, pruningFilter: { typeeq_id: { $eq: FRANCE_SERVICES_TYPE } } };
  let scan: ParquetScan;
  try {
    scan = await parquetScan({ file: buffer, compressors });
  } catch (cause) {
    throw unreadable(file, cause);
  }
  const found = scan.metadata.schema.slice(1).map((element) => element.name);
  const missing = COLUMNS.filter((column) => !found.includes(column));
  if (missing.length > 0) {
    throw new DomainError(
      'source-schema',
      `${file.name}: expected columns ${COLUMNS.join(', ')}; found ${found.join(', ')}; missing ${missing.join(', ')}`,
      { file: file.name, expected: COLUMNS, found, missing },
    );
  }
  return parquetScan({ ...options, metadata: scan.metadata, columns: [...COLUMNS] }).catch((cause) => {
    throw unreadable(file, cause);
  });
}

async function readColumn(
  scan: ParquetScan,
  file: SourceFile,
  column: ColumnName,
  rowStart: number,
  rowEnd: number,
): Promise<unknown[]> {
  try {
    return Array.from(await scan.readColumn({ column, rowStart, rowEnd }));
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: SourceFile, cause: unknown): DomainError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DomainError(
    'source-unreadable',
    `${file.name}: cannot be read as Parquet (${reason})`,
    { file: file.name },
    { cause },
  );
}

type Handle = Awaited<ReturnType<typeof open>>;

async function readBytes(handle: Handle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(end - start, 0));
  await handle.read(bytes, 0, bytes.length, start);
  return bytes.buffer;
}

async function firstAndLast(handle: Handle, sizeBytes: number): Promise<[string, string]> {
  const text = (bytes: ArrayBuffer) => Buffer.from(bytes).toString('latin1');
  return [
    text(await readBytes(handle, 0, Math.min(4, sizeBytes))),
    text(await readBytes(handle, Math.max(sizeBytes - 4, 0), sizeBytes)),
  ];
}

/** A Parquet file begins and ends with PAR1: the second is missing when a download was cut. */
function expectParquet(file: SourceFile, [first, last]: [string, string]): void {
  if (first !== 'PAR1') {
    const found =
      file.packing === 'plain' ? 'another format' : `a ${file.packing} file, which must be unpacked first`;
    throw new DomainError('source-schema', `${file.name}: expected a Parquet file, found ${found}`, {
      file: file.name,
      expected: 'Parquet',
      found,
    });
  }
  if (last !== 'PAR1') {
    throw new DomainError('source-truncated', `${file.name}: the Parquet file is cut short`, {
      file: file.name,
    });
  }
}
