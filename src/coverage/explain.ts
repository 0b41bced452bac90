import { PROVIDERS, type Provider } from '../grid/access-matrix.ts';
import { histogramOf } from './answer-cache.ts';
import { type CoverageItem, coverageItem } from './coverage.ts';
import type { EditionData, Level } from './edition-data.ts';
import { type NearestRows, nearestByOrigin } from './explain-origins.ts';
import { type ExplainedCell, type ExplainedSite, explainedCells, servingSites } from './explain-rows.ts';
import { type FormerCommune, findTerritory } from './explain-territory.ts';
import { shareOf } from './minute-histogram.ts';
import { type CountingRule, networkMask } from './network.ts';
import { countSites, networkWithin } from './site-counts.ts';
import { thresholdSeconds } from './threshold.ts';

export interface ExplainQuery {
  level: Level;
  /** Official code; a former commune's stands for the communes that it became. */
  code: string;
  thresholdMinutes: number;
  rule: CountingRule;
  /** At most so many cells, and so many sites. */
  limit: number;
}

export interface ProviderResidents {
  provider: Provider;
  residents: number;
  covered: number;
}

/**
 * `no-provider`: no way of computing a time reaches them (an island without a road and without a site).
 * `beyond-limit`: a time could be computed, but no site of the network lies within the grid's limit.
 */
export const UNTIMED_REASONS = ['no-provider', 'beyond-limit'] as const;
export type UntimedReason = (typeof UNTIMED_REASONS)[number];

export interface Explanation {
  /** As `coverage` has them; the sum over `parts`. */
  figures: CoverageItem;
  /** The territory asked for; the communes of today that a former one became. */
  parts: CoverageItem[];
  former: FormerCommune | null;
  providers: ProviderResidents[];
  untimed: { reason: UntimedReason; residents: number }[];
  /** `count` of all that there are; `items` the first of them. */
  cells: { count: number; beyond: number; items: ExplainedCell[] };
  /** `outside`: those of them that do not stand in the territory, with the residents they are nearest to. */
  sites: {
    count: number;
    outside: { count: number; residents: number };
    items: ExplainedSite[];
  };
}

const NO_PROVIDER = PROVIDERS.indexOf('none');

/**
 * Why a territory has the figures it has: its populated cells with their nearest site, the sites that serve it, and
 * where its times come from. Every sum over all cells equals the figures of `coverage`.
 * @throws DomainError threshold-out-of-range; unknown-territory (parameter: code)
 */
export function explain(data: EditionData, query: ExplainQuery): Explanation {
  const { level, thresholdMinutes, rule, limit } = query;
  const limitSeconds = thresholdSeconds(data, thresholdMinutes);
  const { indexes, former } = findTerritory(data, level, query.code);
  const histogram = histogramOf(data, level, [], rule);
  const siteCounts = countSites(data, level, networkWithin(data, [], rule));
  const parts = indexes.map((row) =>
    coverageItem(data, level, histogram, row, siteCounts.byTerritory[row], thresholdMinutes),
  );
  const rows = nearestByOrigin(data, level, indexes, networkMask(data.sites, rule), limitSeconds);
  const tallied = tally(data, rows);
  return {
    figures: former === null ? parts[0] : together(parts, former),
    parts,
    former,
    ...tallied,
    cells: explainedCells(data, rows, limit),
    sites: servingSites(data, level, new Set(indexes), rows, limit),
  };
}

function tally(data: EditionData, rows: NearestRows): Pick<Explanation, 'providers' | 'untimed'> {
  const residents = new Array<number>(PROVIDERS.length).fill(0);
  const covered = new Array<number>(PROVIDERS.length).fill(0);
  let beyondLimit = 0;
  for (let row = 0; row < rows.count; row++) {
    const provider = data.origins.provider[rows.origin[row]];
    residents[provider] += rows.residents[row];
    if (rows.covered[row] === 1) covered[provider] += rows.residents[row];
    if (provider !== NO_PROVIDER && rows.site[row] < 0) beyondLimit += rows.residents[row];
  }
  const untimed: Explanation['untimed'] = [
    { reason: 'no-provider', residents: residents[NO_PROVIDER] },
    { reason: 'beyond-limit', residents: beyondLimit },
  ];
  return {
    providers: PROVIDERS.map((provider, index) => ({
      provider,
      residents: residents[index],
      covered: covered[index],
    })).filter((row) => row.residents > 0),
    untimed: untimed.filter((row) => row.residents > 0),
  };
}

/** The figures of the communes that a former one became, under its own code and name. */
function together(parts: readonly CoverageItem[], former: FormerCommune): CoverageItem {
  if (parts.length === 1) return parts[0];
  const sum = (of: (part: CoverageItem) => number) => parts.reduce((total, part) => total + of(part), 0);
  const population = sum((part) => part.population);
  const statuses = new Set(parts.map((part) => part.status));
  const status = statuses.size === 1 ? parts[0].status : statuses.has('partial') ? 'partial' : 'ok';
  return {
    level: parts[0].level,
    code: former.code,
    name: former.names[0] ?? former.code,
    population,
    covered: sum((part) => part.covered),
    share: shareOf(
      sum((part) => part.covered),
      population,
    ),
    sites: sum((part) => part.sites),
    status,
    estimate_share: shareOf(
      sum((part) => Math.round((part.estimate_share ?? 0) * part.population)),
      population,
    ),
    without_time: sum((part) => part.without_time),
  };
}
