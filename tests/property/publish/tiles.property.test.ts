import fc from 'fast-check';
import { expect, it } from 'vitest';
import { COUNTING_RULES } from '../../../src/coverage/network.ts';
import { addFeature, finishedTile, layerDraft, POLYGON } from '../../../src/publish/tiles/layer-writer.ts';
import { TILE_LAYERS } from '../../../src/publish/tiles/layers.ts';
import { addRing, polygonCommands, wordsOf } from '../../../src/publish/tiles/polygon-commands.ts';
import { drawTile } from '../../../src/publish/tiles/tile.ts';
import {
  BUFFER,
  EXTENT,
  type TileSquare,
  tileSquare,
  unitsX,
  unitsY,
} from '../../../src/publish/tiles/tile-square.ts';
import { tinyLoaded } from '../../api/tiny-app.ts';
import { decoded, featuresOf, signedArea } from '../../support/decoded-tile.ts';

type Point = [number, number];

/** A ring that does not cross itself: corners at random distances, in the order of their directions from a centre. */
const starRing = fc
  .record({
    lon: fc.double({ min: -60, max: 60, noNaN: true }),
    lat: fc.double({ min: -60, max: 60, noNaN: true }),
    reach: fc.double({ min: 0.01, max: 20, noNaN: true }),
    parts: fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 }),
    backwards: fc.boolean(),
  })
  .map(({ lon, lat, reach, parts, backwards }) => {
    const corners = parts.map((part, i): Point => {
      const angle = (2 * Math.PI * i) / parts.length;
      return [lon + part * reach * Math.cos(angle), lat + part * reach * Math.sin(angle)];
    });
    if (backwards) corners.reverse();
    return Int32Array.from([...corners, corners[0]].flat(), (degrees) => Math.round(degrees * 1e6));
  });

function unitsOf(ring: Int32Array, square: TileSquare): Point[] {
  return Array.from({ length: ring.length / 2 }, (_, i) => [
    unitsX(square, ring[2 * i]),
    unitsY(square, ring[2 * i + 1]),
  ]);
}

function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const t =
    length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

const distanceToRing = (point: Point, ring: readonly Point[]) =>
  Math.min(...ring.slice(1).map((corner, i) => distanceToSegment(point, ring[i], corner)));

function isInside([x, y]: Point, ring: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[i + 1]];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

it('what is drawn of a polygon is the polygon inside the square, to a unit', () => {
  let drawn = 0;
  let cut = 0;
  fc.assert(
    fc.property(
      starRing,
      fc.integer({ min: 0, max: 7 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (ring, z, alongX, alongY) => {
        // A tile that the ring's box meets, more often than not.
        const world = unitsOf(ring, tileSquare(z, 0, 0));
        const [xs, ys] = [world.map(([x]) => x), world.map(([, y]) => y)];
        const at = (values: number[], part: number) =>
          Math.min(...values) + part * (Math.max(...values) - Math.min(...values));
        const inRange = (value: number) => Math.max(0, Math.min(2 ** z - 1, Math.floor(value / EXTENT)));
        const square = tileSquare(z, inRange(at(xs, alongX)), inRange(at(ys, alongY)));

        const commands = polygonCommands();
        const kept = addRing(commands, square, ring, 0, ring.length / 2, false, { snap: 1, minArea: 0 });
        const draft = layerDraft('p');
        if (kept) addFeature(draft, 1, POLYGON, wordsOf(commands), {});
        const rings = kept ? featuresOf(decoded(finishedTile(draft)).p)[0].rings : [];
        const exact = unitsOf(ring, square);
        const low = -BUFFER;
        const high = EXTENT + BUFFER;
        expect(rings.length).toBe(kept ? 1 : 0);
        for (const first of rings) {
          drawn++;
          expect(signedArea(first)).toBeGreaterThan(0);
          for (const [x, y] of first) {
            expect(x >= low && x <= high && y >= low && y <= high).toBe(true);
            const onSide = [x - low, x - high, y - low, y - high].some((gap) => Math.abs(gap) <= 1);
            if (onSide) cut++;
            // Straight in degrees is bent in Mercator, but only where an edge is cut at a side.
            else expect(distanceToRing([x, y], exact)).toBeLessThanOrEqual(1);
          }
        }
        // Places inside and outside, told the same by both, but near an edge, which cutting bends a little.
        for (let i = 0; i <= 8; i++) {
          for (let j = 0; j <= 8; j++) {
            const point: Point = [(EXTENT * i) / 8 + 0.3, (EXTENT * j) / 8 + 0.3];
            if (distanceToRing(point, exact) < 24) continue;
            const told = rings.length > 0 && isInside(point, rings[0]);
            expect(told, `${z} ${point}`).toBe(isInside(point, exact));
          }
        }
      },
    ),
    { numRuns: 600 },
  );
  expect(drawn).toBeGreaterThan(200);
  expect(cut).toBeGreaterThan(100);
});

it('no tile is over its bytes, whatever the layer, the question and the bytes', async () => {
  const edition = tinyLoaded();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...TILE_LAYERS),
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(...COUNTING_RULES),
      fc.integer({ min: 400, max: 3000 }),
      fc.integer({ min: -1, max: 1 }),
      async (layer, zoom, thresholdMinutes, rule, bytesMax, beside) => {
        const z = Math.max(zoom, layer.minZoom);
        const world = tileSquare(z, 0, 0);
        const x = Math.max(0, Math.floor(unitsX(world, 9.01e6) / EXTENT) + beside);
        const y = Math.floor(unitsY(world, 42.02e6) / EXTENT);
        const source = await layer.open(edition, { thresholdMinutes, rule }, z);
        const sources = new Map([[layer.name, source]]);
        const full = await drawTile(sources, tileSquare(z, x, y));
        const { bytes, dropped, detail } = await drawTile(sources, tileSquare(z, x, y), bytesMax);
        expect(bytes.length).toBeLessThanOrEqual(bytesMax);
        if (full.bytes.length <= bytesMax) expect([bytes, detail, dropped]).toEqual([full.bytes, 0, 0]);
        for (const { rings } of featuresOf(decoded(bytes)[layer.name])) {
          if (layer.name !== 'sites') expect(signedArea(rings[0])).toBeGreaterThan(0);
          for (const [x, y] of rings.flat())
            expect(Math.max(Math.abs(x - EXTENT / 2), Math.abs(y - EXTENT / 2))).toBeLessThanOrEqual(
              EXTENT / 2 + BUFFER + 16,
            );
        }
      },
    ),
    { numRuns: 300 },
  );
});
