import type { EditionData } from './edition-data.ts';
import { type SearchEntry, type SearchMatch, searchEntries } from './search-entries.ts';
import { searchText } from './search-folding.ts';

/**
 * A sorted index of every word that a territory or a site can be found by.
 *
 * The texts of all lines (a name, a code, a postcode…) stand one after the other in one string, each ended by END. A key
 * is the place of a word in it; keys are sorted by what follows, to the end of the line. Whatever begins with a question
 * is then one range of keys, found by two binary searches, whichever word of a name it begins with. Two Uint32 columns
 * and the string are some 4 MB for France; a Map from each prefix to its entries would be ten times that.
 */
export interface SearchIndex {
  entries: SearchEntry[];
  /** Entry → its place by population, descending; then by level, then by code. Sites come after the territories. */
  orderOf: Uint32Array;
  text: string;
  /** Sorted by the text at the key. */
  keyAt: Uint32Array;
  keyLine: Uint32Array;
  lines: LineColumns;
}

export interface LineColumns {
  entry: Uint32Array;
  match: SearchMatch[];
  /** As the source writes it. */
  written: string[];
  /** Where the line begins in the text. */
  start: Uint32Array;
  /** Where the telling part begins: after the words that most names of sites begin with. */
  head: Uint32Array;
}

/** Ends a line: before every letter and digit in the order of code units. */
export const END = '\n';

/** Most sites are called so: what follows tells them apart. */
const COMMON_BEGINNING = /^france services? (?:(?:de|du|des|d|la|le|les|l) )*(?=.)/;

export function buildSearchIndex(data: EditionData): SearchIndex {
  const entries = searchEntries(data);
  const collected = collectLines(data, entries);
  const { keyAt, keyLine } = sortedKeys(collected.texts, collected.start);
  const { entry, match, written, start, head } = collected;
  return {
    entries,
    orderOf: orderOf(entries),
    text: collected.texts.map((text) => text + END).join(''),
    keyAt,
    keyLine,
    lines: {
      entry: Uint32Array.from(entry),
      match,
      written,
      start: Uint32Array.from(start),
      head: Uint32Array.from(head),
    },
  };
}

interface CollectedLines {
  entry: number[];
  match: SearchMatch[];
  written: string[];
  texts: string[];
  start: number[];
  head: number[];
}

/** The lines of each entry stand together, in the order of SEARCH_MATCHES. */
function collectLines(data: EditionData, entries: readonly SearchEntry[]): CollectedLines {
  const lines: CollectedLines = { entry: [], match: [], written: [], texts: [], start: [], head: [] };
  let length = 0;
  const push = (entry: number, match: SearchMatch, written: string) => {
    const text = searchText(written);
    if (text === '') return;
    const common = match === 'name' && entries[entry].level === null ? COMMON_BEGINNING.exec(text) : null;
    lines.entry.push(entry);
    lines.match.push(match);
    lines.written.push(written);
    lines.texts.push(text);
    lines.start.push(length);
    lines.head.push(length + (common?.[0].length ?? 0));
    length += text.length + END.length;
  };
  const formerOf = formerCodesOf(data);
  entries.forEach(({ level, code, name }, entry) => {
    push(entry, 'name', name);
    push(entry, 'code', code);
    if (level !== 'commune') return;
    for (const postcode of data.postcodes?.get(code) ?? []) push(entry, 'postcode', postcode);
    const told = new Set([searchText(name)]);
    const pushName = (match: SearchMatch, former: string) => {
      const text = searchText(former);
      if (told.has(text)) return;
      told.add(text);
      push(entry, match, former);
    };
    for (const former of data.formerNames?.get(code) ?? []) pushName('former-name', former);
    const codes = formerOf.get(code) ?? [];
    const isPart = (former: string) => data.lineageSteps?.get(former)?.[0]?.kind === 'arrondissement';
    for (const former of codes) {
      const match = isPart(former) ? 'part-name' : 'former-name';
      for (const formerName of data.formerNames?.get(former) ?? []) pushName(match, formerName);
    }
    for (const former of codes) push(entry, isPart(former) ? 'part-code' : 'former-code', former);
  });
  return lines;
}

/** Commune of today → the former codes that stand for it, ascending. */
function formerCodesOf(data: EditionData): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [former, heirs] of data.communeLineage) {
    for (const heir of heirs) {
      const known = found.get(heir);
      if (known) known.push(former);
      else found.set(heir, [former]);
    }
  }
  for (const codes of found.values()) codes.sort();
  return found;
}

function sortedKeys(texts: readonly string[], start: readonly number[]) {
  // A slice shares the characters of its text, so that what is compared costs a header and no copy.
  const keys: { rest: string; at: number; line: number }[] = [];
  texts.forEach((text, line) => {
    for (let offset = 0; offset >= 0; ) {
      keys.push({ rest: text.slice(offset), at: start[line] + offset, line });
      const space = text.indexOf(' ', offset);
      offset = space < 0 ? -1 : space + 1;
    }
  });
  keys.sort((a, b) => (a.rest < b.rest ? -1 : a.rest > b.rest ? 1 : a.at - b.at));
  return {
    keyAt: Uint32Array.from(keys, (key) => key.at),
    keyLine: Uint32Array.from(keys, (key) => key.line),
  };
}

function orderOf(entries: readonly SearchEntry[]): Uint32Array {
  // Entries stand by level and code already, sites last: equal populations keep that order.
  const byPopulation = entries
    .map(({ population }, entry) => ({ entry, population: population ?? -1 }))
    .sort((a, b) => b.population - a.population || a.entry - b.entry);
  const order = new Uint32Array(entries.length);
  byPopulation.forEach(({ entry }, place) => {
    order[entry] = place;
  });
  return order;
}
