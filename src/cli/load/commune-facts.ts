import { DomainError } from '../../domain-error.ts';
import type { CommuneLineage } from '../../sources/commune-lineage.ts';
import type { FrrClass } from '../../sources/frr.ts';
import type { ZrrClass, ZrrDetail } from '../../sources/zrr.ts';

/** What the tables say of a commune of the current COG, before any outline is read. */
export interface CommuneFacts {
  code: string;
  name: string;
  departement: string;
  region: string;
  arrondissement: string | null;
  /** As the COG gives it: a real canton's code, a pseudo-canton's, or null. */
  canton: string | null;
  /** SIREN of the EPCI; null for communes outside any, and before the outlines are read. */
  epci: string | null;
  residents: number;
  density: string | null;
  zrr: ZrrClass | null;
  zrrDetail: ZrrDetail | null;
  frr: FrrClass | null;
  mountain: boolean;
  centre: [lon: number, lat: number] | null;
}

export interface Facts {
  communes: Map<string, CommuneFacts>;
  lineage: CommuneLineage;
  /** Codes that the files know and the current COG may not: merged, delegated, renamed. */
  formerCodes: Set<string>;
  /** Code, of today or former → the names that it bore or bears as a part of a commune, the latest first. */
  formerNames: Map<string, string[]>;
  /** Code of today → postcodes, ascending. */
  postcodes: Map<string, string[]>;
  departements: Map<string, { name: string; region: string }>;
  regions: Map<string, string>;
  /** Arrondissement's full code (département and its number) → name, where a file gives one. */
  arrondissements: Map<string, string>;
}

/**
 * Gives each current commune the class that its former communes had: the class of all where they agree, `mixed`
 * where a merger joined different ones.
 */
export function assignClass<Row extends { commune: string }>(
  rows: Iterable<Row>,
  facts: Facts,
  /** ISO date of the codes: communes that were split since hand their class to all their parts. */
  asOf: string | undefined,
  assign: (commune: CommuneFacts, rows: Row[]) => void,
  onUnknown: (row: Row) => void,
): void {
  const byCommune = new Map<string, Row[]>();
  for (const row of rows) {
    const current = facts.lineage.resolve(row.commune, asOf).current;
    if (current.length === 0) onUnknown(row);
    for (const code of current) {
      const list = byCommune.get(code);
      if (list) list.push(row);
      else byCommune.set(code, [row]);
    }
  }
  for (const [code, list] of byCommune) {
    const commune = facts.communes.get(code);
    if (commune) assign(commune, list);
  }
}

/** The one value that all share, or `mixed`. */
export function agreed<T>(values: readonly T[], mixed: T): T {
  return values.every((value) => value === values[0]) ? values[0] : mixed;
}

/** @throws DomainError source-schema when the populations are of another territory than the communes. */
export function assertPopulationsMatch(facts: Facts, matched: number, file: string): void {
  if (matched > 0) return;
  const some = [...facts.communes.keys()].slice(0, 3).join(', ');
  throw new DomainError(
    'source-schema',
    `${file}: expected legal populations of the communes of the COG (${some}…), found none of them`,
    { file },
  );
}
