import { crowFlyM } from '../../network/geometry.ts';
import { indexPoints, type NearestPoint } from '../../network/nearest-point.ts';
import { isCommuneCode, readCommuneCode } from '../../sources/codes.ts';
import type { CommuneLineage } from '../../sources/commune-lineage.ts';

export type LonLat = readonly [lon: number, lat: number];

/** Of residents and sites farther from every point of a matrix than this, the matrix says nothing. */
export const POINT_REACH_M = 5_000;

/** OSRM answers with the road point; the point that was asked about lies this near. */
const SNAPPED_M = 2_000;

/** A list with more unknown codes than one in ten is no list of communes, whatever its ids look like. */
const COMMUNES_SHARE = 0.9;

/** An id that is its own place: the `lon,lat` of OSRM's answer. */
const COORDINATES = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/;

/** An id as both files are compared by: a commune code has its leading zero and its capitals. */
export function normalId(text: string): string {
  return readCommuneCode(text)?.code ?? text;
}

/** What is known of ids before a matrix is read. */
export interface PlaceNames {
  /** The id in its normal form; of an OSRM location, the id that the points have for it. */
  canonical(text: string): string;
  /** Communes of today that the id is the code of, or was; none where it is no code. */
  communesOf(id: string): readonly string[];
  /** Where the place is: as the points say, else as the id says itself, else the commune's centre. */
  pointOf(id: string): LonLat | null;
  /** Whether something besides a commune's centre says where the place is. */
  isPoint(id: string): boolean;
}

export function placeNames(
  lineage: CommuneLineage,
  centreOf: (commune: string) => LonLat | null,
  points: ReadonlyMap<string, LonLat>,
): PlaceNames {
  const names = [...points.keys()];
  const nearest = nearestOf([...points.values()]);
  const ownPoint = (id: string): LonLat | null => {
    const match = COORDINATES.exec(id);
    return points.get(id) ?? (match ? [Number(match[1]), Number(match[2])] : null);
  };
  const communes = new Map<string, readonly string[]>();
  const communesOf = (id: string): readonly string[] => {
    const known = communes.get(id);
    if (known) return known;
    const current = isCommuneCode(id) ? lineage.resolve(id).current : [];
    communes.set(id, current);
    return current;
  };
  return {
    canonical(text) {
      const id = normalId(text);
      const at = points.has(id) ? null : ownPoint(id);
      const name = at ? nearest(at[0], at[1], SNAPPED_M) : -1;
      return name >= 0 ? names[name] : id;
    },
    communesOf,
    pointOf: (id) => ownPoint(id) ?? centreOf(communesOf(id)[0] ?? ''),
    isPoint: (id) => ownPoint(id) !== null,
  };
}

/** One side of a matrix, its origins or its destinations: who belongs to which place. */
export interface PlaceSide {
  by: 'commune' | 'point';
  /** Position in the ids of the place of a resident or a site; -1 where the matrix names none. */
  placeOf(commune: string | null, lon: number, lat: number): number;
}

/**
 * Where the ids are commune codes, a place is a commune, and whoever is counted in the commune belongs to it; of several
 * ids of one commune (former communes, arrondissements) the nearest counts where points say where they are, else the
 * commune's own code, else the first. Otherwise a place is a point, and holds what is nearest to it, within 5 km.
 * @param onUnplaced each id that is nowhere
 */
export function placeSide(
  ids: readonly string[],
  names: PlaceNames,
  onUnplaced: (id: string, reason: string) => void,
): PlaceSide {
  const communes = ids.filter((id) => names.communesOf(id).length > 0).length;
  if (ids.length > 0 && communes >= COMMUNES_SHARE * ids.length) return communeSide(ids, names, onUnplaced);
  const places: number[] = [];
  ids.forEach((id, place) => {
    if (names.isPoint(id)) places.push(place);
    else onUnplaced(id, 'no point says where it is: its times are not used');
  });
  const nearest = nearestOf(places.map((place) => names.pointOf(ids[place])!));
  return { by: 'point', placeOf: (_commune, lon, lat) => places[nearest(lon, lat, POINT_REACH_M)] ?? -1 };
}

function communeSide(
  ids: readonly string[],
  names: PlaceNames,
  onUnplaced: (id: string, reason: string) => void,
): PlaceSide {
  const placesOf = new Map<string, number[]>();
  ids.forEach((id, place) => {
    const communes = names.communesOf(id);
    if (communes.length === 0) onUnplaced(id, 'the COG knows no such commune: its times are not used');
    for (const commune of communes) {
      const places = placesOf.get(commune) ?? [];
      placesOf.set(commune, places);
      // The commune's own code stands first.
      if (id === commune) places.unshift(place);
      else places.push(place);
    }
  });
  return {
    by: 'commune',
    placeOf(commune, lon, lat) {
      const places = placesOf.get(commune ?? '') ?? [];
      if (places.length < 2 || !places.every((place) => names.isPoint(ids[place]))) return places[0] ?? -1;
      const metres = places.map((place) => crowFlyM(lon, lat, ...names.pointOf(ids[place])!));
      return places[metres.indexOf(Math.min(...metres))];
    },
  };
}

function nearestOf(points: readonly LonLat[]): NearestPoint {
  return indexPoints({ lon: points.map(([lon]) => lon), lat: points.map(([, lat]) => lat) });
}
