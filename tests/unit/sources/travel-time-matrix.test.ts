import { describe, expect, it } from 'vitest';
import {
  readTravelTimes,
  type TravelTimesRow,
  type WantedIds,
} from '../../../src/sources/travel-time-matrix.ts';
import { type Reader, readAll, rejections } from './tabular-fixture.ts';

describe('readTravelTimes', () => {
  it('reads a square matrix; no route is NaN', async () => {
    const { rows } = await readAll(readTravelTimes, '"id","96001","96002"\n"96001",0,547.5\n"96002",NA,0\n');
    expect(rows).toEqual([
      { row: 2, origin: '96001', destinations: ['96001', '96002'], seconds: Float64Array.of(0, 547.5) },
      { row: 3, origin: '96002', destinations: ['96001', '96002'], seconds: Float64Array.of(NaN, 0) },
    ]);
  });

  it('reads the long form, rows of one origin together', async () => {
    const text = 'destination;origin;seconds\nb;a;10\nc;a;20,5\nc;b;\n;b;3\n';
    const { rows, report } = await readAll(readTravelTimes, text);
    expect(rows).toEqual([
      { row: 2, origin: 'a', destinations: ['b', 'c'], seconds: Float64Array.of(10, 20.5) },
      { row: 4, origin: 'b', destinations: ['c'], seconds: Float64Array.of(NaN) },
    ]);
    expect(rejections(report)).toEqual([[5, 'destination', 'expected an id, found nothing']]);
  });

  it('rejects ragged and double rows, flags cells that are no time', async () => {
    const { rows, report } = await readAll(readTravelTimes, 'id,a,b\na,0\na,0,-5\na,1,2\nb,x,0\n');
    expect(rows.map((row) => [...row.seconds])).toEqual([
      [0, NaN],
      [NaN, 0],
    ]);
    expect(rejections(report).map(([row]) => row)).toEqual([2, 4]);
    expect(
      report.issues.filter((issue) => issue.kind === 'flagged').map(({ row, column }) => [row, column]),
    ).toEqual([
      [3, 'b'],
      [5, 'a'],
    ]);
  });

  it.each([
    ['id,a,a\na,0,1\n', 'source-schema'],
    ['Code Insee,Nom de la commune,Classe\n96001,A,x\n', 'source-schema'],
    ['a;b\n1;2\n', 'source-schema'],
    ['id,a,b\n', 'source-empty'],
  ])('refuses %j', async (text, code) => {
    await expect(readAll(readTravelTimes, text)).rejects.toMatchObject({ code });
  });

  describe('where only some ids are wanted', () => {
    const only = (...ids: string[]): WantedIds => ({
      origin: (id) => ids.includes(id),
      destination: (id) => ids.includes(id),
    });
    const readOnly =
      (wanted: WantedIds): Reader<TravelTimesRow> =>
      (file, report) =>
        readTravelTimes(file, report, wanted);

    it('reads no other column of a square, and no cell of another row', async () => {
      const text = 'id,a,b,c\na,0,x,7\nb,9,0,x\nc,3,x,0\n';
      const { rows, report } = await readAll(readOnly(only('a', 'c')), text);
      expect(rows).toEqual([
        { row: 2, origin: 'a', destinations: ['a', 'c'], seconds: Float64Array.of(0, 7) },
        { row: 3, origin: 'b', destinations: [], seconds: new Float64Array() },
        { row: 4, origin: 'c', destinations: ['a', 'c'], seconds: Float64Array.of(3, 0) },
      ]);
      expect(report).toMatchObject({ read: 3, kept: 3, flagged: 0 });
    });

    it('reads no other pair of the long form', async () => {
      const text = 'origin,destination,seconds\na,b,x\na,c,7\nb,a,x\n';
      const { rows, report } = await readAll(readOnly(only('a', 'c')), text);
      expect(rows).toEqual([
        { row: 2, origin: 'a', destinations: ['c'], seconds: Float64Array.of(7) },
        { row: 4, origin: 'b', destinations: [], seconds: new Float64Array() },
      ]);
      expect(report).toMatchObject({ read: 3, kept: 3, flagged: 0 });
    });
  });
});
