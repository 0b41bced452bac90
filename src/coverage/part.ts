import { nearestOf } from './answer-cache.ts';
import type { CoverageStatus } from './coverage.ts';
import type { Atoms, EditionData } from './edition-data.ts';
import { editionMemo } from './edition-memo.ts';
import type { CountingRule } from './network.ts';
import { networkWithin } from './site-counts.ts';
import { type TimeDistribution, timeDistribution } from './time-distribution.ts';
import {
  atomMask,
  atomsFor,
  type ResolvedTerritory,
  resolveWithin,
  siteMaskWithin,
  type TerritoryRef,
  withinText,
} from './within.ts';

/** The residents in any of `of` who are in any of `within` too: the rural communes of a département. */
export interface Part {
  /** Empty: everything. */
  of: readonly TerritoryRef[];
  /** Empty: everything. */
  within: readonly TerritoryRef[];
  /** What `of` was given as: errors name it. */
  parameter: string;
}

export interface PartFigures {
  /** Codes as the parameter writes them, comma-separated; `france` for everything. */
  codes: string;
  /** Names of the territories, and of those that they were narrowed to. */
  name: string;
  /** As of a territory; `partial` where a part of it is not loaded. */
  status: CoverageStatus;
  /** Sites of the network in it. */
  sites: number;
  times: TimeDistribution;
}

/** Of 3,601 seconds and 14 kB each: the questions of a day's work. */
const KEPT_MAX = 256;

const kept = editionMemo<PartFigures>(KEPT_MAX);

/**
 * The figures of a part, kept for the next question.
 * @throws DomainError unknown-territory, invalid-parameter (QPV mixed with other territories), naming the parameter
 */
export function partFigures(data: EditionData, part: Part, rule: CountingRule): PartFigures {
  const of = resolveWithin(data, part.of, part.parameter);
  const within = resolveWithin(data, part.within);
  const atoms = atomsOfPart(data, part);
  const key = JSON.stringify([rule, atoms === data.qpvAtoms, codesText(part.of), of, within]);
  return kept.of(data, key, () => figuresOf(data, part, { of, within, atoms }, rule));
}

/** QPV have atoms of their own: they serve where what is asked, or what it is narrowed to, is QPV alone. */
function atomsOfPart(data: EditionData, part: Part): Atoms {
  const own = atomsFor(data, 'france', part.of, part.parameter);
  const narrowed = atomsFor(data, 'france', part.within);
  return own === data.qpvAtoms ? own : narrowed;
}

interface ResolvedPart {
  of: ResolvedTerritory[] | null;
  within: ResolvedTerritory[] | null;
  atoms: Atoms;
}

function figuresOf(data: EditionData, part: Part, found: ResolvedPart, rule: CountingRule): PartFigures {
  const mask = bothOf(atomMask(data, found.atoms, part.of), atomMask(data, found.atoms, part.within));
  const times = timeDistribution(data, found.atoms, nearestOf(data, rule), mask);
  const inPart = networkWithin(data, part.of, rule);
  const inWithin = siteMaskWithin(data, part.within);
  let sites = 0;
  for (let site = 0; site < inPart.length; site++) sites += inPart[site] & inWithin[site];
  return {
    codes: codesText(part.of),
    name: nameOf(data, found.of, found.within),
    status: statusOf(data, found, times),
    sites,
    times,
  };
}

/** Writes into the first. */
function bothOf(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  if (a === null || b === null) return a ?? b;
  for (let atom = 0; atom < a.length; atom++) a[atom] &= b[atom];
  return a;
}

function codesText(refs: readonly TerritoryRef[]): string {
  const texts = [...new Set(refs.map(withinText))].sort();
  return texts.length === 0 || texts.includes('france') ? 'france' : texts.join(',');
}

/** A list with a territory that is not loaded whole may lack residents; the other list can make up for it. */
function statusOf(data: EditionData, { of, within }: ResolvedPart, times: TimeDistribution): CoverageStatus {
  const extents = (territories: readonly ResolvedTerritory[] | null) =>
    (territories ?? [{ level: 'france', index: 0 } as const]).map(
      ({ level, index }) => data.levels[level].extents[index],
    );
  if (extents(of).every((extent) => extent === 'not-applicable')) return 'not-applicable';
  if (times.residents === 0) return 'no-population';
  if (times.withoutTime === times.residents) return 'no-time';
  const lacking = [of, within].every((territories) => extents(territories).includes('partial'));
  return lacking ? 'partial' : 'ok';
}

const NAMES_MAX = 3;

function nameOf(
  data: EditionData,
  of: readonly ResolvedTerritory[] | null,
  within: readonly ResolvedTerritory[] | null,
): string {
  if (of !== null) {
    const narrowed = within === null ? '' : ` (dans ${namesOf(data, within)})`;
    return `${namesOf(data, of)}${narrowed}`;
  }
  if (within !== null) return namesOf(data, within);
  const { names, extents } = data.levels.france;
  return extents[0] === 'partial' ? `${names[0]} (partie chargée)` : names[0];
}

function namesOf(data: EditionData, territories: readonly ResolvedTerritory[]): string {
  const names = territories.map(({ level, index }) => data.levels[level].names[index]);
  const more = names.length - NAMES_MAX;
  return more > 0 ? `${names.slice(0, NAMES_MAX).join(' + ')} + ${more} autres` : names.join(' + ');
}
