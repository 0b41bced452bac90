import { NO_TIME, PROVIDERS } from '../grid/access-matrix.ts';
import { nearestOf } from './answer-cache.ts';
import { matchEdges } from './cell-components.ts';
import { type CellGrid, cellAreaM2, cellGridOf, cellHex, compareCells, withCorners } from './cell-grid.ts';
import type { Atoms, EditionData } from './edition-data.ts';
import { keepGaps, keptGaps } from './gap-cache.ts';
import { type GapTally, tallyGaps } from './gap-tally.ts';
import { type CountingRule, networkMask } from './network.ts';
import { finish, type Steps } from './steps.ts';
import { thresholdSeconds } from './threshold.ts';
import { atomMask, atomsFor, type TerritoryRef } from './within.ts';

/**
 * Neighbouring populated cells whose residents are beyond the threshold.
 *
 * `gaps(data, query)` gives them at once; `gapsInSteps` is the same for a server, to be driven by `inTurns`. Lists are
 * kept (gap-cache.ts), so that tiles and pages of one question share one computation. Outlines are drawn by
 * publish/gaps/gap-drawing.ts from `members`, when they are wanted: no figure comes from an outline.
 */
export interface GapsQuery {
  within: TerritoryRef[];
  thresholdMinutes: number;
  rule: CountingRule;
}

export interface GapCommune {
  code: string;
  name: string;
  /** Its residents in the gap. */
  population: number;
}

/** A gap's figures; all of them are of its residents, none is read from the outline. */
export interface GapFigures {
  /** The smallest H3 cell of the gap, as hex: the same gap keeps its name from one answer to the next. */
  id: string;
  /** 1 for the most populated gap of the question. */
  rank: number;
  /** Residents beyond the threshold, from the atoms; a cell may hold others that are covered. */
  population: number;
  /** By residents beyond the threshold, most first. */
  communes: GapCommune[];
  /** Codes, in the order of their communes. */
  departements: string[];
  cells: number;
  /** Of the cells, water and uninhabited ground within them included. */
  area_km2: number;
  /** Residents for whom no provider has a time. */
  without_time: number;
  estimate_share: number;
  /** The least time of these residents to a site; null where none reaches one within the grid's limit. */
  nearest_seconds_min: number | null;
  /** Half of the residents are at or under it; null where that half has no time within the grid's limit. */
  nearest_seconds_median: number | null;
  /** Id of the site that is nearest to most of the residents; null where none reaches one within the grid's limit. */
  nearest_site: string | null;
  nearest_site_name: string | null;
  /** Official code; null too where that site lies beyond the loaded territory. */
  nearest_site_commune: string | null;
  /** Centre of the residents. */
  lon: number;
  lat: number;
}

export interface GapFeature extends GapFigures {
  /** Its cells by number in the edition's `cellGridOf`, for the drawing; not for an answer. */
  members: Uint32Array;
}

const NO_PROVIDER = PROVIDERS.indexOf('none');

/**
 * The residents beyond the threshold, gathered in groups of neighbouring cells, most populated first.
 * The populations sum to population less covered of the same question.
 * @returns not to be written to: the next asker gets the same list
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function gaps(data: EditionData, query: GapsQuery): readonly GapFeature[] {
  return finish(gapsInSteps(data, query));
}

/** As `gaps`, in steps of a few milliseconds but for the masks and the final sort (together some 40 ms for a country). */
export function* gapsInSteps(data: EditionData, query: GapsQuery): Steps<readonly GapFeature[]> {
  const limit = thresholdSeconds(data, query.thresholdMinutes);
  const atoms = atomsFor(data, 'france', query.within);
  const known = keptGaps(data, query);
  if (known !== undefined) return known;
  const mask = atomMask(data, atoms, query.within);
  const nearest = nearestOf(data, query.rule);
  yield;
  const grid = cellGridOf(data);
  yield;
  const beyond = atomsBeyond(data, atoms, mask, nearest, limit);
  const { cells, placeOfAtom } = cellsOf(grid, atoms, beyond);
  yield;
  yield* withCorners(grid, cells);
  const { componentOf, count } = yield* matchEdges(grid, cells);
  const componentOfAtom = placeOfAtom.map((place) => componentOf[place]);
  const tallies = yield* tallyGaps(data, {
    atoms,
    beyond,
    componentOfAtom,
    count,
    nearest,
    network: networkMask(data.sites, query.rule),
  });
  const members = membersOf(cells, componentOf, count);
  yield;
  const found: GapFeature[] = [];
  for (let gap = 0; gap < count; gap++) {
    if (gap % 256 === 255) yield;
    found.push(yield* toFeature(data, grid, tallies[gap], members[gap]));
  }
  found.sort((a, b) => b.population - a.population || (a.id < b.id ? -1 : 1));
  found.forEach((gap, index) => {
    gap.rank = index + 1;
  });
  keepGaps(data, query, found);
  return found;
}

/** Atoms with residents, inside the mask, over the limit or without a time. */
function atomsBeyond(
  data: EditionData,
  atoms: Atoms,
  mask: Uint8Array | null,
  nearest: Uint16Array,
  limit: number,
): Uint32Array {
  const { provider } = data.origins;
  const { origin, residents } = atoms;
  const beyond = new Uint32Array(atoms.count);
  let count = 0;
  for (let atom = 0; atom < atoms.count; atom++) {
    if (residents[atom] === 0 || (mask !== null && mask[atom] === 0)) continue;
    const row = origin[atom];
    // NO_TIME is over every limit.
    if (nearest[row] > limit || provider[row] === NO_PROVIDER) beyond[count++] = atom;
  }
  return beyond.slice(0, count);
}

/** Distinct cells of the atoms, by number; the place of its cell in that list for each atom of `beyond`. */
function cellsOf(
  grid: CellGrid,
  atoms: Atoms,
  beyond: Uint32Array,
): { cells: Uint32Array; placeOfAtom: Uint32Array } {
  const placeOf = new Int32Array(grid.count).fill(-1);
  const cells = new Uint32Array(beyond.length);
  const placeOfAtom = new Uint32Array(beyond.length);
  let count = 0;
  for (let i = 0; i < beyond.length; i++) {
    const cell = grid.cellOfOrigin[atoms.origin[beyond[i]]];
    if (placeOf[cell] < 0) {
      placeOf[cell] = count;
      cells[count++] = cell;
    }
    placeOfAtom[i] = placeOf[cell];
  }
  return { cells: cells.slice(0, count), placeOfAtom };
}

/** The cells of each component, in the order of the list: parts of one column. */
function membersOf(cells: Uint32Array, componentOf: Uint32Array, count: number): Uint32Array[] {
  const start = new Uint32Array(count + 1);
  for (let place = 0; place < cells.length; place++) start[componentOf[place] + 1]++;
  for (let component = 0; component < count; component++) start[component + 1] += start[component];
  const column = new Uint32Array(cells.length);
  const next = start.slice();
  for (let place = 0; place < cells.length; place++) column[next[componentOf[place]]++] = cells[place];
  return Array.from({ length: count }, (_, gap) => column.subarray(start[gap], start[gap + 1]));
}

const CELLS_A_STEP = 50_000;

function* toFeature(
  data: EditionData,
  grid: CellGrid,
  gap: GapTally,
  members: Uint32Array,
): Steps<GapFeature> {
  const { commune, departement } = data.levels;
  let smallest = members[0];
  let areaM2 = 0;
  for (let i = 0; i < members.length; i++) {
    if (i % CELLS_A_STEP === CELLS_A_STEP - 1) yield;
    if (compareCells(grid, members[i], smallest) < 0) smallest = members[i];
    areaM2 += cellAreaM2(grid, members[i]);
  }
  const communes = [...gap.residentsByCommune].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const site = gap.site < 0 ? null : data.sites[gap.site];
  return {
    id: cellHex(grid, smallest),
    rank: 0,
    population: gap.population,
    communes: communes.map(([index, population]) => ({
      code: commune.codes[index],
      name: commune.names[index],
      population,
    })),
    departements: [...gap.residentsByDepartement]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .map(([index]) => departement.codes[index]),
    cells: members.length,
    area_km2: Math.round(areaM2 / 1e4) / 100,
    without_time: gap.withoutTime,
    estimate_share: gap.estimated / gap.population,
    nearest_seconds_min: gap.nearest === NO_TIME ? null : gap.nearest,
    nearest_seconds_median: gap.median === NO_TIME ? null : gap.median,
    nearest_site: site?.id ?? null,
    nearest_site_name: site?.name ?? null,
    nearest_site_commune: site?.commune ?? null,
    lon: Math.round((gap.lonSum / gap.population) * 1e6) / 1e6,
    lat: Math.round((gap.latSum / gap.population) * 1e6) / 1e6,
    members,
  };
}
