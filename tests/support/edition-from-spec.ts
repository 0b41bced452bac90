import { cellToLatLng } from 'h3-js';
import {
  type Atoms,
  type EditionData,
  LEVELS,
  type Level,
  type LineageStep,
  type Site,
  type Territories,
  type TerritoryExtent,
} from '../../src/coverage/edition-data.ts';
import { type Origins, PROVIDERS, type Provider } from '../../src/grid/access-matrix.ts';
import { buildAccessMatrix } from '../../src/grid/matrix-builder.ts';

/** A small edition written as plain rows; every code it names must be in `territories`. */
export interface EditionSpec {
  id: string;
  territories: Record<Level, TerritorySpec[]>;
  communes: CommuneSpec[];
  origins: { cell: string; provider: Provider; lonLat?: readonly [number, number] }[];
  atoms: AtomSpec[];
  qpvAtoms: AtomSpec[];
  sites: Site[];
  /** [origin, site, seconds] */
  times: readonly (readonly [origin: number, site: number, seconds: number])[];
  communeLineage?: Record<string, string[]>;
  lineageSteps?: Record<string, LineageStep[]>;
  formerNames?: Record<string, string[]>;
  postcodes?: Record<string, string[]>;
}

export interface TerritorySpec {
  code: string;
  name: string;
  extent?: TerritoryExtent;
}

/** The code of the commune at every level that is a union of communes; `canton` is where a commune is in one only. */
export interface CommuneSpec {
  commune: string;
  canton: string;
  arrondissement: string;
  departement: string;
  region: string;
  epci: string;
  zrr: string;
  zrr_detail: string;
  frr: string;
  density: string;
  rurality: string;
}

export interface AtomSpec {
  origin: number;
  residents: number;
  commune: string;
  /** Where it is not the commune's. */
  canton?: string;
  qpv?: string;
}

/** EditionData of a spec: levels sorted by code, atoms and sites joined to them, matrix with an hour's limit. */
export function editionFromSpec(spec: EditionSpec): EditionData {
  const communes = new Map(spec.communes.map((commune) => [commune.commune, commune]));
  const levels = {} as Record<Level, Territories>;
  for (const level of LEVELS) levels[level] = territoriesOf(level, spec, communes);
  return {
    id: spec.id,
    origins: originsOf(spec),
    matrix: buildAccessMatrix(spec.origins.length, spec.sites.length, 3600, [
      {
        origin: Uint32Array.from(spec.times, (time) => time[0]),
        site: Uint16Array.from(spec.times, (time) => time[1]),
        seconds: Uint16Array.from(spec.times, (time) => time[2]),
        count: spec.times.length,
      },
    ]),
    sites: spec.sites,
    levels,
    atoms: atomsOf(spec.atoms, levels, communes),
    qpvAtoms: atomsOf(spec.qpvAtoms, levels, communes),
    communeLineage: new Map(Object.entries(spec.communeLineage ?? {})),
    lineageSteps: new Map(Object.entries(spec.lineageSteps ?? {})),
    formerNames: new Map(Object.entries(spec.formerNames ?? {})),
    postcodes: new Map(Object.entries(spec.postcodes ?? {})),
  };
}

/** The code of a place at a level, or null where the level has nothing there. */
function codeAt(
  level: Level,
  commune: CommuneSpec,
  canton: string | null,
  qpv: string | null,
): string | null {
  if (level === 'france') return 'FR';
  if (level === 'qpv') return qpv;
  if (level === 'canton') return canton ?? commune.canton;
  return commune[level];
}

function territoriesOf(level: Level, spec: EditionSpec, communes: Map<string, CommuneSpec>): Territories {
  const sorted = spec.territories[level].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const indexOf = new Map(sorted.map((territory, index) => [territory.code, index]));
  return {
    level,
    codes: sorted.map((territory) => territory.code),
    names: sorted.map((territory) => territory.name),
    extents: sorted.map((territory) => territory.extent ?? 'whole'),
    indexOf,
    ofSite: Int32Array.from(spec.sites, (site) => {
      const commune = communes.get(site.commune ?? '');
      if (!site.inScope || commune === undefined) return -1;
      return indexOf.get(codeAt(level, commune, site.canton, site.qpv) ?? '') ?? -1;
    }),
  };
}

function atomsOf(
  specs: readonly AtomSpec[],
  levels: Record<Level, Territories>,
  communes: Map<string, CommuneSpec>,
): Atoms {
  const territory = {} as Record<Level, Int32Array>;
  for (const level of LEVELS) {
    territory[level] = Int32Array.from(specs, (atom) => {
      const commune = communes.get(atom.commune);
      if (commune === undefined) throw new Error(`spec: no commune ${atom.commune}`);
      const code = codeAt(level, commune, atom.canton ?? null, atom.qpv ?? null);
      return code === null ? -1 : (levels[level].indexOf.get(code) ?? -1);
    });
  }
  return {
    count: specs.length,
    origin: Uint32Array.from(specs, (atom) => atom.origin),
    residents: Uint32Array.from(specs, (atom) => atom.residents),
    territory,
  };
}

function originsOf(spec: EditionSpec): Origins {
  const points = spec.origins.map((origin) => {
    if (origin.lonLat !== undefined) return origin.lonLat;
    const [lat, lon] = cellToLatLng(origin.cell);
    return [lon, lat] as const;
  });
  return {
    count: spec.origins.length,
    lon: Float64Array.from(points, (point) => point[0]),
    lat: Float64Array.from(points, (point) => point[1]),
    cell: BigUint64Array.from(spec.origins, (origin) => BigInt(`0x${origin.cell}`)),
    provider: Uint8Array.from(spec.origins, (origin) => PROVIDERS.indexOf(origin.provider)),
    snapM: Float32Array.from(spec.origins, (origin) => (origin.provider === 'road' ? 12 : Number.NaN)),
  };
}
