import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowFlyM } from '../../../src/network/geometry.ts';
import { indexPoints } from '../../../src/network/nearest-point.ts';

describe('indexPoints', () => {
  it('finds none where there is none, and none beyond the limit', () => {
    expect(indexPoints({ lon: [], lat: [] })(5, 45, 1e5)).toBe(-1);
    const nearest = indexPoints({ lon: [5], lat: [45] });
    expect([nearest(5, 45.01, 1_000), nearest(5, 45.01, 1_200)]).toEqual([-1, 0]);
  });

  it('finds what a look at every point finds', () => {
    const lonLat = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }));
    fc.assert(
      fc.property(
        fc.array(lonLat, { maxLength: 30 }),
        lonLat,
        fc.integer({ min: 10, max: 60_000 }),
        (points, at, limitM) => {
          const lon = points.map(([x]) => 5 + x / 1000);
          const lat = points.map(([, y]) => 45 + y / 1000);
          const [x, y] = [5 + at[0] / 1000, 45 + at[1] / 1000];
          const metres = points.map((_, i) => crowFlyM(x, y, lon[i], lat[i]));
          const least = Math.min(...metres);
          expect(indexPoints({ lon, lat })(x, y, limitM)).toBe(least <= limitM ? metres.indexOf(least) : -1);
        },
      ),
      { numRuns: 300 },
    );
  });
});
