import { describe, expect, it } from 'vitest';
import { checkPolygonal, pointOf } from '../../../src/sources/files/geometry-check.ts';
import { coordinateReading } from '../../../src/sources/files/polygon-features.ts';
import { SQUARE } from './support/geo-source.ts';

const lonLat = coordinateReading(undefined, 'x.geojson');
const ring = SQUARE.coordinates[0];
const check = (geometry: unknown) => checkPolygonal(geometry, lonLat);
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });

describe('checkPolygonal', () => {
  it('keeps a sound polygon as it is, and drops heights', () => {
    expect(check(SQUARE)).toEqual({ geometry: SQUARE, repairs: [] });
    expect(check(polygon(ring.map((position) => [...position, 120])))).toEqual({
      geometry: SQUARE,
      repairs: [],
    });
  });

  it('closes an unclosed ring', () => {
    expect(check(polygon(ring.slice(0, -1)))).toEqual({
      geometry: SQUARE,
      repairs: ['unclosed ring closed'],
    });
  });

  it('leaves a self-intersection to PostGIS', () => {
    const bowTie = polygon([ring[0], ring[2], ring[1], ring[3], ring[0]]);
    expect(check(bowTie)).toEqual({ geometry: bowTie, repairs: [] });
  });

  it('leaves out a degenerate hole or part, and keeps the rest', () => {
    const line = [ring[0], ring[1], ring[0]];
    expect(check(polygon(ring, line))).toEqual({ geometry: SQUARE, repairs: ['degenerate hole left out'] });
    expect(check({ type: 'MultiPolygon', coordinates: [[line], [ring]] })).toEqual({
      geometry: { type: 'MultiPolygon', coordinates: [[ring]] },
      repairs: ['degenerate polygon left out'],
    });
  });

  it.each([
    ['no geometry', null, /expected a Polygon/],
    ['a point', { type: 'Point', coordinates: [0, 0] }, /expected a Polygon/],
    ['an empty polygon', polygon(), /three distinct positions/],
    ['an empty ring', polygon([]), /three distinct positions/],
    ['one point four times', polygon([ring[0], ring[0], ring[0], ring[0]]), /three distinct positions/],
    ['text for coordinates', { type: 'Polygon', coordinates: 'x' }, /nested arrays/],
    ['a null coordinate', polygon([ring[0], [null, 46], ring[2], ring[0]]), /finite numbers/],
    ['a latitude of 91', polygon([ring[0], [-6, 91], ring[2], ring[0]]), /out of range/],
  ])('refuses %s', (_, geometry, reason) => {
    const checked = check(geometry);
    expect(checked.geometry).toBeNull();
    expect(checked).toHaveProperty('reason', expect.stringMatching(reason));
  });

  it('brings projected coordinates to lon/lat', () => {
    const lambert = coordinateReading({ type: 'name', properties: { name: 'EPSG:2154' } }, 'x.geojson');
    const metres = [
      [700_000, 6_600_000],
      [701_000, 6_600_000],
      [701_000, 6_601_000],
      [700_000, 6_600_000],
    ];
    const { geometry } = checkPolygonal(polygon(metres), lambert);
    expect(geometry?.coordinates[0][0]).toEqual([expect.closeTo(3, 7), expect.closeTo(46.5, 7)]);
  });

  it('refuses metres in a file that names no reference system', () => {
    const metres = polygon([
      [700_000, 6_600_000],
      [701_000, 6_600_000],
      [701_000, 6_601_000],
      [700_000, 6_600_000],
    ]);
    expect(() => check(metres)).toThrow(/x\.geojson: coordinates look projected.*no "crs" member/);
    expect(() => pointOf({ type: 'Point', coordinates: [700_000, 6_600_000] }, lonLat)).toThrow(
      /look projected/,
    );
  });
});
