import { PROVIDERS } from '../grid/access-matrix.ts';
import { histogramOf, nearestOf } from './answer-cache.ts';
import { type Cells, populatedCells } from './cells.ts';
import type { EditionData } from './edition-data.ts';
import { editionMemo } from './edition-memo.ts';
import { shareOf, tallyAll } from './minute-histogram.ts';
import type { CountingRule } from './network.ts';
import { thresholdSeconds } from './threshold.ts';
import { atomMask, atomsFor, type TerritoryRef } from './within.ts';

const NO_PROVIDER = PROVIDERS.indexOf('none');

export interface CellsQuery {
  within: TerritoryRef[];
  thresholdMinutes: number;
  rule: CountingRule;
}

export interface CellsTotal {
  cells: number;
  population: number;
  covered: number;
  share: number | null;
  estimate_share: number | null;
  without_time: number;
}

/** The cells that hold residents of the territories asked for. */
export interface CellSelection {
  cells: Cells;
  /** Indexes of those cells, ascending. */
  chosen: Uint32Array;
  /** By index of the cell: its residents that live in the territories, and those of them at or under the threshold. */
  residents: Uint32Array;
  covered: Uint32Array;
  total: CellsTotal;
}

/**
 * The cells of the territories asked for. Of a cell that their border cuts, the residents inside are counted.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function selectCells(data: EditionData, query: CellsQuery): CellSelection {
  const { within, rule, thresholdMinutes } = query;
  const limit = thresholdSeconds(data, thresholdMinutes);
  const atoms = atomsFor(data, 'france', within);
  const cells = populatedCells(data, rule, atoms);
  const mask = atomMask(data, atoms, within);
  const nearest = nearestOf(data, rule);
  const { provider } = data.origins;
  const { cellOfAtom } = cells;
  const residents = new Uint32Array(cells.count);
  const covered = new Uint32Array(cells.count);
  for (let atom = 0; atom < atoms.count; atom++) {
    const cell = cellOfAtom[atom];
    if (cell < 0 || (mask !== null && mask[atom] === 0)) continue;
    const row = atoms.origin[atom];
    residents[cell] += atoms.residents[atom];
    if (nearest[row] <= limit && provider[row] !== NO_PROVIDER) covered[cell] += atoms.residents[atom];
  }
  const chosen = new Uint32Array(cells.count);
  let count = 0;
  for (let cell = 0; cell < cells.count; cell++) if (residents[cell] > 0) chosen[count++] = cell;
  const tally = tallyAll(histogramOf(data, 'france', within, rule), thresholdMinutes);
  return {
    cells,
    chosen: chosen.subarray(0, count),
    residents,
    covered,
    total: {
      cells: count,
      population: tally.residents,
      covered: tally.covered,
      share: shareOf(tally.covered, tally.residents),
      estimate_share: shareOf(tally.estimated, tally.residents),
      without_time: tally.withoutTime,
    },
  };
}

/** Those of the country take 4 MB each beside its cells. */
const SELECTIONS_KEPT = 8;
const selections = editionMemo<CellSelection>(SELECTIONS_KEPT);

/**
 * All the populated cells of an edition: what tiles and collections ask for, the same question by the hundred. Not to be
 * written to.
 * @throws DomainError threshold-out-of-range
 */
export function selectAllCells(
  data: EditionData,
  { thresholdMinutes, rule }: Omit<CellsQuery, 'within'>,
): CellSelection {
  return selections.of(data, `${thresholdMinutes} ${rule}`, () =>
    selectCells(data, { within: [], thresholdMinutes, rule }),
  );
}
