import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { featureCollectionText, featureText, rfc7946Geometry } from '../../../src/publish/geojson.ts';

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
  const textOf = (row: { code: string }) =>
    featureText(row.code, 'null', { ...row, filler: 'x'.repeat(200) });

  for (const count of [0, 1, 499, 500, 501, 1234]) {
    it(`of ${count} features is one JSON text, members of the answer first`, async () => {
      const pieces = await Array.fromAsync(featureCollectionText({ edition: 'e' }, rows(count), textOf));
      const body = JSON.parse(pieces.join(''));
      expect(Object.keys(body)).toEqual(['type', 'edition', 'features']);
      expect(body.features.map((each: { id: string }) => each.id)).toEqual(
        rows(count).map((row) => row.code),
      );
      for (const piece of pieces) expect(piece.length).toBeLessThan(70_000);
    });
  }
});
