import type { EditionData, Level } from './edition-data.ts';
import { type MinuteHistogram, minuteHistogram } from './minute-histogram.ts';
import { nearestSeconds } from './nearest.ts';
import { type CountingRule, networkMask } from './network.ts';
import { atomMask, atomsFor, resolveWithin, type TerritoryRef } from './within.ts';

/** A histogram of the communes of France takes 9 MB: this keeps the ones of a day's work, not every one asked. */
const HISTOGRAM_BYTES_MAX = 64 * 1024 * 1024;

interface EditionCache {
  nearest: Map<CountingRule, Uint16Array>;
  /** Oldest use first. */
  histograms: Map<string, MinuteHistogram>;
  histogramBytes: number;
}

/** Held by the edition itself: dropped with it, and never shared between two editions. */
const caches = new WeakMap<EditionData, EditionCache>();

function cacheOf(data: EditionData): EditionCache {
  let cache = caches.get(data);
  if (cache === undefined) {
    cache = { nearest: new Map(), histograms: new Map(), histogramBytes: 0 };
    caches.set(data, cache);
  }
  return cache;
}

/** Seconds from each origin to the network of the rule; computed once an edition. Not to be written to. */
export function nearestOf(data: EditionData, rule: CountingRule): Uint16Array {
  const { nearest } = cacheOf(data);
  let seconds = nearest.get(rule);
  if (seconds === undefined) {
    seconds = nearestSeconds(data.matrix, networkMask(data.sites, rule));
    nearest.set(rule, seconds);
  }
  return seconds;
}

/**
 * Minute histogram of a level within territories; kept for the next threshold. Not to be written to.
 * @throws DomainError unknown-territory, invalid-parameter
 */
export function histogramOf(
  data: EditionData,
  level: Level,
  within: readonly TerritoryRef[],
  rule: CountingRule,
): MinuteHistogram {
  const atoms = atomsFor(data, level, within);
  const places = resolveWithin(data, within)?.map((place) => `${place.level}:${place.index}`) ?? ['all'];
  const key = [level, rule, ...places].join(' ');
  const cache = cacheOf(data);
  const known = cache.histograms.get(key);
  if (known !== undefined) {
    cache.histograms.delete(key);
    cache.histograms.set(key, known);
    return known;
  }
  const histogram = minuteHistogram(data, atoms, level, nearestOf(data, rule), atomMask(data, atoms, within));
  cache.histograms.set(key, histogram);
  cache.histogramBytes += bytesOf(histogram);
  for (const [oldest, dropped] of cache.histograms) {
    if (cache.histogramBytes <= HISTOGRAM_BYTES_MAX || oldest === key) break;
    cache.histograms.delete(oldest);
    cache.histogramBytes -= bytesOf(dropped);
  }
  return histogram;
}

function bytesOf(histogram: MinuteHistogram): number {
  return histogram.counts.byteLength + 5 * histogram.residents.byteLength;
}
