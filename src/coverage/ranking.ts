import { type CoverageItem, type CoverageTotal, coverage } from './coverage.ts';
import type { EditionData, Level } from './edition-data.ts';
import type { CountingRule } from './network.ts';
import { KINDS_OF_COMMUNES, type TerritoryRef } from './within.ts';

export const RANKING_MEASURES = ['coverage', 'uncovered', 'residents-per-site'] as const;
export type RankingMeasure = (typeof RANKING_MEASURES)[number];

/** Worst first: the least coverage, the most residents uncovered, the most residents to a site. */
export const RANKING_ORDERS = ['worst-first', 'best-first'] as const;
export type RankingOrder = (typeof RANKING_ORDERS)[number];

export interface RankingQuery {
  level: Level;
  /** Empty: everything. */
  within: TerritoryRef[];
  by: RankingMeasure;
  order: RankingOrder;
  thresholdMinutes: number;
  rule: CountingRule;
  /** Rows wanted, or null for all. */
  limit: number | null;
  /** Rows left out before the first. */
  offset: number;
}

/** `no-site`: ranked by residents per site, with nothing to divide by. `no-time`: no resident has a time. */
export const RANKED_STATUSES = ['ok', 'no-time', 'no-site'] as const;
export type RankedStatus = (typeof RANKED_STATUSES)[number];

export interface RankingItem {
  /** 1 is the first; equals share a rank, and the next rank leaves room for them (1, 2, 2, 4). */
  rank: number;
  /** Territories with this rank, this one included. */
  tied: number;
  level: Level;
  code: string;
  name: string;
  population: number;
  covered: number;
  uncovered: number;
  share: number | null;
  sites: number;
  /** null without a site. */
  residents_per_site: number | null;
  status: RankedStatus;
  estimate_share: number | null;
  without_time: number;
}

export interface RankingTotal {
  /** Territories that have a rank, listed here or not. */
  ranked: number;
  /** Kept out, by the reason. */
  partial: number;
  no_population: number;
  not_applicable: number;
  /** All residents asked about, those of territories kept out too. */
  population: number;
  covered: number;
  uncovered: number;
  share: number | null;
  sites: number;
  estimate_share: number | null;
  without_time: number;
}

/**
 * The territories of a level by one figure of their coverage. Equal figures share a rank and stand in code order.
 * Territories that cannot be held against the others are kept out and counted: those the level does not apply to, those
 * without residents, and those of which only a part is loaded or asked for. A territory without a site has no number of
 * residents to a site: it stands at the worst end of that ranking, at one rank with the others like it.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function ranking(
  data: EditionData,
  query: RankingQuery,
): { items: RankingItem[]; total: RankingTotal } {
  const { items, total } = coverage(data, query);
  const apart = { partial: 0, no_population: 0, not_applicable: 0 };
  const ranked: CoverageItem[] = [];
  for (const item of items) {
    if (item.status === 'not-applicable') apart.not_applicable++;
    else if (item.population === 0) apart.no_population++;
    else if (isPartial(data, query, item)) apart.partial++;
    else ranked.push(item);
  }
  return {
    items: rankedRows(ranked, query),
    total: { ranked: ranked.length, ...apart, ...totalOf(total) },
  };
}

/**
 * Narrowed to kinds of communes, every territory is asked about by the same part of it, and they can be held against
 * each other: only what is not loaded makes one partial.
 */
function isPartial(data: EditionData, { level, within }: RankingQuery, item: CoverageItem): boolean {
  const { indexOf, extents } = data.levels[level];
  if (extents[indexOf.get(item.code)!] === 'partial') return true;
  const byKind = within.length > 0 && within.every((ref) => KINDS_OF_COMMUNES.has(ref.level));
  return item.status === 'partial' && !byKind;
}

/** The higher, the worse. */
function badnessOf(item: CoverageItem, by: RankingMeasure): number {
  switch (by) {
    case 'coverage':
      return -item.covered / item.population;
    case 'uncovered':
      return item.population - item.covered;
    case 'residents-per-site':
      return item.sites === 0 ? Number.POSITIVE_INFINITY : item.population / item.sites;
  }
}

/**
 * The figures alone are sorted, then each territory's place is found among them: 7 ms for 35,000 communes, where sorting
 * the territories by a comparison took 13. Items come in code order, and equals take their places in it.
 */
function rankedRows(items: readonly CoverageItem[], query: RankingQuery): RankingItem[] {
  const { by, order, offset, limit } = query;
  const sign = order === 'worst-first' ? -1 : 1;
  const figures = Float64Array.from(items, (item) => sign * badnessOf(item, by));
  const sorted = figures.toSorted();
  const firstPlace = new Uint32Array(items.length);
  /** By first place: territories that share it. */
  const tied = new Uint32Array(items.length);
  const itemAt = new Uint32Array(items.length);
  for (let item = 0; item < figures.length; item++) {
    const first = placeOf(figures[item], sorted);
    firstPlace[item] = first;
    itemAt[first + tied[first]] = item;
    tied[first]++;
  }
  const end = limit === null ? items.length : offset + limit;
  return Array.from(itemAt.subarray(offset, end), (item) => {
    const first = firstPlace[item];
    return rowOf(items[item], by, first + 1, tied[first]);
  });
}

/** Number of figures under one. */
function placeOf(figure: number, sorted: Float64Array): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < figure) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowOf(item: CoverageItem, by: RankingMeasure, rank: number, tied: number): RankingItem {
  const { level, code, name, population, covered, share, sites, estimate_share, without_time } = item;
  const alone = by === 'residents-per-site' && sites === 0;
  return {
    rank,
    tied,
    level,
    code,
    name,
    population,
    covered,
    uncovered: population - covered,
    share,
    sites,
    residents_per_site: sites === 0 ? null : population / sites,
    status: alone ? 'no-site' : without_time === population ? 'no-time' : 'ok',
    estimate_share,
    without_time,
  };
}

function totalOf(total: CoverageTotal) {
  const { population, covered, share, sites, estimate_share, without_time } = total;
  return { population, covered, uncovered: population - covered, share, sites, estimate_share, without_time };
}
