import type { PlaceName } from './names.ts';
import type { Point } from './plane.ts';

export const DEPARTEMENT = { code: '96', name: "Val-d'Ambre (fictif)" } as const;
export const REGION = { code: '95', name: 'Région fictive' } as const;

export type Role = 'prefecture' | 'sous-prefecture' | 'bourg' | 'suburb' | 'village' | 'island';

export interface Commune {
  code: string;
  name: PlaceName;
  role: Role;
  parcels: number[];
  centre: Point;
  /** Polygons of rings, not closed. */
  outline: Point[][][];
  areaM2: number;
  isMountain: boolean;
  /** Legal population, PMUN. */
  population: number;
  /** Index of the canton; -1 for the prefecture, which three cantons share. */
  canton: number;
  epci: number;
  arrondissement: 1 | 2 | 3;
}

export interface Canton {
  code: string;
  name: string;
  outline: Point[][][];
}

export interface Epci {
  code: string;
  name: string;
}

/** A commune that is no more, with the one it is part of now. */
export interface FormerCommune {
  code: string;
  name: PlaceName;
  into: Commune;
}

/** What bites, by name; the README, the tests and the integration tests find them here. */
export interface Landmarks {
  prefecture: string;
  sousPrefectures: string[];
  prefectureCantons: string[];
  pseudoCanton: string;
  island: string;
  islandEpci: string;
  deserted: string;
  withoutSquare: string;
  commune2022: { current: string; merged: string };
  commune2017: { current: string; merged: string };
  valley: string;
}

export interface Territory {
  communes: Commune[];
  cantons: Canton[];
  epcis: Epci[];
  former: FormerCommune[];
  /** A part of the island commune: people, no road. */
  islet: Point[];
  landmarks: Landmarks;
}

export function isMountain([x, y]: Point): boolean {
  return x > 17_000 + 4000 * Math.sin(y / 9000);
}

export function communeByCode(territory: Territory, code: string): Commune {
  const found = territory.communes.find((commune) => commune.code === code);
  if (!found) throw new Error(`no commune ${code} in the sample`);
  return found;
}
