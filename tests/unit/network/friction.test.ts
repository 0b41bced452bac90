import { cellToLatLng, gridDisk, gridPathCells, gridRing, latLngToCell } from 'h3-js';
import { describe, expect, test } from 'vitest';
import { frictionSpeedKmh } from '../../../src/network/friction/friction-speeds.ts';
import { buildFrictionSurface } from '../../../src/network/friction/friction-surface.ts';
import { type CellPoints, frictionTimes } from '../../../src/network/friction/friction-times.ts';
import { landMasses, massOfCell } from '../../../src/network/friction/land-masses.ts';
import { crowFlyM } from '../../../src/network/geometry.ts';

const RESOLUTION = 8;
const CENTRE = latLngToCell(45.2, 5.7, RESOLUTION);

const surfaceOf = (hexes: string[], speedKmh = 36) =>
  buildFrictionSurface({
    cells: BigUint64Array.from(hexes, (hex) => BigInt(`0x${hex}`)),
    speedKmh: new Float32Array(hexes.length).fill(speedKmh),
  });

function pointsAt(places: { lon: number; lat: number }[]): CellPoints {
  return {
    lon: places.map(({ lon }) => lon),
    lat: places.map(({ lat }) => lat),
    cell: BigUint64Array.from(places, ({ lon, lat }) => BigInt(`0x${latLngToCell(lat, lon, RESOLUTION)}`)),
  };
}
const centreOf = (hex: string) => {
  const [lat, lon] = cellToLatLng(hex);
  return { lon, lat };
};

async function seconds(
  surface: ReturnType<typeof surfaceOf>,
  from: { lon: number; lat: number },
  to: { lon: number; lat: number },
  limitSeconds = 20_000,
): Promise<number | null> {
  const { entries } = await frictionTimes({
    surface,
    origins: pointsAt([from]),
    sites: pointsAt([to]),
    limitSeconds,
    threads: 0,
  });
  return entries.count === 0 ? null : entries.seconds[0];
}

describe('the friction surface', () => {
  test('inside one cell is the crow-fly time at its speed', async () => {
    const here = centreOf(CENTRE);
    const there = { lon: here.lon + 0.002, lat: here.lat };
    const metres = crowFlyM(here.lon, here.lat, there.lon, there.lat);
    expect(await seconds(surfaceOf([CENTRE]), here, there)).toBe(Math.round(metres / 10));
  });

  test('far away is the crow-fly time within the error of hexagons', async () => {
    const surface = surfaceOf(gridDisk(CENTRE, 25));
    const here = centreOf(CENTRE);
    const ratios = await Promise.all(
      gridRing(CENTRE, 24).map(async (hex) => {
        const there = centreOf(hex);
        const found = await seconds(surface, there, here);
        return (found ?? 0) / (crowFlyM(here.lon, here.lat, there.lon, there.lat) / 10);
      }),
    );
    expect(Math.min(...ratios)).toBeGreaterThan(0.88);
    expect(Math.max(...ratios)).toBeLessThan(1.08);
    const mean = ratios.reduce((sum, ratio) => sum + ratio) / ratios.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.03);
  });

  test('is not crossed over water', async () => {
    const disk = gridDisk(CENTRE, 10);
    const moat = new Set(gridRing(CENTRE, 5));
    const island = surfaceOf(disk.filter((hex) => !moat.has(hex)));
    const outside = centreOf(gridRing(CENTRE, 9)[0]);
    expect(await seconds(island, outside, centreOf(CENTRE))).toBeNull();
    expect(await seconds(surfaceOf(disk), outside, centreOf(CENTRE))).not.toBeNull();
    // One causeway joins them, and costs the way round.
    const causeway = gridPathCells(CENTRE, gridRing(CENTRE, 9)[0]);
    const joined = surfaceOf([...new Set([...disk.filter((hex) => !moat.has(hex)), ...causeway])]);
    expect(await seconds(joined, outside, centreOf(CENTRE))).not.toBeNull();
  });

  test('knows its land masses', () => {
    const far = gridRing(CENTRE, 9)[0];
    const surface = surfaceOf([...gridDisk(CENTRE, 2), ...gridDisk(far, 1)]);
    const masses = landMasses(surface);
    expect(masses.count).toBe(2);
    const massOf = (hex: string) => massOfCell(surface, masses, BigInt(`0x${hex}`));
    expect(massOf(CENTRE)).toBe(massOf(gridRing(CENTRE, 2)[0]));
    expect(massOf(CENTRE)).not.toBe(massOf(far));
  });

  test('keeps what is exactly at the limit', async () => {
    const surface = surfaceOf(gridDisk(CENTRE, 8));
    const [from, to] = [centreOf(gridRing(CENTRE, 7)[0]), centreOf(CENTRE)];
    const found = (await seconds(surface, from, to)) ?? 0;
    expect(await seconds(surface, from, to, found)).toBe(found);
    expect(await seconds(surface, from, to, found - 1)).toBeNull();
  });

  test('takes a point beside the land to the nearest cell within two rings, and no farther', async () => {
    const surface = surfaceOf(gridDisk(CENTRE, 2));
    const at = (ring: number) => pointsAt([centreOf(gridRing(CENTRE, ring)[0])]);
    const sites = pointsAt([centreOf(CENTRE)]);
    const near = await frictionTimes({ surface, origins: at(4), sites, limitSeconds: 3600, threads: 0 });
    expect([near.entries.count, near.originPlaced[0]]).toEqual([1, 1]);
    const far = await frictionTimes({ surface, origins: at(5), sites, limitSeconds: 3600, threads: 0 });
    expect([far.entries.count, far.originPlaced[0]]).toEqual([0, 0]);
  });

  test('gives the same on worker threads', async () => {
    const disk = gridDisk(CENTRE, 6);
    const surface = surfaceOf(disk);
    const points = pointsAt(disk.map(centreOf));
    const input = { surface, origins: points, sites: points, limitSeconds: 600 };
    const alone = await frictionTimes({ ...input, threads: 0 });
    const done: number[] = [];
    const threaded = await frictionTimes({ ...input, threads: 2, onProgress: (count) => done.push(count) });
    expect(threaded).toEqual(alone);
    expect(done.at(-1)).toBe(disk.length);
  });

  test('refuses a speed of nothing, a cell twice, cells of two resolutions', () => {
    expect(() => surfaceOf([CENTRE], 0)).toThrow(/a speed above 0/);
    expect(() => surfaceOf([CENTRE, CENTRE])).toThrow(/the cell twice/);
    expect(() => surfaceOf([CENTRE, latLngToCell(45, 5, 7)])).toThrow(/resolution/);
  });

  test('of no cells gives no times', async () => {
    expect(await seconds(surfaceOf([]), centreOf(CENTRE), centreOf(CENTRE))).toBeNull();
  });
});

test('friction speeds are positive for every class, known or not', () => {
  for (const density of ['1', '2', '3', '4', '5', '6', '7', null, '8', 'toString']) {
    expect(frictionSpeedKmh(density)).toBeGreaterThan(5);
    expect(frictionSpeedKmh(density)).toBeLessThan(80);
  }
  expect(frictionSpeedKmh(null)).toBe(frictionSpeedKmh('6'));
});
