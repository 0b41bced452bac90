import { DomainError } from '../../domain-error.ts';
import { CELL_LAYER } from './cell-layer.ts';
import { GAP_LAYER } from './gap-layer.ts';
import { SITE_LAYER } from './site-layer.ts';
import { TERRITORY_LAYERS } from './territory-layers.ts';
import type { TileLayer } from './tile-layer.ts';

/** Every layer there are tiles of. */
export const TILE_LAYERS: readonly TileLayer[] = [...TERRITORY_LAYERS, CELL_LAYER, GAP_LAYER, SITE_LAYER];

/** A unit of a tile is 1.7 m here, finer than any outline: clients draw deeper zooms from these tiles. */
export const MAX_ZOOM = 12;

/** @throws DomainError unknown-collection */
export function tileLayer(name: string): TileLayer {
  const layer = TILE_LAYERS.find((candidate) => candidate.name === name);
  if (layer !== undefined) return layer;
  const expected = TILE_LAYERS.map((candidate) => candidate.name);
  throw new DomainError(
    'unknown-collection',
    `There is no layer "${name.slice(0, 100)}"; there are ${expected.join(', ')}.`,
    { parameter: 'layer', expected, found: name.slice(0, 100) },
  );
}
