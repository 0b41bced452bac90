import { describe, expect, it } from 'vitest';
import { type AccessEntries, buildAccessMatrix } from '../../../src/grid/matrix-builder.ts';

function batch(...rows: [origin: number, site: number, seconds: number][]): AccessEntries {
  return {
    origin: Uint32Array.from(rows, (row) => row[0]),
    site: Uint16Array.from(rows, (row) => row[1]),
    seconds: Uint16Array.from(rows, (row) => row[2]),
    count: rows.length,
  };
}

describe('buildAccessMatrix', () => {
  it('sorts each row by seconds, then by site', () => {
    const matrix = buildAccessMatrix(3, 4, 3600, [
      batch([2, 3, 50], [0, 1, 900]),
      batch([2, 0, 50], [2, 1, 10]),
    ]);
    expect([...matrix.rowStart]).toEqual([0, 1, 1, 4]);
    expect([...matrix.site]).toEqual([1, 1, 0, 3]);
    expect([...matrix.seconds]).toEqual([900, 10, 50, 50]);
  });

  it('keeps the smaller of two times from two providers', () => {
    const matrix = buildAccessMatrix(1, 2, 3600, [batch([0, 1, 700], [0, 0, 600]), batch([0, 1, 500])]);
    expect([...matrix.site]).toEqual([1, 0]);
    expect([...matrix.seconds]).toEqual([500, 600]);
  });

  it('keeps a time of exactly the limit and drops the next second', () => {
    const matrix = buildAccessMatrix(1, 2, 3600, [batch([0, 0, 3600], [0, 1, 3601])]);
    expect([...matrix.seconds]).toEqual([3600]);
  });

  it('reads only the counted rows of a buffer', () => {
    const reused = batch([0, 0, 5], [9, 9, 9]);
    expect(buildAccessMatrix(1, 1, 3600, [{ ...reused, count: 1 }]).seconds).toHaveLength(1);
  });

  it('holds the times over nine hours that fill the high bit of a packed entry', () => {
    const matrix = buildAccessMatrix(1, 2, 0xffff, [batch([0, 0, 40_000], [0, 1, 10])]);
    expect([...matrix.seconds]).toEqual([10, 40_000]);
  });

  it('builds an empty matrix', () => {
    expect(buildAccessMatrix(2, 0, 3600, [])).toMatchObject({
      rowStart: new Uint32Array(3),
      site: new Uint16Array(0),
    });
  });

  it('refuses an entry of another edition', () => {
    expect(() => buildAccessMatrix(1, 1, 3600, [batch([1, 0, 5])])).toThrow(RangeError);
    expect(() => buildAccessMatrix(1, 1, 3600, [batch([0, 1, 5])])).toThrow(RangeError);
  });
});
