import { cellToBoundary, cellToParent } from 'h3-js';
import { type CellRuns, cellRuns, runsNear } from '../../coverage/cell-boxes.ts';
import type { CellColumns } from '../../coverage/cells.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';
import { addFeature, type LayerDraft, POLYGON, type Properties } from './layer-writer.ts';
import { addRing, type PolygonCommands, polygonCommands, restart, wordsOf } from './polygon-commands.ts';
import { snapAt } from './tile-layer.ts';
import { boxOf, type TileSquare } from './tile-square.ts';

/**
 * H3 resolution by zoom: hexagons 2 to 12 pixels wide, so that a tile holds some 5,000 at most. Resolution 7 at zoom 7
 * would be 9,000 of them and 700 kB.
 */
const RESOLUTION_AT_ZOOM = [3, 3, 4, 4, 5, 5, 6, 6, 7] as const;
export const FINEST = 15;

/** The resolution that cells are drawn at, no finer than the cells themselves; coarser with every step of detail. */
export function resolutionAt(cells: CellColumns, z: number, detail: number): number {
  const wanted = z < RESOLUTION_AT_ZOOM.length ? RESOLUTION_AT_ZOOM[z] : FINEST;
  return Math.max(Math.min(wanted, cells.resolution) - detail, 0);
}

/**
 * The coarser cells that hold the populated ones.
 * @param figures of the cells `from` to before `to`; null: nothing is drawn of them
 */
export function drawParents(
  draft: LayerDraft,
  cells: CellColumns,
  square: TileSquare,
  resolution: number,
  detail: number,
  figures: (runs: CellRuns, run: number) => Properties | null,
): void {
  const runs = cellRuns(cells, resolution);
  const commands = polygonCommands();
  for (const run of runsNear(runs, boxOf(square))) {
    const properties = figures(runs, run);
    if (properties === null) continue;
    const first = cells.cell[runs.start[run]];
    const h3 = cellToParent(first.toString(16), resolution);
    const boundary = cellToBoundary(h3, true);
    restart(commands);
    const ring = Int32Array.from(boundary.flat(), (degrees) => Math.round(degrees * COORDINATE_SCALE));
    if (!addHexagon(commands, square, ring, snapAt(detail))) continue;
    addFeature(draft, featureId(first, resolution), POLYGON, wordsOf(commands), { h3, ...properties });
  }
}

/** The base cell and the digits of a cell: a key among the cells of a resolution, and small enough for a double. */
export function featureId(cell: bigint, resolution: number): number {
  return Number((cell & 0xf_ffff_ffff_ffffn) >> BigInt(3 * (FINEST - resolution)));
}

/** However small it is drawn, a populated cell stays. */
export function addHexagon(
  commands: PolygonCommands,
  square: TileSquare,
  ring: Int32Array,
  snap = 1,
): boolean {
  return addRing(commands, square, ring, 0, ring.length / 2, false, { snap, minArea: 0 });
}
