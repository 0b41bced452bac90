import { gridDisk, gridDistance, gridPathCells } from 'h3-js';
import {
  type GroundFacts,
  type Relief,
  reliefOf,
  terrainOf,
} from '../../network/friction/friction-ground.ts';
import { FRICTION_SPEEDS } from '../../network/friction/friction-speeds.ts';
import { type FrictionSurface, frictionSurface } from '../../network/friction/friction-surface.ts';
import { buildHexLattice, type HexLattice, numberOfHex } from '../../network/friction/hex-lattice.ts';
import { type LandMasses, landMasses } from '../../network/friction/land-masses.ts';
import { readTouchingCommunes } from '../../store/edition/read-scope.ts';
import type { Db } from '../../store/engine.ts';
import type { CommuneFacts } from './commune-facts.ts';
import type { LandCells } from './land-cells.ts';

/** The ground that residents and sites stand on, and its masses: the mainland, the islands. */
export interface Ground {
  surface: FrictionSurface;
  masses: LandMasses;
}

/**
 * Cells miss what is narrower than they are: an isthmus, a spit, a valley between two borders. Ground that stands apart
 * on the cells is joined again to ground at most this many cells away, where the communes of both touch by land; to
 * ground of the same commune only over one missing cell, since an island may be a part of it.
 */
const BRIDGE_RINGS = 3;
const OWN_BRIDGE_RINGS = 2;

/** A mass of more cells than this (some 1,500 km²) is no spit: it needs no bridge. */
const MAX_BRIDGED_CELLS = 2000;

/** The friction surface of the land cells, with narrow necks of land closed. */
export async function buildGround(db: Db, land: LandCells): Promise<Ground> {
  const first = groundOf(land);
  const apart = cellsApart(first.ground);
  if (apart.length === 0) return first.ground;
  const codes = new Set(apart.map((cell) => first.communes[cell].code));
  const touching = await readTouchingCommunes(db, [...codes]);
  const bridges = bridgesOf(first.ground, first.communes, apart, touching);
  for (const { cell, commune } of bridges) land.addBridge(cell, commune);
  return bridges.length === 0 ? first.ground : groundOf(land).ground;
}

function groundOf(land: LandCells): { ground: Ground; communes: CommuneFacts[] } {
  const { lattice, communes, facts, relief } = landGround(land);
  const surface = frictionSurface(lattice, terrainOf(facts, relief, FRICTION_SPEEDS));
  return { ground: { surface, masses: landMasses(surface) }, communes };
}

/** The land's cells as a lattice, and what the speeds are made of, in its order. */
export function landGround(land: LandCells): {
  lattice: HexLattice;
  communes: CommuneFacts[];
  facts: GroundFacts;
  relief: Relief;
} {
  const { cells, communes: given, perKm2 } = land.take();
  const lattice = buildHexLattice(cells);
  const communes = Array.from(lattice.order, (i) => given[i]);
  const zones = new Map<string, number>();
  const facts: GroundFacts = {
    density: communes.map((commune) => commune.density),
    mountain: Uint8Array.from(communes, (commune) => (commune.mountain ? 1 : 0)),
    perKm2: Float32Array.from(lattice.order, (i) => perKm2[i]),
    zone: Uint32Array.from(communes, ({ epci, code }) => {
      // An island in no EPCI is one of its own.
      const name = epci ?? code;
      if (!zones.has(name)) zones.set(name, zones.size);
      return zones.get(name)!;
    }),
  };
  return { lattice, communes, facts, relief: reliefOf(lattice, facts, land.resolution) };
}

/** Cells of the small masses. */
function cellsApart({ surface, masses }: Ground): number[] {
  const apart: number[] = [];
  const largest = Math.max(...masses.cellCount);
  for (let cell = 0; cell < surface.cellCount; cell++) {
    const size = masses.cellCount[masses.ofCell[cell]];
    if (size < largest && size <= MAX_BRIDGED_CELLS) apart.push(cell);
  }
  return apart;
}

interface Bridge {
  from: string;
  to: string;
  commune: CommuneFacts;
  length: number;
}

/** For each pair of masses the shortest bridge that is allowed, as the cells that it adds. */
function bridgesOf(
  { surface, masses }: Ground,
  communes: readonly CommuneFacts[],
  apart: readonly number[],
  touching: ReadonlyMap<string, ReadonlySet<string>>,
): { cell: bigint; commune: CommuneFacts }[] {
  const shortest = new Map<string, Bridge>();
  for (const cell of apart) {
    const from = surface.cells[cell].toString(16);
    const commune = communes[cell];
    for (const to of gridDisk(from, BRIDGE_RINGS)) {
      const other = numberOfHex(surface.index, to);
      if (other < 0 || masses.ofCell[other] === masses.ofCell[cell]) continue;
      const length = gridDistance(from, to);
      const allowed =
        communes[other] === commune
          ? length <= OWN_BRIDGE_RINGS
          : touching.get(commune.code)?.has(communes[other].code);
      const pair = [masses.ofCell[cell], masses.ofCell[other]].sort((a, b) => a - b).join(' ');
      if (allowed && length < (shortest.get(pair)?.length ?? Number.POSITIVE_INFINITY)) {
        shortest.set(pair, { from, to, commune, length });
      }
    }
  }
  return [...shortest.values()].flatMap(({ from, to, commune }) =>
    gridPathCells(from, to)
      .slice(1, -1)
      .map((hex) => ({ cell: BigInt(`0x${hex}`), commune })),
  );
}
