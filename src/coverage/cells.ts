import { getResolution } from 'h3-js';
import { NO_TIME, PROVIDERS, type Provider } from '../grid/access-matrix.ts';
import type { Atoms, EditionData } from './edition-data.ts';
import { NO_SITE, nearestSites } from './nearest.ts';
import { type CountingRule, networkMask } from './network.ts';

/**
 * The populated cells of the travel-time grid in columns, ascending by cell: the cells of one coarser cell stand side by
 * side.
 *
 * One row a cell, though a cell can hold several origins (a commune centre without a square of its own, the parts of a
 * cell in two places of imported times): `h3` is then a key, and no two hexagons lie on each other. Its time, site,
 * provider and snap are those of the origin that most of its residents belong to; `selectCells` (cell-selection.ts)
 * counts who is covered by the atoms, so that its sums are those of `coverage`.
 */
export interface CellColumns {
  count: number;
  /** H3 resolution; 0 where there is no cell. */
  resolution: number;
  cell: BigUint64Array;
  /** Centre of the residents, not of the hexagon; it lies within the hexagon. */
  lon: Float64Array;
  lat: Float64Array;
  residents: Uint32Array;
  /** Index of the commune of most of its residents, -1 where none is known. */
  commune: Int32Array;
  /** Row of the access matrix that most of its residents belong to. */
  origin: Uint32Array;
  /** Atom → cell; -1 where nobody lives. */
  cellOfAtom: Int32Array;
}

/** The cells with their times to the network of a rule. Not to be written to. */
export interface Cells extends CellColumns {
  data: EditionData;
  /** NO_TIME where no site of the network is reached, or no provider gives a time. */
  seconds: Uint16Array;
  /** NO_SITE where `seconds` is NO_TIME. */
  site: Uint16Array;
}

export interface CellFacts {
  /** H3 index, hex. */
  h3: string;
  lon: number;
  lat: number;
  commune: string | null;
  commune_name: string | null;
  residents: number;
  seconds: number | null;
  /** Id of the nearest site. */
  site: string | null;
  provider: Provider;
  /** Whole metres; null where the provider does not snap. */
  snap_m: number | null;
}

const NO_PROVIDER = PROVIDERS.indexOf('none');

/** Held by the atoms, which an edition holds: dropped with it. */
const columnsOf = new WeakMap<Atoms, CellColumns>();
const cellsOf = new WeakMap<Atoms, Map<CountingRule, Cells>>();

/**
 * The populated cells and their times to the network; computed once an edition and rule. Some 30 bytes a cell.
 * @param atoms of the edition: its cells, or those of its QPV sample points
 */
export function populatedCells(data: EditionData, rule: CountingRule, atoms: Atoms = data.atoms): Cells {
  let byRule = cellsOf.get(atoms);
  if (byRule === undefined) {
    byRule = new Map();
    cellsOf.set(atoms, byRule);
  }
  let cells = byRule.get(rule);
  if (cells === undefined) {
    let columns = columnsOf.get(atoms);
    if (columns === undefined) {
      columns = cellColumns(data, atoms);
      columnsOf.set(atoms, columns);
    }
    cells = { ...columns, ...timesOf(data, columns, rule), data };
    byRule.set(rule, cells);
  }
  return cells;
}

function timesOf(data: EditionData, columns: CellColumns, rule: CountingRule) {
  const nearest = nearestSites(data.matrix, networkMask(data.sites, rule));
  const { provider } = data.origins;
  const { count, origin } = columns;
  const seconds = new Uint16Array(count).fill(NO_TIME);
  const site = new Uint16Array(count).fill(NO_SITE);
  for (let cell = 0; cell < count; cell++) {
    const row = origin[cell];
    if (provider[row] === NO_PROVIDER) continue;
    seconds[cell] = nearest.seconds[row];
    site[cell] = nearest.site[row];
  }
  return { seconds, site };
}

function cellColumns(data: EditionData, atoms: Atoms): CellColumns {
  const { origins } = data;
  const residentsOf = new Uint32Array(origins.count);
  for (let atom = 0; atom < atoms.count; atom++) residentsOf[atoms.origin[atom]] += atoms.residents[atom];
  const { rows, keys } = populatedRows(data, residentsOf);

  const cellOfRow = new Int32Array(origins.count).fill(-1);
  let count = 0;
  rows.forEach((row, place) => {
    if (place > 0 && keys[row] !== keys[rows[place - 1]]) count++;
    cellOfRow[row] = count;
  });
  count = rows.length === 0 ? 0 : count + 1;

  const columns: CellColumns = {
    count,
    resolution: count === 0 ? 0 : getResolution(origins.cell[rows[0]].toString(16)),
    cell: new BigUint64Array(count),
    lon: new Float64Array(count),
    lat: new Float64Array(count),
    residents: new Uint32Array(count),
    commune: new Int32Array(count).fill(-1),
    origin: new Uint32Array(count),
    cellOfAtom: new Int32Array(atoms.count).fill(-1),
  };
  const most = new Uint32Array(count);
  for (const row of rows) {
    const cell = cellOfRow[row];
    const people = residentsOf[row];
    columns.residents[cell] += people;
    // The mean as it goes: exactly the origin's point where the cell has one origin.
    const weight = people / columns.residents[cell];
    columns.lon[cell] += weight * (origins.lon[row] - columns.lon[cell]);
    columns.lat[cell] += weight * (origins.lat[row] - columns.lat[cell]);
    if (people <= most[cell]) continue;
    most[cell] = people;
    columns.origin[cell] = row;
    columns.cell[cell] = origins.cell[row];
  }
  for (let atom = 0; atom < atoms.count; atom++) {
    if (atoms.residents[atom] > 0) columns.cellOfAtom[atom] = cellOfRow[atoms.origin[atom]];
  }
  nameCommunes(atoms, columns);
  return columns;
}

/**
 * Rows with residents, ascending by cell. The low 52 bits of an H3 index are all that differs between cells of one
 * resolution, and a double holds them exactly. The rows are nearly in order already: Array's sort, which takes runs as
 * they are, beats a typed array's.
 */
function populatedRows(data: EditionData, residentsOf: Uint32Array): { rows: number[]; keys: Float64Array } {
  const { count, cell } = data.origins;
  const keys = new Float64Array(count);
  const rows: number[] = [];
  for (let row = 0; row < count; row++) {
    if (residentsOf[row] === 0) continue;
    keys[row] = Number(cell[row] & 0xf_ffff_ffff_ffffn);
    rows.push(row);
  }
  return { rows: rows.sort((a, b) => keys[a] - keys[b] || a - b), keys };
}

/** The commune of most residents of each cell, the first by index among equals. */
function nameCommunes(atoms: Atoms, { count, cellOfAtom, commune }: CellColumns): void {
  // The communes of a cell are a linked list: nearly every cell has one to three.
  const firstPart = new Int32Array(count).fill(-1);
  const nextPart = new Int32Array(atoms.count);
  const partCommune = new Int32Array(atoms.count);
  const partResidents = new Uint32Array(atoms.count);
  const communeOf = atoms.territory.commune;
  let parts = 0;
  for (let atom = 0; atom < atoms.count; atom++) {
    const cell = cellOfAtom[atom];
    if (cell < 0 || communeOf[atom] < 0) continue;
    let part = firstPart[cell];
    while (part >= 0 && partCommune[part] !== communeOf[atom]) part = nextPart[part];
    if (part < 0) {
      part = parts++;
      partCommune[part] = communeOf[atom];
      nextPart[part] = firstPart[cell];
      firstPart[cell] = part;
    }
    partResidents[part] += atoms.residents[atom];
  }
  for (let cell = 0; cell < count; cell++) {
    let best = firstPart[cell];
    for (let part = best; part >= 0; part = nextPart[part]) {
      const more = partResidents[part] - partResidents[best];
      if (more > 0 || (more === 0 && partCommune[part] < partCommune[best])) best = part;
    }
    if (best >= 0) commune[cell] = partCommune[best];
  }
}

/** What is known of a cell. */
export function cellRow(cells: Cells, index: number): CellFacts {
  const { data, commune, seconds, site, origin } = cells;
  const { codes, names } = data.levels.commune;
  const at = commune[index];
  const time = seconds[index];
  const snapM = data.origins.snapM[origin[index]];
  return {
    h3: cells.cell[index].toString(16),
    lon: Math.round(cells.lon[index] * 1e6) / 1e6,
    lat: Math.round(cells.lat[index] * 1e6) / 1e6,
    commune: at < 0 ? null : codes[at],
    commune_name: at < 0 ? null : names[at],
    residents: cells.residents[index],
    seconds: time === NO_TIME ? null : time,
    site: time === NO_TIME ? null : data.sites[site[index]].id,
    provider: PROVIDERS[data.origins.provider[origin[index]]],
    snap_m: Number.isNaN(snapM) ? null : Math.round(snapM),
  };
}
