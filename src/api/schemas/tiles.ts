import { Type } from 'typebox';
import { COUNTING_RULES } from '../../coverage/network.ts';
import { THRESHOLD_MINUTES_MAX, THRESHOLD_MINUTES_MIN } from '../../coverage/threshold.ts';
import { MAX_ZOOM, TILE_LAYERS } from '../../publish/tiles/layers.ts';
import { DEFAULTS } from './parameters.ts';
import { problemResponses } from './responses.ts';

/** Parameters and documented responses of the tiles. */

const CLOSED = { additionalProperties: false };

export const TILE_MEDIA_TYPE = 'application/vnd.mapbox-vector-tile';

const layer = Type.String({
  maxLength: 100,
  description: `One of ${TILE_LAYERS.map(({ name }) => name).join(', ')}.`,
  examples: ['cantons'],
});

// Bounds are not left to the schema: past them a tile is not there (404), or cannot be (400).
export const TileAddress = Type.Object(
  {
    layer,
    z: Type.Integer({ description: `Zoom: from the layer's least, see its TileJSON, to ${MAX_ZOOM}.` }),
    x: Type.Integer({ description: 'Column from the west, 0 to 2^z − 1.' }),
    y: Type.Integer({ description: 'Row from the north, 0 to 2^z − 1.' }),
  },
  CLOSED,
);
export const LayerAddress = Type.Object({ layer }, CLOSED);
// No default in the schema: what is left out depends on the layer.
const threshold = Type.Optional(
  Type.Integer({
    minimum: THRESHOLD_MINUTES_MIN,
    maximum: THRESHOLD_MINUTES_MAX,
    description: `Whole minutes of the figures; ${DEFAULTS.threshold} where it is left out. The layer sites has none.`,
  }),
);
const network = Type.Optional(
  Type.Enum([...COUNTING_RULES], {
    type: 'string',
    description: `Which sites count; ${DEFAULTS.network} where it is left out, ${DEFAULTS.networkOfSites} in the layer sites.`,
  }),
);
export const TileParameters = Type.Object({ threshold, network }, CLOSED);
export const NoParameters = Type.Object({}, CLOSED);

const ZOOM = Type.Integer({ minimum: 0, maximum: 30 });
const VectorLayer = Type.Object(
  {
    id: Type.String(),
    description: Type.String(),
    minzoom: ZOOM,
    maxzoom: ZOOM,
    fields: Type.Record(Type.String(), Type.String()),
  },
  CLOSED,
);

const TileJson = Type.Object(
  {
    tilejson: Type.Literal('3.0.0'),
    name: Type.String(),
    description: Type.String(),
    version: Type.String({ description: 'The edition that the tiles are of.' }),
    scheme: Type.Literal('xyz'),
    tiles: Type.Array(Type.String()),
    minzoom: ZOOM,
    maxzoom: ZOOM,
    bounds: Type.Array(Type.Number(), { description: 'West, south, east, north in degrees.' }),
    center: Type.Array(Type.Number(), { description: 'Longitude, latitude and zoom.' }),
    attribution: Type.String(),
    vector_layers: Type.Array(VectorLayer),
  },
  CLOSED,
);

const TileSets = Type.Object(
  {
    layers: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          description: Type.String(),
          minzoom: ZOOM,
          maxzoom: ZOOM,
          tilejson: Type.String({ description: 'Address of its TileJSON.' }),
          tiles: Type.String({ description: 'Address of its tiles, with {z}, {x} and {y}.' }),
        },
        CLOSED,
      ),
    ),
  },
  CLOSED,
);

const NOT_CHANGED = { description: 'Not changed since the ETag of If-None-Match.', type: 'null' };

export const tileResponses = {
  200: {
    description:
      'A Mapbox Vector Tile of one layer, named like the layer; 500 kB at most before compression.',
    content: { [TILE_MEDIA_TYPE]: { schema: Type.String({ format: 'binary' }) } },
  },
  204: { description: 'Nothing of the layer lies here.', type: 'null' },
  304: NOT_CHANGED,
  ...problemResponses(400, 404, 422, 500, 503),
};

export const tileJsonResponses = {
  200: {
    description: 'TileJSON 3.0.0 of the layer.',
    content: { 'application/json': { schema: TileJson } },
  },
  304: NOT_CHANGED,
  ...problemResponses(400, 404, 422, 500, 503),
};

export const tileSetsResponses = {
  200: { description: 'The layers.', content: { 'application/json': { schema: TileSets } } },
  ...problemResponses(400, 500),
};
