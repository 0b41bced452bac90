import type { TerritoryRef } from '../../coverage/within.ts';
import { DomainError } from '../../domain-error.ts';
import type { Facts } from './commune-facts.ts';

/** Box of an outline: west, south, east, north, in degrees. */
export type Box = [number, number, number, number];

/** What a first pass over the outlines keeps of each commune. */
export interface OutlineSummary {
  epci: string | null;
  epciName: string | null;
  box: Box;
}

export interface Scope {
  /** Codes of the communes asked for. */
  inScope: Set<string>;
  /** The same and their neighbours: their sites and ground count, their residents do not. */
  loaded: Set<string>;
}

/** An hour's drive by the crow, rounded up: sites farther than this are within 60 minutes of nobody inside. */
const HALO_KM = 75;
const KM_PER_DEGREE = 111.2;

/** @throws DomainError unknown-territory for a code that no commune belongs to */
export function resolveScope(
  refs: readonly TerritoryRef[],
  facts: Facts,
  outlines: ReadonlyMap<string, OutlineSummary>,
): Scope {
  const inScope = new Set<string>();
  if (refs.length === 0 || refs.some((ref) => ref.level === 'france')) {
    for (const code of outlines.keys()) inScope.add(code);
    return { inScope, loaded: inScope };
  }
  for (const ref of refs) {
    const codes = [...communesOf(ref, facts, outlines)];
    for (const code of codes) inScope.add(code);
    if (codes.length === 0) {
      throw new DomainError(
        'unknown-territory',
        `no commune of the loaded files belongs to ${ref.level} "${ref.code}"`,
        {
          parameter: 'territory',
          level: ref.level,
          code: ref.code,
        },
      );
    }
  }
  // One box a département: a box around Corsica and Guadeloupe would hold half of France.
  const byDepartement = Map.groupBy(inScope, (code) => facts.communes.get(code)?.departement);
  const halos = Array.from(byDepartement.values(), (codes) =>
    widened(boxAround(codes.map((code) => outlines.get(code)!.box)), HALO_KM),
  );
  const loaded = new Set(inScope);
  for (const [code, { box }] of outlines) if (halos.some((halo) => overlaps(box, halo))) loaded.add(code);
  return { inScope, loaded };
}

function* communesOf(ref: TerritoryRef, facts: Facts, outlines: ReadonlyMap<string, OutlineSummary>) {
  const wanted = ref.level === 'commune' ? new Set(facts.lineage.resolve(ref.code).current) : null;
  for (const [code, outline] of outlines) {
    const commune = facts.communes.get(code);
    if (!commune) continue;
    const belongs = {
      commune: () => wanted?.has(code),
      departement: () => commune.departement === ref.code,
      region: () => commune.region === ref.code,
      arrondissement: () => commune.arrondissement === ref.code,
      epci: () => outline.epci === ref.code,
      canton: () => commune.canton === ref.code,
    }[ref.level as string];
    if (!belongs) {
      throw new DomainError(
        'invalid-parameter',
        `territory: expected france, a département, reg-, arr-, epci-, canton- or commune- codes; found ${ref.level} "${ref.code}"`,
        { parameter: 'territory', found: ref.code },
      );
    }
    if (belongs()) yield code;
  }
}

function boxAround(boxes: readonly Box[]): Box {
  const around: Box = [180, 90, -180, -90];
  for (const box of boxes) {
    around[0] = Math.min(around[0], box[0]);
    around[1] = Math.min(around[1], box[1]);
    around[2] = Math.max(around[2], box[2]);
    around[3] = Math.max(around[3], box[3]);
  }
  return around;
}

function widened([west, south, east, north]: Box, km: number): Box {
  const dLat = km / KM_PER_DEGREE;
  const dLon = dLat / Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
  return [west - dLon, south - dLat, east + dLon, north + dLat];
}

function overlaps(a: Box, b: Box): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}
