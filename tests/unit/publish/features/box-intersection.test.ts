import type { MultiPolygon } from 'geojson';
import { expect, it } from 'vitest';
import { parseBoundingBox } from '../../../../src/publish/features/bounding-box.ts';
import { outlineMeets } from '../../../../src/publish/features/box-intersection.ts';
import { outlineSetOf } from '../../../../src/publish/outlines/outline-set.ts';

function square(west: number, south: number, size: number): number[][] {
  const [east, north] = [west + size, south + size];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

function meets(coordinates: MultiPolygon['coordinates'], bbox: string): boolean {
  const outlines = outlineSetOf(new Map([['x', { type: 'MultiPolygon', coordinates }]]));
  return parseBoundingBox(bbox).rectangles.some((rectangle) => outlineMeets(outlines, 0, rectangle));
}

it('a box between two islands meets neither, though it lies within their bounds', () => {
  const islands = [[square(0, 0, 1)], [square(0, 4, 1)]];
  expect(meets(islands, '-1,2,2,3')).toBe(false);
  expect(meets(islands, '-1,2,2,4')).toBe(true);
  expect(meets(islands, '0.2,0.2,0.4,0.4')).toBe(true);
});

it('a box in a hole meets nothing; on its rim, or around an islet in it, it does', () => {
  const lake = [[square(0, 0, 10), square(2, 2, 6)]];
  expect(meets(lake, '3,3,7,7')).toBe(false);
  expect(meets(lake, '3,3,8,7')).toBe(true);
  expect(meets([...lake, [square(4, 4, 1)]], '3,3,7,7')).toBe(true);
});

it('a box that an edge passes by, or a corner touches', () => {
  const triangle = [
    [
      [
        [0, 0],
        [4, 0],
        [0, 4],
        [0, 0],
      ],
    ],
  ];
  expect(meets(triangle, '3,3,4,4')).toBe(false);
  expect(meets(triangle, '2,2,4,4')).toBe(true);
  expect(meets(triangle, '2.000001,2,4,4')).toBe(false);
  expect(meets(triangle, '-1,-1,0,0')).toBe(true);
});
