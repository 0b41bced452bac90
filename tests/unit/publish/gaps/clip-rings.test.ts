import { describe, expect, it } from 'vitest';
import type { Ring } from '../../../../src/coverage/cell-rings.ts';
import { finish } from '../../../../src/coverage/steps.ts';
import { clipRings } from '../../../../src/publish/gaps/clip-rings.ts';
import { landTiles, TILE } from '../../../../src/publish/gaps/land-tiles.ts';
import { soundPolygons } from '../../../../src/publish/gaps/sound-polygons.ts';
import { twiceArea } from '../../../../src/publish/outlines/ring-measures.ts';

/** In tiles: a rectangle from one corner to the other, counter-clockwise. */
const box = (west: number, south: number, east: number, north: number): Ring =>
  Int32Array.from([west, south, east, south, east, north, west, north], (value) => value * TILE);
const hole = (...corners: [number, number, number, number]): Ring => {
  const [x1, y1, x2, y2, x3, y3, x4, y4] = box(...corners);
  return Int32Array.from([x4, y4, x3, y3, x2, y2, x1, y1]);
};
/** What is left, with its area in tiles. */
const clipped = (rings: Ring[], land: Ring[]) => {
  const left = finish(clipRings(rings, finish(landTiles(land))));
  const polygons = left === null ? null : finish(soundPolygons(left));
  const area = (polygons ?? [rings]).flat().reduce((sum, ring) => sum + twiceArea(ring), 0) / 2 / TILE ** 2;
  return { polygons, area };
};

describe('clipRings', () => {
  it('leaves alone what is on land all round', () => {
    expect(clipped([box(1.2, 1.2, 1.8, 1.8)], [box(0, 0, 4, 4)]).polygons).toBeNull();
  });

  it('keeps the part on a square of land, over the borders of tiles', () => {
    const { polygons, area } = clipped([box(0.5, 0.5, 3.5, 3.5)], [box(1.25, 1.25, 2.75, 6)]);
    expect(polygons).toHaveLength(1);
    expect(area).toBeCloseTo(1.5 * 2.25, 6);
  });

  it('gives nothing where there is no land', () => {
    expect(clipped([box(0.2, 0.2, 0.8, 0.8)], [box(2.1, 2.1, 2.9, 2.9)]).polygons).toEqual([]);
    expect(clipped([box(0.2, 0.2, 0.8, 0.8)], []).polygons).toEqual([]);
  });

  it('parts a gap that lies on two islands', () => {
    const { polygons, area } = clipped([box(0.1, 0.1, 2.9, 0.4)], [box(0, 0, 1.3, 1), box(1.7, 0, 3, 1)]);
    expect(polygons).toHaveLength(2);
    expect(area).toBeCloseTo(2.4 * 0.3, 6);
  });

  it('takes out a lake, and keeps the holes of the gap', () => {
    const gap = [box(0.1, 0.1, 2.9, 2.9), hole(0.3, 0.3, 0.6, 0.6)];
    const { polygons, area } = clipped(gap, [box(-1, -1, 4, 4), hole(1.4, 1.4, 2.2, 2.2)]);
    expect(polygons).toHaveLength(1);
    expect(polygons?.[0]).toHaveLength(3);
    expect(area).toBeCloseTo(2.8 ** 2 - 0.09 - 0.64, 6);
  });

  it('takes territories that overlap or share a border as one ground', () => {
    const gap = [box(0.2, 0.2, 2.2, 0.8)];
    for (const second of [box(1, 0, 3, 1), box(1.1, 0, 3, 1), box(1.35, 0.1, 3, 1)]) {
      const { polygons, area } = clipped(gap, [box(0, 0, 1.35, 1), second]);
      expect(polygons?.length ?? 1).toBe(1);
      expect(area).toBeCloseTo(2 * 0.6, 6);
    }
  });

  it('follows a shore along the border of a tile', () => {
    const { polygons, area } = clipped([box(0.5, 0.5, 1.5, 1.5)], [box(1, 0, 3, 3)]);
    expect(polygons).toHaveLength(1);
    expect(area).toBeCloseTo(0.5, 6);
  });

  it('works west of Greenwich and south of the equator', () => {
    const { area } = clipped([box(-2.5, -2.5, -0.5, -0.5)], [box(-1.75, -1.75, 5, 5)]);
    expect(area).toBeCloseTo(1.25 ** 2, 6);
  });
});

describe('soundPolygons', () => {
  const ring = (...points: number[]) => Int32Array.from(points, (value) => value * 1000);

  it('parts a ring that meets itself at a point', () => {
    const figure = ring(0, 0, 4, 0, 2, 2, 4, 4, 0, 4, 2, 2);
    expect(finish(soundPolygons([figure])).map((polygon) => polygon.length)).toEqual([1, 1]);
  });

  it('drops splinters and spikes', () => {
    expect(finish(soundPolygons([Int32Array.from([0, 0, 5000, 0, 5000, 1])]))).toEqual([]);
    const [[exterior]] = finish(soundPolygons([ring(0, 0, 4, 0, 4, 4, 2, 4, 2, 9, 2, 4, 0, 4)]));
    expect(exterior).not.toContain(9000);
  });

  it('gives a hole to the smallest exterior around it', () => {
    const outer = ring(0, 0, 30, 0, 30, 30, 0, 30);
    const lake = ring(5, 5, 5, 25, 25, 25, 25, 5);
    const island = ring(10, 10, 20, 10, 20, 20, 10, 20);
    const pond = ring(12, 12, 12, 18, 18, 18, 18, 12);
    const polygons = finish(soundPolygons([pond, island, lake, outer]));
    expect(polygons).toEqual([
      [outer, lake],
      [island, pond],
    ]);
  });
});
