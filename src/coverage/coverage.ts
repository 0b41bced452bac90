import { histogramOf } from './answer-cache.ts';
import type { EditionData, Level } from './edition-data.ts';
import { type MinuteHistogram, shareOf, type Tally, tallyAll, tallyRow } from './minute-histogram.ts';
import type { CountingRule } from './network.ts';
import { countSites, networkWithin } from './site-counts.ts';
import { thresholdSeconds } from './threshold.ts';
import { KINDS_OF_COMMUNES, type TerritoryRef } from './within.ts';

export interface CoverageQuery {
  level: Level;
  /** Empty: everything. */
  within: TerritoryRef[];
  /** Whole minutes, 1 to 60; covered is at or under. */
  thresholdMinutes: number;
  rule: CountingRule;
}

/**
 * In order of precedence. `not-applicable`: the level does not cover these residents by law. `no-population`: nobody
 * lives there. `no-time`: no provider gives a time to anybody there (an island without a road). `partial`: the figures
 * are of a part of the territory, because the rest is not loaded or lies outside `within`.
 */
export type CoverageStatus = 'not-applicable' | 'no-population' | 'no-time' | 'partial' | 'ok';

export interface CoverageItem {
  level: Level;
  code: string;
  name: string;
  population: number;
  covered: number;
  /** covered ÷ population; null where nobody lives. */
  share: number | null;
  /** Sites of the network in the territory (and in `within`). */
  sites: number;
  status: CoverageStatus;
  /** Part of the residents whose time is an estimate of the friction surface; null where nobody lives. */
  estimate_share: number | null;
  /** Residents without any time: counted, never covered. */
  without_time: number;
}

export interface CoverageTotal {
  population: number;
  covered: number;
  share: number | null;
  sites: number;
  without_time: number;
  estimate_share: number | null;
  /** Number of items. */
  territories: number;
}

/**
 * Residents at or under the threshold, by territory of a level, in code order, and in all.
 * A territory is listed when an atom or a site of it is within what was asked; its figures are of that part.
 * The total sums every atom once, so it is the same at every level but `qpv` (whose residents are the QPV's only).
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function coverage(
  data: EditionData,
  query: CoverageQuery,
): { items: CoverageItem[]; total: CoverageTotal } {
  const { level, within, thresholdMinutes, rule } = query;
  thresholdSeconds(data, thresholdMinutes);
  const histogram = histogramOf(data, level, within, rule);
  const inNetwork = networkWithin(data, within, rule);
  const sites = countSites(data, level, inNetwork);

  const items: CoverageItem[] = [];
  for (let row = 0; row < histogram.territoryCount; row++) {
    if (histogram.atomsInside[row] === 0 && sites.byTerritory[row] === 0) continue;
    items.push(coverageItem(data, level, histogram, row, sites.byTerritory[row], thresholdMinutes));
  }
  const all = tallyAll(histogram, thresholdMinutes);
  return {
    items,
    total: {
      population: all.residents,
      covered: all.covered,
      share: shareOf(all.covered, all.residents),
      sites: level === 'qpv' ? sites.total - sites.elsewhere : sites.total,
      without_time: all.withoutTime,
      estimate_share: shareOf(all.estimated, all.residents),
      territories: items.length,
    },
  };
}

/** The figures of one territory of a level, by its row in a histogram of that level. */
export function coverageItem(
  data: EditionData,
  level: Level,
  histogram: MinuteHistogram,
  row: number,
  sites: number,
  thresholdMinutes: number,
): CoverageItem {
  const tally = tallyRow(histogram, row, thresholdMinutes);
  return {
    level,
    code: data.levels[level].codes[row],
    name: data.levels[level].names[row],
    population: tally.residents,
    covered: tally.covered,
    share: shareOf(tally.covered, tally.residents),
    sites,
    status: statusOf(data, level, histogram, row, tally),
    estimate_share: shareOf(tally.estimated, tally.residents),
    without_time: tally.withoutTime,
  };
}

function statusOf(
  data: EditionData,
  level: Level,
  histogram: MinuteHistogram,
  row: number,
  tally: Tally,
): CoverageStatus {
  const extent = data.levels[level].extents[row];
  if (extent === 'not-applicable') return 'not-applicable';
  if (tally.residents === 0) return 'no-population';
  if (tally.withoutTime === tally.residents) return 'no-time';
  // `within` narrows what is asked of a kind of communes, it does not cut it.
  const cut = histogram.atomsInside[row] < histogram.atomsInAll[row] && !KINDS_OF_COMMUNES.has(level);
  return extent === 'partial' || cut ? 'partial' : 'ok';
}
