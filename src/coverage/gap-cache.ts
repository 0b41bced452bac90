import type { EditionData } from './edition-data.ts';
import type { GapFeature, GapsQuery } from './gaps.ts';
import { resolveWithin } from './within.ts';

/** The list of the country at one minute (21,555 gaps) takes some 20 MB: three of those, or hundreds of départements. */
const GAP_BYTES_MAX = 64 * 1024 * 1024;

interface KeptGaps {
  found: readonly GapFeature[];
  bytes: number;
}

interface GapCache {
  /** Oldest use first. */
  lists: Map<string, KeptGaps>;
  bytes: number;
}

/** Held by the edition itself, and dropped with it. */
const caches = new WeakMap<EditionData, GapCache>();

/** The list of a question answered before, or null. @throws DomainError unknown-territory, invalid-parameter */
export function keptGaps(data: EditionData, query: GapsQuery): readonly GapFeature[] | null {
  const lists = caches.get(data)?.lists;
  const key = keyOf(data, query);
  const kept = lists?.get(key);
  if (lists === undefined || kept === undefined) return null;
  lists.delete(key);
  lists.set(key, kept);
  return kept.found;
}

/** Keeps a list for the next asker; those used longest ago go first. */
export function keepGaps(data: EditionData, query: GapsQuery, found: readonly GapFeature[]): void {
  let cache = caches.get(data);
  if (cache === undefined) {
    cache = { lists: new Map(), bytes: 0 };
    caches.set(data, cache);
  }
  const key = keyOf(data, query);
  const bytes = bytesOf(found);
  // Two askers of one question may both have computed it.
  cache.bytes += bytes - (cache.lists.get(key)?.bytes ?? 0);
  cache.lists.delete(key);
  cache.lists.set(key, { found, bytes });
  for (const [oldest, kept] of cache.lists) {
    if (cache.bytes <= GAP_BYTES_MAX || oldest === key) break;
    cache.lists.delete(oldest);
    cache.bytes -= kept.bytes;
  }
}

function keyOf(data: EditionData, query: GapsQuery): string {
  const places = resolveWithin(data, query.within)?.map((place) => `${place.level}:${place.index}`) ?? [
    'all',
  ];
  return [query.rule, query.thresholdMinutes, ...places].join(' ');
}

/** Roughly: an object of figures, another for each commune, and the cells. */
function bytesOf(found: readonly GapFeature[]): number {
  return found.reduce((sum, gap) => sum + 600 + 80 * gap.communes.length + gap.members.byteLength, 0);
}
