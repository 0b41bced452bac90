import type { EditionData } from '../../coverage/edition-data.ts';
import { editionMemo } from '../../coverage/edition-memo.ts';
import type { BoundingBox } from './bounding-box.ts';
import { type DateInterval, meetsInterval } from './date-interval.ts';
import { type FeatureRows, rowsThat } from './feature-rows.ts';

/** What narrows a collection; the parts hold together. */
export interface FeatureFilter {
  /** Property → the one value asked for. */
  properties: Readonly<Record<string, string>>;
  box: BoundingBox | null;
  interval: DateInterval | null;
}

/** The rows a filter leaves, ascending. */
export interface MatchedRows {
  count: number;
  at(place: number): number;
}

/** Lists of rows: four bytes a match; all the cells of the country take 1.5 MB. */
const MATCHES_BYTES_MAX = 32 * 1024 * 1024;

const lists = editionMemo<Uint32Array>(MATCHES_BYTES_MAX, bytesOf);

/**
 * The rows that a filter leaves, kept for the next page: `numberMatched` is exact, and is counted once.
 * @param key of the rows, without the filter: collection and what else its rows depend on
 */
export async function matchedRows(
  data: EditionData,
  key: string,
  rows: FeatureRows,
  filter: FeatureFilter,
): Promise<MatchedRows> {
  const { properties, box, interval } = filter;
  const dated = interval !== null && rows.date !== undefined;
  // An extent of features without a date is every one of them.
  if (Object.keys(properties).length === 0 && box === null && !dated) {
    return { count: rows.count, at: (place) => place };
  }
  const question = JSON.stringify([key, properties, box?.text, interval?.text]);
  let found = lists.get(data, question);
  if (found === undefined) {
    found = await filteredRows(rows, filter);
    lists.set(data, question, found);
  }
  const list = found;
  return { count: list.length, at: (place) => list[place] };
}

async function filteredRows(
  rows: FeatureRows,
  { properties, box, interval }: FeatureFilter,
): Promise<Uint32Array> {
  const tests = Object.entries(properties).map(([name, value]) => rows.having(name, value));
  if (interval !== null && rows.date !== undefined) {
    const date = rows.date.bind(rows);
    tests.push((row) => meetsInterval(date(row), interval));
  }
  const holds = (row: number) => tests.every((test) => test(row));
  if (box === null) return Uint32Array.from(rowsThat(rows.count, holds));
  const found: number[] = [];
  for (const row of await rows.meeting(box)) if (holds(row)) found.push(row);
  return Uint32Array.from(found);
}

function bytesOf(list: Uint32Array, key: string): number {
  return list.byteLength + 2 * key.length + 200;
}
