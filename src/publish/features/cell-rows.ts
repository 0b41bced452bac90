import { cellToBoundary } from 'h3-js';
import { boxOfCells, cellsInBox } from '../../coverage/cell-boxes.ts';
import { type CellSelection, selectAllCells } from '../../coverage/cell-selection.ts';
import { type Cells, cellRow } from '../../coverage/cells.ts';
import type { EditionData } from '../../coverage/edition-data.ts';
import { membership } from '../../coverage/membership.ts';
import type { Column } from '../columns.ts';
import { hexagon } from '../hexagon.ts';
import { COORDINATE_SCALE } from '../outlines/outline-set.ts';
import type { BoundingBox, Rectangle } from './bounding-box.ts';
import { pointMeets, ringMeets } from './box-intersection.ts';
import { type Extent, type FeatureRows, hasValue, picked } from './feature-rows.ts';
import type { FigureQuestion } from './territory-rows.ts';

/**
 * The populated cells of the travel-time grid, ascending by H3 index; their hexagons are drawn when they are read.
 * @throws DomainError threshold-out-of-range
 */
export function cellRows(
  data: EditionData,
  columns: readonly Column[],
  question: FigureQuestion,
): FeatureRows {
  const { cells, chosen, residents, covered } = selectAllCells(data, question);
  const departementOf = membership(data, 'commune', 'departement');
  const idOf = (row: number) => cells.cell[chosen[row]].toString(16);
  const departement = (row: number) => {
    const commune = cells.commune[chosen[row]];
    return commune < 0 ? null : (data.levels.departement.codes[departementOf[commune]] ?? null);
  };
  const item = (row: number) => ({
    ...cellRow(cells, chosen[row]),
    residents: residents[chosen[row]],
    covered: covered[chosen[row]],
    departement: departement(row),
  });
  return {
    count: chosen.length,
    id: idOf,
    rowOf: (id) => rowOfCell(cells.cell, chosen, id),
    properties: (row) => picked(item(row), columns),
    geometryText: (row) => JSON.stringify(hexagon(idOf(row))),
    meeting: (box) => rowsInBox({ cells, chosen }, box),
    having(property, value) {
      // Of 376,000 cells: the two filters that everybody uses compare indexes, the others make rows.
      if (property === 'commune') {
        const wanted = data.levels.commune.indexOf.get(value) ?? Number.NaN;
        return (row) => cells.commune[chosen[row]] === wanted;
      }
      if (property === 'departement') return (row) => departement(row) === value;
      return (row) => hasValue(item(row)[property as keyof ReturnType<typeof item>], value);
    },
    extent: () => extentOf(cells),
  };
}

type Chosen = Pick<CellSelection, 'cells' | 'chosen'>;

function rowOfCell(cell: BigUint64Array, chosen: Uint32Array, id: string): number {
  if (!/^[0-9a-f]{1,16}$/.test(id)) return -1;
  const wanted = BigInt(`0x${id}`);
  let low = 0;
  let high = chosen.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = cell[chosen[middle]];
    // One spelling only: 08… is not the name of a cell.
    if (found === wanted) return found.toString(16) === id ? middle : -1;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function rowsInBox({ cells, chosen }: Chosen, box: BoundingBox): number[] {
  const near = box.rectangles.flatMap((rectangle) => {
    const { west, south, east, north } = rectangle;
    const degrees = [west, south, east, north].map((value) => value / COORDINATE_SCALE);
    // A millionth of a degree more: hexagons are written rounded to as much.
    const slack = 1 / COORDINATE_SCALE;
    const around = [degrees[0] - slack, degrees[1] - slack, degrees[2] + slack, degrees[3] + slack] as const;
    return [...cellsInBox(cells, around)].filter((cell) => cellMeets(cells, cell, rectangle));
  });
  const sorted = [...new Set(near)].sort((a, b) => a - b);
  const rows: number[] = [];
  let row = 0;
  for (const cell of sorted) {
    while (row < chosen.length && chosen[row] < cell) row++;
    if (chosen[row] === cell) rows.push(row);
  }
  return rows;
}

function cellMeets(cells: Cells, cell: number, rectangle: Rectangle): boolean {
  // Its residents' point lies within the hexagon: only the cells at the box's edge need their corners.
  const scale = COORDINATE_SCALE;
  if (pointMeets(cells.lon[cell] * scale, cells.lat[cell] * scale, rectangle)) return true;
  const boundary = cellToBoundary(cells.cell[cell].toString(16), true);
  const points = boundary.flatMap(([lon, lat]) => [
    Math.round(lon * COORDINATE_SCALE),
    Math.round(lat * COORDINATE_SCALE),
  ]);
  return ringMeets(points, rectangle);
}

/** Around all the hexagons, and a little more: exact would need every one drawn. */
function extentOf(cells: Cells): Extent | null {
  const box = boxOfCells(cells);
  if (box === null) return null;
  const [west, south, east, north] = box;
  return [rounded(west), rounded(south), rounded(east), rounded(north)];
}

function rounded(degrees: number): number {
  return Math.round(degrees * COORDINATE_SCALE) / COORDINATE_SCALE;
}
