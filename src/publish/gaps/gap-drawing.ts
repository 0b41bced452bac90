import type { MultiPolygon, Position } from 'geojson';
import { cellGridOf, withCorners } from '../../coverage/cell-grid.ts';
import { cellRings, type Ring } from '../../coverage/cell-rings.ts';
import type { GapFeature } from '../../coverage/gaps.ts';
import { finish, inTurns, type Steps } from '../../coverage/steps.ts';
import type { TerritoryRef } from '../../coverage/within.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { PIECE_CHARACTERS } from '../geojson.ts';
import { COORDINATE_SCALE, type OutlineSet, outlineSetFrom } from '../outlines/outline-set.ts';
import { twiceArea } from '../outlines/ring-measures.ts';
import type { Sentence } from '../sentence.ts';
import { clipRings } from './clip-rings.ts';
import { gapGround } from './gap-ground.ts';
import { smoothRing } from './smooth-ring.ts';
import { type DrawnPolygon, soundPolygons } from './sound-polygons.ts';

/** `cells`: the cells as they are. `smooth`: corners cut, and only where there is land of the territories asked for. */
export const DRAWINGS = ['smooth', 'cells'] as const;
export type Drawing = (typeof DRAWINGS)[number];

export const DRAWING_DEFINITIONS: Record<Drawing, Sentence> = {
  smooth: {
    en: 'The polygons are drawn from the cells, smoothed and clipped to the outlines of the territories asked for, for display; the figures are not read from the polygons.',
    fr: 'Les polygones sont tracés d’après les cellules, lissés et découpés selon les contours des territoires demandés, pour l’affichage ; les chiffres ne se lisent pas sur les polygones.',
  },
  cells: {
    en: 'The polygons are the outlines of the cells themselves; the figures are not read from the polygons.',
    fr: 'Les polygones sont les contours des cellules mêmes ; les chiffres ne se lisent pas sur les polygones.',
  },
};

/** Draws the gaps of one question. */
export interface GapDrawer {
  /** In millionths of a degree: exteriors counter-clockwise, holes clockwise, largest polygon first. */
  polygons: (gap: GapFeature) => DrawnPolygon[];
  /** The same in steps, for `inTurns`: a gap of a hundred thousand cells takes a second. */
  polygonsInSteps: (gap: GapFeature) => Steps<DrawnPolygon[]>;
}

/** A gap larger than most départements is looked at from afar: one pass less halves its points. */
const CELLS_OF_LARGE = 5000;
const NUMBERS_A_STEP = 50_000;

/**
 * A drawer for the gaps of a question; outlines of the ground are read once and kept with the edition.
 *
 * One gap: `outlineOf(drawer.polygons(gap))`, or `await inTurns(drawer.polygonsInSteps(gap))` where it may be large.
 * Several: `await drawnGaps(drawer, found)`, and `outlineSetOfGaps(drawn)` of that for tiles and pages.
 * @throws DomainError unknown-territory
 */
export async function gapDrawer(
  edition: Pick<LoadedEdition, 'data' | 'outlines'>,
  query: { within: readonly TerritoryRef[] },
  drawing: Drawing,
): Promise<GapDrawer> {
  const ground = drawing === 'cells' ? null : await gapGround(edition, query.within);
  const grid = cellGridOf(edition.data);
  function* polygonsInSteps(gap: GapFeature): Steps<DrawnPolygon[]> {
    yield* withCorners(grid, gap.members);
    const rings = yield* cellRings(grid, gap.members);
    if (drawing === 'cells') return [exteriorFirst(rings)];
    const smooth = yield* smoothRings(rings, gap.members.length > CELLS_OF_LARGE ? 1 : 2);
    const clipped = ground === null ? null : yield* clipRings(smooth, ground);
    if (clipped === null) return [exteriorFirst(smooth)];
    const polygons = yield* soundPolygons(clipped);
    // Its residents are counted, on a pier or an islet that no outline shows: the gap is drawn all the same.
    return polygons.length > 0 ? polygons : [exteriorFirst(smooth)];
  }
  return { polygonsInSteps, polygons: (gap) => finish(polygonsInSteps(gap)) };
}

function* smoothRings(rings: readonly Ring[], passes: number): Steps<Ring[]> {
  const smooth: Ring[] = [];
  let work = 0;
  for (const ring of rings) {
    smooth.push(smoothRing(ring, passes));
    work += ring.length;
    if (work < NUMBERS_A_STEP) continue;
    work = 0;
    yield;
  }
  return smooth;
}

/** Cells that touch have one exterior. */
function exteriorFirst(rings: readonly Ring[]): DrawnPolygon {
  const exterior = rings.findIndex((ring) => twiceArea(ring) > 0);
  return [rings[exterior], ...rings.filter((_, index) => index !== exterior)];
}

/** The drawings of several gaps by id, made in turns with other work: for files, whose writers do not wait. */
export async function drawnGaps(
  drawer: GapDrawer,
  found: readonly GapFeature[],
): Promise<Map<string, DrawnPolygon[]>> {
  function* all(): Steps<Map<string, DrawnPolygon[]>> {
    const drawn = new Map<string, DrawnPolygon[]>();
    for (const gap of found) {
      drawn.set(gap.id, yield* drawer.polygonsInSteps(gap));
      yield;
    }
    return drawn;
  }
  return inTurns(all());
}

/** GeoJSON, lon/lat, as RFC 7946 asks. */
export function outlineOf(polygons: readonly DrawnPolygon[]): MultiPolygon {
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(positionsOf)) };
}

function positionsOf(ring: Ring): Position[] {
  const positions: Position[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    positions.push([ring[i] / COORDINATE_SCALE, ring[i + 1] / COORDINATE_SCALE]);
  }
  positions.push([...positions[0]]);
  return positions;
}

/** The same as text. */
export function outlineTextOf(polygons: readonly DrawnPolygon[]): string {
  return [...outlinePieces(polygons)].join('');
}

/** The same text in pieces: that of a gap as large as a region has some 20 MB. */
export function* outlinePieces(polygons: readonly DrawnPolygon[]): Generator<string> {
  let text = '{"type":"MultiPolygon","coordinates":[';
  for (let polygon = 0; polygon < polygons.length; polygon++) {
    text += polygon === 0 ? '[' : ',[';
    for (let place = 0; place < polygons[polygon].length; place++) {
      const ring = polygons[polygon][place];
      text += place === 0 ? '[' : ',[';
      for (let i = 0; i < ring.length; i += 2) {
        text += `[${ring[i] / COORDINATE_SCALE},${ring[i + 1] / COORDINATE_SCALE}],`;
        if (text.length < PIECE_CHARACTERS) continue;
        yield text;
        text = '';
      }
      text += `[${ring[0] / COORDINATE_SCALE},${ring[1] / COORDINATE_SCALE}]]`;
    }
    text += ']';
  }
  yield `${text}]}`;
}

/** Drawings in columns, as tiles and pages take outlines of territories; the codes are ids of gaps. */
export function outlineSetOfGaps(drawn: ReadonlyMap<string, readonly DrawnPolygon[]>): OutlineSet {
  const codes = [...drawn.keys()].sort();
  const polygonStart = [0];
  const ringStart = [0];
  const pointStart = [0];
  const rings: Ring[] = [];
  let numbers = 0;
  for (const code of codes) {
    for (const polygon of drawn.get(code)!) {
      for (const ring of polygon) {
        rings.push(ring);
        numbers += ring.length + 2;
        pointStart.push(numbers / 2);
      }
      ringStart.push(rings.length);
    }
    polygonStart.push(ringStart.length - 1);
  }
  const points = new Int32Array(numbers);
  rings.forEach((ring, index) => {
    points.set(ring, 2 * pointStart[index]);
    points.set(ring.subarray(0, 2), 2 * pointStart[index] + ring.length);
  });
  return outlineSetFrom({
    codes,
    polygonStart: Uint32Array.from(polygonStart),
    ringStart: Uint32Array.from(ringStart),
    pointStart: Uint32Array.from(pointStart),
    points,
  });
}
