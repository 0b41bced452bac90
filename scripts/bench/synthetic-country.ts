import { latLngToCell } from 'h3-js';
import {
  type Atoms,
  type EditionData,
  LEVELS,
  type Level,
  type Site,
  type Territories,
} from '../../src/coverage/edition-data.ts';
import { type AccessEntries, buildAccessMatrix } from '../../src/grid/matrix-builder.ts';

/** A seeded country of the size of France: what the kernels are timed on. */
export interface CountrySize {
  origins: number;
  sites: number;
  entries: number;
  communes: number;
}

export const FRANCE_SIZE: CountrySize = {
  origins: 500_000,
  sites: 2_800,
  entries: 10_000_000,
  communes: 35_000,
};

const WEST = -4;
const SOUTH = 43;
const WIDTH = 11;
const HEIGHT = 7;

/** mulberry32: the same country on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Entries as the searches deliver them: site after site, each reaching a random run of the origins around it. */
export function syntheticEntries(size: CountrySize, random: () => number): AccessEntries {
  const entries: AccessEntries = {
    site: new Uint16Array(size.entries),
    origin: new Uint32Array(size.entries),
    seconds: new Uint16Array(size.entries),
    count: size.entries,
  };
  const reach = Math.floor(size.entries / size.sites);
  for (let i = 0; i < size.entries; i++) {
    const site = Math.min(size.sites - 1, Math.floor(i / reach));
    const middle = Math.floor((site / size.sites) * size.origins);
    const distance = Math.floor(random() * reach * 2) - reach;
    entries.site[i] = site;
    entries.origin[i] = (middle + distance + size.origins) % size.origins;
    entries.seconds[i] = Math.min(3600, Math.floor((Math.abs(distance) / reach) * 3000 + random() * 600));
  }
  return entries;
}

/** Communes in rows, origins in commune order, a tenth of the origins shared by two communes. */
export function syntheticCountry(size: CountrySize, seed = 1): EditionData {
  const random = seededRandom(seed);
  const { origins, communes } = size;
  const lon = new Float64Array(origins);
  const lat = new Float64Array(origins);
  const cell = new BigUint64Array(origins);
  const provider = new Uint8Array(origins);
  const columns = Math.ceil(Math.sqrt(origins * (WIDTH / HEIGHT)));
  for (let i = 0; i < origins; i++) {
    lon[i] = WEST + ((i % columns) / columns) * WIDTH;
    lat[i] = SOUTH + (Math.floor(i / columns) / (origins / columns)) * HEIGHT;
    cell[i] = BigInt(`0x${latLngToCell(lat[i], lon[i], 8)}`);
    const luck = random();
    provider[i] = luck < 0.001 ? 0 : luck < 0.02 ? 2 : 1;
  }
  const atomOrigin: number[] = [];
  const atomCommune: number[] = [];
  for (let i = 0; i < origins; i++) {
    const commune = Math.floor((i / origins) * communes);
    atomOrigin.push(i);
    atomCommune.push(commune);
    if (random() < 0.1) {
      atomOrigin.push(i);
      atomCommune.push((commune + 1) % communes);
    }
  }
  const siteCommune = Int32Array.from({ length: size.sites }, () => Math.floor(random() * communes));
  const parts = territoryCounts(communes);
  const levels = {} as Record<Level, Territories>;
  const territory = {} as Record<Level, Int32Array>;
  for (const level of LEVELS) {
    const place = (commune: number) =>
      level === 'qpv' ? -1 : Math.floor((commune / communes) * parts[level]);
    levels[level] = territories(level, parts[level], Int32Array.from(siteCommune, place));
    territory[level] = Int32Array.from(atomCommune, place);
  }
  const atoms: Atoms = {
    count: atomOrigin.length,
    origin: Uint32Array.from(atomOrigin),
    residents: Uint32Array.from(atomOrigin, () => 1 + Math.floor(random() ** 3 * 500)),
    territory,
  };
  return {
    id: 'synthetic',
    origins: { count: origins, lon, lat, cell, provider, snapM: new Float32Array(origins) },
    matrix: buildAccessMatrix(origins, size.sites, 3600, [syntheticEntries(size, random)]),
    sites: Array.from(siteCommune, (_, i) => site(i)),
    levels,
    atoms,
    qpvAtoms: atoms,
    communeLineage: new Map(),
  };
}

function territoryCounts(communes: number): Record<Level, number> {
  return {
    france: 1,
    region: 18,
    departement: 101,
    arrondissement: 333,
    epci: 1254,
    canton: 2058,
    commune: communes,
    qpv: 1584,
    zrr: 3,
    zrr_detail: 4,
    frr: 5,
    density: 7,
    rurality: 2,
  };
}

function territories(level: Level, count: number, ofSite: Int32Array): Territories {
  const codes = Array.from({ length: count }, (_, i) => String(i).padStart(5, '0'));
  return {
    level,
    codes,
    names: codes.map((code) => `${level} ${code}`),
    extents: codes.map(() => 'whole'),
    indexOf: new Map(codes.map((code, i) => [code, i])),
    ofSite,
  };
}

function site(i: number): Site {
  return {
    id: `s${i}`,
    name: `Site ${i}`,
    type: i % 23 === 0 ? 'antenna' : 'principal',
    format: i % 19 === 0 ? 'itinerant' : 'fixed',
    labelDate: null,
    lon: 0,
    lat: 0,
    commune: null,
    canton: null,
    departement: null,
    qpv: null,
    zrr: null,
    frr: null,
    density: null,
    inScope: true,
    flags: [],
  };
}
