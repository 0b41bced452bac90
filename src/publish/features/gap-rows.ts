import { boundsOfCells, type CellGrid, cellGridOf } from '../../coverage/cell-grid.ts';
import { type GapFeature, gapsInSteps } from '../../coverage/gaps.ts';
import { inTurns } from '../../coverage/steps.ts';
import { gapRow } from '../answers/gaps-answer.ts';
import type { Column } from '../columns.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { type GapDrawer, gapDrawer, outlineSetOfGaps, outlineTextOf } from '../gaps/gap-drawing.ts';
import { boundsOf } from '../outlines/ring-measures.ts';
import type { BoundingBox } from './bounding-box.ts';
import { boundsMeet, boundsWithin, outlineMeets } from './box-intersection.ts';
import { type Extent, type FeatureRows, hasValue, inDegrees, picked } from './feature-rows.ts';
import type { FigureQuestion } from './territory-rows.ts';

/**
 * The gaps of the whole edition, most residents first; drawn smooth and clipped to land, when they are read.
 * @throws DomainError threshold-out-of-range
 */
export async function gapRows(
  edition: Pick<LoadedEdition, 'data' | 'outlines'>,
  columns: readonly Column[],
  question: FigureQuestion,
): Promise<FeatureRows> {
  const query = { ...question, within: [] };
  const found = await inTurns(gapsInSteps(edition.data, query));
  const drawer = await gapDrawer(edition, query, 'smooth');
  const grid = cellGridOf(edition.data);
  const item = (row: number) => ({
    ...gapRow(found[row]),
    departement: found[row].departements[0] ?? null,
  });
  return {
    count: found.length,
    id: (row) => found[row].id,
    rowOf: (id) => found.findIndex((gap) => gap.id === id),
    properties: (row) => picked(item(row), columns),
    geometryText: async (row) => outlineTextOf(await inTurns(drawer.polygonsInSteps(found[row]))),
    meeting: (box) => rowsInBox(found, grid, drawer, box),
    having: (property, value) => (row) => hasValue(picked(item(row), columns)[property], value),
    extent: () => extentOf(found, grid),
  };
}

/** Gaps whose drawing meets the box. Those that its edge may cut are drawn for it, the others are not. */
async function rowsInBox(
  found: readonly GapFeature[],
  grid: CellGrid,
  drawer: GapDrawer,
  { rectangles }: BoundingBox,
): Promise<number[]> {
  const rows: number[] = [];
  for (let row = 0; row < found.length; row++) {
    // A drawing cuts the corners of its cells and does not pass them.
    const bounds = boundsOfCells(grid, found[row].members);
    if (!rectangles.some((rectangle) => boundsMeet(bounds, 0, rectangle))) continue;
    if (!rectangles.some((rectangle) => boundsWithin(bounds, 0, rectangle))) {
      const polygons = await inTurns(drawer.polygonsInSteps(found[row]));
      const outline = outlineSetOfGaps(new Map([[found[row].id, polygons]]));
      if (!rectangles.some((rectangle) => outlineMeets(outline, 0, rectangle))) continue;
    }
    rows.push(row);
  }
  return rows;
}

function extentOf(found: readonly GapFeature[], grid: CellGrid): Extent | null {
  return inDegrees(boundsOf(found.map((gap) => Int32Array.from(boundsOfCells(grid, gap.members)))));
}
