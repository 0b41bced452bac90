import { cellToLatLng, latLngToCell } from 'h3-js';
import { describe, expect, it } from 'vitest';
import { aggregateSquares } from '../../../src/grid/cells.ts';

type Row = [lon: number, lat: number, residents: number, commune: number, canton: number];

function aggregate(rows: Row[], resolution = 8) {
  return aggregateSquares(
    {
      lon: Float64Array.from(rows, (row) => row[0]),
      lat: Float64Array.from(rows, (row) => row[1]),
      residents: Float64Array.from(rows, (row) => row[2]),
      commune: Int32Array.from(rows, (row) => row[3]),
      canton: Int32Array.from(rows, (row) => row[4]),
    },
    resolution,
  );
}

describe('aggregateSquares', () => {
  it('gathers the squares of a cell at the centre of its residents', () => {
    const hex = latLngToCell(42, 9, 8);
    const [lat, lon] = cellToLatLng(hex);
    const { cells, parts } = aggregate([
      [lon, lat, 10, 3, 1],
      [lon + 0.002, lat, 30, 3, 1],
    ]);
    expect(cells.count).toBe(1);
    expect(cells.cell[0].toString(16)).toBe(hex);
    expect(cells.lon[0]).toBeCloseTo(lon + 0.0015, 10);
    expect(cells.lat[0]).toBeCloseTo(lat, 10);
    expect(parts).toMatchObject({ count: 1, weight: Float64Array.of(40) });
  });

  it('parts a cell by commune and by canton, without a canton too', () => {
    const { parts } = aggregate([
      [9.0001, 42.0001, 1, 3, 2],
      [9.0002, 42.0001, 2, 1, 5],
      [9.0003, 42.0001, 4, 3, -1],
      [9.0004, 42.0001, 8, 3, 2],
    ]);
    expect([...parts.commune]).toEqual([1, 3, 3]);
    expect([...parts.canton]).toEqual([5, -1, 2]);
    expect([...parts.weight]).toEqual([2, 4, 9]);
  });

  it('puts cells in ascending order, the same whatever the order of the squares', () => {
    const rows: Row[] = [];
    for (let i = 0; i < 200; i++) rows.push([2 + (i % 20) * 0.37, 43 + (i % 17) * 0.31, 1 + i, i % 7, i % 3]);
    rows.push([-61.5, 16.2, 9, 0, -1], [55.5, -21.1, 9, 0, -1]);
    const one = aggregate(rows);
    const other = aggregate(rows.toReversed());
    expect([...one.cells.cell]).toEqual([...one.cells.cell].sort((a, b) => (a < b ? -1 : 1)));
    expect(other.cells.cell).toEqual(one.cells.cell);
    expect(other.parts).toEqual(one.parts);
  });

  it('counts the squares that it leaves out', () => {
    const { cells, emptySquares, unplacedSquares } = aggregate([
      [9, 42, 0, 1, 1],
      [9, 42, Number.NaN, 1, 1],
      [9, 42, 5, -1, -1],
    ]);
    expect({ count: cells.count, emptySquares, unplacedSquares }).toEqual({
      count: 0,
      emptySquares: 2,
      unplacedSquares: 1,
    });
  });
});
