import { type FrictionSpeeds, frictionSpeedKmh } from './friction-speeds.ts';
import type { FrictionTerrain } from './friction-surface.ts';
import { type HexLattice, smoothOver } from './hex-lattice.ts';

/** What is known of the ground, one entry a cell of the lattice. */
export interface GroundFacts {
  /** INSEE density class of the cell's commune. */
  density: readonly (string | null)[];
  /** Whether the commune is in a mountain massif: 0 or 1. */
  mountain: Uint8Array;
  /** Residents per km²; NaN where nobody knows (a commune without population squares). */
  perKm2: Float32Array;
  /** Number of the commune's EPCI. */
  zone: Uint32Array;
}

/** Residents of a cell beside those around it: what tells a valley from the slopes above. */
export interface Relief {
  /** 1 for a cell of a mountain commune that is known to have no resident. */
  empty: Uint8Array;
  /** Of mountain cells: log of residents over the mean around; 0 elsewhere and where nobody knows. */
  valley: Float32Array;
}

/** Rounds of smoothing that give "around": a bell of some 3 km at H3 resolution 8; each resolution has seven times the cells. */
const AROUND_ROUNDS = 8;
const AROUND_RESOLUTION = 8;
const CHILDREN = 7;

/** Added to both sides of the ratio, so that an empty cell has one: a house or two per km². */
const FEW_PER_KM2 = 4;

/**
 * Roads follow people: in the mountains the inhabited cells are the valleys, with their road, and the empty ones the
 * ridges. There is no height among the sources; this stands in for it.
 */
export function reliefOf(lattice: HexLattice, { mountain, perKm2 }: GroundFacts, resolution: number): Relief {
  const around = smoothOver(
    lattice,
    perKm2.map((density) => (Number.isNaN(density) ? 0 : density)),
    Math.max(1, Math.round(AROUND_ROUNDS * CHILDREN ** (resolution - AROUND_RESOLUTION))),
  );
  const empty = new Uint8Array(lattice.cellCount);
  const valley = new Float32Array(lattice.cellCount);
  for (let cell = 0; cell < lattice.cellCount; cell++) {
    if (mountain[cell] === 0 || Number.isNaN(perKm2[cell])) continue;
    empty[cell] = perKm2[cell] === 0 ? 1 : 0;
    valley[cell] = Math.log((perKm2[cell] + FEW_PER_KM2) / (around[cell] + FEW_PER_KM2));
  }
  return { empty, valley };
}

/** Speeds of the cells and the borders between them, for `frictionSurface`. */
export function terrainOf(facts: GroundFacts, relief: Relief, speeds: FrictionSpeeds): FrictionTerrain {
  const { empty, valley } = relief;
  const emptyLog = Math.log(speeds.emptyMountain);
  const ofClass = new Map<string | null, number>();
  for (const density of new Set(facts.density)) ofClass.set(density, frictionSpeedKmh(density, speeds));
  const speedKmh = Float32Array.from(facts.density, (density, cell) => {
    const plain = ofClass.get(density)!;
    if (empty[cell] === 0 && valley[cell] === 0) return plain;
    return plain * Math.exp(speeds.valleyPower * valley[cell] + emptyLog * empty[cell]);
  });
  return { speedKmh, zone: facts.zone, borderFactor: speeds.border, endSeconds: speeds.endSeconds };
}
