import { PROVIDERS } from '../grid/access-matrix.ts';
import type { Atoms, EditionData, Level } from './edition-data.ts';

/** Bins 0 to 60 hold the residents of that many minutes, rounded up; the last those beyond an hour or without a time. */
export const MINUTE_BINS = 62;
const BEYOND = MINUTE_BINS - 1;

const NO_PROVIDER = PROVIDERS.indexOf('none');
const FRICTION = PROVIDERS.indexOf('friction');

/**
 * Residents by minute to their nearest site, for every territory of a level. Any threshold is then a sum over the first
 * bins, so baseline, ratios and totals all come from this one path and cannot disagree.
 */
export interface MinuteHistogram {
  /** Territories of the level. One more row, at this index, holds the atoms that are in none of them. */
  territoryCount: number;
  /** (territoryCount + 1) × MINUTE_BINS residents. */
  counts: Uint32Array;
  /** The columns below are territoryCount + 1 long. */
  residents: Uint32Array;
  /** Residents whose time comes from the friction surface. */
  estimated: Uint32Array;
  /** Residents for whom no provider has a time. */
  withoutTime: Uint32Array;
  /** Atoms inside the mask, those of zero residents too. */
  atomsInside: Uint32Array;
  /** Atoms of the territory, inside the mask or not. */
  atomsInAll: Uint32Array;
}

/**
 * @param nearest seconds by origin, from `nearestSeconds`
 * @param mask one byte an atom, or null for all
 */
export function minuteHistogram(
  data: EditionData,
  atoms: Atoms,
  level: Level,
  nearest: Uint16Array,
  mask: Uint8Array | null,
): MinuteHistogram {
  const territoryCount = data.levels[level].codes.length;
  const rows = territoryCount + 1;
  const histogram: MinuteHistogram = {
    territoryCount,
    counts: new Uint32Array(rows * MINUTE_BINS),
    residents: new Uint32Array(rows),
    estimated: new Uint32Array(rows),
    withoutTime: new Uint32Array(rows),
    atomsInside: new Uint32Array(rows),
    atomsInAll: new Uint32Array(rows),
  };
  const { counts, residents, estimated, withoutTime, atomsInside, atomsInAll } = histogram;
  const territoryOf = atoms.territory[level];
  const originOf = atoms.origin;
  const residentsOf = atoms.residents;
  const provider = data.origins.provider;
  for (let atom = 0; atom < atoms.count; atom++) {
    const territory = territoryOf[atom];
    const row = territory < 0 ? territoryCount : territory;
    atomsInAll[row]++;
    if (mask !== null && mask[atom] === 0) continue;
    atomsInside[row]++;
    const people = residentsOf[atom];
    const origin = originOf[atom];
    const source = provider[origin];
    residents[row] += people;
    if (source === FRICTION) estimated[row] += people;
    else if (source === NO_PROVIDER) withoutTime[row] += people;
    counts[row * MINUTE_BINS + binOf(nearest[origin], source)] += people;
  }
  return histogram;
}

/** The bin of an origin's residents; without a provider they are beyond, whatever the time. */
export function binOf(seconds: number, provider: number): number {
  if (provider === NO_PROVIDER) return BEYOND;
  return Math.min(((seconds + 59) / 60) | 0, BEYOND);
}

/** Residents of a row at or under the threshold. */
function coveredResidents(histogram: MinuteHistogram, row: number, thresholdMinutes: number): number {
  const { counts } = histogram;
  const first = row * MINUTE_BINS;
  let covered = 0;
  for (let bin = 0; bin <= thresholdMinutes; bin++) covered += counts[first + bin];
  return covered;
}

/** The figures of a row, or of several taken together. */
export interface Tally {
  residents: number;
  covered: number;
  estimated: number;
  withoutTime: number;
}

export function tallyRow(histogram: MinuteHistogram, row: number, thresholdMinutes: number): Tally {
  return {
    residents: histogram.residents[row],
    covered: coveredResidents(histogram, row, thresholdMinutes),
    estimated: histogram.estimated[row],
    withoutTime: histogram.withoutTime[row],
  };
}

/** Every atom of the mask once, those outside every territory of the level included. */
export function tallyAll(histogram: MinuteHistogram, thresholdMinutes: number): Tally {
  const total: Tally = { residents: 0, covered: 0, estimated: 0, withoutTime: 0 };
  for (let row = 0; row <= histogram.territoryCount; row++) {
    total.residents += histogram.residents[row];
    total.covered += coveredResidents(histogram, row, thresholdMinutes);
    total.estimated += histogram.estimated[row];
    total.withoutTime += histogram.withoutTime[row];
  }
  return total;
}

/** A part of the residents, or null where there are none. */
export function shareOf(part: number, residents: number): number | null {
  return residents === 0 ? null : part / residents;
}
