import type {
  Atoms,
  EditionData,
  Level,
  LineageStep,
  Site,
  Territories,
  TerritoryExtent,
} from '../coverage/edition-data.ts';
import { DomainError } from '../domain-error.ts';
import { type AtomColumns, decodeAtoms } from '../grid/atoms-binary.ts';
import { decodeMatrix } from '../grid/matrix-binary.ts';
import { decodeOrigins } from '../grid/origins-binary.ts';
import { readArtifact } from '../store/edition/artifacts.ts';
import { readImportReports } from '../store/edition/import-reports.ts';
import { readFormerNames, readPostcodes } from '../store/edition/read-commune-names.ts';
import {
  type CantonRecord,
  type CommuneRecord,
  type DivisionRecord,
  readCantons,
  readCommunes,
  readDivisions,
  readLineage,
  readQpv,
  readSites,
  type SiteRecord,
} from '../store/edition/read-edition.ts';
import type { Db } from '../store/engine.ts';
import { GROUP_LEVELS, type GroupLevel } from './group-levels.ts';

/** Reads an edition from the store into the columns that coverage questions scan. */
export async function readEditionData(db: Db, id: string, schemaName: string): Promise<EditionData> {
  const datasets = new Set((await readImportReports(db, schemaName)).map((report) => report.dataset));
  const communes = await readCommunes(db, schemaName);
  const cantons = await readCantons(db, schemaName);
  const divisions = await readDivisions(db, schemaName);
  const qpv = await readQpv(db, schemaName);
  const siteRecords = await readSites(db, schemaName);
  const atoms = decodeAtoms('atoms', await artifact(db, schemaName, 'atoms'));
  const qpvAtoms = decodeAtoms('qpv-atoms', await artifact(db, schemaName, 'qpv-atoms'));
  const communeByCode = new Map(communes.map((commune) => [commune.code, commune]));
  const sites = siteRecords.map((record) => siteOf(record, communeByCode));
  const lineage = await readLineage(db, schemaName);
  const formerNames = await readFormerNames(db, schemaName);
  const postcodes = await readPostcodes(db, schemaName);

  const franceWhole = divisions.some((d) => d.level === 'france' && d.communes === d.communes_in_scope);
  const builders: Record<Level, LevelBuilder> = {
    ...divisionLevels(divisions, communes),
    ...groupLevels(communes, franceWhole ? 'whole' : 'partial'),
    canton: datasets.has('canton-outlines') ? cantonLevel(cantons, communes, atoms) : NO_LEVEL,
    commune: {
      entries: communes.map(({ code, name }) => ({ code, name, extent: 'whole' })),
      ofCommune: (commune) => commune.code,
      ofSite: (site) => site.commune,
    },
    qpv: {
      entries: qpv.map(({ code, name }) => ({ code, name, extent: 'whole' })),
      ofCommune: () => null,
      ofSite: (site) => site.qpv,
    },
  };
  const levels = mapLevels(builders, (builder, level) => territoriesOf(level, builder, sites, communeByCode));
  const cantonCodes = cantons.map((canton) => canton.code);
  const columns = mapLevels(builders, (builder, level) => communeColumn(builder, levels[level], communes));
  const withTerritories = (source: AtomColumns): Atoms => ({
    count: source.origin.length,
    origin: source.origin,
    residents: source.residents,
    territory: mapLevels(levels, (territories, level) => {
      if (level === 'qpv') return source.qpv ? Int32Array.from(source.qpv) : filled(source.origin.length);
      const byCommune = columns[level];
      if (level !== 'canton') return Int32Array.from(source.commune, (commune) => byCommune[commune]);
      return Int32Array.from(source.canton, (canton, atom) =>
        canton >= 0 ? territories.indexOf.get(cantonCodes[canton])! : byCommune[source.commune[atom]],
      );
    }),
  });
  return {
    id,
    origins: decodeOrigins(await artifact(db, schemaName, 'origins')),
    matrix: decodeMatrix(await artifact(db, schemaName, 'matrix')),
    sites,
    levels,
    atoms: withTerritories(atoms),
    qpvAtoms: withTerritories(qpvAtoms),
    communeLineage: listsOf(lineage.map(({ former, current }) => [former, current])),
    lineageSteps: new Map(lineage.map(({ former, steps }) => [former, steps as LineageStep[]])),
    formerNames: listsOf(formerNames.map(({ code, name }) => [code, name])),
    postcodes: listsOf(postcodes.map(({ commune, postcode }) => [commune, postcode])),
  };
}

/** How one level is made: its territories, and the one that a commune or a site belongs to. */
interface LevelBuilder {
  entries: { code: string; name: string; extent: TerritoryExtent }[];
  ofCommune(commune: CommuneRecord): string | null;
  ofSite(site: Site, commune: CommuneRecord | undefined): string | null;
}

/** A level whose file was not loaded: nothing is said of it, and nobody passes for outside of it by law. */
const NO_LEVEL: LevelBuilder = { entries: [], ofCommune: () => null, ofSite: () => null };

const DIVISIONS = ['france', 'region', 'departement', 'arrondissement', 'epci'] as const;

function divisionLevels(
  divisions: readonly DivisionRecord[],
  communes: readonly CommuneRecord[],
): Record<(typeof DIVISIONS)[number], LevelBuilder> {
  const builder = (level: (typeof DIVISIONS)[number]): LevelBuilder => {
    const of = (commune: CommuneRecord) =>
      level === 'france' ? 'FR' : (commune[level] ?? remainderCode(level, commune.departement));
    const without = communes.filter((commune) => level !== 'france' && commune[level] === null);
    return {
      entries: [
        ...divisions
          .filter((division) => division.level === level)
          .map(({ code, name, communes: all, communes_in_scope }) => ({
            code,
            name,
            extent: all === communes_in_scope ? ('whole' as const) : ('partial' as const),
          })),
        ...remainders(level, new Set(without.map((commune) => commune.departement))),
      ],
      ofCommune: of,
      ofSite: (_site, commune) => (commune ? of(commune) : null),
    };
  };
  return {
    france: builder('france'),
    region: builder('region'),
    departement: builder('departement'),
    arrondissement: builder('arrondissement'),
    epci: builder('epci'),
  };
}

function groupLevels(
  communes: readonly CommuneRecord[],
  extent: TerritoryExtent,
): Record<GroupLevel, LevelBuilder> {
  const builder = (level: GroupLevel): LevelBuilder => {
    const { names, of } = GROUP_LEVELS[level];
    const present = new Set(communes.map(of));
    return {
      entries: Object.entries(names)
        .filter(([code]) => present.has(code))
        .map(([code, name]) => ({ code, name, extent })),
      ofCommune: of,
      ofSite: (_site, commune) => (commune ? of(commune) : null),
    };
  };
  return {
    density: builder('density'),
    rurality: builder('rurality'),
    zrr: builder('zrr'),
    zrr_detail: builder('zrr_detail'),
    frr: builder('frr'),
  };
}

/**
 * What a level does not cover by law (no canton in Paris, no arrondissement in Mayotte, islands without an EPCI) is
 * gathered by département, so that the level sums to the total.
 */
function remainders(level: Level, departements: Iterable<string>): LevelBuilder['entries'] {
  return Array.from(departements, (departement) => ({
    code: remainderCode(level, departement),
    name: `Hors ${level === 'epci' ? 'EPCI' : level} (département ${departement})`,
    extent: 'not-applicable',
  }));
}

function remainderCode(level: Level, departement: string): string {
  return `hors-${level}-${departement}`;
}

/** Communes without a canton by law are those with residents that no canton takes. */
function cantonLevel(
  cantons: readonly CantonRecord[],
  communes: readonly CommuneRecord[],
  atoms: AtomColumns,
): LevelBuilder {
  const without = new Set<string>();
  atoms.canton.forEach((canton, atom) => {
    if (canton < 0) without.add(communes[atoms.commune[atom]].departement);
  });
  const remainder = (departement: string) => remainderCode('canton', departement);
  return {
    entries: [
      ...cantons.map(({ code, name, partial }) => ({
        code,
        name,
        extent: partial ? ('partial' as const) : ('whole' as const),
      })),
      ...remainders('canton', without),
    ],
    ofCommune: (commune) => (without.has(commune.departement) ? remainder(commune.departement) : null),
    ofSite: (site, commune) =>
      site.canton ?? (commune && without.has(commune.departement) ? remainder(commune.departement) : null),
  };
}

function territoriesOf(
  level: Level,
  builder: LevelBuilder,
  sites: readonly Site[],
  communes: ReadonlyMap<string, CommuneRecord>,
): Territories {
  const entries = builder.entries.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  const indexOf = new Map(entries.map((entry, index) => [entry.code, index]));
  const ofSite = Int32Array.from(sites, (site) => {
    const commune = site.commune === null ? undefined : communes.get(site.commune);
    const code = site.inScope ? builder.ofSite(site, commune) : null;
    return code === null ? -1 : (indexOf.get(code) ?? -1);
  });
  return {
    level,
    codes: entries.map((entry) => entry.code),
    names: entries.map((entry) => entry.name),
    extents: entries.map((entry) => entry.extent),
    indexOf,
    ofSite,
  };
}

function communeColumn(
  builder: LevelBuilder,
  territories: Territories,
  communes: readonly CommuneRecord[],
): Int32Array {
  return Int32Array.from(communes, (commune) => {
    const code = builder.ofCommune(commune);
    return code === null ? -1 : (territories.indexOf.get(code) ?? -1);
  });
}

function siteOf(record: SiteRecord, communes: ReadonlyMap<string, CommuneRecord>): Site {
  const commune = record.commune === null ? undefined : communes.get(record.commune);
  return {
    id: record.id,
    name: record.name,
    type: record.type as Site['type'],
    format: record.format as Site['format'],
    labelDate: record.label_date,
    lon: record.lon,
    lat: record.lat,
    commune: record.commune,
    canton: record.canton,
    departement: commune?.departement ?? null,
    qpv: record.qpv,
    zrr: commune?.zrr ?? null,
    frr: commune?.frr ?? null,
    density: commune?.density ?? null,
    inScope: record.in_scope,
    flags: record.flags,
  };
}

/** The values of each key, in the order of the pairs. */
function listsOf(pairs: Iterable<readonly [key: string, value: string]>): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const known = lists.get(key);
    if (known) known.push(value);
    else lists.set(key, [value]);
  }
  return lists;
}

async function artifact(db: Db, schemaName: string, name: string): Promise<Uint8Array> {
  const bytes = await readArtifact(db, schemaName, name);
  if (!bytes)
    throw new DomainError('binary-format', `the edition lacks its ${name}: run maillage load again`, {
      name,
    });
  return bytes;
}

function mapLevels<A, B>(levels: Record<Level, A>, map: (value: A, level: Level) => B): Record<Level, B> {
  const entries = Object.entries(levels) as [Level, A][];
  return Object.fromEntries(entries.map(([level, value]) => [level, map(value, level)])) as Record<Level, B>;
}

function filled(length: number): Int32Array {
  return new Int32Array(length).fill(-1);
}
