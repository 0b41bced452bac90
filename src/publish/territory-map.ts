import type { Level } from '../coverage/edition-data.ts';
import type { LoadedEdition } from './edition-meta.ts';
import { feature, featureCollectionText } from './geojson.ts';

interface TerritoryAnswer {
  edition: string;
  definition: { level: Level };
  items: readonly { code: string }[];
  total: object;
}

/** The text of a table of territories as a GeoJSON FeatureCollection with their outlines, made as it is read. */
export function territoryMapText(
  answer: TerritoryAnswer,
  edition: Pick<LoadedEdition, 'geometry'>,
): AsyncGenerator<string> {
  const { items, ...foreign } = answer;
  return featureCollectionText(foreign, items, async (batch) => {
    const codes = batch.map((item) => item.code);
    const outlines = await edition.geometry(answer.definition.level, codes);
    return batch.map((item) => feature(item.code, outlines.get(item.code), item));
  });
}
