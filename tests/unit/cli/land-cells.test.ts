import type { Polygon } from 'geojson';
import { cellToBoundary, cellToLatLng, gridDisk, gridRing, latLngToCell } from 'h3-js';
import { describe, expect, test } from 'vitest';
import { collectLandCells } from '../../../src/cli/load/land-cells.ts';
import { communeFacts } from './support/invented-facts.ts';

const RESOLUTION = 8;
const CENTRE = latLngToCell(46.5, -6, RESOLUTION);
const number = (hex: string) => BigInt(`0x${hex}`);
const here = communeFacts('96001');
const there = communeFacts('96002');

/** The outline of one cell: its centre and no other lies inside. */
function outlineOf(hex: string): Polygon {
  const ring = cellToBoundary(hex, true);
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

describe('the ground of the communes', () => {
  test('is the cells whose centre lies in an outline, each of one commune', () => {
    const land = collectLandCells(RESOLUTION);
    const [east, west] = gridRing(CENTRE, 1);
    land.add(here, outlineOf(east));
    land.add(there, {
      type: 'MultiPolygon',
      coordinates: [outlineOf(west).coordinates, outlineOf(east).coordinates],
    });
    const { cells, communes } = land.take();
    expect(Object.fromEntries(Array.from(cells, (cell, i) => [cell.toString(16), communes[i].code]))).toEqual(
      {
        [east]: '96001',
        [west]: '96002',
      },
    );
  });

  test('has no cell where an outline holds no centre', () => {
    const land = collectLandCells(RESOLUTION);
    const [lat, lon] = cellToLatLng(CENTRE);
    const away = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [0.001, 0.001],
          [0.002, 0.001],
          [0.002, 0.002],
          [0.001, 0.001],
        ].map(([x, y]) => [lon + x, lat + y]),
      ],
    };
    land.add(here, away);
    expect(land.take().cells).toHaveLength(0);
  });
});

describe('people beside the ground', () => {
  const near = gridRing(CENTRE, 2)[0];
  const far = gridRing(CENTRE, 5)[0];

  test.each([
    ['its own commune', here],
    ['another', there],
  ])('within two cells of the ground of %s: a shore or a border, and no new ground', (_whose, commune) => {
    const land = collectLandCells(RESOLUTION);
    land.add(here, outlineOf(CENTRE));
    land.addPopulated(number(near), commune);
    expect([...land.take().cells]).toEqual([number(CENTRE)]);
  });

  test('farther out: an islet that stands alone', () => {
    const land = collectLandCells(RESOLUTION);
    land.add(here, outlineOf(CENTRE));
    land.addPopulated(number(far), here);
    expect([...land.take().cells].sort()).toEqual([number(CENTRE), number(far)].sort());
  });

  test('a bridge is ground wherever it is laid', () => {
    const land = collectLandCells(RESOLUTION);
    land.add(here, outlineOf(CENTRE));
    land.addBridge(number(near), here);
    expect([...land.take().cells].sort()).toEqual([number(CENTRE), number(near)].sort());
  });

  test('on the ground: nothing changes', () => {
    const land = collectLandCells(RESOLUTION);
    land.add(here, outlineOf(CENTRE));
    land.addPopulated(number(CENTRE), there);
    expect(land.take().communes).toEqual([here]);
    expect(gridDisk(CENTRE, 0)).toEqual([CENTRE]);
  });
});

describe('the residents of the ground', () => {
  const disk = gridDisk(CENTRE, 3);
  const [lat, lon] = cellToLatLng(CENTRE);
  const landOf = (hexes: string[]) => {
    const land = collectLandCells(RESOLUTION);
    for (const hex of hexes) land.add(here, outlineOf(hex));
    return land;
  };

  test('lie on all the cells that their squares cover, none lost', () => {
    const land = landOf(disk);
    const kmLat = 1 / 111.195;
    const kmLon = kmLat / Math.cos((lat * Math.PI) / 180);
    for (let x = -8; x <= 8; x++) {
      for (let y = -8; y <= 8; y++) {
        land.addSquare({ lon: lon + x * kmLon, lat: lat + y * kmLat, residents: 10, sizeM: 1000 });
      }
    }
    const { perKm2 } = land.take();
    expect(Math.min(...perKm2)).toBeGreaterThan(0);
    const mean = perKm2.reduce((sum, value) => sum + value, 0) / perKm2.length;
    expect(mean).toBeGreaterThan(8);
    expect(mean).toBeLessThan(12);
  });

  test('are nought in an empty cell of a commune with squares, unknown in a commune without any', () => {
    const land = landOf([CENTRE, gridRing(CENTRE, 3)[0]]);
    const elsewhere = gridRing(CENTRE, 6)[0];
    land.add(there, outlineOf(elsewhere));
    land.addSquare({ lon, lat, residents: 40, sizeM: 200 });
    const { cells, perKm2 } = land.take();
    const at = (hex: string) => perKm2[cells.indexOf(number(hex))];
    expect(at(CENTRE)).toBeGreaterThan(0);
    expect(at(gridRing(CENTRE, 3)[0])).toBe(0);
    expect(at(elsewhere)).toBeNaN();
  });
});
