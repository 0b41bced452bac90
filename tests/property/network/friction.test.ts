import fc from 'fast-check';
import { cellToLatLng, gridDisk, latLngToCell } from 'h3-js';
import { describe, expect, test } from 'vitest';
import { frictionSurface } from '../../../src/network/friction/friction-surface.ts';
import { frictionTimes } from '../../../src/network/friction/friction-times.ts';
import { buildHexLattice } from '../../../src/network/friction/hex-lattice.ts';

const DISK = gridDisk(latLngToCell(44.1, 3.1, 8), 5);

/** Land with holes (91 cells, each present or not), a speed and a zone for each cell, and points somewhere over it. */
const worlds = fc.record({
  land: fc.array(fc.boolean(), { minLength: DISK.length, maxLength: DISK.length }),
  speeds: fc.array(fc.integer({ min: 5, max: 90 }), { minLength: DISK.length, maxLength: DISK.length }),
  /** Cells of two zones have a border between them. */
  zones: fc.array(fc.nat({ max: 2 }), { minLength: DISK.length, maxLength: DISK.length }),
  borderFactor: fc.double({ min: 0.2, max: 1, noNaN: true }),
  endSeconds: fc.nat({ max: 60 }),
  points: fc.array(fc.tuple(fc.nat({ max: DISK.length - 1 }), fc.integer({ min: -3, max: 3 })), {
    minLength: 2,
    maxLength: 8,
  }),
});
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

async function table({ land, speeds, zones, borderFactor, endSeconds, points }: World): Promise<number[][]> {
  const kept = DISK.map((hex, i) => ({ hex, speed: speeds[i], zone: zones[i] })).filter((_, i) => land[i]);
  const lattice = buildHexLattice(BigUint64Array.from(kept, ({ hex }) => BigInt(`0x${hex}`)));
  const surface = frictionSurface(lattice, {
    speedKmh: Float32Array.from(lattice.order, (i) => kept[i].speed),
    zone: Uint32Array.from(lattice.order, (i) => kept[i].zone),
    borderFactor,
    endSeconds,
  });
  const places = points.map(([cell, shift]) => {
    const [lat, lon] = cellToLatLng(DISK[cell]);
    return { lat: lat + shift / 2000, lon };
  });
  const columns = {
    lon: places.map(({ lon }) => lon),
    lat: places.map(({ lat }) => lat),
    cell: BigUint64Array.from(places, ({ lat, lon }) => BigInt(`0x${latLngToCell(lat, lon, 8)}`)),
  };
  const { entries } = await frictionTimes({
    surface,
    origins: columns,
    sites: columns,
    limitSeconds: 60_000,
    threads: 0,
  });
  const seconds = points.map(() => points.map(() => Number.POSITIVE_INFINITY));
  for (let i = 0; i < entries.count; i++) seconds[entries.origin[i]][entries.site[i]] = entries.seconds[i];
  return seconds;
}

describe('times over the friction surface', () => {
  test('are the same there and back', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const there = await table(world);
        there.forEach((row, i) => {
          row.forEach((seconds, j) => {
            expect(seconds).toBe(there[j][i]);
          });
        });
      }),
    );
  });

  test('never rise where a cell gets faster, nor where land is added', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat({ max: DISK.length - 1 }), async (world, cell) => {
        const before = await table(world);
        const faster = await table({ ...world, speeds: world.speeds.with(cell, world.speeds[cell] + 20) });
        faster.forEach((row, i) => {
          row.forEach((seconds, j) => {
            expect(seconds).toBeLessThanOrEqual(before[i][j]);
          });
        });
        // A point beside the land moves into its own cell when that becomes land: only points on land compare.
        const onLand = world.points.filter(([at]) => world.land[at]).map(([at]): [number, number] => [at, 0]);
        if (onLand.length === 0) return;
        const sure = { ...world, points: onLand };
        const [fewer, more] = [
          await table(sure),
          await table({ ...sure, land: world.land.with(cell, true) }),
        ];
        more.forEach((row, i) => {
          row.forEach((seconds, j) => {
            expect(seconds).toBeLessThanOrEqual(fewer[i][j]);
          });
        });
      }),
    );
  });
});
