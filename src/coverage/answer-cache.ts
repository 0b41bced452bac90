import type { EditionData, Level } from './edition-data.ts';
import { editionMemo } from './edition-memo.ts';
import { type MinuteHistogram, minuteHistogram } from './minute-histogram.ts';
import { nearestSeconds } from './nearest.ts';
import { COUNTING_RULES, type CountingRule, networkMask } from './network.ts';
import { atomMask, atomsFor, type TerritoryRef, withinKey } from './within.ts';

/** A histogram of the communes of France takes 9 MB: this keeps the ones of a day's work, not every one asked. */
const HISTOGRAM_BYTES_MAX = 64 * 1024 * 1024;

const nearestMemo = editionMemo<Uint16Array>(COUNTING_RULES.length);
const histogramMemo = editionMemo<MinuteHistogram>(HISTOGRAM_BYTES_MAX, bytesOf);

/** Seconds from each origin to the network of the rule; computed once an edition. Not to be written to. */
export function nearestOf(data: EditionData, rule: CountingRule): Uint16Array {
  return nearestMemo.of(data, rule, () => nearestSeconds(data.matrix, networkMask(data.sites, rule)));
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
  return histogramMemo.of(data, `${level} ${rule} ${withinKey(data, within)}`, () =>
    minuteHistogram(data, atoms, level, nearestOf(data, rule), atomMask(data, atoms, within)),
  );
}

function bytesOf(histogram: MinuteHistogram): number {
  return histogram.counts.byteLength + 5 * histogram.residents.byteLength;
}
