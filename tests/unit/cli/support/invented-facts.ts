import type { CommuneFacts, Facts } from '../../../../src/cli/load/commune-facts.ts';
import type { Box, OutlineSummary } from '../../../../src/cli/load/scope.ts';
import type { CogMovement } from '../../../../src/sources/cog-movements.ts';
import { buildCommuneLineage } from '../../../../src/sources/commune-lineage.ts';

export function communeFacts(code: string, own: Partial<CommuneFacts> = {}): CommuneFacts {
  return {
    code,
    name: `Commune ${code}`,
    departement: code.slice(0, 2),
    region: '95',
    arrondissement: `${code.slice(0, 2)}1`,
    canton: `${code.slice(0, 2)}01`,
    epci: null,
    residents: 100,
    density: '6',
    zrr: null,
    zrrDetail: null,
    frr: null,
    mountain: false,
    centre: null,
    ...own,
  };
}

/** Communes that were joined, as the COG's movements tell it: the old code, the date, the new one. */
export type Merger = readonly [from: string, date: string, to: string];

export function factsOf(communes: readonly CommuneFacts[], mergers: readonly Merger[] = []): Facts {
  const com = (code: string) => ({ type: 'COM' as const, code });
  return {
    communes: new Map(communes.map((commune) => [commune.code, commune])),
    lineage: buildCommuneLineage({
      cog: communes.map((commune) => ({ ...commune, type: 'COM' as const, parent: null })),
      movements: mergers.map(
        ([from, date, to]): CogMovement => ({
          kind: 'merged-into-new-commune',
          date,
          from: com(from),
          to: com(to),
        }),
      ),
    }),
    formerCodes: new Set(mergers.map(([from]) => from)),
    formerNames: new Map(),
    postcodes: new Map(),
    departements: new Map(),
    regions: new Map(),
    arrondissements: new Map(),
  };
}

export function outlinesOf(
  boxes: Record<string, Box>,
  epci: Record<string, string> = {},
): Map<string, OutlineSummary> {
  return new Map(
    Object.entries(boxes).map(([code, box]) => [code, { epci: epci[code] ?? null, epciName: null, box }]),
  );
}
