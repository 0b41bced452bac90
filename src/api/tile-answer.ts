import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CountingRule } from '../coverage/network.ts';
import { DomainError } from '../domain-error.ts';
import { licenceUrls } from '../publish/attribution.ts';
import { MAX_ZOOM, tileLayer } from '../publish/tiles/layers.ts';
import { drawTile } from '../publish/tiles/tile.ts';
import type { TileLayer, TileQuestion } from '../publish/tiles/tile-layer.ts';
import { tileSquare } from '../publish/tiles/tile-square.ts';
import { answerTag, currentEdition } from './answer.ts';
import type { EditionSource, LoadedEdition } from './edition-source.ts';
import { DEFAULTS } from './schemas/parameters.ts';
import { TILE_MEDIA_TYPE } from './schemas/tiles.ts';
import { sendBody } from './send-body.ts';

export interface TilePlace {
  layer: string;
  z: number;
  x: number;
  y: number;
}

export interface TileAsk {
  question: TileQuestion;
  /** In one spelling; of a layer that no threshold changes, the network alone. */
  canonical: Record<string, string | number>;
}

/**
 * The figures that a layer is asked for.
 * @throws DomainError unknown-parameter for a threshold where none plays a part
 */
export function tileAsk(layer: TileLayer, query: { threshold?: number; network?: CountingRule }): TileAsk {
  if (!layer.timed) {
    if (query.threshold !== undefined) {
      throw new DomainError('unknown-parameter', `threshold: the layer ${layer.name} has no threshold.`, {
        parameter: 'threshold',
        expected: ['network'],
        found: query.threshold,
      });
    }
    const rule = query.network ?? DEFAULTS.networkOfSites;
    return { question: { thresholdMinutes: DEFAULTS.threshold, rule }, canonical: { network: rule } };
  }
  const { threshold = DEFAULTS.threshold, network = DEFAULTS.network } = query;
  return { question: { thresholdMinutes: threshold, rule: network }, canonical: { threshold, network } };
}

/**
 * Answers with a tile of the current edition, or 204 where it is empty.
 * @throws DomainError unknown-collection, unknown-item past the layer's zooms, invalid-parameter past the zoom's rows
 */
export async function sendTile(
  editions: EditionSource,
  request: FastifyRequest,
  reply: FastifyReply,
  place: TilePlace,
  query: { threshold?: number; network?: CountingRule },
): Promise<FastifyReply> {
  const layer = tileLayer(place.layer);
  const { question, canonical } = tileAsk(layer, query);
  refuseElsewhere(layer, place);
  const { z, x, y } = place;
  const edition = await currentEdition(editions);
  setTileHeaders(reply, edition);
  return sendBody(request, reply, {
    tag: answerTag(edition.meta.id, { tile: `${layer.name}/${z}/${x}/${y}`, ...canonical }, 'mvt'),
    contentType: TILE_MEDIA_TYPE,
    makeBody: async () => {
      const source = await layer.open(edition, question, z);
      const { bytes, dropped } = await drawTile(new Map([[layer.name, source]]), tileSquare(z, x, y));
      if (dropped > 0) request.log.info({ ...place, dropped }, 'a tile has no room for all its features');
      return bytes;
    },
  });
}

function refuseElsewhere(layer: TileLayer, { z, x, y }: TilePlace): void {
  if (z < layer.minZoom || z > MAX_ZOOM) {
    const expected = `zooms ${layer.minZoom} to ${MAX_ZOOM}`;
    throw new DomainError('unknown-item', `The layer ${layer.name} has ${expected}; found ${z}.`, {
      parameter: 'z',
      expected,
      found: z,
    });
  }
  for (const [parameter, value] of [
    ['x', x],
    ['y', y],
  ] as const) {
    if (value >= 0 && value < 2 ** z) continue;
    const expected = `a whole number from 0 to ${2 ** z - 1} at zoom ${z}`;
    throw new DomainError('invalid-parameter', `${parameter}: expected ${expected}, found ${value}`, {
      parameter,
      expected,
      found: value,
    });
  }
}

/** As of other answers: caches hold a tile for a minute, then ask with its ETag, for another edition may have come. */
export function setTileHeaders(reply: FastifyReply, edition: LoadedEdition): void {
  const licences = licenceUrls(edition.meta).map((url) => `<${url}>; rel="license"`);
  reply
    .header('cache-control', 'public, max-age=60, must-revalidate')
    .header('maillage-edition', edition.meta.id)
    .header('link', ['</v1/editions/current>; rel="describedby"', ...licences].join(', '));
}
