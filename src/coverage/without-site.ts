import type { EditionData, Level } from './edition-data.ts';
import type { CountingRule } from './network.ts';
import { countSites, networkWithin } from './site-counts.ts';
import { atomMask, atomsFor, type TerritoryRef } from './within.ts';

export interface WithoutSiteQuery {
  level: Level;
  within: TerritoryRef[];
  rule: CountingRule;
}

export interface WithoutSiteItem {
  level: Level;
  code: string;
  name: string;
  /** Residents of the whole territory as loaded. */
  population: number;
  status: 'without-site' | 'not-applicable';
}

export interface WithoutSiteTotal {
  /** Territories that the level applies to, with a site or without. */
  territories: number;
  without_site: number;
  not_applicable: number;
}

/**
 * Territories where no site of the network stands, in code order; those that the level does not apply to are listed
 * and counted apart. A territory that `within` touches is judged whole: an EPCI across two départements has a site
 * when it has one in either.
 * @throws DomainError unknown-territory, invalid-parameter
 */
export function withoutSite(
  data: EditionData,
  query: WithoutSiteQuery,
): { items: WithoutSiteItem[]; total: WithoutSiteTotal } {
  const { level, within, rule } = query;
  const territories = data.levels[level];
  const atoms = atomsFor(data, level, within);
  const mask = atomMask(data, atoms, within);
  const sites = countSites(data, level, networkWithin(data, [], rule));

  const asked = new Uint8Array(territories.codes.length);
  const population = new Uint32Array(territories.codes.length);
  const territoryOf = atoms.territory[level];
  for (let atom = 0; atom < atoms.count; atom++) {
    const territory = territoryOf[atom];
    if (territory < 0) continue;
    population[territory] += atoms.residents[atom];
    if (mask === null || mask[atom] === 1) asked[territory] = 1;
  }

  const items: WithoutSiteItem[] = [];
  const total: WithoutSiteTotal = { territories: 0, without_site: 0, not_applicable: 0 };
  for (let territory = 0; territory < asked.length; territory++) {
    if (asked[territory] === 0) continue;
    const applies = territories.extents[territory] !== 'not-applicable';
    if (applies) total.territories++;
    else total.not_applicable++;
    if (applies && sites.byTerritory[territory] > 0) continue;
    if (applies) total.without_site++;
    items.push({
      level,
      code: territories.codes[territory],
      name: territories.names[territory],
      population: population[territory],
      status: applies ? 'without-site' : 'not-applicable',
    });
  }
  return { items, total };
}
