import { cellToLatLng, gridDisk, gridPathCells, gridRing, latLngToCell } from 'h3-js';
import { describe, expect, test } from 'vitest';
import { type GroundFacts, reliefOf, terrainOf } from '../../../src/network/friction/friction-ground.ts';
import type { FrictionSpeeds } from '../../../src/network/friction/friction-speeds.ts';
import { frictionSurface } from '../../../src/network/friction/friction-surface.ts';
import { type CellPoints, frictionTimes } from '../../../src/network/friction/friction-times.ts';
import { buildHexLattice, type HexLattice, smoothOver } from '../../../src/network/friction/hex-lattice.ts';

const RESOLUTION = 8;
const CENTRE = latLngToCell(45.2, 5.7, RESOLUTION);
const WEST = gridRing(CENTRE, 6)[0];
const EAST = gridRing(CENTRE, 6)[18];
/** The cells from west to east: the valley. */
const VALLEY = gridPathCells(WEST, EAST);

const SPEEDS: FrictionSpeeds = {
  byDensityKmh: { 6: 36 },
  emptyMountain: 0.25,
  valleyPower: 0.2,
  border: 0.5,
  endSeconds: 0,
};
const NEUTRAL: FrictionSpeeds = { ...SPEEDS, emptyMountain: 1, valleyPower: 0, border: 1 };

const lattice = buildHexLattice(BigUint64Array.from(gridDisk(CENTRE, 8), (hex) => BigInt(`0x${hex}`)));
const facts = (own: Partial<Record<keyof GroundFacts, (hex: string) => number>> = {}): GroundFacts => {
  const hexes = Array.from(lattice.cells, (cell) => cell.toString(16));
  return {
    density: hexes.map(() => '6'),
    mountain: Uint8Array.from(hexes, own.mountain ?? (() => 0)),
    perKm2: Float32Array.from(hexes, own.perKm2 ?? (() => 50)),
    zone: Uint32Array.from(hexes, own.zone ?? (() => 0)),
  };
};

function pointAt(hex: string): CellPoints {
  const [lat, lon] = cellToLatLng(hex);
  return { lon: [lon], lat: [lat], cell: BigUint64Array.of(BigInt(`0x${hex}`)) };
}

async function seconds(ground: GroundFacts, speeds: FrictionSpeeds, from: string, to: string) {
  const surface = frictionSurface(lattice, terrainOf(ground, reliefOf(lattice, ground, RESOLUTION), speeds));
  const { entries } = await frictionTimes({
    surface,
    origins: pointAt(from),
    sites: pointAt(to),
    limitSeconds: 30_000,
    threads: 0,
  });
  return entries.seconds[0];
}

describe('the ground in the mountains', () => {
  const valley = new Set(VALLEY);
  const people = (hex: string) => (valley.has(hex) ? 200 : 0);
  const [north, south] = [gridRing(CENTRE, 5)[7], gridRing(CENTRE, 5)[20]];

  test('lets traffic run along the inhabited valley, and makes it climb where nobody lives', async () => {
    const high = facts({ mountain: () => 1, perKm2: people });
    const along = await seconds(high, SPEEDS, WEST, EAST);
    const across = await seconds(high, SPEEDS, north, south);
    const flat = facts({ perKm2: people });
    expect(along).toBeLessThan(await seconds(flat, SPEEDS, WEST, EAST));
    expect(across).toBeGreaterThan(2 * (await seconds(flat, SPEEDS, north, south)));
  });

  test('is the plain where nobody knows who lives there, and outside the massifs', async () => {
    const plain = await seconds(facts(), NEUTRAL, north, south);
    const unknown = facts({ mountain: () => 1, perKm2: () => Number.NaN });
    expect(await seconds(unknown, SPEEDS, north, south)).toBe(plain);
    expect(await seconds(facts({ perKm2: people }), SPEEDS, north, south)).toBe(plain);
  });

  test('is the plain where people live evenly', async () => {
    const even = facts({ mountain: () => 1 });
    expect(await seconds(even, SPEEDS, north, south)).toBe(await seconds(facts(), NEUTRAL, north, south));
  });
});

test('a border between two EPCI slows the one step over it', async () => {
  const east = new Set(VALLEY.slice(VALLEY.length / 2));
  const divided = facts({ zone: (hex) => (east.has(hex) ? 1 : 0) });
  // Off the valley's own cells the ring around it is of zone 0: from its end to the next cell is one border.
  const [from, to] = [VALLEY[4], VALLEY[VALLEY.length - 3]];
  const without = await seconds(divided, NEUTRAL, from, to);
  const step = await seconds(divided, NEUTRAL, VALLEY[4], VALLEY[6]);
  const over = await seconds(divided, { ...NEUTRAL, border: 0.5 }, from, to);
  expect(over - without).toBeGreaterThan(step / 2 - 5);
  expect(over - without).toBeLessThan(step / 2 + 5);
});

test('each end of a trip takes its time, in one cell and over many', async () => {
  for (const [from, to] of [
    [WEST, EAST],
    [CENTRE, CENTRE],
  ]) {
    const without = await seconds(facts(), NEUTRAL, from, to);
    expect(await seconds(facts(), { ...NEUTRAL, endSeconds: 25 }, from, to)).toBe(without + 50);
  }
});

test('smoothing keeps what is even, and spreads what is not over ever more rings', () => {
  expect(Array.from(smoothOver(lattice, new Float64Array(lattice.cellCount).fill(7), 5))).toEqual(
    new Array(lattice.cellCount).fill(7),
  );
  const peak = new Float64Array(lattice.cellCount);
  const centre = indexOf(lattice, CENTRE);
  peak[centre] = 7;
  const once = smoothOver(lattice, peak, 1);
  expect(once[centre]).toBeCloseTo(1);
  expect(once[indexOf(lattice, gridRing(CENTRE, 1)[0])]).toBeCloseTo(1);
  expect(once[indexOf(lattice, gridRing(CENTRE, 2)[0])]).toBe(0);
  expect(smoothOver(lattice, peak, 2)[indexOf(lattice, gridRing(CENTRE, 2)[0])]).toBeGreaterThan(0);
});

function indexOf({ cells }: HexLattice, hex: string): number {
  return cells.indexOf(BigInt(`0x${hex}`));
}
