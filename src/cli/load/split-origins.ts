import type { AtomColumns } from '../../grid/atoms-binary.ts';
import type { PopulatedOrigins } from './origins.ts';

/** Rows of the access matrix of which each lies in one place, or in none (-1). */
export interface OriginsByPlace {
  populated: PopulatedOrigins;
  /** Row → place. */
  place: Int32Array;
}

/**
 * Gives each row of the access matrix one place: a cell whose residents belong to several (two communes meet in it)
 * becomes several rows of one cell and one point, since the times of a place are those of its residents only.
 */
export function splitOrigins(
  populated: PopulatedOrigins,
  placeOf: (commune: number, lon: number, lat: number) => number,
): OriginsByPlace {
  const { points } = populated;
  const lon = [...points.lon];
  const lat = [...points.lat];
  const cell = [...points.cell];
  const place: number[] = [];
  const seen = new Uint8Array(lon.length);
  const more = new Map<string, number>();

  const rowIn = (row: number, at: number): number => {
    if (seen[row] === 0) {
      seen[row] = 1;
      place[row] = at;
      return row;
    }
    if (place[row] === at) return row;
    const key = `${row} ${at}`;
    let other = more.get(key);
    if (other === undefined) {
      other = lon.push(lon[row]) - 1;
      lat.push(lat[row]);
      cell.push(cell[row]);
      place[other] = at;
      more.set(key, other);
    }
    return other;
  };
  const moved = (atoms: AtomColumns): Uint32Array =>
    atoms.origin.map((row, atom) => rowIn(row, placeOf(atoms.commune[atom], lon[row], lat[row])));

  const atoms = { ...populated.atoms, origin: moved(populated.atoms) };
  const qpvAtoms = { ...populated.qpvAtoms, origin: moved(populated.qpvAtoms) };
  return {
    populated: {
      ...populated,
      points: { lon: Float64Array.from(lon), lat: Float64Array.from(lat), cell: BigUint64Array.from(cell) },
      atoms,
      qpvAtoms,
    },
    place: Int32Array.from({ length: lon.length }, (_, row) => place[row] ?? -1),
  };
}
