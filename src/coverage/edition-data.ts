import type { AccessMatrix, Origins } from '../grid/access-matrix.ts';

/** Every level a question can be asked at. `rurality` groups the seven density classes into rural and urban. */
export const LEVELS = [
  'france',
  'region',
  'departement',
  'arrondissement',
  'epci',
  'canton',
  'commune',
  'qpv',
  'zrr',
  'zrr_detail',
  'frr',
  'density',
  'rurality',
] as const;
export type Level = (typeof LEVELS)[number];

/**
 * `whole`: all of the territory is loaded. `partial`: only a part of it is. `not-applicable`: a remainder that the
 * level does not cover by law (the communes of Paris, Métropole de Lyon, Martinique and Guyane have no canton).
 */
export type TerritoryExtent = 'whole' | 'partial' | 'not-applicable';

/** The territories of one level, in code order; a territory's index is its position. */
export interface Territories {
  level: Level;
  codes: string[];
  names: string[];
  extents: TerritoryExtent[];
  /** Official code → index. */
  indexOf: Map<string, number>;
  /** Site index → territory index, or -1. Sites outside the loaded territory are -1 at every level. */
  ofSite: Int32Array;
}

/**
 * The smallest pieces that statistics are summed over: the residents of one cell in one commune and one canton.
 * Residents are whole numbers, so that sums over any partition equal the total exactly. A commune without population
 * has one atom of zero residents, so that every territory has at least one atom.
 */
export interface Atoms {
  count: number;
  /** Row of the access matrix. */
  origin: Uint32Array;
  residents: Uint32Array;
  /** Level → atom → territory index, or -1 where the level does not reach (outside every QPV). */
  territory: Record<Level, Int32Array>;
}

export const SITE_TYPES = ['principal', 'antenna'] as const;
export const SITE_FORMATS = ['fixed', 'itinerant', 'multi-site'] as const;

export interface Site {
  id: string;
  name: string;
  type: (typeof SITE_TYPES)[number];
  format: (typeof SITE_FORMATS)[number];
  /** ISO date, or `YYYY-MM` where the list gives the month only; null where it gives none. */
  labelDate: string | null;
  lon: number;
  lat: number;
  /** Current official codes; null where the level has no territory there. */
  commune: string | null;
  canton: string | null;
  departement: string | null;
  qpv: string | null;
  zrr: string | null;
  frr: string | null;
  density: string | null;
  /** False for a site beyond the loaded territory, kept because residents inside can reach it. */
  inScope: boolean;
  /** Machine words, e.g. `placed-at-commune-centre`, `outside-stated-commune`, `shares-coordinates`. */
  flags: string[];
}

/** One change on the way from a former commune code to today's. */
export interface LineageStep {
  from: string;
  to: string;
  /** ISO date; null where the source gives none. */
  date: string | null;
  /** A machine word: merged-into-new-commune, arrondissement, delegated… */
  kind: string;
}

/** One edition, read once and never changed: all that a coverage question needs, without SQL. */
export interface EditionData {
  id: string;
  origins: Origins;
  matrix: AccessMatrix;
  sites: Site[];
  levels: Record<Level, Territories>;
  /** All residents, for every level but `qpv`. */
  atoms: Atoms;
  /**
   * Residents of the QPV on their sample points (estimated from the cells around: the official QPV population is not
   * part of the loaded files). Only the level `qpv` and its totals use them.
   */
  qpvAtoms: Atoms;
  /** Former commune code → the current codes it became (several after a split). */
  communeLineage: Map<string, string[]>;
  /** Former commune code → the changes that led to today's communes, in order. */
  lineageSteps?: Map<string, LineageStep[]>;
  /** Commune code, of today or former → the names that it bore before or bears as a part, the latest first. */
  formerNames?: Map<string, string[]>;
  /** Commune code → its postcodes, ascending. */
  postcodes?: Map<string, string[]>;
}
