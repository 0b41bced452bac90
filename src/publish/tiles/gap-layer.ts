import { boxOfCells, type CellRuns, cellRuns, runsNear } from '../../coverage/cell-boxes.ts';
import { boundsOfCells, cellGridOf, withCorners } from '../../coverage/cell-grid.ts';
import { selectAllCells } from '../../coverage/cell-selection.ts';
import { populatedCells } from '../../coverage/cells.ts';
import type { EditionData } from '../../coverage/edition-data.ts';
import { editionMemo } from '../../coverage/edition-memo.ts';
import { type GapFeature, gapsInSteps } from '../../coverage/gaps.ts';
import { inTurns, type Steps } from '../../coverage/steps.ts';
import { GAP_COLUMNS } from '../dictionary/gaps.ts';
import { type GapDrawer, gapDrawer } from '../gaps/gap-drawing.ts';
import { roundedShare } from '../share-text.ts';
import { type Areas, areasNear, areasTouch, drawAreas } from './area-drawing.ts';
import { drawParents, resolutionAt } from './coarse-cells.ts';
import { fieldsOf } from './layer-fields.ts';
import type { Properties } from './layer-writer.ts';
import type { LayerSource, TileLayer, TileQuestion } from './tile-layer.ts';
import { boxOf } from './tile-square.ts';

const PROPERTIES = [
  'id',
  'population',
  'cells',
  'without_time',
  'estimate_share',
  'nearest_seconds_min',
] as const;

/**
 * Below, a gap is the coarser H3 cells that hold its residents: shapes of a country's gaps at a few minutes took seconds
 * to draw, and half of them had to be left out of the tile.
 */
const SHAPES_FROM_ZOOM = 7;
/** From here on a cell is some 9 pixels wide, and a smoothed corner shows. */
const SMOOTH_FROM_ZOOM = 9;
/** Smoothing and cutting along the shore cost by the cell: a gap that goes on for départements is left as it is. */
const SMOOTH_TO_CELLS = 5000;

/** Gaps of a question, drawn as tiles ask for them. */
interface GapShapes {
  gaps: readonly GapFeature[];
  bounds: Int32Array;
  /** Rings by gap, filled as they are drawn. */
  plain: (DrawnRing[] | undefined)[];
  smooth: (DrawnRing[] | undefined)[];
}

interface DrawnRing {
  /** Closed: the first point is repeated at the end. */
  points: Int32Array;
  hole: boolean;
}

/** Questions whose shapes are kept. */
const shapesMemo = editionMemo<Promise<GapShapes>>(4);

function shapesOf(data: EditionData, { thresholdMinutes, rule }: TileQuestion): Promise<GapShapes> {
  return shapesMemo.of(data, `${thresholdMinutes} ${rule}`, async () => {
    const gaps = await inTurns(gapsInSteps(data, { within: [], thresholdMinutes, rule }));
    const bounds = await inTurns(boundsOf(data, gaps));
    return { gaps, bounds, plain: new Array(gaps.length), smooth: new Array(gaps.length) };
  });
}

function* boundsOf(data: EditionData, gaps: readonly GapFeature[]): Steps<Int32Array> {
  const grid = cellGridOf(data);
  const bounds = new Int32Array(4 * gaps.length);
  for (let gap = 0; gap < gaps.length; gap++) {
    yield* withCorners(grid, gaps[gap].members);
    // Smoothing cuts corners and never adds any.
    bounds.set(boundsOfCells(grid, gaps[gap].members), 4 * gap);
    if (gap % 256 === 255) yield;
  }
  return bounds;
}

function* drawnRings(drawer: GapDrawer, gap: GapFeature): Steps<DrawnRing[]> {
  const polygons = yield* drawer.polygonsInSteps(gap);
  return polygons.flatMap((rings) =>
    rings.map((ring, place) => {
      const points = new Int32Array(ring.length + 2);
      points.set(ring);
      points.set(ring.subarray(0, 2), ring.length);
      return { points, hole: place > 0 };
    }),
  );
}

/** The coarser cells that hold residents beyond the threshold, with how many. */
function coarseGaps(data: EditionData, question: TileQuestion, z: number): LayerSource {
  const { cells, residents, covered } = selectAllCells(data, question);
  const figures = ({ start }: CellRuns, run: number): Properties | null => {
    let [population, held] = [0, 0];
    for (let index = start[run]; index < start[run + 1]; index++) {
      const beyond = residents[index] - covered[index];
      if (beyond === 0) continue;
      population += beyond;
      held++;
    }
    return population === 0 ? null : { population, cells: held };
  };
  return {
    easing: 7,
    draw(draft, square, detail) {
      const resolution = Math.min(resolutionAt(cells, z, detail), cells.resolution - 1);
      drawParents(draft, cells, square, resolution, detail, figures);
      return 0;
    },
    touches: (square) => runsNear(cellRuns(cells, Math.min(5, cells.resolution)), boxOf(square)).length > 0,
  };
}

/** The populated ground beyond the threshold; ids follow the rank, the most populated gap first. */
export const GAP_LAYER: TileLayer = {
  name: 'gaps',
  minZoom: 0,
  description:
    'Neighbouring populated cells beyond the threshold; the figures are not read from the outlines. Below zoom 7 the coarser H3 cells that hold residents beyond it.',
  timed: true,
  fields: {
    ...fieldsOf(GAP_COLUMNS, PROPERTIES),
    commune: 'From zoom 7: name of the commune of most of its residents.',
    h3: 'Below zoom 7: the coarser cell.',
  },
  async open(edition, question, z) {
    if (z < SHAPES_FROM_ZOOM) return coarseGaps(edition.data, question, z);
    const { gaps, bounds, plain, smooth } = await shapesOf(edition.data, question);
    const smoothing = z >= SMOOTH_FROM_ZOOM;
    const drawers = {
      plain: await gapDrawer(edition, { within: [] }, 'cells'),
      smooth: smoothing ? await gapDrawer(edition, { within: [] }, 'smooth') : null,
    };
    const isSmooth = (gap: number) => smoothing && gaps[gap].cells <= SMOOTH_TO_CELLS;
    const areas: Areas = {
      count: gaps.length,
      bounds,
      eachRing(gap, ring) {
        const rings = (isSmooth(gap) ? smooth : plain)[gap]!;
        for (const { points, hole } of rings) ring(points, 0, points.length / 2, hole);
      },
    };
    const facts = {
      properties(area: number) {
        const gap = gaps[area];
        const figures = Object.fromEntries(PROPERTIES.map((name) => [name, gap[name]]));
        const estimate_share = roundedShare(gap.estimate_share);
        return { ...figures, estimate_share, commune: gap.communes[0]?.name };
      },
      weight: (area: number) => gaps[area].population,
    };
    return {
      easing: 2,
      async prepare(square) {
        for (const gap of areasNear(areas, square)) {
          const rings = isSmooth(gap) ? smooth : plain;
          const drawer = isSmooth(gap) ? drawers.smooth! : drawers.plain;
          rings[gap] ??= await inTurns(drawnRings(drawer, gaps[gap]));
        }
      },
      draw: (draft, square, detail) => drawAreas(draft, areas, square, detail, facts),
      touches: (square) => areasTouch(areas, square),
    };
  },
  async bounds({ data }) {
    return boxOfCells(populatedCells(data, 'principal'));
  },
};
