import { describe, expect, it } from 'vitest';
import { crsFromGeoJson, fromLonLat, toLonLat } from '../../../src/sources/files/projection.ts';

const named = (name: string) => ({ type: 'name', properties: { name } });

describe('crsFromGeoJson', () => {
  it.each([
    [undefined, 'CRS84'],
    [null, 'CRS84'],
    [named('urn:ogc:def:crs:OGC:1.3:CRS84'), 'CRS84'],
    [named('urn:ogc:def:crs:EPSG::2154'), 'EPSG:2154'],
    [named('urn:ogc:def:crs:EPSG:9.8:5490'), 'EPSG:5490'],
    [named('http://www.opengis.net/def/crs/EPSG/0/3035'), 'EPSG:3035'],
    [named('EPSG:4326'), 'EPSG:4326'],
    [{ type: 'EPSG', properties: { code: 2975 } }, 'EPSG:2975'],
  ])('%j is %s', (member, crs) => expect(crsFromGeoJson(member, 'x.geojson')).toBe(crs));

  it.each([
    [named('urn:ogc:def:crs:EPSG::27572')],
    [{ type: 'link' }],
    ['EPSG'],
  ])('refuses %j, naming file and system', (member) => {
    expect(() => crsFromGeoJson(member, 'x.geojson')).toThrow(
      /x\.geojson: unknown coordinate reference system/,
    );
  });
});

describe('toLonLat', () => {
  // Defining points of the projections (origin, central meridian on the equator), from the EPSG register.
  it.each([
    ['EPSG:2154', 700_000, 6_600_000, 3, 46.5],
    ['EPSG:3035', 4_321_000, 3_210_000, 10, 52],
    ['EPSG:5490', 500_000, 0, -63, 0],
    ['EPSG:4559', 500_000, 0, -63, 0],
    ['EPSG:2972', 500_000, 0, -51, 0],
    ['EPSG:2975', 500_000, 10_000_000, 57, 0],
    ['EPSG:4471', 500_000, 10_000_000, 45, 0],
    ['EPSG:4467', 500_000, 0, -57, 0],
    ['EPSG:3857', 0, 0, 0, 0],
  ])('%s (%d, %d) is %d, %d', (crs, x, y, lon, lat) => {
    const [foundLon, foundLat] = toLonLat(crs)(x, y);
    expect(foundLon).toBeCloseTo(lon, 7);
    expect(foundLat).toBeCloseTo(lat, 7);
  });

  it('places the published test point of LAEA Europe, and comes back from Lambert-93', () => {
    // EPSG guidance note 7-2, LAEA Europe: 50°N 5°E is E 3962799.45, N 2999718.85.
    const [lon, lat] = toLonLat('EPSG:3035')(3_962_799.45, 2_999_718.85);
    expect(lon).toBeCloseTo(5, 6);
    expect(lat).toBeCloseTo(50, 6);
    const [x, y] = fromLonLat('EPSG:2154')(9.1, 41.5);
    const back = toLonLat('EPSG:2154')(x, y);
    expect(back[0]).toBeCloseTo(9.1, 8);
    expect(back[1]).toBeCloseTo(41.5, 8);
  });
});
