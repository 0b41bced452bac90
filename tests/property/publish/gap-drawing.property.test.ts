import fc from 'fast-check';
import { cellToLatLng, gridDisk } from 'h3-js';
import { describe, expect, it } from 'vitest';
import type { Ring } from '../../../src/coverage/cell-rings.ts';
import { finish } from '../../../src/coverage/steps.ts';
import { clipRings } from '../../../src/publish/gaps/clip-rings.ts';
import { landTiles, TILE } from '../../../src/publish/gaps/land-tiles.ts';
import { smoothRing } from '../../../src/publish/gaps/smooth-ring.ts';
import { soundPolygons } from '../../../src/publish/gaps/sound-polygons.ts';
import { twiceArea } from '../../../src/publish/outlines/ring-measures.ts';
import { isInRings, ringsOf } from '../../support/hex-cells.ts';
import { tinyCell } from '../../support/tiny-edition.ts';

/** Cells around the corner of four tiles, so that drawings lie across borders. */
const CORNER = [9 * 1e6, 42 * 1e6];
const GROUND = gridDisk(tinyCell(-2, 0), 8);
const someCells = fc.shuffledSubarray(GROUND, { minLength: 1 });

/** A star around the corner: points at growing angles and random distances, so that it never crosses itself. */
const star = fc
  .array(fc.integer({ min: 5_000, max: 200_000 }), { minLength: 3, maxLength: 40 })
  .map((radii) =>
    Int32Array.from(
      radii.flatMap((radius, i) => {
        const angle = (2 * Math.PI * i) / radii.length;
        return [
          Math.round(CORNER[0] + radius * Math.cos(angle)),
          Math.round(CORNER[1] + radius * Math.sin(angle)),
        ];
      }),
    ),
  )
  .filter((ring) => twiceArea(ring) > 0);
/** Land with a lake, or two lands that overlap. */
const land = fc.oneof(
  star.map((ring) => [ring]),
  fc
    .tuple(star, fc.integer({ min: -90_000, max: 90_000 }))
    .map(([ring, by]) => [ring, ring.map((value, i) => (i % 2 === 0 ? value + by : value))]),
);

const onLand = (x: number, y: number, rings: readonly Ring[]) =>
  rings.some((ring) => isInRings(x, y, [ring]));

/** Metres or so from a point to the nearest edge, in micro-degrees. */
function distanceToRings(x: number, y: number, rings: readonly Ring[]): number {
  let least = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [dx, dy] = [ring[i] - ring[j], ring[i + 1] - ring[j + 1]];
      const along = ((x - ring[j]) * dx + (y - ring[j + 1]) * dy) / (dx * dx + dy * dy || 1);
      const t = Math.min(Math.max(along, 0), 1);
      least = Math.min(least, Math.hypot(x - ring[j] - t * dx, y - ring[j + 1] - t * dy));
    }
  }
  return least;
}

describe('gaps as they are drawn', () => {
  it('keep the middle of their cells when smoothed, and no other', () => {
    fc.assert(
      fc.property(someCells, (cells) => {
        const smooth = ringsOf(cells).map((ring) => smoothRing(ring, 2));
        const chosen = new Set(cells);
        for (const cell of GROUND) {
          const [lat, lon] = cellToLatLng(cell);
          expect(isInRings(lon * 1e6, lat * 1e6, smooth)).toBe(chosen.has(cell));
        }
      }),
    );
  });

  it('hold a point when clipped where both the gap and the land do', () => {
    const points = fc.array(
      fc.tuple(fc.integer({ min: -250_000, max: 250_000 }), fc.integer({ min: -250_000, max: 250_000 })),
      { minLength: 60, maxLength: 60 },
    );
    fc.assert(
      fc.property(someCells, land, points, (cells, shore, offsets) => {
        const smooth = ringsOf(cells).map((ring) => smoothRing(ring, 2));
        const clipped = finish(clipRings(smooth, finish(landTiles(shore))));
        const drawn = clipped === null ? smooth : finish(soundPolygons(clipped)).flat();
        for (const [dx, dy] of offsets) {
          const [x, y] = [CORNER[0] + dx, CORNER[1] + dy];
          // Rounding moves edges by a few units, and splinters below 100 m² are dropped.
          if (distanceToRings(x, y, [...smooth, ...shore]) < 20) continue;
          expect(isInRings(x, y, drawn), `${x} ${y}`).toBe(isInRings(x, y, smooth) && onLand(x, y, shore));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('have simple rings: no point twice, exteriors and holes wound their ways', () => {
    fc.assert(
      fc.property(someCells, land, (cells, shore) => {
        const smooth = ringsOf(cells).map((ring) => smoothRing(ring, 2));
        const clipped = finish(clipRings(smooth, finish(landTiles(shore))));
        for (const polygon of finish(soundPolygons(clipped ?? smooth))) {
          polygon.forEach((ring, place) => {
            expect(twiceArea(ring) > 0).toBe(place === 0);
            const seen = new Set<string>();
            for (let i = 0; i < ring.length; i += 2) seen.add(`${ring[i]} ${ring[i + 1]}`);
            expect(seen.size).toBe(ring.length / 2);
          });
        }
      }),
    );
  });

  it('are the same whole where all around is land', () => {
    fc.assert(
      fc.property(someCells, (cells) => {
        const [x, y] = CORNER;
        const far = 8 * TILE;
        const square = Int32Array.from([
          x - far,
          y - far,
          x + far,
          y - far,
          x + far,
          y + far,
          x - far,
          y + far,
        ]);
        const smooth = ringsOf(cells).map((ring) => smoothRing(ring, 2));
        expect(finish(clipRings(smooth, finish(landTiles([square]))))).toBeNull();
      }),
      { numRuns: 20 },
    );
  });
});
