import type { Ring } from '../../coverage/cell-rings.ts';
import type { Level } from '../../coverage/edition-data.ts';
import { editionMemo } from '../../coverage/edition-memo.ts';
import { inTurns } from '../../coverage/steps.ts';
import { resolveWithin, type TerritoryRef, withinKey } from '../../coverage/within.ts';
import type { LoadedEdition } from '../edition-meta.ts';
import type { OutlineSet, Simplification } from '../outlines/outline-set.ts';
import { type LandTiles, landTiles } from './land-tiles.ts';

/** Details under 100 m are lost on the edge of a cell of 900 m; a QPV is a few hundred metres wide and keeps them. */
const SIMPLIFICATION: Simplification = 100;
const SIMPLIFICATION_OF_QPV: Simplification = 0;

/** The tiles of a country take a few MB, those of a département next to nothing. */
const GROUNDS_KEPT = 8;

const grounds = editionMemo<Promise<LandTiles | null>>(GROUNDS_KEPT);

/**
 * The ground that gaps within some territories are drawn on: the outlines of the territories, where land ends at the
 * shore. Null where the edition has no outline for a part of it: nothing is clipped then.
 * @throws DomainError unknown-territory
 */
export function gapGround(
  edition: Pick<LoadedEdition, 'data' | 'outlines'>,
  within: readonly TerritoryRef[],
): Promise<LandTiles | null> {
  const { data } = edition;
  const key = withinKey(data, within);
  return grounds.of(data, key, () => {
    const places = resolveWithin(data, within) ?? [{ level: 'france' as const, index: 0 }];
    const ground = readGround(edition, places);
    ground.catch(() => grounds.drop(data, key, ground));
    return ground;
  });
}

async function readGround(
  edition: Pick<LoadedEdition, 'data' | 'outlines'>,
  places: readonly { level: Level; index: number }[],
): Promise<LandTiles | null> {
  const rings: Ring[] = [];
  for (const level of new Set(places.map((place) => place.level))) {
    const indexes = places.filter((place) => place.level === level).map((place) => place.index);
    const found = await ringsAt(edition, level, indexes);
    if (found === null) return null;
    rings.push(...found);
  }
  return inTurns(landTiles(rings));
}

async function ringsAt(
  { data, outlines }: Pick<LoadedEdition, 'data' | 'outlines'>,
  level: Level,
  indexes: readonly number[],
): Promise<Ring[] | null> {
  const set = await outlines(level, level === 'qpv' ? SIMPLIFICATION_OF_QPV : SIMPLIFICATION);
  const { codes } = data.levels[level];
  const rings: Ring[] = [];
  const without = new Set<number>();
  for (const index of indexes) {
    const outline = set.indexOf.get(codes[index]);
    if (outline === undefined) without.add(index);
    else rings.push(...outlineRings(set, outline));
  }
  if (without.size === 0) return rings;
  if (level === 'commune' || level === 'qpv') return null;
  // A kind of communes (ZRR, density) and what has no canton have no outline of their own: their communes do.
  const { commune } = data.atoms.territory;
  const communes = new Set<number>();
  data.atoms.territory[level].forEach((index, atom) => {
    if (without.has(index)) communes.add(commune[atom]);
  });
  const ofCommunes = await ringsAt({ data, outlines }, 'commune', [...communes]);
  return ofCommunes === null ? null : [...rings, ...ofCommunes];
}

/** Without the point that is repeated at the end. */
function outlineRings(set: OutlineSet, index: number): Ring[] {
  const { polygonStart, ringStart, pointStart, points } = set;
  const rings: Ring[] = [];
  for (let ring = ringStart[polygonStart[index]]; ring < ringStart[polygonStart[index + 1]]; ring++) {
    rings.push(points.subarray(2 * pointStart[ring], 2 * (pointStart[ring + 1] - 1)));
  }
  return rings;
}
