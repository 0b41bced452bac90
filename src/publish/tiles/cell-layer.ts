import { boxOfCells, type CellRuns, cellRuns, cellsInBox, runsNear } from '../../coverage/cell-boxes.ts';
import { type CellGrid, cellGridOf, withCorners } from '../../coverage/cell-grid.ts';
import { type CellSelection, selectAllCells } from '../../coverage/cell-selection.ts';
import type { EditionData } from '../../coverage/edition-data.ts';
import { finish } from '../../coverage/steps.ts';
import { NO_TIME, PROVIDERS } from '../../grid/access-matrix.ts';
import { CELL_COLUMNS } from '../dictionary/cells.ts';
import { addHexagon, drawParents, featureId, resolutionAt } from './coarse-cells.ts';
import { fieldsOf } from './layer-fields.ts';
import { addFeature, type LayerDraft, POLYGON, type Properties } from './layer-writer.ts';
import { polygonCommands, restart, wordsOf } from './polygon-commands.ts';
import type { TileLayer } from './tile-layer.ts';
import { boxOf, type TileSquare } from './tile-square.ts';

const FRICTION = PROVIDERS.indexOf('friction');

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
    const selection = selectAllCells(data, question);
    const { cells } = selection;
    return {
      // A cell holds seven of the next resolution.
      easing: 7,
      draw(draft, square, detail) {
        const resolution = resolutionAt(cells, z, detail);
        if (resolution === cells.resolution) drawCells(draft, data, selection, square);
        else {
          const figures = (runs: CellRuns, run: number) => parentFigures(selection, runs, run);
          drawParents(draft, cells, square, resolution, detail, figures);
        }
        return 0;
      },
      touches: (square) => runsNear(cellRuns(cells, Math.min(5, cells.resolution)), boxOf(square)).length > 0,
    };
  },
  async bounds({ data }) {
    return boxOfCells(selectAllCells(data, { thresholdMinutes: 30, rule: 'principal' }).cells);
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

function closedRing({ stride, cornerCount, corners }: CellGrid, cell: number): Int32Array {
  const first = 2 * stride * cell;
  const length = 2 * cornerCount[cell];
  const ring = new Int32Array(length + 2);
  ring.set(corners.subarray(first, first + length));
  ring[length] = ring[0];
  ring[length + 1] = ring[1];
  return ring;
}
