import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { sampleSmallArea } from '../../../src/grid/small-area-samples.ts';

/** A square of a side in metres around a point. */
function square(sideM: number, lon = 9.1, lat = 42.1): Polygon {
  const dLat = sideM / 2 / 111_195;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  return {
    type: 'Polygon',
    coordinates: [
      [
        [lon - dLon, lat - dLat],
        [lon + dLon, lat - dLat],
        [lon + dLon, lat + dLat],
        [lon - dLon, lat + dLat],
        [lon - dLon, lat - dLat],
      ],
    ],
  };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe('sampleSmallArea', () => {
  it('fills a QPV of 0.25 km² with points inside that add up to its area', () => {
    const geometry = square(500);
    const samples = sampleSmallArea(geometry);
    expect(samples.lon.length).toBeGreaterThan(10);
    expect(Math.abs(sum(samples.areaM2) / 250_000 - 1)).toBeLessThan(0.15);
    for (let i = 0; i < samples.lon.length; i++) {
      expect(booleanPointInPolygon([samples.lon[i], samples.lat[i]], geometry)).toBe(true);
    }
  });

  it('takes a larger one coarser', () => {
    expect(sampleSmallArea(square(380)).resolution).toBe(11);
    expect(sampleSmallArea(square(400)).resolution).toBe(10);
  });

  it('always finds a point in one that is smaller than a cell', () => {
    for (const sideM of [60, 20, 8, 2]) {
      for (let i = 0; i < 40; i++) {
        const geometry = square(sideM, 9.1 + i * 0.000_31, 42.1 + i * 0.000_17);
        const samples = sampleSmallArea(geometry);
        expect(samples.lon.length, `${sideM} m`).toBeGreaterThan(0);
        expect(booleanPointInPolygon([samples.lon[0], samples.lat[0]], geometry)).toBe(true);
      }
    }
  });

  it('gives each point of a last resort its part of the area', () => {
    const samples = sampleSmallArea(square(2));
    expect(samples).toMatchObject({ resolution: null, areaM2: { length: 1 } });
    expect(samples.areaM2[0]).toBeCloseTo(4, 1);
  });

  it('takes the vertices of a thin angle whose centroid is outside', () => {
    const [lon, lat, w] = [9.1, 42.1, 0.000_002];
    const angle: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [lon, lat],
          [lon + 0.001, lat],
          [lon + 0.001, lat + w],
          [lon + w, lat + w],
          [lon + w, lat + 0.001],
          [lon, lat + 0.001],
          [lon, lat],
        ],
      ],
    };
    const samples = sampleSmallArea(angle);
    expect(samples.resolution).toBeNull();
    expect(samples.lon.length).toBe(6);
  });

  it('puts no point in a hole', () => {
    const geometry = square(600);
    geometry.coordinates.push(square(300).coordinates[0].toReversed());
    const samples = sampleSmallArea(geometry);
    expect(Math.abs(sum(samples.areaM2) / 270_000 - 1)).toBeLessThan(0.15);
  });

  it('takes every part of a territory in several', () => {
    const samples = sampleSmallArea({
      type: 'MultiPolygon',
      coordinates: [square(300).coordinates, square(300, 9.2).coordinates],
    });
    expect([...samples.lon].some((lon) => lon > 9.15) && [...samples.lon].some((lon) => lon < 9.15)).toBe(
      true,
    );
  });

  it('leaves out a part that encloses nothing', () => {
    const sliver = [
      [9.29049, 42.1],
      [9.2905, 42.1],
      [9.2905, 42.1],
      [9.29049, 42.1],
    ];
    const whole = square(300);
    const samples = sampleSmallArea({ type: 'MultiPolygon', coordinates: [whole.coordinates, [sliver]] });
    expect(samples).toEqual(sampleSmallArea(whole));
  });

  it('does not fill half the world for a broken ring', () => {
    const broken: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 40],
          [9, 50],
          [9, 40],
          [0, 50],
          [0, 40],
        ],
      ],
    };
    expect(sampleSmallArea(broken).resolution).toBeNull();
  });
});
