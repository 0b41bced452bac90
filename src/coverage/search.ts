import type { EditionData } from './edition-data.ts';
import type { SearchEntry, SearchLevel, SearchMatch } from './search-entries.ts';
import { searchTexts } from './search-folding.ts';
import { buildSearchIndex, END, type SearchIndex } from './search-index.ts';

export interface SearchQuery {
  text: string;
  /** Only these; null: everything. */
  level: SearchLevel | 'site' | null;
  limit: number;
}

export interface SearchHit {
  entry: SearchEntry;
  match: SearchMatch;
  /** The name, code or postcode that matched, as the source writes it. */
  matched: string;
}

/** How well a line answers; less is better. */
const EXACT = 0;
const BEGINS = 1;
const HAS_WORD = 2;
const HAS_WORDS = 3;

const indexes = new WeakMap<EditionData, SearchIndex>();

/** Built at the first question of an edition (0.6 to 1 s for France), and held with it. */
export function searchIndexOf(data: EditionData): SearchIndex {
  let index = indexes.get(data);
  if (index === undefined) {
    index = buildSearchIndex(data);
    indexes.set(data, index);
  }
  return index;
}

/**
 * Territories and sites by the beginning of any word of their name, by code, postcode, or what they were called before.
 * Exact matches first, then beginnings of the name, then beginnings of a word, then names that have every word of the
 * question in another order; the larger population first. Each entry once, by its best match. Any text may be asked.
 */
export function search(data: EditionData, query: SearchQuery): SearchHit[] {
  const index = searchIndexOf(data);
  const best = new BestLines(index, query.limit);
  const isWanted = (entry: SearchEntry) =>
    query.level === null || (query.level === 'site' ? entry.level === null : entry.level === query.level);
  const texts = searchTexts(query.text);
  for (const text of texts) offerPhrase(index, text, isWanted, best);
  if (!best.isFull) for (const text of texts) offerWords(index, text, isWanted, best);
  return best.lines.map(({ line }) => ({
    entry: index.entries[index.lines.entry[line]],
    match: index.lines.match[line],
    matched: index.lines.written[line],
  }));
}

type IsWanted = (entry: SearchEntry) => boolean;

function offerPhrase(index: SearchIndex, phrase: string, isWanted: IsWanted, best: BestLines): void {
  const { keyAt, keyLine, lines, text, entries } = index;
  const [first, end] = keyRange(index, phrase);
  for (let key = first; key < end; key++) {
    const at = keyAt[key];
    const line = keyLine[key];
    const ends = text[at + phrase.length] === END;
    const fromHead = at === lines.head[line];
    const rank = ends && (fromHead || at === lines.start[line]) ? EXACT : fromHead ? BEGINS : HAS_WORD;
    if (best.takes(line, rank) && isWanted(entries[lines.entry[line]])) best.add(line, rank);
  }
}

/** Lines that have every word of the question, each as the beginning of a word of theirs. */
function offerWords(index: SearchIndex, phrase: string, isWanted: IsWanted, best: BestLines): void {
  const words = phrase.split(' ').sort((a, b) => b.length - a.length);
  if (words.length < 2) return;
  const [longest, ...others] = words;
  const { keyLine, lines, text, entries } = index;
  const [first, end] = keyRange(index, longest);
  for (let key = first; key < end; key++) {
    const line = keyLine[key];
    if (!best.takes(line, HAS_WORDS) || !isWanted(entries[lines.entry[line]])) continue;
    const start = lines.start[line];
    const lineText = ` ${text.slice(start, text.indexOf(END, start))}`;
    if (others.every((word) => lineText.includes(` ${word}`))) best.add(line, HAS_WORDS);
  }
}

/** Keys whose text begins with the phrase: from the first to before the second. */
function keyRange({ keyAt, text }: SearchIndex, phrase: string): [number, number] {
  /** First key whose text is not before the phrase; or, with `past`, that does not begin with it either. */
  const bound = (past: boolean): number => {
    let low = 0;
    let high = keyAt.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = text.slice(keyAt[middle], keyAt[middle] + phrase.length);
      if (found < phrase || (past && found === phrase)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [bound(false), bound(true)];
}

/** The best lines offered, one an entry, in order. */
class BestLines {
  readonly lines: { line: number; score: number }[] = [];
  readonly #index: SearchIndex;
  readonly #limit: number;

  constructor(index: SearchIndex, limit: number) {
    this.#index = index;
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.lines.length >= this.#limit;
  }

  /** Whether the line could still be among the best. */
  takes(line: number, rank: number): boolean {
    return !this.isFull || this.#score(line, rank) <= this.lines[this.lines.length - 1].score;
  }

  add(line: number, rank: number): void {
    const { lines } = this;
    const entry = this.#index.lines.entry;
    const score = this.#score(line, rank);
    const known = lines.findIndex((other) => entry[other.line] === entry[line]);
    if (known >= 0) {
      // Of equal matches the first line is told: a name before a code, a code before what was before.
      if (lines[known].score < score || (lines[known].score === score && lines[known].line <= line)) return;
      lines.splice(known, 1);
    }
    const after = lines.findIndex((other) => other.score > score);
    lines.splice(after < 0 ? lines.length : after, 0, { line, score });
    if (lines.length > this.#limit) lines.pop();
  }

  #score(line: number, rank: number): number {
    const { entries, orderOf, lines } = this.#index;
    return rank * entries.length + orderOf[lines.entry[line]];
  }
}
