import { DomainError } from '../domain-error.ts';
import type { Atoms, EditionData, Level } from './edition-data.ts';

/** A territory as it was asked for: its official code, not yet looked up in any edition. */
export interface TerritoryRef {
  level: Level;
  code: string;
}

/** A territory found in an edition. */
export interface ResolvedTerritory {
  level: Level;
  index: number;
}

/** How a level is written before a code; a département stands bare. Kinds of communes are written as their level. */
const PREFIX_OF_LEVEL = {
  region: 'reg',
  departement: 'dep',
  arrondissement: 'arr',
  epci: 'epci',
  canton: 'canton',
  commune: 'commune',
  qpv: 'qpv',
  rurality: 'rurality',
  density: 'density',
  zrr: 'zrr',
  zrr_detail: 'zrr_detail',
  frr: 'frr',
} satisfies Record<Exclude<Level, 'france'>, string>;

const LEVEL_OF_PREFIX = new Map(
  Object.entries(PREFIX_OF_LEVEL).map(([level, prefix]) => [prefix, level as Level]),
);

/** Levels that are kinds of communes, not places: the communes of a kind may lie anywhere. */
export const KINDS_OF_COMMUNES: ReadonlySet<Level> = new Set([
  'rurality',
  'density',
  'zrr',
  'zrr_detail',
  'frr',
]);

const EXPECTED =
  'comma-separated codes: a département as it is (2A, 976), others with a prefix (reg-94, arr-2A1, epci-200…, canton-2A01, commune-2A004, qpv-QN…), a kind of communes (rurality-rural, density-7, zrr-classed, frr-frr-plus), or france';

/** A reference as a parameter writes it: a bare code is a département. */
export function withinText(ref: TerritoryRef): string {
  if (ref.level === 'france') return 'france';
  return ref.level === 'departement' ? ref.code : `${PREFIX_OF_LEVEL[ref.level]}-${ref.code}`;
}

/**
 * Territories of a `within` or `--territory` text. A bare code is a département, since région and département codes
 * overlap; the others carry the prefix of their level. Nothing given means everything: an empty list.
 * @param parameter what the text was given as: errors name it
 * @throws DomainError invalid-parameter for a part that is neither.
 */
export function parseWithin(text: string | undefined, parameter = 'within'): TerritoryRef[] {
  if (text === undefined || text.trim() === '') return [];
  return text.split(',').map((part) => parseRef(part.trim(), parameter));
}

function parseRef(part: string, parameter: string): TerritoryRef {
  if (part.toLowerCase() === 'france') return { level: 'france', code: 'FR' };
  const dash = part.indexOf('-');
  const level = dash < 0 ? 'departement' : LEVEL_OF_PREFIX.get(part.slice(0, dash).toLowerCase());
  const code = part.slice(dash + 1);
  const shape = dash < 0 ? /^[0-9A-Z]{2,3}$/i : /^[0-9A-Z][0-9A-Z-]*$/i;
  if (level === undefined || !shape.test(code)) {
    throw new DomainError('invalid-parameter', `${parameter}: expected ${EXPECTED}; found "${part}"`, {
      parameter,
      expected: EXPECTED,
      found: part,
    });
  }
  return { level, code: spelledCode(level, code) };
}

/**
 * Official codes are upper case (2A004, QN…) but for the remainders without a canton, which are words. Kinds of
 * communes are words too, but for the letters of the ZRR file (A, CM).
 */
function spelledCode(level: Level, code: string): string {
  if (KINDS_OF_COMMUNES.has(level) && code.length > 2) return code.toLowerCase();
  return code.includes('-') ? code : code.toUpperCase();
}

/**
 * Territories of the edition that the references stand for, each once, in level and index order; a former commune
 * stands for the communes that it became. `null` where the references take in everything.
 * @param parameter what the references were given as: errors name it
 * @throws DomainError unknown-territory for a code that the edition does not hold.
 */
export function resolveWithin(
  data: EditionData,
  refs: readonly TerritoryRef[],
  parameter = 'within',
): ResolvedTerritory[] | null {
  const found = new Map<string, ResolvedTerritory>();
  let everything = refs.length === 0;
  for (const ref of refs) {
    if (ref.level === 'france') everything = true;
    for (const index of indexesOf(data, ref, parameter)) {
      found.set(`${ref.level}:${index}`, { level: ref.level, index });
    }
  }
  if (everything) return null;
  return [...found.values()].sort((a, b) =>
    a.level === b.level ? a.index - b.index : a.level < b.level ? -1 : 1,
  );
}

/**
 * One spelling of the territories asked for, whichever way they were: what answers are kept under.
 * @throws DomainError unknown-territory
 */
export function withinKey(data: EditionData, refs: readonly TerritoryRef[]): string {
  return (
    resolveWithin(data, refs)
      ?.map(({ level, index }) => `${level}:${index}`)
      .join(' ') ?? 'all'
  );
}

function indexesOf(data: EditionData, ref: TerritoryRef, parameter: string): number[] {
  const { indexOf } = data.levels[ref.level];
  const own = indexOf.get(ref.code);
  if (own !== undefined) return [own];
  if (ref.level === 'commune') {
    const heirs = (data.communeLineage.get(ref.code) ?? [])
      .map((code) => indexOf.get(code))
      .filter((index) => index !== undefined);
    if (heirs.length > 0) return heirs;
  }
  throw new DomainError(
    'unknown-territory',
    `${parameter}: no ${ref.level} ${ref.code} in edition ${data.id}`,
    { level: ref.level, code: ref.code, parameter },
  );
}

/**
 * The atoms a question is answered from. The QPV have atoms of their own, finer than the cells: they serve the level
 * `qpv` and any level asked within QPV alone.
 * @param parameter what the references were given as: errors name it
 * @throws DomainError invalid-parameter when QPV are mixed with other territories: their residents would count twice.
 */
export function atomsFor(
  data: EditionData,
  level: Level,
  refs: readonly TerritoryRef[],
  parameter = 'within',
): Atoms {
  if (level === 'qpv') return data.qpvAtoms;
  const qpvCount = refs.filter((ref) => ref.level === 'qpv').length;
  if (qpvCount === 0) return data.atoms;
  if (qpvCount === refs.length) return data.qpvAtoms;
  throw new DomainError(
    'invalid-parameter',
    `${parameter}: QPV cannot be mixed with other territories at this level`,
    {
      parameter,
      expected: 'QPV alone, or no QPV, or level qpv',
      found: refs.map((ref) => `${ref.level} ${ref.code}`),
    },
  );
}

/**
 * 1 for each atom in any of the territories, else 0; null where all are.
 * @throws DomainError unknown-territory
 */
export function atomMask(data: EditionData, atoms: Atoms, refs: readonly TerritoryRef[]): Uint8Array | null {
  const territories = resolveWithin(data, refs);
  if (territories === null) return null;
  return membersOf(territories, atoms.count, (level) => atoms.territory[level]);
}

/**
 * 1 for each site in any of the territories, else 0. A site beyond the loaded territory is in none, not even when
 * everything is asked for.
 * @throws DomainError unknown-territory
 */
export function siteMaskWithin(data: EditionData, refs: readonly TerritoryRef[]): Uint8Array {
  const territories = resolveWithin(data, refs) ?? [{ level: 'france', index: 0 } as const];
  return membersOf(territories, data.sites.length, (level) => data.levels[level].ofSite);
}

/** Marks the things whose territory is one of those given; one pass a level, not one a territory. */
function membersOf(
  territories: readonly ResolvedTerritory[],
  count: number,
  territoryOf: (level: Level) => Int32Array,
): Uint8Array {
  const mask = new Uint8Array(count);
  for (const level of new Set(territories.map((territory) => territory.level))) {
    const column = territoryOf(level);
    const wanted = territories
      .filter((territory) => territory.level === level)
      .map((territory) => territory.index);
    const isWanted = new Uint8Array(Math.max(...wanted) + 1);
    for (const index of wanted) isWanted[index] = 1;
    for (let i = 0; i < count; i++) {
      const index = column[i];
      if (index >= 0 && index < isWanted.length) mask[i] |= isWanted[index];
    }
  }
  return mask;
}
