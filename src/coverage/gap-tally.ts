import { NO_TIME, PROVIDERS } from '../grid/access-matrix.ts';
import type { Atoms, EditionData } from './edition-data.ts';
import type { Steps } from './steps.ts';

/** What is summed over the residents of a gap. */
export interface GapTally {
  population: number;
  withoutTime: number;
  estimated: number;
  /** Least seconds; NO_TIME where there is none. */
  nearest: number;
  /** Seconds that half of the residents are at or under; NO_TIME where that half has none. */
  median: number;
  residentsByCommune: Map<number, number>;
  residentsByDepartement: Map<number, number>;
  /** The site nearest to most residents, by index; -1 where none is within the limit. */
  site: number;
  /** Degrees × residents. */
  lonSum: number;
  latSum: number;
}

export interface TallyInput {
  atoms: Atoms;
  /** The atoms beyond the threshold, and the gap of each. */
  beyond: Uint32Array;
  componentOfAtom: Uint32Array;
  count: number;
  /** Seconds from each origin to the network. */
  nearest: Uint16Array;
  /** 1 for each site in the network. */
  network: Uint8Array;
}

const NO_PROVIDER = PROVIDERS.indexOf('none');
const FRICTION = PROVIDERS.indexOf('friction');
const ATOMS_A_STEP = 8192;

/** Sums of each gap over its atoms. */
export function* tallyGaps(data: EditionData, input: TallyInput): Steps<GapTally[]> {
  const { atoms, beyond, componentOfAtom, count, nearest } = input;
  const { provider, lon, lat } = data.origins;
  const { commune: communeOf, departement: departementOf } = atoms.territory;
  const tallies = Array.from({ length: count }, emptyTally);
  const seconds = new Uint16Array(beyond.length).fill(NO_TIME);
  const residentsBySite = Array.from({ length: count }, () => new Map<number, number>());
  for (let i = 0; i < beyond.length; i++) {
    if (i % ATOMS_A_STEP === ATOMS_A_STEP - 1) yield;
    const atom = beyond[i];
    const row = atoms.origin[atom];
    const people = atoms.residents[atom];
    const gap = tallies[componentOfAtom[i]];
    gap.population += people;
    gap.lonSum += people * lon[row];
    gap.latSum += people * lat[row];
    if (provider[row] === FRICTION) gap.estimated += people;
    add(gap.residentsByCommune, communeOf[atom], people);
    add(gap.residentsByDepartement, departementOf[atom], people);
    if (provider[row] === NO_PROVIDER) {
      gap.withoutTime += people;
      continue;
    }
    seconds[i] = nearest[row];
    gap.nearest = Math.min(gap.nearest, nearest[row]);
    if (nearest[row] !== NO_TIME)
      add(residentsBySite[componentOfAtom[i]], nearestSite(data, input.network, row), people);
  }
  yield;
  tallies.forEach((gap, index) => {
    gap.site = mostResidents(residentsBySite[index]);
  });
  yield;
  yield* setMedians(input, seconds, tallies);
  yield;
  return tallies;
}

function emptyTally(): GapTally {
  return {
    population: 0,
    withoutTime: 0,
    estimated: 0,
    nearest: NO_TIME,
    median: NO_TIME,
    residentsByCommune: new Map(),
    residentsByDepartement: new Map(),
    site: -1,
    lonSum: 0,
    latSum: 0,
  };
}

function add(sums: Map<number, number>, index: number, people: number): void {
  if (index >= 0) sums.set(index, (sums.get(index) ?? 0) + people);
}

/** The first site of the row that is in the network: rows are in ascending seconds. The row is known to hold one. */
function nearestSite({ matrix }: EditionData, network: Uint8Array, row: number): number {
  let entry = matrix.rowStart[row];
  while (network[matrix.site[entry]] === 0) entry++;
  return matrix.site[entry];
}

/** Of as many residents, the site with the smallest index. */
function mostResidents(sums: Map<number, number>): number {
  let best = -1;
  let most = 0;
  for (const [site, people] of sums) {
    if (people > most || (people === most && site < best)) [best, most] = [site, people];
  }
  return best;
}

/** All atoms in order of seconds (a counting sort), each gap's residents summed until half of them are passed. */
function* setMedians(
  { atoms, beyond, componentOfAtom }: TallyInput,
  seconds: Uint16Array,
  tallies: GapTally[],
): Steps<void> {
  const start = new Uint32Array(NO_TIME + 2);
  for (let i = 0; i < seconds.length; i++) start[seconds[i] + 1]++;
  for (let value = 0; value <= NO_TIME; value++) start[value + 1] += start[value];
  const order = new Uint32Array(seconds.length);
  for (let i = 0; i < seconds.length; i++) order[start[seconds[i]]++] = i;
  yield;
  const passed = new Float64Array(tallies.length);
  for (let at = 0; at < order.length; at++) {
    if (at % ATOMS_A_STEP === ATOMS_A_STEP - 1) yield;
    const i = order[at];
    const gap = tallies[componentOfAtom[i]];
    const half = gap.population / 2;
    if (passed[componentOfAtom[i]] >= half) continue;
    passed[componentOfAtom[i]] += atoms.residents[beyond[i]];
    if (passed[componentOfAtom[i]] >= half) gap.median = seconds[i];
  }
}
