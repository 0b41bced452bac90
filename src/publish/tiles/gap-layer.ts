import { boxOfCells } from '../../coverage/cell-boxes.ts';
import { type CellGrid, cellGridOf, withCorners } from '../../coverage/cell-grid.ts';
import { populatedCells } from '../../coverage/cells.ts';
import type { EditionData } from '../../coverage/edition-data.ts';
import { type GapFeature, gapsInSteps } from '../../coverage/gaps.ts';
import { inTurns, type Steps } from '../../coverage/steps.ts';
import { GAP_COLUMNS } from '../dictionary/gaps.ts';
import { type GapDrawer, gapDrawer } from '../gaps/gap-drawing.ts';
import { type Areas, areasNear, areasTouch, drawAreas } from './area-drawing.ts';
import { editionMemo } from './edition-memo.ts';
import { fieldsOf } from './layer-fields.ts';
import type { TileLayer, TileQuestion } from './tile-layer.ts';

const PROPERTIES = [
  'id',
  'population',
  'cells',
  'without_time',
  'estimate_share',
  'nearest_seconds_min',
] as const;

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
  return shapesMemo(data, `${thresholdMinutes} ${rule}`, async () => {
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
    bounds.set(reachOf(grid, gaps[gap].members), 4 * gap);
    if (gap % 256 === 255) yield;
  }
  return bounds;
}

/** Box of the corners; smoothing cuts corners and never adds any. */
function reachOf({ stride, cornerCount, corners }: CellGrid, cells: Uint32Array): number[] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const cell of cells) {
    const first = 2 * stride * cell;
    for (let at = first; at < first + 2 * cornerCount[cell]; at += 2) {
      west = Math.min(west, corners[at]);
      east = Math.max(east, corners[at]);
      south = Math.min(south, corners[at + 1]);
      north = Math.max(north, corners[at + 1]);
    }
  }
  return [west, south, east, north];
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

/** The populated ground beyond the threshold; ids follow the rank, the most populated gap first. */
export const GAP_LAYER: TileLayer = {
  name: 'gaps',
  minZoom: 0,
  description:
    'Neighbouring populated cells beyond the threshold; the figures are not read from the outlines.',
  timed: true,
  fields: {
    ...fieldsOf(GAP_COLUMNS, PROPERTIES),
    commune: 'Name of the commune of most of its residents.',
  },
  async open(edition, question, z) {
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
        const estimate_share = Math.round(gap.estimate_share * 1e4) / 1e4;
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
