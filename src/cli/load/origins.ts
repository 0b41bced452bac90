import type { MultiPolygon, Polygon } from 'geojson';
import { latLngToCell } from 'h3-js';
import type { AtomColumns } from '../../grid/atoms-binary.ts';
import { aggregateSquares } from '../../grid/cells.ts';
import { rakeToTotals, shareOut } from '../../grid/rake.ts';
import { type AreaSamples, sampleSmallArea } from '../../grid/small-area-samples.ts';
import type { PlacedSquares } from '../../store/edition/write-population.ts';
import { residentDensity } from './resident-density.ts';

/** A commune of the territory, in code order: its position is its index. */
export interface ScopeCommune {
  code: string;
  residents: number;
  centreLonLat: [lon: number, lat: number];
  areaM2: number;
  /** Indexes of the canton that holds the whole commune, or of those that cut it; empty where there is none. */
  cantons: readonly number[];
  /** What each of them takes of its ground. */
  cantonShares: readonly number[];
}

/** Rows of the access matrix before their times are known, and what their residents belong to. */
export interface OriginPoints {
  lon: Float64Array;
  lat: Float64Array;
  cell: BigUint64Array;
}

export interface PopulatedOrigins {
  points: OriginPoints;
  atoms: AtomColumns;
  qpvAtoms: AtomColumns;
  cells: number;
  /** Inhabited communes in which no square lies: their residents stand in their QPV, or at the centre. */
  withoutSquare: number;
  samples: number;
}

const NO_CANTON = -1;

interface AtomDraft {
  origin: number;
  residents: number;
  commune: number;
  canton: number;
}

/**
 * The populated cells with their residents scaled to the legal populations; commune centres where no square is
 * populated; and the sample points of the QPV with an estimate of their residents.
 */
export function buildOrigins(
  communes: readonly ScopeCommune[],
  squares: PlacedSquares,
  squareSizeM: number,
  qpv: readonly { geometry: Polygon | MultiPolygon; commune: number }[],
  resolution: number,
): PopulatedOrigins {
  const { cells, parts } = aggregateSquares(
    { ...squares, commune: Int32Array.from(squares.commune), canton: squares.canton },
    resolution,
  );
  const legal = Uint32Array.from(communes, (commune) => commune.residents);
  const raked = rakeToTotals(parts.weight, Uint32Array.from(parts.commune), legal);

  const lon = [...cells.lon];
  const lat = [...cells.lat];
  const cell = [...cells.cell];
  const addOrigin = (atLon: number, atLat: number): number => {
    lon.push(atLon);
    lat.push(atLat);
    cell.push(BigInt(`0x${latLngToCell(atLat, atLon, resolution)}`));
    return lon.length - 1;
  };
  const atoms: AtomDraft[] = [];
  const hasAtom = new Uint8Array(communes.length);
  for (let i = 0; i < parts.count; i++) {
    if (raked.residents[i] === 0) continue;
    atoms.push({
      origin: parts.cell[i],
      residents: raked.residents[i],
      commune: parts.commune[i],
      canton: parts.canton[i],
    });
    hasAtom[parts.commune[i]] = 1;
  }
  const quarters = qpv.map(({ geometry, commune }) => ({ commune, points: sampleSmallArea(geometry) }));
  const quartersOf = Map.groupBy(quarters, (quarter) => quarter.commune);
  // A commune without population has an empty atom, so that it appears in the answers.
  communes.forEach((commune, index) => {
    if (hasAtom[index]) return;
    const places = inhabitedPlaces(commune, quartersOf.get(index) ?? []);
    const origins = places.map((place) => addOrigin(place.lon, place.lat));
    for (const { canton, residents } of splitByCanton(commune)) {
      const weights = Float64Array.from(places, (place) => place.weight);
      const spread = shareOut(residents, weights);
      origins.forEach((origin, i) => {
        if (spread[i] > 0 || i === 0) atoms.push({ origin, commune: index, canton, residents: spread[i] });
      });
    }
  });
  addCantonsWithoutAtom(atoms, communes, addOrigin);

  const density = residentDensity(communes, squares, squareSizeM, legal);
  const samples: (AtomDraft & { qpv: number })[] = [];
  quarters.forEach(({ commune, points }, index) => {
    const expected = points.areaM2.map(
      (areaM2, i) => areaM2 * density(points.lon[i], points.lat[i], commune),
    );
    const total = Math.round(expected.reduce((sum, value) => sum + value, 0));
    const residents = shareOut(total, expected);
    residents.forEach((count, i) => {
      const origin = addOrigin(points.lon[i], points.lat[i]);
      samples.push({
        origin,
        residents: count,
        commune,
        canton: communes[commune].cantons[0] ?? NO_CANTON,
        qpv: index,
      });
    });
  });

  return {
    points: { lon: Float64Array.from(lon), lat: Float64Array.from(lat), cell: BigUint64Array.from(cell) },
    atoms: atomColumns(atoms),
    qpvAtoms: { ...atomColumns(samples), qpv: Uint32Array.from(samples, (sample) => sample.qpv) },
    cells: cells.count,
    withoutSquare: raked.unplaced.length,
    samples: samples.length,
  };
}

/**
 * Where the residents of a commune without squares stand: in its QPV, where people are known to live; at its centre where
 * it has none. The centre of a commune of Guyane lies in the forest, its QPV in the town.
 */
function inhabitedPlaces(commune: ScopeCommune, quarters: readonly { points: AreaSamples }[]) {
  if (quarters.length === 0)
    return [{ lon: commune.centreLonLat[0], lat: commune.centreLonLat[1], weight: 1 }];
  return quarters.flatMap(({ points }) =>
    Array.from(points.areaM2, (weight, i) => ({ lon: points.lon[i], lat: points.lat[i], weight })),
  );
}

/** Residents of a commune without squares: of a commune that cantons cut, each has its part by area. */
function splitByCanton({ cantons, cantonShares, residents }: ScopeCommune) {
  if (cantons.length === 0) return [{ canton: NO_CANTON, residents }];
  const parts = shareOut(residents, Float64Array.from(cantonShares));
  return cantons.map((canton, i) => ({ canton, residents: parts[i] }));
}

/** A canton whose part of a town has no populated square has an empty atom, so that it appears in the answers. */
function addCantonsWithoutAtom(
  atoms: AtomDraft[],
  communes: readonly ScopeCommune[],
  addOrigin: (lon: number, lat: number) => number,
): void {
  const seen = new Set(atoms.map((atom) => atom.canton));
  communes.forEach(({ cantons, centreLonLat }, commune) => {
    for (const canton of cantons) {
      if (seen.has(canton)) continue;
      seen.add(canton);
      atoms.push({ origin: addOrigin(...centreLonLat), residents: 0, commune, canton });
    }
  });
}

function atomColumns(atoms: readonly AtomDraft[]): AtomColumns {
  return {
    origin: Uint32Array.from(atoms, (atom) => atom.origin),
    residents: Uint32Array.from(atoms, (atom) => atom.residents),
    commune: Uint32Array.from(atoms, (atom) => atom.commune),
    canton: Int32Array.from(atoms, (atom) => atom.canton),
  };
}
