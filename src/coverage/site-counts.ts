import type { EditionData, Level } from './edition-data.ts';
import { type CountingRule, networkMask } from './network.ts';
import { siteMaskWithin, type TerritoryRef } from './within.ts';

/**
 * 1 for each site of the network that stands within the territories. Sites beyond the loaded territory serve its
 * residents but are never counted as its sites.
 * @throws DomainError unknown-territory
 */
export function networkWithin(
  data: EditionData,
  within: readonly TerritoryRef[],
  rule: CountingRule,
): Uint8Array {
  const mask = siteMaskWithin(data, within);
  const network = networkMask(data.sites, rule);
  for (let site = 0; site < mask.length; site++) mask[site] &= network[site];
  return mask;
}

export interface SiteCounts {
  byTerritory: Uint32Array;
  /** Sites of the mask in no territory of the level. */
  elsewhere: number;
  total: number;
}

/** Sites of a mask by territory of a level. */
export function countSites(data: EditionData, level: Level, mask: Uint8Array): SiteCounts {
  const { codes, ofSite } = data.levels[level];
  const counts: SiteCounts = { byTerritory: new Uint32Array(codes.length), elsewhere: 0, total: 0 };
  for (let site = 0; site < mask.length; site++) {
    if (mask[site] === 0) continue;
    counts.total++;
    if (ofSite[site] >= 0) counts.byTerritory[ofSite[site]]++;
    else counts.elsewhere++;
  }
  return counts;
}
