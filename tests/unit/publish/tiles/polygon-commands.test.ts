import { describe, expect, it } from 'vitest';
import { addFeature, finishedTile, layerDraft, POLYGON } from '../../../../src/publish/tiles/layer-writer.ts';
import {
  addDot,
  addRing,
  polygonCommands,
  type RingRules,
  wordsOf,
} from '../../../../src/publish/tiles/polygon-commands.ts';
import { BUFFER, EXTENT, tileSquare, unitsX, unitsY } from '../../../../src/publish/tiles/tile-square.ts';
import { decoded, featuresOf, signedArea } from '../../../support/decoded-tile.ts';

// Tile 0/0/0 is the world: a millionth of a degree is far less than a unit, so that corners are put where they are meant.
const WORLD = tileSquare(0, 0, 0);
const ALL: RingRules = { snap: 1, minArea: 0 };

/** Millionths of a degree of a place in units of the world tile. */
function lonLat([x, y]: readonly [number, number]): [number, number] {
  const lon = (x / EXTENT) * 360 - 180;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / EXTENT))) * 180) / Math.PI;
  return [Math.round(lon * 1e6), Math.round(lat * 1e6)];
}

function ringOf(corners: readonly (readonly [number, number])[]): Int32Array {
  return Int32Array.from([...corners, corners[0]].flatMap(lonLat));
}

function drawn(
  rings: { corners: readonly (readonly [number, number])[]; hole?: boolean }[],
  square = WORLD,
  rules = ALL,
) {
  const commands = polygonCommands();
  const kept = rings.map(({ corners, hole = false }) => {
    const points = ringOf(corners);
    return addRing(commands, square, points, 0, points.length / 2, hole, rules);
  });
  const draft = layerDraft('test');
  addFeature(draft, 1, POLYGON, wordsOf(commands), {});
  return { kept, rings: featuresOf(decoded(finishedTile(draft)).test)[0].rings };
}

const SQUARE = [
  [100, 100],
  [100, 300],
  [300, 300],
  [300, 100],
] as const;
const INNER = [
  [150, 150],
  [250, 150],
  [250, 250],
  [150, 250],
] as const;

describe('a ring in a tile', () => {
  it('has its corners where they are, and is closed', () => {
    const { rings } = drawn([{ corners: SQUARE }]);
    expect(rings[0]).toHaveLength(5);
    expect(rings[0][0]).toEqual(rings[0][4]);
    expect(new Set(rings[0].map(String))).toEqual(new Set(SQUARE.map(String)));
  });

  it('is wound by what it is, whichever way it was given', () => {
    for (const exterior of [SQUARE, SQUARE.toReversed()]) {
      for (const hole of [INNER, INNER.toReversed()]) {
        const { rings } = drawn([{ corners: exterior }, { corners: hole, hole: true }]);
        expect(rings.map((ring) => Math.sign(signedArea(ring)))).toEqual([1, -1]);
      }
    }
  });

  it('is cut at the buffer, not at the border', () => {
    const square = tileSquare(1, 0, 0);
    // In units of the world tile: it goes over the right and lower side of the tile by far.
    const { rings } = drawn(
      [
        {
          corners: [
            [2000, 2000],
            [2000, 4000],
            [4000, 4000],
            [4000, 2000],
          ],
        },
      ],
      square,
    );
    const xs = rings[0].map(([x]) => x);
    const ys = rings[0].map(([, y]) => y);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([4000, EXTENT + BUFFER]);
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([4000, EXTENT + BUFFER]);
    expect(signedArea(rings[0])).toBe((EXTENT + BUFFER - 4000) ** 2);
  });

  it('that surrounds the tile fills it with its buffer; one beside it is nothing', () => {
    const around = tileSquare(3, 4, 4);
    const { rings } = drawn(
      [
        {
          corners: [
            [1000, 1000],
            [1000, 3900],
            [3900, 3900],
            [3900, 1000],
          ],
        },
      ],
      around,
    );
    expect(signedArea(rings[0])).toBe((EXTENT + 2 * BUFFER) ** 2);
    expect(drawn([{ corners: SQUARE }], around)).toEqual({ kept: [false], rings: [] });
  });

  it('is not there where it is smaller than the rules ask for, or has no area', () => {
    expect(drawn([{ corners: SQUARE }], WORLD, { snap: 1, minArea: 40_000 }).kept).toEqual([true]);
    expect(drawn([{ corners: SQUARE }], WORLD, { snap: 1, minArea: 40_001 }).kept).toEqual([false]);
    expect(
      drawn([
        {
          corners: [
            [10, 10],
            [90, 90],
            [50, 50],
          ],
        },
      ]).kept,
    ).toEqual([false]);
    expect(
      drawn([
        {
          corners: [
            [10, 10],
            [90, 10],
          ],
        },
      ]).kept,
    ).toEqual([false]);
  });

  it('repeats no corner and keeps no line that goes and comes back', () => {
    const spiked = [
      [100, 100],
      [100.2, 100.1],
      [100, 300],
      [50, 350],
      [100, 300],
      [300, 300],
      [300, 100],
    ] as const;
    expect(drawn([{ corners: spiked }]).rings[0]).toHaveLength(5);
  });

  it('shares its edge with its neighbour at every coarseness, on both sides of a border', () => {
    const edge = [
      [1203, 997],
      [1251, 1304],
      [1187, 1511],
      [1239, 2051],
    ] as const;
    const left = [[400, 997], [400, 2051], ...edge.toReversed()] as const;
    const right = [...edge, [1900, 2051], [1900, 997]] as const;
    for (const snap of [1, 4, 16]) {
      for (const square of [WORLD, tileSquare(2, 1, 1)]) {
        const sides = [left, right].map(
          (corners) => drawn([{ corners }], square, { snap, minArea: 0 }).rings[0],
        );
        const [a, b] = sides.map((ring) => new Set(ring.map(String)));
        const shared = [...a].filter((corner) => b.has(corner));
        // Two ends and what is between them; the rest of each side is its own.
        expect(shared.length).toBe(sides[0].length - 1 - 2);
      }
    }
  });

  it('that is smaller than a pixel can be a dot', () => {
    const commands = polygonCommands();
    addDot(commands, 10.4, 20.6, 8);
    const draft = layerDraft('test');
    addFeature(draft, 1, POLYGON, wordsOf(commands), {});
    const [{ rings }] = featuresOf(decoded(finishedTile(draft)).test);
    expect(rings).toEqual([
      [
        [6, 17],
        [14, 17],
        [14, 25],
        [6, 25],
        [6, 17],
      ],
    ]);
    expect(signedArea(rings[0])).toBe(64);
  });
});

describe('the square of a tile', () => {
  it('has its corners where Web Mercator puts them', () => {
    const square = tileSquare(5, 16, 11);
    expect(unitsX(square, 0)).toBe(0);
    expect(unitsX(square, 11_250_000)).toBe(EXTENT);
    expect(unitsY(square, 48_922_499)).toBeCloseTo(0, 2);
    expect(unitsY(square, 40_979_898)).toBeCloseTo(EXTENT, 2);
    expect(square.west / 1e6).toBeCloseTo((-BUFFER / EXTENT) * 11.25, 9);
    expect(unitsY(square, square.north)).toBeCloseTo(-BUFFER, 5);
    expect(unitsY(square, square.south)).toBeCloseTo(EXTENT + BUFFER, 5);
  });

  it('ends where Mercator ends', () => {
    expect(unitsY(WORLD, 90_000_000)).toBeCloseTo(0, 5);
    expect(unitsY(WORLD, -90_000_000)).toBeCloseTo(EXTENT, 5);
  });
});
