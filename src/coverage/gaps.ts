import type { MultiPolygon } from 'geojson';
import { cellsToMultiPolygon } from 'h3-js';
import { NO_TIME, PROVIDERS } from '../grid/access-matrix.ts';
import { nearestOf } from './answer-cache.ts';
import { connectedCells } from './cell-components.ts';
import type { Atoms, EditionData } from './edition-data.ts';
import type { CountingRule } from './network.ts';
import { thresholdSeconds } from './threshold.ts';
import { atomMask, atomsFor, type TerritoryRef } from './within.ts';

export interface GapsQuery {
  within: TerritoryRef[];
  thresholdMinutes: number;
  rule: CountingRule;
}

export interface GapCommune {
  code: string;
  name: string;
}

/** Neighbouring populated cells whose residents are beyond the threshold. */
export interface GapFeature {
  /** The smallest H3 cell of the gap, as hex: the same gap keeps its name from one answer to the next. */
  id: string;
  /** Residents beyond the threshold, from the atoms; a cell may hold others that are covered. */
  population: number;
  /** By residents beyond the threshold, most first. */
  communes: GapCommune[];
  cells: number;
  /** The same cells as hex, for `gapOutline`. */
  cellIds: string[];
  /** Residents for whom no provider has a time. */
  without_time: number;
  estimate_share: number;
  /** The least time of these residents to a site; null where none reaches one within the grid's limit. */
  nearest_seconds_min: number | null;
}

const NO_PROVIDER = PROVIDERS.indexOf('none');
const FRICTION = PROVIDERS.indexOf('friction');

/**
 * The residents beyond the threshold, gathered in groups of neighbouring cells, most populated first.
 * The populations sum to population less covered of the same question.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function gaps(data: EditionData, query: GapsQuery): GapFeature[] {
  const limit = thresholdSeconds(data, query.thresholdMinutes);
  const atoms = atomsFor(data, 'france', query.within);
  const mask = atomMask(data, atoms, query.within);
  const nearest = nearestOf(data, query.rule);
  const beyond = atomsBeyond(data, atoms, mask, nearest, limit);
  const { cells, cellOfAtom } = cellsOf(data, atoms, beyond);
  const componentOf = connectedCells(cells);
  const found = tallyGaps(data, atoms, beyond, nearest, cellOfAtom, componentOf);
  cells.forEach((cell, index) => {
    found[componentOf[index]].cells.push(cell);
  });
  return found
    .map((gap) => toFeature(data, gap))
    .sort((a, b) => b.population - a.population || (a.id < b.id ? -1 : 1));
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
  return beyond.subarray(0, count);
}

/** Distinct cells of the atoms, as hex; the index of its cell for each atom of `beyond`. */
function cellsOf(
  data: EditionData,
  atoms: Atoms,
  beyond: Uint32Array,
): { cells: string[]; cellOfAtom: Uint32Array } {
  const indexOf = new Map<bigint, number>();
  const cells: string[] = [];
  const cellOfAtom = new Uint32Array(beyond.length);
  for (let i = 0; i < beyond.length; i++) {
    const cell = data.origins.cell[atoms.origin[beyond[i]]];
    let index = indexOf.get(cell);
    if (index === undefined) {
      index = cells.length;
      indexOf.set(cell, index);
      cells.push(cell.toString(16));
    }
    cellOfAtom[i] = index;
  }
  return { cells, cellOfAtom };
}

interface GapTally {
  cells: string[];
  population: number;
  withoutTime: number;
  estimated: number;
  nearest: number;
  residentsByCommune: Map<number, number>;
}

function tallyGaps(
  data: EditionData,
  atoms: Atoms,
  beyond: Uint32Array,
  nearest: Uint16Array,
  cellOfAtom: Uint32Array,
  componentOf: Uint32Array,
): GapTally[] {
  const found: GapTally[] = [];
  for (let i = 0; i < beyond.length; i++) {
    const atom = beyond[i];
    const row = atoms.origin[atom];
    const people = atoms.residents[atom];
    const component = componentOf[cellOfAtom[i]];
    found[component] ??= {
      cells: [],
      population: 0,
      withoutTime: 0,
      estimated: 0,
      nearest: NO_TIME,
      residentsByCommune: new Map(),
    };
    const gap = found[component];
    gap.population += people;
    if (data.origins.provider[row] === NO_PROVIDER) gap.withoutTime += people;
    else gap.nearest = Math.min(gap.nearest, nearest[row]);
    if (data.origins.provider[row] === FRICTION) gap.estimated += people;
    const commune = atoms.territory.commune[atom];
    if (commune >= 0)
      gap.residentsByCommune.set(commune, (gap.residentsByCommune.get(commune) ?? 0) + people);
  }
  return found;
}

function toFeature(data: EditionData, gap: GapTally): GapFeature {
  const { codes, names } = data.levels.commune;
  return {
    id: gap.cells.toSorted()[0],
    population: gap.population,
    communes: [...gap.residentsByCommune]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .map(([commune]) => ({ code: codes[commune], name: names[commune] })),
    cells: gap.cells.length,
    cellIds: gap.cells,
    without_time: gap.withoutTime,
    estimate_share: gap.estimated / gap.population,
    nearest_seconds_min: gap.nearest === NO_TIME ? null : gap.nearest,
  };
}

/** The outline of a gap, drawn from its cells (h3, some 20 µs a cell); no figure comes from it. */
export function gapOutline(gap: Pick<GapFeature, 'cellIds'>): MultiPolygon {
  return { type: 'MultiPolygon', coordinates: cellsToMultiPolygon(gap.cellIds, true) };
}
