import type { MultiPolygon } from 'geojson';
import type { Level } from '../coverage/edition-data.ts';
import type { Row } from './columns.ts';
import type { LoadedEdition } from './edition-meta.ts';
import { featureCollectionText, featureText } from './geojson.ts';
import {
  type OutlineSet,
  outlineGeometry,
  outlineText,
  type Simplification,
} from './outlines/outline-set.ts';

/** A table of the territories of a level. */
export interface TerritoryAnswer {
  edition: string;
  definition: { level: Level };
  items: readonly { code: string }[];
  total: object;
}

/** The text of a table of territories as a GeoJSON FeatureCollection with their outlines, made as it is read. */
export async function* territoryMapText(
  answer: TerritoryAnswer,
  edition: Pick<LoadedEdition, 'outlines'>,
  simplification: Simplification,
): AsyncGenerator<string> {
  const { items, ...foreign } = answer;
  const outlines = await edition.outlines(answer.definition.level, simplification);
  yield* featureCollectionText(foreign, items, (item) => {
    const index = outlines.indexOf.get(item.code);
    const geometry = index === undefined ? 'null' : outlineText(outlines, index);
    return featureText(item.code, geometry, item);
  });
}

/** The outline of a row's territory, by its `code`. */
export function rowOutline(outlines: OutlineSet): (row: Row) => MultiPolygon | null {
  return (row) => {
    const index = outlines.indexOf.get(row.code as string);
    return index === undefined ? null : outlineGeometry(outlines, index);
  };
}
