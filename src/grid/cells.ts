import { latLngToCell } from 'h3-js';

/** Population squares in columns. */
export interface Squares {
  /** Centre of the square. */
  lon: Float64Array;
  lat: Float64Array;
  /** As published: may be fractional (an estimate). */
  residents: Float64Array;
  /** Index of the commune, or -1 where the square could not be placed: it is left out and counted. */
  commune: Int32Array;
  /** Index of the canton, or -1. */
  canton: Int32Array;
}

/** Populated H3 cells, ascending by cell: neighbours stand close together, which the searches and scans like. */
export interface PopulatedCells {
  count: number;
  cell: BigUint64Array;
  /** Centre of the residents, not of the hexagon. */
  lon: Float64Array;
  lat: Float64Array;
}

/** Residents of one cell in one commune and one canton, before they are scaled; ascending by cell, commune, canton. */
export interface CellParts {
  count: number;
  /** Index into the populated cells. */
  cell: Uint32Array;
  commune: Int32Array;
  canton: Int32Array;
  weight: Float64Array;
}

export interface AggregatedSquares {
  cells: PopulatedCells;
  parts: CellParts;
  /** Squares left out: without residents, or without a commune. */
  emptySquares: number;
  unplacedSquares: number;
}

const NONE = -1;

/**
 * Squares gathered into the H3 cells that hold their centres, and those cells into their parts by commune and canton.
 * The centre of a cell is the mean of its squares weighted by residents.
 *
 * Cells are looked up by the hex string that h3-js returns; only the distinct ones become a BigInt. The parts of a cell
 * are a linked list in typed arrays: nearly every cell has one to three, and a Map keyed by cell, commune and canton
 * took as long as h3 itself.
 *
 * @param resolution H3 resolution of the grid
 */
export function aggregateSquares(squares: Squares, resolution: number): AggregatedSquares {
  const { lon, lat, residents, commune, canton } = squares;
  const squareCount = lon.length;
  const indexOf = new Map<string, number>();
  const hexes: string[] = [];
  // There are never more cells or parts than squares.
  const weightOfCell = new Float64Array(squareCount);
  const lonSum = new Float64Array(squareCount);
  const latSum = new Float64Array(squareCount);
  const firstPart = new Int32Array(squareCount).fill(NONE);
  const nextPart = new Int32Array(squareCount);
  const partCell = new Uint32Array(squareCount);
  const partCommune = new Int32Array(squareCount);
  const partCanton = new Int32Array(squareCount);
  const partWeight = new Float64Array(squareCount);
  let partCount = 0;
  let emptySquares = 0;
  let unplacedSquares = 0;

  for (let i = 0; i < squareCount; i++) {
    const people = residents[i];
    if (!(people > 0)) {
      emptySquares++;
      continue;
    }
    if (commune[i] < 0) {
      unplacedSquares++;
      continue;
    }
    const hex = latLngToCell(lat[i], lon[i], resolution);
    let cell = indexOf.get(hex);
    if (cell === undefined) {
      cell = hexes.length;
      indexOf.set(hex, cell);
      hexes.push(hex);
    }
    weightOfCell[cell] += people;
    lonSum[cell] += people * lon[i];
    latSum[cell] += people * lat[i];

    let part = firstPart[cell];
    while (part !== NONE && (partCommune[part] !== commune[i] || partCanton[part] !== canton[i]))
      part = nextPart[part];
    if (part === NONE) {
      part = partCount++;
      partCell[part] = cell;
      partCommune[part] = commune[i];
      partCanton[part] = canton[i];
      nextPart[part] = firstPart[cell];
      firstPart[cell] = part;
    }
    partWeight[part] += people;
  }

  const ids = BigUint64Array.from(hexes, (hex) => BigInt(`0x${hex}`));
  const { order, rank } = ascending(ids);
  const cells: PopulatedCells = {
    count: order.length,
    cell: new BigUint64Array(order.length),
    lon: new Float64Array(order.length),
    lat: new Float64Array(order.length),
  };
  for (let i = 0; i < order.length; i++) {
    const cell = order[i];
    cells.cell[i] = ids[cell];
    cells.lon[i] = lonSum[cell] / weightOfCell[cell];
    cells.lat[i] = latSum[cell] / weightOfCell[cell];
  }

  const partOrder = new Uint32Array(partCount).map((_, i) => i);
  partOrder.sort(
    (a, b) =>
      rank[partCell[a]] - rank[partCell[b]] ||
      partCommune[a] - partCommune[b] ||
      partCanton[a] - partCanton[b],
  );
  const parts: CellParts = {
    count: partCount,
    cell: partOrder.map((part) => rank[partCell[part]]),
    commune: Int32Array.from(partOrder, (part) => partCommune[part]),
    canton: Int32Array.from(partOrder, (part) => partCanton[part]),
    weight: Float64Array.from(partOrder, (part) => partWeight[part]),
  };
  return { cells, parts, emptySquares, unplacedSquares };
}

/**
 * Order of the ids and rank of each. The low 52 bits of an H3 index are its base cell and digits, all that differs
 * between cells of one resolution, and a double holds them exactly: comparing doubles is much faster than BigInts.
 */
function ascending(ids: BigUint64Array): { order: Uint32Array; rank: Uint32Array } {
  const keys = Float64Array.from(ids, (id) => Number(id & 0xf_ffff_ffff_ffffn));
  const order = new Uint32Array(ids.length).map((_, i) => i);
  order.sort((a, b) => keys[a] - keys[b]);
  const rank = new Uint32Array(ids.length);
  for (let i = 0; i < order.length; i++) rank[order[i]] = i;
  return { order, rank };
}
