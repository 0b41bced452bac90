import { attribution } from '../attribution.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import { MAX_ZOOM } from './layers.ts';
import type { TileLayer } from './tile-layer.ts';
import { WORLD } from './tile-square.ts';

/** A layer of a set of tiles, as TileJSON and PMTiles name it. */
export interface VectorLayer {
  id: string;
  description: string;
  minzoom: number;
  maxzoom: number;
  fields: Record<string, string>;
}

/** TileJSON 3.0.0 of one layer. */
export interface TileJson {
  tilejson: '3.0.0';
  name: string;
  description: string;
  /** The edition. */
  version: string;
  scheme: 'xyz';
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  bounds: readonly number[];
  center: readonly number[];
  attribution: string;
  vector_layers: VectorLayer[];
}

export function vectorLayer(
  { name, description, fields, minZoom }: TileLayer,
  minzoom = minZoom,
  maxzoom = MAX_ZOOM,
): VectorLayer {
  return { id: name, description, minzoom, maxzoom, fields };
}

/**
 * TileJSON bounds and centre: of the layer at the zoom that it starts from, since nothing tells where a map will look.
 */
export async function tileJson(edition: LoadedEdition, layer: TileLayer, address: string): Promise<TileJson> {
  const [west, south, east, north] = (await layer.bounds(edition)) ?? WORLD;
  return {
    tilejson: '3.0.0',
    name: layer.name,
    description: layer.description,
    version: edition.meta.id,
    scheme: 'xyz',
    tiles: [address],
    minzoom: layer.minZoom,
    maxzoom: MAX_ZOOM,
    bounds: [
      rounded(west, Math.floor),
      rounded(south, Math.floor),
      rounded(east, Math.ceil),
      rounded(north, Math.ceil),
    ],
    center: [rounded((west + east) / 2), rounded((south + north) / 2), layer.minZoom],
    attribution: attributionText(edition),
    vector_layers: [vectorLayer(layer)],
  };
}

/** The sources in one line, as maps show them in a corner. */
export function attributionText(edition: Pick<LoadedEdition, 'meta'>): string {
  return attribution(edition.meta).join(' | ');
}

/** To six decimals; bounds go outwards, for a map asks for nothing beyond them. */
function rounded(degrees: number, round = Math.round): number {
  return round(degrees * 1e6) / 1e6;
}
