import { finishedTile, layerDraft } from './layer-writer.ts';
import { COARSEST, type LayerSource } from './tile-layer.ts';
import type { TileSquare } from './tile-square.ts';

/** What a client on a slow line can be asked to take for one tile, before compression. */
const TILE_BYTES_MAX = 500_000;

export interface DrawnTile {
  /** A Mapbox Vector Tile; empty where no layer holds anything here. */
  bytes: Uint8Array;
  /** Of the layer that had to give up most; 0 where all are drawn in full. */
  detail: number;
  /** Features left out, the least populated first; 0 up to the coarsest detail. */
  dropped: number;
}

/** Past the coarsest detail features are halved each time: this many halvings leave one of a billion. */
const DETAIL_MAX = COARSEST + 30;

interface DrawnLayer {
  name: string;
  source: LayerSource;
  bytes: Uint8Array;
  detail: number;
  dropped: number;
}

/**
 * The layers in one tile, in as much detail as its bytes allow: the layer of most bytes gives way first, its shapes
 * before any of its features.
 */
export async function drawTile(
  layers: ReadonlyMap<string, LayerSource>,
  square: TileSquare,
  bytesMax: number = TILE_BYTES_MAX,
): Promise<DrawnTile> {
  for (const source of layers.values()) await source.prepare?.(square);
  const drawn = Array.from(layers, ([name, source]) => drawLayer(name, source, square, 0));
  for (;;) {
    const over = drawn.reduce((sum, layer) => sum + layer.bytes.length, 0) / bytesMax;
    const [heaviest] = drawn.toSorted((a, b) => b.bytes.length - a.bytes.length);
    if (over <= 1 || heaviest.detail === DETAIL_MAX) break;
    const { name, source, detail } = heaviest;
    // Several steps at once where one would not do: a tile far too heavy is drawn three times, not ten.
    const steps = Math.max(1, Math.floor(Math.log(over) / Math.log(source.easing)));
    drawn[drawn.indexOf(heaviest)] = drawLayer(name, source, square, Math.min(detail + steps, DETAIL_MAX));
  }
  return {
    bytes:
      drawn.length === 1 ? drawn[0].bytes : new Uint8Array(Buffer.concat(drawn.map((layer) => layer.bytes))),
    detail: Math.max(0, ...drawn.map((layer) => layer.detail)),
    dropped: drawn.reduce((sum, layer) => sum + layer.dropped, 0),
  };
}

function drawLayer(name: string, source: LayerSource, square: TileSquare, detail: number): DrawnLayer {
  const draft = layerDraft(name);
  const dropped = source.draw(draft, square, detail);
  return { name, source, bytes: finishedTile(draft), detail, dropped };
}
