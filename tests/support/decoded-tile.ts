import { VectorTile, type VectorTileLayer } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

/** The layers of a tile as another library reads them. */
export function decoded(bytes: Uint8Array): Record<string, VectorTileLayer> {
  return new VectorTile(new PbfReader(bytes)).layers;
}

export interface DecodedFeature {
  id: number | undefined;
  properties: Record<string, string | number | boolean>;
  /** [x, y] in units, a list a ring (or point); the first corner of a ring is repeated at its end. */
  rings: [number, number][][];
}

export function featuresOf(layer: VectorTileLayer | undefined): DecodedFeature[] {
  return Array.from({ length: layer?.length ?? 0 }, (_, index) => {
    const feature = layer!.feature(index);
    return {
      id: feature.id,
      properties: { ...feature.properties },
      rings: feature.loadGeometry().map((ring) => ring.map(({ x, y }): [number, number] => [x, y])),
    };
  });
}

/** Square units; positive where the ring runs clockwise as it is seen: an exterior, by the specification. */
export function signedArea(ring: readonly (readonly [number, number])[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return sum / 2;
}
