import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readInseeAccess } from '../../../src/sources/insee-access.ts';
import { domainErrorOf, readAll } from './support/geo-source.ts';

const ROWS = 6;
function parquet(
  change: Partial<Record<string, ColumnSource['data']>> = {},
  without: string[] = [],
): Uint8Array {
  const columns: ColumnSource[] = [
    { name: 'X', data: [4_320_900, 4_321_000, 4_320_900, 4_320_900, 4_320_900, 4_320_900], type: 'INT32' },
    { name: 'Y', data: [3_209_900, 3_210_000, 3_209_900, 3_209_900, 3_209_900, 3_209_900], type: 'INT32' },
    { name: 'depcom', data: ['96001', '96001', '96002', '96002', '96003', '96003'], type: 'STRING' },
    { name: 'typeeq_id', data: ['A101', 'A128', 'A128', 'A128', 'B101', 'B101'], type: 'STRING' },
    { name: 'pop', data: [1, 2.5, 3, 4, 5, 6], type: 'DOUBLE' },
    { name: 'duree', data: [1, 12.25, null, 9, 1, 1], type: 'DOUBLE', nullable: true },
    { name: 'distance', data: [1, 9876, null, 4, 1, 1], type: 'DOUBLE', nullable: true },
  ];
  const columnData = columns
    .filter(({ name }) => !without.includes(name))
    .map((column) => ({ ...column, data: change[column.name] ?? column.data }));
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 2 }));
}

const read = (content: string | Uint8Array) => readAll(readInseeAccess, 'access.parquet', content);

describe('readInseeAccess', () => {
  it('reads the France Services rows only, whichever row group they stand in', async () => {
    const { rows, report } = await read(parquet());
    expect(rows.map((row) => [row.commune, row.residents, row.minutes, row.distanceM])).toEqual([
      ['96001', 2.5, 12.25, 9876],
      ['96002', 3, null, null],
      ['96002', 4, 9, 4],
    ]);
    expect(report).toMatchObject({ read: 3, kept: 3, rejected: 0 });
  });

  it('gives the centre of the square: corners are moved by half a side', async () => {
    const moved = [4_321_000 - 100, 4_321_000 - 100, 4_320_900, 4_320_800, 0, 0];
    const { rows } = await read(parquet({ X: moved }));
    expect(rows.map((row) => row.x)).toEqual([4_320_900, 4_320_900, 4_320_900]);
    expect(rows[1].lon).toBeCloseTo(9.99854, 4);
    expect(rows[1].lat).toBeCloseTo(51.9991, 4);
  });

  it('rejects negative residents and times, with the row of the file', async () => {
    const { rows, report } = await read(parquet({ pop: [1, -1, 3, 4, 5, 6], duree: [1, 1, 1, -2, 1, 1] }));
    expect(rows).toHaveLength(1);
    expect(report.issues).toMatchObject([
      { kind: 'rejected', row: 2, column: 'pop', value: '-1' },
      { kind: 'rejected', row: 4, column: 'duree', value: '-2' },
    ]);
  });

  it('refuses what is not such a file', async () => {
    const whole = parquet();
    const cases: [content: string | Uint8Array, code: string, message: RegExp][] = [
      ['<html></html>', 'source-schema', /expected a Parquet file/],
      [whole.subarray(0, whole.length - 50), 'source-truncated', /cut short/],
      [parquet({}, ['duree']), 'source-schema', /missing duree/],
      [parquet({ typeeq_id: Array(ROWS).fill('A101') }), 'source-empty', /A128/],
      ['PAR1 what is this PAR1', 'source-unreadable', /cannot be read as Parquet/],
    ];
    for (const [content, code, message] of cases) {
      const error = await domainErrorOf(read(content));
      expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
      expect(error.message).toContain('access.parquet');
    }
  });
});
