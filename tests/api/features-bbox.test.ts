import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import type { MultiPolygon, Point, Polygon, Position } from 'geojson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await tinyApp();
});
afterAll(() => app.close());

interface Feature {
  id: string;
  geometry: Point | Polygon | MultiPolygon;
}

async function features(collection: string, bbox?: string): Promise<Feature[]> {
  const query = bbox === undefined ? '' : `&bbox=${encodeURIComponent(bbox)}`;
  const response = await app.inject(`/collections/${collection}/items?limit=10000${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json().features;
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** Geometry against box the plain way: a point in the box, a corner in a polygon, or two edges that cross. */
function meets({ geometry }: Feature, [west, south, east, north]: Box): boolean {
  const inBox = ([x, y]: Position) => x >= west && x <= east && y >= south && y <= north;
  if (geometry.type === 'Point') return inBox(geometry.coordinates);
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  if (corners.some((corner) => booleanPointInPolygon(corner, geometry))) return true;
  for (const ring of polygons.flat()) {
    for (let i = 0; i + 1 < ring.length; i++) {
      if (inBox(ring[i])) return true;
      for (let side = 0; side < 4; side++) {
        if (cross(ring[i], ring[i + 1], corners[side], corners[(side + 1) % 4])) return true;
      }
    }
  }
  return false;
}

function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  const turn = (p: Position, q: Position, r: Position) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}

// The tiny country lies in 8.89–9.02 by 41.98–42.23. Odd ten-millionths: no edge of a box runs through a corner.
const coordinate = (from: number, to: number) =>
  fc.integer({ min: from * 1e6, max: to * 1e6 }).map((millionths) => (millionths * 10 + 3) / 1e7);
const box = fc
  .tuple(coordinate(8.88, 9.03), coordinate(41.97, 42.24), coordinate(8.88, 9.03), coordinate(41.97, 42.24))
  .map(([a, b, c, d]): Box => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]);

describe('bbox', () => {
  it.each([
    'communes',
    'cantons',
    'qpv',
    'zrr',
    'sites',
    'cells',
    'gaps',
  ])('of %s finds what a comparison with every geometry finds', async (collection) => {
    const all = await features(collection);
    let some = 0;
    await fc.assert(
      fc.asyncProperty(box, async (asked) => {
        const expected = all.filter((feature) => meets(feature, asked)).map(({ id }) => id);
        if (expected.length > 0 && expected.length < all.length) some++;
        const found = await features(collection, asked.join(','));
        expect(found.map(({ id }) => id)).toEqual(expected);
      }),
      { numRuns: 150, seed: 20260101 },
    );
    // A run of empty boxes would say nothing.
    expect(some).toBeGreaterThan(all.length > 1 ? 20 : -1);
  });

  it('has its edges inside: a site on a side or a corner is found', async () => {
    const [{ geometry }] = await features('sites');
    const [lon, lat] = (geometry as Point).coordinates;
    for (const asked of [
      [lon, lat, lon, lat],
      [lon, lat, lon + 1, lat + 1],
      [lon - 1, lat - 1, lon, lat],
      [lon - 1, lat, lon + 1, lat + 1],
    ]) {
      expect((await features('sites', asked.join(','))).map(({ id }) => id)).toContain('fs-1');
    }
    expect(
      (await features('sites', [lon + 1e-6, lat, lon + 1, lat + 1].join(','))).map(({ id }) => id),
    ).not.toContain('fs-1');
  });

  it('of six numbers is that of four', async () => {
    const ids = async (bbox: string) => (await features('communes', bbox)).map(({ id }) => id);
    expect(await ids('8.9,42.0,-5,9.01,42.05,9000')).toEqual(await ids('8.9,42.0,9.01,42.05'));
  });

  it('may lie across the antimeridian', async () => {
    const all = (await features('communes')).length;
    // Around the back of the Earth from 8° to -170°, and the rest of it.
    expect(await features('communes', '8,41,-170,43')).toHaveLength(all);
    expect(await features('communes', '170,41,8,43')).toHaveLength(0);
    expect(await features('communes', '179,-90,-179,90')).toHaveLength(0);
    expect(await features('communes', '-180,-90,180,90')).toHaveLength(all);
  });

  it('takes exponents and signs', async () => {
    expect(await features('communes', '+8.0e0,4.1E1,9.9,.5e2')).toHaveLength(
      (await features('communes')).length,
    );
  });
});
