import type { OutlineSet, Simplification } from '../publish/outlines/outline-set.ts';
import type { PublishedTable } from '../publish/tables/table.ts';
import { tableFile } from '../publish/tables/table-file.ts';
import { type TerritoryAnswer, territoryMapText } from '../publish/territory-map.ts';
import type { AnswerPlan, Body } from './answer.ts';
import type { LoadedEdition } from './edition-source.ts';
import type { Format } from './representation.ts';

/** A table answer in each of its forms; a form that is not asked for is not made. */
export interface TableParts {
  json: () => Body;
  /** Where the rows can be drawn. */
  geojson?: () => Body;
  table: () => PublishedTable | Promise<PublishedTable>;
}

/** The body of a table answer in the form that was chosen. */
export async function tableBody(format: Exclude<Format, 'html'>, parts: TableParts): Promise<Body> {
  if (format === 'json') return parts.json();
  if (format === 'geojson') {
    if (parts.geojson === undefined) throw new Error('this table has no map');
    return parts.geojson();
  }
  return tableFile(await parts.table(), format);
}

/**
 * The body of a table of territories: its map, and its files that hold geometry, have their outlines.
 * @param table of the answer, with outlines where they are drawn
 */
export function territoryTableBody(
  format: Exclude<Format, 'html'>,
  edition: LoadedEdition,
  answer: TerritoryAnswer,
  simplification: Simplification,
  table: (outlines?: OutlineSet) => PublishedTable,
): Promise<Body> {
  return tableBody(format, {
    json: () => JSON.stringify(answer),
    geojson: () => territoryMapText(answer, edition, simplification),
    table: async () =>
      table(drawsRows(format) ? await edition.outlines(answer.definition.level, simplification) : undefined),
  });
}

/** The text of a JSON object with one more member at its end, whether it comes whole or in pieces. */
export function withAddress(body: Body, address: string): Body {
  const end = `,"address":${JSON.stringify(address)}}`;
  if (typeof body === 'string') return body.slice(0, -1) + end;
  if (body instanceof Uint8Array) throw new Error('a text was expected');
  return endedWith(body, end);
}

/** @param end takes the place of the last character */
async function* endedWith(
  pieces: AsyncIterable<string | Uint8Array>,
  end: string,
): AsyncGenerator<string | Uint8Array> {
  let held: string | Uint8Array | null = null;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    if (held !== null) yield held;
    held = piece;
  }
  if (held !== null) yield held.slice(0, -1);
  yield end;
}

/** Whether a file of this form holds the geometry of its rows. */
export function drawsRows(format: Format): boolean {
  return format === 'parquet' || format === 'fgb';
}

/**
 * Path and query that ask the same question again, in the spelling that ETags are made of:
 * `/v1/coverage?level=canton&within=2A,2B&threshold=30&network=principal`.
 */
export function canonicalAddress(path: string, canonical: AnswerPlan<Format>['canonical']): string {
  const query = Object.entries(canonical).map(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return `${name}=${values.map((part) => encodeURIComponent(part)).join(',')}`;
  });
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** The address that describes the CSV at `url` (path and query, as it was asked for): the same with `format=datapackage`. */
export function descriptorAddress(url: string): string {
  const asked = new URL(url, 'http://localhost');
  asked.searchParams.set('format', 'datapackage');
  return `${asked.pathname}?${asked.searchParams.toString().replaceAll('%2C', ',')}`;
}
