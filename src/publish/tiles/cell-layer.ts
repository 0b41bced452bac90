import { cellToBoundary, cellToParent } from 'h3-js';
import { boxOfCells, type CellRuns, cellRuns, cellsInBox, runsNear } from '../../coverage/cell-boxes.ts';
import { type CellGrid, cellGridOf, withCorners } from '../../coverage/cell-grid.ts';
import { type CellSelection, selectCells } from '../../coverage/cells.ts';
import type { EditionData } from '../../coverage/edition-data.ts';
import { finish } from '../../coverage/steps.ts';
import { NO_TIME, PROVIDERS } from '../../grid/access-matrix.ts';
import { CELL_COLUMNS } from '../dictionary/cells.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';
import { editionMemo } from './edition-memo.ts';
import { fieldsOf } from './layer-fields.ts';
import { addFeature, type LayerDraft, POLYGON, type Properties } from './layer-writer.ts';
import { addRing, type PolygonCommands, polygonCommands, restart, wordsOf } from './polygon-commands.ts';
import { snapAt, type TileLayer, type TileQuestion } from './tile-layer.ts';
import { boxOf, type TileSquare } from './tile-square.ts';

/**
 * H3 resolution by zoom: hexagons 2 to 12 pixels wide, so that a tile holds some 5,000 at most. Resolution 7 at zoom 7
 * would be 9,000 of them and 700 kB.
 */
const RESOLUTION_AT_ZOOM = [3, 3, 4, 4, 5, 5, 6, 6, 7] as const;
const FINEST = 15;

const FRICTION = PROVIDERS.indexOf('friction');

/** A selection of the country is 4 MB beside its cells. */
const QUESTIONS_REMEMBERED = 8;
const selectionMemo = editionMemo<CellSelection>(QUESTIONS_REMEMBERED);

function selectionOf(data: EditionData, { thresholdMinutes, rule }: TileQuestion): CellSelection {
  return selectionMemo(data, `${thresholdMinutes} ${rule}`, () =>
    selectCells(data, { within: [], thresholdMinutes, rule }),
  );
}

/** The populated cells, each with its time; at low zooms the coarser H3 cells that hold them. */
export const CELL_LAYER: TileLayer = {
  name: 'cells',
  minZoom: 0,
  description:
    'Populated H3 cells with their time to the nearest site: those of the grid from zoom 9, coarser ones that hold them below.',
  timed: true,
  fields: {
    ...fieldsOf(CELL_COLUMNS, ['h3', 'residents', 'covered']),
    seconds:
      'Seconds to the nearest site of the network; absent where none is within the limit. Of a coarser cell: the mean of its residents who have a time.',
    provider: 'From zoom 9: road, friction (an estimate), imported or none.',
    cells: 'Below zoom 9: populated cells of the grid that it holds.',
    timed: 'Below zoom 9: residents who have a time.',
    estimated: 'Below zoom 9: residents whose time is an estimate.',
  },
  async open({ data }, question, z) {
    const selection = selectionOf(data, question);
    const wanted = z < RESOLUTION_AT_ZOOM.length ? RESOLUTION_AT_ZOOM[z] : FINEST;
    return {
      // A cell holds seven of the next resolution.
      easing: 7,
      draw(draft, square, detail) {
        const resolution = Math.max(Math.min(wanted, selection.cells.resolution) - detail, 0);
        if (resolution === selection.cells.resolution) drawCells(draft, data, selection, square);
        else drawParents(draft, selection, square, resolution, detail);
        return 0;
      },
      touches: (square) =>
        runsNear(cellRuns(selection.cells, Math.min(5, selection.cells.resolution)), boxOf(square)).length >
        0,
    };
  },
  async bounds({ data }) {
    return boxOfCells(selectionOf(data, { thresholdMinutes: 30, rule: 'principal' }).cells);
  },
};

function drawCells(
  draft: LayerDraft,
  data: EditionData,
  { cells, residents, covered }: CellSelection,
  square: TileSquare,
): void {
  const found = cellsInBox(cells, boxOf(square));
  const grid = cellGridOf(data);
  const numbers = found.map((index) => grid.cellOfOrigin[cells.origin[index]]);
  finish(withCorners(grid, numbers));
  const { provider } = data.origins;
  const commands = polygonCommands();
  for (let i = 0; i < found.length; i++) {
    const index = found[i];
    restart(commands);
    if (!addHexagon(commands, square, closedRing(grid, numbers[i]))) continue;
    const time = cells.seconds[index];
    addFeature(draft, featureId(cells.cell[index], cells.resolution), POLYGON, wordsOf(commands), {
      h3: cells.cell[index].toString(16),
      residents: residents[index],
      covered: covered[index],
      seconds: time === NO_TIME ? null : time,
      provider: PROVIDERS[provider[cells.origin[index]]],
    });
  }
}

function drawParents(
  draft: LayerDraft,
  selection: CellSelection,
  square: TileSquare,
  resolution: number,
  detail: number,
): void {
  const { cells } = selection;
  const runs = cellRuns(cells, resolution);
  const commands = polygonCommands();
  for (const run of runsNear(runs, boxOf(square))) {
    const h3 = cellToParent(cells.cell[runs.start[run]].toString(16), resolution);
    const boundary = cellToBoundary(h3, true);
    restart(commands);
    const ring = Int32Array.from(boundary.flat(), (degrees) => Math.round(degrees * COORDINATE_SCALE));
    if (!addHexagon(commands, square, ring, snapAt(detail))) continue;
    const id = featureId(cells.cell[runs.start[run]], resolution);
    addFeature(draft, id, POLYGON, wordsOf(commands), { h3, ...parentFigures(selection, runs, run) });
  }
}

function parentFigures(
  { cells, residents, covered }: CellSelection,
  runs: CellRuns,
  run: number,
): Properties {
  const { provider } = cells.data.origins;
  let [people, reached, timed, secondsSum, estimated] = [0, 0, 0, 0, 0];
  for (let index = runs.start[run]; index < runs.start[run + 1]; index++) {
    const here = residents[index];
    people += here;
    reached += covered[index];
    if (provider[cells.origin[index]] === FRICTION) estimated += here;
    if (cells.seconds[index] === NO_TIME) continue;
    timed += here;
    secondsSum += here * cells.seconds[index];
  }
  return {
    residents: people,
    covered: reached,
    seconds: timed === 0 ? null : Math.round(secondsSum / timed),
    cells: runs.start[run + 1] - runs.start[run],
    timed,
    estimated,
  };
}

/** The base cell and the digits of a cell: a key among the cells of a resolution, and small enough for a double. */
function featureId(cell: bigint, resolution: number): number {
  return Number((cell & 0xf_ffff_ffff_ffffn) >> BigInt(3 * (FINEST - resolution)));
}

function closedRing({ stride, cornerCount, corners }: CellGrid, cell: number): Int32Array {
  const first = 2 * stride * cell;
  const length = 2 * cornerCount[cell];
  const ring = new Int32Array(length + 2);
  ring.set(corners.subarray(first, first + length));
  ring[length] = ring[0];
  ring[length + 1] = ring[1];
  return ring;
}

/** However small it is drawn, a populated cell stays. */
function addHexagon(commands: PolygonCommands, square: TileSquare, ring: Int32Array, snap = 1): boolean {
  return addRing(commands, square, ring, 0, ring.length / 2, false, { snap, minArea: 0 });
}
