import type { CountingRule } from '../../coverage/network.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import type { LayerDraft } from './layer-writer.ts';
import type { TileSquare } from './tile-square.ts';

/** What the figures of a tile are of: the whole edition, at a threshold, for a network. */
export interface TileQuestion {
  /** Whole minutes, 1 to 60. */
  thresholdMinutes: number;
  rule: CountingRule;
}

/**
 * A layer of an edition, ready to be drawn at one zoom.
 *
 * `detail` is how much has to be given up for the tile to hold in its bytes: 0 is nothing. Up to `COARSEST` the shapes
 * get coarser and everything is still there; past it the features that count the fewest residents are left out.
 */
export interface LayerSource {
  /** To be awaited before the square is drawn, where there is something to be made ready, in turns with other work. */
  prepare?(square: TileSquare): Promise<void>;
  /** How many times fewer bytes a step of detail gives, about. */
  easing: number;
  /** Draws what the square holds; how many features were left out for want of room. */
  draw(draft: LayerDraft, square: TileSquare, detail: number): number;
  /** False where the square holds nothing for certain. */
  touches(square: TileSquare): boolean;
}

export interface TileLayer {
  name: string;
  minZoom: number;
  description: string;
  /** Properties of its features, with what they mean. */
  fields: Record<string, string>;
  /** Whether its features depend on the threshold. */
  timed: boolean;
  /** @throws DomainError threshold-out-of-range */
  open(
    edition: Pick<LoadedEdition, 'data' | 'outlines'>,
    question: TileQuestion,
    z: number,
  ): Promise<LayerSource>;
  /** West, south, east, north in degrees; null where the layer is empty. */
  bounds(
    edition: Pick<LoadedEdition, 'data' | 'outlines'>,
  ): Promise<readonly [number, number, number, number] | null>;
}

/** Units that coordinates are rounded to, by detail. */
const SNAPS = [1, 4, 8, 16, 32] as const;
export const COARSEST = SNAPS.length - 1;

export function snapAt(detail: number): number {
  return SNAPS[Math.min(detail, COARSEST)];
}

/** How many features of a tile are drawn: all up to the coarsest detail, then half of them for every step past it. */
export function roomFor(features: number, detail: number): number {
  return detail <= COARSEST ? features : Math.max(1, Math.floor(features / 2 ** (detail - COARSEST)));
}

/** The greatest by weight, as many as there is room for, in their own order. */
export function heaviest(indexes: readonly number[], weightOf: (index: number) => number, room: number) {
  if (room >= indexes.length) return indexes;
  const byWeight = indexes.toSorted((a, b) => weightOf(b) - weightOf(a) || a - b);
  return byWeight.slice(0, room).sort((a, b) => a - b);
}
