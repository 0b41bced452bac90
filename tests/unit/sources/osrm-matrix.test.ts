import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { readTravelTimes } from '../../../src/sources/travel-time-matrix.ts';
import { readAll, rejections } from './tabular-fixture.ts';

/** An answer of OSRM's table service, cut down to what a matrix is made of. */
function table(durations: unknown[][], sources: number[][], destinations = sources, more: object = {}) {
  const waypoints = (locations: number[][]) =>
    locations.map((location) => ({ hint: '', distance: 4.2, name: 'D 1', location }));
  return JSON.stringify({
    code: 'Ok',
    durations,
    destinations: waypoints(destinations),
    sources: waypoints(sources),
    ...more,
  });
}

const A = [5.1, 45.25];
const B = [5.3, 45.5];
const C = [-5.5, 45];

async function refusal(content: string | Uint8Array): Promise<string> {
  const error = await readAll(readTravelTimes, content, 'table.json').catch((cause) => cause);
  return `${error.code}: ${error.message}`;
}

describe("the JSON of OSRM's table service", () => {
  it('is read like a square matrix, an id being the location', async () => {
    const { rows, report } = await readAll(
      readTravelTimes,
      table(
        [
          [0, 547.5],
          [null, 0],
        ],
        [A, B],
      ),
    );
    expect(rows).toEqual([
      {
        row: 1,
        origin: '5.1,45.25',
        destinations: ['5.1,45.25', '5.3,45.5'],
        seconds: Float64Array.of(0, 547.5),
      },
      {
        row: 2,
        origin: '5.3,45.5',
        destinations: ['5.1,45.25', '5.3,45.5'],
        seconds: Float64Array.of(NaN, 0),
      },
    ]);
    expect(report).toMatchObject({ read: 2, kept: 2, flagged: 0 });
  });

  it('may have other destinations than sources, packed, with blanks before', async () => {
    const text = `\n ${table([[1, 2]], [C], [A, B])}\n`;
    const { rows } = await readAll(readTravelTimes, gzipSync(text), 'table.json.gz');
    expect(rows).toEqual([
      { row: 1, origin: '-5.5,45', destinations: ['5.1,45.25', '5.3,45.5'], seconds: Float64Array.of(1, 2) },
    ]);
  });

  it('reads points that snapped to one place once', async () => {
    const { rows, report } = await readAll(
      readTravelTimes,
      table(
        [
          [0, 0, 9],
          [0, 0, 9],
          [8, 8, 0],
        ],
        [A, A, B],
      ),
    );
    expect(rows.map(({ destinations, seconds }) => [destinations.length, [...seconds]])).toEqual([
      [2, [0, 9]],
      [2, [8, 0]],
    ]);
    expect(rejections(report)).toEqual([[2, null, 'a second row of the same origin']]);
  });

  it('flags what is no number of seconds', async () => {
    const { rows, report } = await readAll(readTravelTimes, table([[-1, '5']], [A], [B, C]));
    expect([...rows[0].seconds]).toEqual([NaN, NaN]);
    expect(report.issues.map(({ row, column, value }) => [row, column, value])).toEqual([
      [1, '5.3,45.5', '-1'],
      [1, '-5.5,45', '"5"'],
    ]);
  });

  test.each([
    [
      'a row that is too short',
      table([[0, 1], [1]], [A, B]),
      /source-schema: .*row 2: expected one number a destination \(2\), found 1/,
    ],
    [
      'a row that is missing',
      table([[0, 1]], [A, B]),
      /source-schema: .*one row of durations a source \(2\), found 1/,
    ],
    ['no row', table([], []), /source-empty/],
    [
      'an error of the service',
      '{"code":"TooBig","message":"Too many table coordinates"}',
      /source-schema: .*"TooBig" \(Too many/,
    ],
    [
      'distances in place of durations',
      '{"code":"Ok","distances":[[0]]}',
      /source-schema: .*annotations=duration/,
    ],
    ['no waypoints', '{"code":"Ok","durations":[[0]]}', /source-schema: .*sources/],
    ['another JSON', '[{"id":1}]', /source-schema: .*found none/],
    [
      'a cut file',
      table(
        [
          [0, 1],
          [1, 0],
        ],
        [A, B],
      ).slice(0, 40),
      /source-truncated/,
    ],
    ['not JSON', '{durations}', /source-schema: .*not valid JSON/],
  ])('%s: refused', async (_name, content, words) => {
    expect(await refusal(content)).toMatch(words);
  });
});
