import type { Atoms, EditionData, Level } from './edition-data.ts';

/** Levels whose territories are places that people know by name. Ties of population go to the first. */
export const SEARCH_LEVELS = [
  'commune',
  'departement',
  'region',
  'epci',
  'arrondissement',
  'canton',
  'qpv',
] as const satisfies readonly Level[];
export type SearchLevel = (typeof SEARCH_LEVELS)[number];

/** Through what a hit was found; parts are the arrondissements of Paris, Lyon and Marseille. */
export const SEARCH_MATCHES = [
  'name',
  'code',
  'postcode',
  'former-name',
  'former-code',
  'part-name',
  'part-code',
] as const;
export type SearchMatch = (typeof SEARCH_MATCHES)[number];

/** A territory or a site as it is told of when it is found. */
export interface SearchEntry {
  /** Null for a site. */
  level: SearchLevel | null;
  /** Index among the territories of the level, or among the sites. */
  index: number;
  code: string;
  name: string;
  /** Département with most of its residents; null for a région, and for a site beyond the loaded territory. */
  departement: string | null;
  /** Null for a site. */
  population: number | null;
  /** Where most people of it live, or the site itself; null where nobody is placed. */
  lonLat: readonly [number, number] | null;
}

/** Every territory and site that can be found: by level as above, each by code; then the sites in their order. */
export function searchEntries(data: EditionData): SearchEntry[] {
  const entries: SearchEntry[] = [];
  for (const level of SEARCH_LEVELS) {
    const { codes, names, extents } = data.levels[level];
    const facts = territoryFacts(data, level);
    for (let index = 0; index < codes.length; index++) {
      // A remainder outside the level is no place.
      if (extents[index] === 'not-applicable') continue;
      const origin = facts.origin[index];
      const { lon, lat } = data.origins;
      entries.push({
        level,
        index,
        code: codes[index],
        name: names[index],
        departement: level === 'region' ? null : (facts.departement[index] ?? null),
        population: facts.population[index],
        lonLat: origin < 0 ? null : [lon[origin], lat[origin]],
      });
    }
  }
  data.sites.forEach((site, index) => {
    entries.push({
      level: null,
      index,
      code: site.id,
      name: site.name,
      departement: site.departement,
      population: null,
      lonLat: [site.lon, site.lat],
    });
  });
  return entries;
}

interface TerritoryFacts {
  population: Float64Array;
  /** Origin with most residents, -1 for none; the first of equals. */
  origin: Int32Array;
  departement: (string | null)[];
}

function territoryFacts(data: EditionData, level: SearchLevel): TerritoryFacts {
  const count = data.levels[level].codes.length;
  const atoms = level === 'qpv' ? data.qpvAtoms : data.atoms;
  const territoryOf = atoms.territory[level];
  const population = new Float64Array(count);
  const origin = new Int32Array(count).fill(-1);
  const most = new Float64Array(count).fill(-1);
  for (let atom = 0; atom < atoms.count; atom++) {
    const territory = territoryOf[atom];
    if (territory < 0) continue;
    const people = atoms.residents[atom];
    population[territory] += people;
    if (people <= most[territory]) continue;
    most[territory] = people;
    origin[territory] = atoms.origin[atom];
  }
  return { population, origin, departement: departementsOf(data, atoms, level) };
}

/** Of each territory of a level, the code of the département with most of its residents; the lowest code of equals. */
function departementsOf(data: EditionData, atoms: Atoms, level: SearchLevel): (string | null)[] {
  const { codes } = data.levels.departement;
  const territoryOf = atoms.territory[level];
  const departementOf = atoms.territory.departement;
  const residents = new Map<number, number>();
  for (let atom = 0; atom < atoms.count; atom++) {
    if (territoryOf[atom] < 0 || departementOf[atom] < 0) continue;
    const pair = territoryOf[atom] * codes.length + departementOf[atom];
    residents.set(pair, (residents.get(pair) ?? 0) + atoms.residents[atom]);
  }
  const found: (string | null)[] = new Array(data.levels[level].codes.length).fill(null);
  const most = new Float64Array(found.length).fill(-1);
  for (const [pair, people] of [...residents].sort((a, b) => a[0] - b[0])) {
    const territory = Math.floor(pair / codes.length);
    if (people <= most[territory]) continue;
    most[territory] = people;
    found[territory] = codes[pair % codes.length];
  }
  return found;
}
