import { describe, expect, it } from 'vitest';
import { readMatrixPoints } from '../../../src/sources/matrix-points.ts';
import { readAll, rejections } from './tabular-fixture.ts';

function features(...list: { id?: unknown; properties?: object; geometry?: unknown }[]): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    features: list.map((feature) => ({ type: 'Feature', properties: {}, geometry: null, ...feature })),
  });
}

describe('readMatrixPoints', () => {
  it('reads a CSV of id, lon, lat, with the headings in use', async () => {
    const { rows } = await readAll(readMatrixPoints, 'id;lon;lat\na;5,5;45\n01004;5;45.5\n');
    expect(rows).toEqual([
      { row: 2, id: 'a', lon: 5.5, lat: 45 },
      { row: 3, id: '01004', lon: 5, lat: 45.5 },
    ]);
    const other = await readAll(readMatrixPoints, 'code,latitude,longitude\nb,45,5\n');
    expect(other.rows).toEqual([{ row: 2, id: 'b', lon: 5, lat: 45 }]);
  });

  it('reads features by their point, or by lon and lat beside an outline', async () => {
    const outline = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    };
    const { rows } = await readAll(
      readMatrixPoints,
      features(
        { properties: { id: 38539, lon: 5.4, lat: 45.9 }, geometry: outline },
        { properties: { code: 'b' }, geometry: { type: 'Point', coordinates: [6, 46] } },
        { id: 'c', geometry: { type: 'Point', coordinates: [7, 47] } },
      ),
      'points.geojson',
    );
    expect(rows.map(({ id, lon, lat }) => [id, lon, lat])).toEqual([
      ['38539', 5.4, 45.9],
      ['b', 6, 46],
      ['c', 7, 47],
    ]);
  });

  it('rejects rows without a place, without an id, and a second one', async () => {
    const csv = await readAll(readMatrixPoints, 'id,lon,lat\na,5,45\na,6,46\n,5,45\nb,200,45\nc,5,\n');
    expect(csv.rows).toHaveLength(1);
    expect(rejections(csv.report)).toEqual([
      [3, 'id', 'the point was already given in row 2'],
      [4, 'id', 'expected a text, found nothing'],
      [5, 'lon', 'expected a number from -180 to 180'],
      [6, 'lat', 'expected a number from -90 to 90'],
    ]);
    const json = await readAll(
      readMatrixPoints,
      features({ properties: { id: 'a' } }, { properties: { id: 'b', lon: 500, lat: 1 } }, {}),
      'points.geojson',
    );
    expect(json.report).toMatchObject({ read: 3, kept: 0, rejected: 3 });
    expect(rejections(json.report).map(([row]) => row)).toEqual([1, 2, 3]);
  });

  it('refuses a CSV without the columns', async () => {
    await expect(readAll(readMatrixPoints, 'id,where\na,here\n')).rejects.toMatchObject({
      code: 'source-schema',
    });
  });
});
