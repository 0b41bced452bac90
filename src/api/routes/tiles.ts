import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_ZOOM, TILE_LAYERS, tileLayer } from '../../publish/tiles/layers.ts';
import { tileJson } from '../../publish/tiles/tile-json.ts';
import { answerTag, currentEdition } from '../answer.ts';
import { baseAddress } from '../base-address.ts';
import type { EditionSource } from '../edition-source.ts';
import { CONTENT_TYPES } from '../representation.ts';
import {
  LayerAddress,
  NoParameters,
  TileAddress,
  TileParameters,
  tileJsonResponses,
  tileResponses,
  tileSetsResponses,
} from '../schemas/tiles.ts';
import { sendBody } from '../send-body.ts';
import { canonicalAddress } from '../table-body.ts';
import { sendTile, setTileHeaders, tileAsk } from '../tile-answer.ts';

export function tilesRoutes(editions: EditionSource): FastifyPluginAsyncTypebox {
  return async (app) => {
    const sets = {
      operationId: 'tileSets',
      tags: ['tiles'],
      summary: 'The layers there are vector tiles of',
      querystring: NoParameters,
      response: tileSetsResponses,
    };
    app.get('/tiles', { schema: sets }, async (request, reply) => {
      const root = `${baseAddress(request)}/tiles`;
      const layers = TILE_LAYERS.map(({ name, description, minZoom }) => ({
        name,
        description,
        minzoom: minZoom,
        maxzoom: MAX_ZOOM,
        tilejson: `${root}/${name}.json`,
        tiles: `${root}/${name}/{z}/{x}/{y}.mvt`,
      }));
      return reply.header('cache-control', 'no-cache').send({ layers });
    });

    const described = {
      operationId: 'tileJson',
      tags: ['tiles'],
      summary: 'A layer of vector tiles, described for a map',
      description: 'TileJSON 3.0.0; the addresses of the tiles hold the threshold and the network asked for.',
      params: LayerAddress,
      querystring: TileParameters,
      response: tileJsonResponses,
    };
    app.get('/tiles/:layer.json', { schema: described }, async (request, reply) => {
      const layer = tileLayer(request.params.layer);
      const { canonical } = tileAsk(layer, request.query);
      const root = baseAddress(request);
      const address = canonicalAddress(`${root}/tiles/${layer.name}/{z}/{x}/{y}.mvt`, canonical);
      const edition = await currentEdition(editions);
      setTileHeaders(reply, edition);
      return sendBody(request, reply, {
        tag: answerTag(edition.meta.id, { address }, 'json'),
        contentType: CONTENT_TYPES.json,
        makeBody: async () => JSON.stringify(await tileJson(edition, layer, address)),
      });
    });

    const tile = {
      operationId: 'tile',
      tags: ['tiles'],
      summary: 'A vector tile',
      description:
        'Mapbox Vector Tile 2.1, Web Mercator, one layer. Territories carry their coverage at the threshold; cells their seconds, so that a map can move the threshold by itself.',
      params: TileAddress,
      querystring: TileParameters,
      response: tileResponses,
    };
    const options = { schema: tile, onSend: emptyIs204 };
    app.get('/tiles/:layer/:z/:x/:y.mvt', options, (request, reply) =>
      sendTile(editions, request, reply, request.params, request.query),
    );
  };
}

/** An empty tile has no content; bodies are kept by their bytes alone, so that it is seen when they are sent. */
async function emptyIs204(_request: FastifyRequest, reply: FastifyReply, payload: unknown) {
  if (reply.statusCode === 200 && Buffer.isBuffer(payload) && payload.length === 0)
    reply.code(204).removeHeader('content-type');
  return payload;
}
