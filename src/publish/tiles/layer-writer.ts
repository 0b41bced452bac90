import { PbfWriter } from 'pbf';
import { EXTENT } from './tile-square.ts';

/**
 * A layer of a vector tile, written feature by feature (Mapbox Vector Tile specification 2.1; field numbers from its
 * vector_tile.proto). Keys and values are held once a layer.
 */
export interface LayerDraft {
  name: string;
  pbf: PbfWriter;
  features: number;
  keys: Map<string, number>;
  values: Map<PropertyValue, number>;
}

export type PropertyValue = string | number | boolean;
/** A property that is null or undefined is left out: tiles know no null. */
export type Properties = Record<string, PropertyValue | null | undefined>;

export const POINT = 1;
export const POLYGON = 3;

const VERSION = 2;
const TILE_LAYERS = 3;
const LAYER = { name: 1, features: 2, keys: 3, values: 4, extent: 5, version: 15 } as const;
const FEATURE = { id: 1, tags: 2, type: 3, geometry: 4 } as const;
const VALUE = { string: 1, double: 3, uint: 5, sint: 6, bool: 7 } as const;

export function layerDraft(name: string): LayerDraft {
  const pbf = new PbfWriter();
  pbf.writeVarintField(LAYER.version, VERSION);
  pbf.writeStringField(LAYER.name, name);
  return { name, pbf, features: 0, keys: new Map(), values: new Map() };
}

/**
 * @param id whole, 0 to 2^53 − 1
 * @param geometry commands and parameters
 */
export function addFeature(
  draft: LayerDraft,
  id: number,
  type: typeof POINT | typeof POLYGON,
  geometry: Uint32Array,
  properties: Properties,
): void {
  const tags: number[] = [];
  for (const key in properties) {
    const value = properties[key];
    if (value === null || value === undefined) continue;
    tags.push(placeOf(draft.keys, key), placeOf(draft.values, value));
  }
  draft.pbf.writeMessage(LAYER.features, writeFeature, { id, type, tags, geometry });
  draft.features++;
}

function placeOf<T>(places: Map<T, number>, item: T): number {
  let place = places.get(item);
  if (place === undefined) {
    place = places.size;
    places.set(item, place);
  }
  return place;
}

interface FeatureParts {
  id: number;
  type: number;
  tags: number[];
  geometry: Uint32Array;
}

function writeFeature({ id, type, tags, geometry }: FeatureParts, pbf: PbfWriter): void {
  pbf.writeVarintField(FEATURE.id, id);
  pbf.writePackedVarint(FEATURE.tags, tags);
  pbf.writeVarintField(FEATURE.type, type);
  pbf.writeMessage(FEATURE.geometry, writeNumbers, geometry);
}

function writeNumbers(numbers: Uint32Array, pbf: PbfWriter): void {
  for (let i = 0; i < numbers.length; i++) pbf.writeVarint(numbers[i]);
}

function writeValue(value: PropertyValue, pbf: PbfWriter): void {
  if (typeof value === 'string') pbf.writeStringField(VALUE.string, value);
  else if (typeof value === 'boolean') pbf.writeBooleanField(VALUE.bool, value);
  else if (!Number.isSafeInteger(value)) pbf.writeDoubleField(VALUE.double, value);
  else if (value >= 0) pbf.writeVarintField(VALUE.uint, value);
  else pbf.writeSVarintField(VALUE.sint, value);
}

/** A tile of this one layer; empty where it has no feature. Tiles put end to end are a tile of all their layers. */
export function finishedTile(draft: LayerDraft): Uint8Array {
  if (draft.features === 0) return new Uint8Array(0);
  const { pbf } = draft;
  for (const key of draft.keys.keys()) pbf.writeStringField(LAYER.keys, key);
  for (const value of draft.values.keys()) pbf.writeMessage(LAYER.values, writeValue, value);
  pbf.writeVarintField(LAYER.extent, EXTENT);
  const tile = new PbfWriter();
  tile.writeBytesField(TILE_LAYERS, pbf.finish());
  return tile.finish();
}
