import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import {
  type AnswerFeature,
  feature,
  featureCollectionText,
  rfc7946Geometry,
} from '../../../src/publish/geojson.ts';

/** A square whose sides are 2 × half, from its south-west corner, counter-clockwise. */
function square(half: number): Position[] {
  return [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
    [-half, -half],
  ];
}

describe('rfc7946Geometry', () => {
  it('turns exterior rings counter-clockwise and holes clockwise, whatever came', () => {
    const wanted = [square(2), square(1).toReversed()];
    for (const rings of [
      [square(2), square(1)],
      [square(2).toReversed(), square(1)],
      [square(2).toReversed(), square(1).toReversed()],
      wanted,
    ]) {
      expect(rfc7946Geometry({ type: 'Polygon', coordinates: rings })).toEqual({
        type: 'Polygon',
        coordinates: wanted,
      });
      expect(rfc7946Geometry({ type: 'MultiPolygon', coordinates: [rings, rings] })).toEqual({
        type: 'MultiPolygon',
        coordinates: [wanted, wanted],
      });
    }
  });

  it('keeps 11 cm, drops a height, and leaves what it was given alone', () => {
    const given = { type: 'Point' as const, coordinates: [9.123456789, 42.00000049, 12] };
    expect(rfc7946Geometry(given)).toEqual({ type: 'Point', coordinates: [9.123457, 42] });
    expect(given.coordinates).toHaveLength(3);
  });
});

describe('featureCollectionText', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ code: String(index) }));
  const batches: number[] = [];
  const makeBatch = async (slice: readonly { code: string }[]): Promise<AnswerFeature[]> => {
    batches.push(slice.length);
    return slice.map((row) => feature(row.code, null, row));
  };

  for (const count of [0, 1, 499, 500, 501, 1234]) {
    it(`of ${count} features is one JSON text, members of the answer first`, async () => {
      batches.length = 0;
      const pieces = await Array.fromAsync(featureCollectionText({ edition: 'e' }, rows(count), makeBatch));
      const body = JSON.parse(pieces.join(''));
      expect(Object.keys(body)).toEqual(['type', 'edition', 'features']);
      expect(body.features.map((each: AnswerFeature) => each.id)).toEqual(rows(count).map((row) => row.code));
      expect(Math.max(0, ...batches)).toBeLessThanOrEqual(500);
    });
  }
});
