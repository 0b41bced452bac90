import { PROVIDERS, type Provider } from '../grid/access-matrix.ts';
import type { EditionData, Level, Site } from './edition-data.ts';
import type { NearestRows } from './explain-origins.ts';

export const CELL_STATUSES = ['covered', 'beyond', 'no-time'] as const;

/**
 * Metres from a cell's point to the road it was snapped to from where it is worth a look: at the speed of the way to the
 * road (25 km/h) a kilometre is more than two minutes of the time.
 */
export const FAR_SNAP_M = 1000;

/** One origin of the grid: a populated cell; in QPV a sample point; with imported times, a place. */
export interface ExplainedCell {
  /** H3, hex. */
  cell: string;
  lon: number;
  lat: number;
  /** Of the territory that was asked for: the cell may hold others. */
  residents: number;
  status: (typeof CELL_STATUSES)[number];
  /** To the nearest site; null where none is within the limit. */
  seconds: number | null;
  site: string | null;
  site_name: string | null;
  site_commune: string | null;
  site_commune_name: string | null;
  provider: Provider;
  snap_m: number | null;
  /** `far-snap` */
  flags: string[];
}

/** Where a site stands: `neighbour` outside the territory asked for, `outside-edition` beyond all that is loaded. */
export const SITE_PLACES = ['inside', 'neighbour', 'outside-edition'] as const;

export interface ExplainedSite {
  id: string;
  name: string;
  type: Site['type'];
  format: Site['format'];
  commune: string | null;
  commune_name: string | null;
  departement: string | null;
  place: (typeof SITE_PLACES)[number];
  /** Residents of the territory whose nearest site it is. */
  residents_nearest: number;
  /** Those of them at or under the threshold. */
  residents_covered: number;
  lon: number;
  lat: number;
  flags: string[];
}

/** Cells with most residents beyond the threshold first, then those with most residents; then by their order. */
export function explainedCells(data: EditionData, rows: NearestRows, limit: number) {
  let beyond = 0;
  for (let row = 0; row < rows.count; row++) beyond += 1 - rows.covered[row];
  // Uncovered before covered, then residents: both in one number, exact below 2^53.
  const weight = (row: number) => (rows.covered[row] === 1 ? 0 : 2 ** 33) + rows.residents[row];
  const items = heaviest(rows.count, limit, weight).map((row) => cellOf(data, rows, row));
  return { count: rows.count, beyond, items };
}

/** Rows of the greatest weights, descending; the lower row of equals first. Keeps no more than it gives. */
function heaviest(count: number, limit: number, weight: (row: number) => number): number[] {
  const kept: number[] = [];
  const weights: number[] = [];
  for (let row = 0; row < count; row++) {
    const own = weight(row);
    if (kept.length === limit && own <= weights[limit - 1]) continue;
    let low = 0;
    let high = weights.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (weights[middle] >= own) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, row);
    weights.splice(low, 0, own);
    if (kept.length > limit) {
      kept.pop();
      weights.pop();
    }
  }
  return kept;
}

function cellOf(data: EditionData, rows: NearestRows, row: number): ExplainedCell {
  const { origins, sites } = data;
  const origin = rows.origin[row];
  const site = rows.site[row] < 0 ? null : sites[rows.site[row]];
  const provider = PROVIDERS[origins.provider[origin]];
  const snapM = Number.isNaN(origins.snapM[origin]) ? null : Math.round(origins.snapM[origin]);
  return {
    cell: origins.cell[origin].toString(16),
    lon: origins.lon[origin],
    lat: origins.lat[origin],
    residents: rows.residents[row],
    status: provider === 'none' ? 'no-time' : rows.covered[row] === 1 ? 'covered' : 'beyond',
    seconds: site === null ? null : rows.seconds[row],
    site: site?.id ?? null,
    site_name: site?.name ?? null,
    site_commune: site?.commune ?? null,
    site_commune_name: site === null ? null : communeName(data, site),
    provider,
    snap_m: snapM,
    flags: snapM !== null && snapM > FAR_SNAP_M ? ['far-snap'] : [],
  };
}

/**
 * The sites that are nearest to residents of the territory, those nearest to most first.
 * @param wanted indexes of the territory at the level
 */
export function servingSites(
  data: EditionData,
  level: Level,
  wanted: ReadonlySet<number>,
  rows: NearestRows,
  limit: number,
) {
  const nearest = new Float64Array(data.sites.length);
  const covered = new Float64Array(data.sites.length);
  for (let row = 0; row < rows.count; row++) {
    const site = rows.site[row];
    if (site < 0) continue;
    nearest[site] += rows.residents[row];
    if (rows.covered[row] === 1) covered[site] += rows.residents[row];
  }
  const serving = [...nearest.keys()]
    .filter((site) => nearest[site] > 0)
    .sort((a, b) => nearest[b] - nearest[a] || a - b);
  const { ofSite } = data.levels[level];
  const items = serving.slice(0, limit).map((index): ExplainedSite => {
    const site = data.sites[index];
    const inside = wanted.has(ofSite[index]);
    return {
      id: site.id,
      name: site.name,
      type: site.type,
      format: site.format,
      commune: site.commune,
      commune_name: communeName(data, site),
      departement: site.departement,
      place: inside ? 'inside' : site.inScope ? 'neighbour' : 'outside-edition',
      residents_nearest: nearest[index],
      residents_covered: covered[index],
      lon: site.lon,
      lat: site.lat,
      flags: site.flags,
    };
  });
  const outside = serving.filter((index) => !wanted.has(ofSite[index]));
  return {
    count: serving.length,
    outside: {
      count: outside.length,
      residents: outside.reduce((sum, index) => sum + nearest[index], 0),
    },
    items,
  };
}

/** Null for a commune that is not loaded. */
function communeName(data: EditionData, site: Site): string | null {
  const index = site.commune === null ? undefined : data.levels.commune.indexOf.get(site.commune);
  return index === undefined ? null : data.levels.commune.names[index];
}
