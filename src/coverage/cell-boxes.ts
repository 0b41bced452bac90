import { cellToBoundary, getHexagonEdgeLengthAvg, UNITS } from 'h3-js';
import type { CellColumns } from './cells.ts';

/** Longitude and latitude in degrees: west, south, east, north. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/**
 * The cells of each coarser cell: they are neighbours in the list, since cells ascend. An index by place needs no more:
 * the runs of resolution 5 in France are some 2,500 boxes, and the cells of a tile are found in about a millisecond.
 */
export interface CellRuns {
  resolution: number;
  /** One more than there are runs: offsets into the cells. */
  start: Uint32Array;
  /** Of the residents' points of the run, not of its hexagons; 4 a run: west, south, east, north. */
  bounds: Float64Array;
}

/** Of the runs used to look cells up: coarse enough that there are few, fine enough that few cells are read in vain. */
const LOOK_UP_COARSER = 3;

const runsOf = new WeakMap<BigUint64Array, Map<number, CellRuns>>();

/** The runs of a resolution no finer than the cells'; computed once. Not to be written to. */
export function cellRuns(cells: CellColumns, resolution: number): CellRuns {
  let byResolution = runsOf.get(cells.cell);
  if (byResolution === undefined) {
    byResolution = new Map();
    runsOf.set(cells.cell, byResolution);
  }
  let runs = byResolution.get(resolution);
  if (runs === undefined) {
    runs = buildRuns(cells, resolution);
    byResolution.set(resolution, runs);
  }
  return runs;
}

function buildRuns({ count, cell, lon, lat }: CellColumns, resolution: number): CellRuns {
  // Three bits a digit, the finest last: what is left of them is the coarser cell.
  const shift = BigInt(3 * (15 - resolution));
  const start: number[] = [];
  const bounds: number[] = [];
  let key = -1n;
  let at = 0;
  for (let index = 0; index < count; index++) {
    const parent = cell[index] >> shift;
    if (parent !== key) {
      key = parent;
      start.push(index);
      at = bounds.length;
      bounds.push(lon[index], lat[index], lon[index], lat[index]);
      continue;
    }
    bounds[at] = Math.min(bounds[at], lon[index]);
    bounds[at + 1] = Math.min(bounds[at + 1], lat[index]);
    bounds[at + 2] = Math.max(bounds[at + 2], lon[index]);
    bounds[at + 3] = Math.max(bounds[at + 3], lat[index]);
  }
  start.push(count);
  return { resolution, start: Uint32Array.from(start), bounds: Float64Array.from(bounds) };
}

/** Runs whose cell may touch the box: all that do, and a few of its neighbours. */
export function runsNear(runs: CellRuns, box: Box): number[] {
  const [west, south, east, north] = widened(box, runs.resolution);
  const { bounds } = runs;
  const found: number[] = [];
  for (let run = 0, at = 0; at < bounds.length; run++, at += 4) {
    if (bounds[at] <= east && bounds[at + 1] <= north && bounds[at + 2] >= west && bounds[at + 3] >= south)
      found.push(run);
  }
  return found;
}

/**
 * The box with a cell's width more on every side. H3's cells differ in size by place: the widest are less than half as
 * wide again as the mean (restable, H3 documentation), a cell is two edges wide.
 */
function widened([west, south, east, north]: Box, resolution: number): Box {
  const reachM = 3 * getHexagonEdgeLengthAvg(resolution, UNITS.m);
  const latReach = reachM / 111_000;
  const farthest = Math.min(Math.max(Math.abs(south), Math.abs(north)) + latReach, 89);
  const lonReach = latReach / Math.cos((farthest * Math.PI) / 180);
  return [west - lonReach, south - latReach, east + lonReach, north + latReach];
}

/** Indexes of the cells whose hexagon's bounding box touches the box, ascending. */
export function cellsInBox(cells: CellColumns, box: Box): Uint32Array {
  const [west, south, east, north] = box;
  const [nearWest, nearSouth, nearEast, nearNorth] = widened(box, cells.resolution);
  const runs = cellRuns(cells, Math.max(cells.resolution - LOOK_UP_COARSER, 0));
  const { lon, lat } = cells;
  const found: number[] = [];
  for (const run of runsNear(runs, box)) {
    for (let index = runs.start[run]; index < runs.start[run + 1]; index++) {
      const x = lon[index];
      const y = lat[index];
      if (x < nearWest || x > nearEast || y < nearSouth || y > nearNorth) continue;
      const inside = x >= west && x <= east && y >= south && y <= north;
      if (inside || hexagonTouches(cells.cell[index], box)) found.push(index);
    }
  }
  return Uint32Array.from(found);
}

function hexagonTouches(cell: bigint, [west, south, east, north]: Box): boolean {
  const boundary = cellToBoundary(cell.toString(16), true);
  const lons = boundary.map((point) => point[0]);
  const lats = boundary.map((point) => point[1]);
  return (
    Math.min(...lons) <= east &&
    Math.max(...lons) >= west &&
    Math.min(...lats) <= north &&
    Math.max(...lats) >= south
  );
}

/** Box of all the hexagons, and a little more; null where there is none. */
export function boxOfCells(cells: CellColumns): Box | null {
  if (cells.count === 0) return null;
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < cells.count; index++) {
    west = Math.min(west, cells.lon[index]);
    east = Math.max(east, cells.lon[index]);
    south = Math.min(south, cells.lat[index]);
    north = Math.max(north, cells.lat[index]);
  }
  return widened([west, south, east, north], cells.resolution);
}
