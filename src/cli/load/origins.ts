import type { MultiPolygon, Polygon } from 'geojson';
import { latLngToCell } from 'h3-js';
import type { AtomColumns } from '../../grid/atoms-binary.ts';
import { aggregateSquares } from '../../grid/cells.ts';
import { rakeToTotals } from '../../grid/rake.ts';
import { sampleSmallArea } from '../../grid/small-area-samples.ts';
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
  /** Communes whose residents stand at the centre, since no square lies in them. */
  atCentre: number;
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
  // A commune without population has an empty atom, so that it appears in the answers.
  communes.forEach((commune, index) => {
    if (hasAtom[index]) return;
    const origin = addOrigin(...commune.centreLonLat);
    for (const part of splitByCanton(commune)) atoms.push({ origin, commune: index, ...part });
  });
  addCantonsWithoutAtom(atoms, communes, addOrigin);

  const density = residentDensity(communes, squares, squareSizeM, legal);
  const samples: (AtomDraft & { qpv: number })[] = [];
  qpv.forEach(({ geometry, commune }, index) => {
    const points = sampleSmallArea(geometry);
    const expected = points.areaM2.map(
      (areaM2, i) => areaM2 * density(points.lon[i], points.lat[i], commune),
    );
    const total = Math.round(expected.reduce((sum, value) => sum + value, 0));
    const residents = rakeToTotals(
      expected,
      new Uint32Array(expected.length),
      Uint32Array.of(total),
    ).residents;
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
    atCentre: raked.unplaced.length,
    samples: samples.length,
  };
}

/** Residents at a commune's one point: of a commune that cantons cut, each has its part by area. */
function splitByCanton({ cantons, cantonShares, residents }: ScopeCommune) {
  if (cantons.length === 0) return [{ canton: NO_CANTON, residents }];
  const shares = Float64Array.from(cantonShares);
  const parts = rakeToTotals(shares, new Uint32Array(cantons.length), Uint32Array.of(residents)).residents;
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
