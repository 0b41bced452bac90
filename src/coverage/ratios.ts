import { histogramOf } from './answer-cache.ts';
import type { Atoms, EditionData, Level } from './edition-data.ts';
import { shareOf, type Tally, tallyAll, tallyRow } from './minute-histogram.ts';
import type { CountingRule } from './network.ts';
import { countSites, networkWithin } from './site-counts.ts';
import { thresholdSeconds } from './threshold.ts';
import { atomsFor, type TerritoryRef } from './within.ts';

export const RATIO_DIMENSIONS = ['density', 'zrr', 'frr', 'qpv'] as const;
export type RatioDimension = (typeof RATIO_DIMENSIONS)[number];

export interface RatiosQuery {
  by: RatioDimension;
  within: TerritoryRef[];
  thresholdMinutes: number;
  rule: CountingRule;
}

export interface RatioItem {
  by: RatioDimension;
  /** Code of the group. */
  group: string;
  name: string;
  residents: number;
  covered: number;
  share: number | null;
  sites: number;
  sites_per_100k: number | null;
  share_of_sites: number;
  share_of_residents: number;
  /** Groups sum to the total; details sum to their parent. */
  kind: 'group' | 'detail';
  parent: string | null;
}

export interface RatiosTotal {
  residents: number;
  covered: number;
  share: number | null;
  sites: number;
}

/** Residents that a zoning's file says nothing of: shown, so that groups always sum to the total. */
const UNCLASSIFIED = { group: 'unclassified', name: 'Non renseigné' };

const LEVELS_OF: Record<'density' | 'zrr' | 'frr', { groups: Level; details: Level | null }> = {
  density: { groups: 'rurality', details: 'density' },
  zrr: { groups: 'zrr', details: 'zrr_detail' },
  frr: { groups: 'frr', details: null },
};

/**
 * Residents, coverage and sites of each kind of territory: rural and urban with the seven density classes, ZRR, FRR,
 * inside and outside the QPV.
 * @throws DomainError threshold-out-of-range, unknown-territory, invalid-parameter
 */
export function ratios(data: EditionData, query: RatiosQuery): { items: RatioItem[]; total: RatiosTotal } {
  thresholdSeconds(data, query.thresholdMinutes);
  const { within, rule, thresholdMinutes } = query;
  const all = tallyAll(histogramOf(data, 'france', within, rule), thresholdMinutes);
  const inNetwork = networkWithin(data, within, rule);
  let sites = 0;
  for (const inside of inNetwork) sites += inside;
  const total: RatiosTotal = {
    residents: all.residents,
    covered: all.covered,
    share: shareOf(all.covered, all.residents),
    sites,
  };
  if (query.by === 'qpv') return { items: qpvItems(data, query, total, inNetwork), total };
  const { groups, details } = LEVELS_OF[query.by];
  const items = levelItems(data, query, groups, total, inNetwork, null);
  if (details !== null) {
    const parents = parentCodes(data, atomsFor(data, groups, within), groups, details);
    items.push(...levelItems(data, query, details, total, inNetwork, parents));
  }
  return { items, total };
}

/** One item a territory of the level; `parents` makes them details. */
function levelItems(
  data: EditionData,
  query: RatiosQuery,
  level: Level,
  total: RatiosTotal,
  inNetwork: Uint8Array,
  parents: readonly (string | null)[] | null,
): RatioItem[] {
  const histogram = histogramOf(data, level, query.within, query.rule);
  const counts = countSites(data, level, inNetwork);
  const { codes, names } = data.levels[level];
  const kind = parents === null ? 'group' : 'detail';
  const items: RatioItem[] = [];
  for (let row = 0; row <= histogram.territoryCount; row++) {
    const outside = row === histogram.territoryCount;
    const sites = outside ? counts.elsewhere : counts.byTerritory[row];
    if ((histogram.atomsInside[row] === 0 && sites === 0) || (outside && kind === 'detail')) continue;
    const label = outside ? UNCLASSIFIED : { group: codes[row], name: names[row] };
    const tally = tallyRow(histogram, row, query.thresholdMinutes);
    items.push(ratioItem(query.by, label, tally, sites, total, kind, parents?.[row] ?? null));
  }
  return items;
}

/**
 * The residents outside are the total less those inside. Those inside are sampled finer than the cells, so near a
 * threshold their covered can pass the total's by a few: what is left is never under zero nor over the residents.
 */
function qpvItems(
  data: EditionData,
  query: RatiosQuery,
  total: RatiosTotal,
  inNetwork: Uint8Array,
): RatioItem[] {
  const inside = tallyAll(histogramOf(data, 'qpv', query.within, query.rule), query.thresholdMinutes);
  const counts = countSites(data, 'qpv', inNetwork);
  const residents = Math.max(0, total.residents - inside.residents);
  const covered = Math.min(residents, Math.max(0, total.covered - inside.covered));
  return [
    ratioItem(
      'qpv',
      { group: 'in-qpv', name: 'En QPV' },
      inside,
      counts.total - counts.elsewhere,
      total,
      'group',
      null,
    ),
    ratioItem(
      'qpv',
      { group: 'outside-qpv', name: 'Hors QPV' },
      { residents, covered },
      counts.elsewhere,
      total,
      'group',
      null,
    ),
  ];
}

function ratioItem(
  by: RatioDimension,
  label: { group: string; name: string },
  tally: Pick<Tally, 'residents' | 'covered'>,
  sites: number,
  total: RatiosTotal,
  kind: RatioItem['kind'],
  parent: string | null,
): RatioItem {
  const { residents, covered } = tally;
  return {
    by,
    group: label.group,
    name: label.name,
    residents,
    covered,
    share: shareOf(covered, residents),
    sites,
    sites_per_100k: residents === 0 ? null : (sites * 100_000) / residents,
    share_of_sites: total.sites === 0 ? 0 : sites / total.sites,
    share_of_residents: total.residents === 0 ? 0 : residents / total.residents,
    kind,
    parent,
  };
}

/** Code of the group that holds each detail, read from the first atom of each. */
function parentCodes(data: EditionData, atoms: Atoms, groups: Level, details: Level): (string | null)[] {
  const groupOf = atoms.territory[groups];
  const detailOf = atoms.territory[details];
  const parents = new Array<string | null>(data.levels[details].codes.length).fill(null);
  let missing = parents.length;
  for (let atom = 0; atom < atoms.count && missing > 0; atom++) {
    const detail = detailOf[atom];
    if (detail < 0 || groupOf[atom] < 0 || parents[detail] !== null) continue;
    parents[detail] = data.levels[groups].codes[groupOf[atom]];
    missing--;
  }
  return parents;
}
