import { type Commune, communeByCode, type Territory } from './commune.ts';
import type { Partition } from './partition.ts';
import { distanceM, isInside, laeaOf, type Point, pointOfLaea, round } from './plane.ts';
import { type Random, randomFrom } from './random.ts';
import type { Hamlet } from './roads.ts';

/** A populated square of 200 m; its corner is EPSG:3035, lower left. */
export interface Square {
  northM: number;
  eastM: number;
  /** Multiples of a half: a child of separated parents counts half in each home. */
  residents: number;
  /** Codes of every commune that the square touches, in the geography of 1 January 2020. */
  communes: string[];
}

const SIDE_M = 200;
/** A square with fewer expected residents stays empty. */
const LEAST_RESIDENTS = 0.8;

/**
 * Residents around each centre and its hamlets, from the legal population of an earlier year: sums are near the legal
 * totals, never equal.
 */
export function settle(partition: Partition, territory: Territory, hamlets: readonly Hamlet[]): Square[] {
  const random = randomFrom('squares');
  const { landmarks } = territory;
  const empty = [landmarks.deserted, landmarks.withoutSquare];
  const touched = communesTouched(partition, territory);
  const hamletsOf = new Map<Commune, Point[]>(territory.communes.map((commune) => [commune, []]));
  for (const { commune, point } of hamlets) hamletsOf.get(commune)?.push(point);
  const residents = new Map<string, number>();

  for (const commune of territory.communes) {
    if (empty.includes(commune.code)) continue;
    const weights = new Map<string, number>();
    const around = hamletsOf.get(commune) ?? [];
    const isTown = ['prefecture', 'sous-prefecture', 'suburb', 'bourg'].includes(commune.role);
    const inCentre = around.length === 0 ? 1 : isTown ? 0.9 : 0.5;
    const scaleM = Math.max(110, 34 * Math.sqrt(commune.population) ** 0.68);
    spread(weights, commune, commune.centre, inCentre, scaleM, random);
    const shares = around.map(() => 0.3 + random.next());
    const total = shares.reduce((a, b) => a + b, 0);
    for (const [i, point] of around.entries())
      spread(weights, commune, point, ((1 - inCentre) * shares[i]) / total, 75, random);
    const then = commune.population * random.between(0.92, 1.06);
    const populated = [...weights].filter(([, weight]) => weight * then >= LEAST_RESIDENTS);
    const kept = populated.length > 0 ? populated : [...weights].slice(0, 1);
    const sum = kept.reduce((a, [, weight]) => a + weight, 0);
    for (const [key, weight] of kept)
      residents.set(key, (residents.get(key) ?? 0) + Math.max(0.5, round((2 * then * weight) / sum, 0) / 2));
  }
  const island = communeByCode(territory, landmarks.island);
  for (const [i, point] of territory.islet.filter((_, i) => i % 12 === 2).entries()) {
    // Half way to the islet's middle, so that the square's own centre is on land.
    const middle: Point = [island.centre[0] - 5200, island.centre[1] + 900];
    residents.set(keyOf([(point[0] + middle[0]) / 2, (point[1] + middle[1]) / 2]), 13 + 8 * i);
  }
  return [...residents]
    .map(([key, count]) => {
      const [northM, eastM] = key.split(',').map(Number);
      return { northM, eastM, residents: count, communes: touched(northM, eastM) };
    })
    .filter(({ communes }) => !communes.some((code) => empty.includes(code)))
    .sort((a, b) => a.northM - b.northM || a.eastM - b.eastM);
}

/** Adds `share` to the squares around a point, thinning out over `scaleM`, inside the commune only. */
function spread(
  weights: Map<string, number>,
  commune: Commune,
  middle: Point,
  share: number,
  scaleM: number,
  random: Random,
): void {
  const reach = Math.ceil((2.6 * scaleM) / SIDE_M);
  const [eastM, northM] = laeaOf(middle).map((value) => Math.floor(value / SIDE_M) * SIDE_M);
  const found: [string, number][] = [];
  for (let j = -reach; j <= reach; j++) {
    for (let i = -reach; i <= reach; i++) {
      const [x, y] = [eastM + i * SIDE_M, northM + j * SIDE_M];
      const centre = pointOfLaea(x + SIDE_M / 2, y + SIDE_M / 2);
      const away = distanceM(centre, middle);
      const isHome = i === 0 && j === 0;
      if (!isHome && (away > 2.6 * scaleM || random.next() < 0.12)) continue;
      if (!commune.outline.some(([ring]) => isInside(ring, centre))) continue;
      found.push([`${y},${x}`, Math.exp(-away / scaleM) * random.between(0.4, 1.6)]);
    }
  }
  const sum = found.reduce((a, [, weight]) => a + weight, 0);
  for (const [key, weight] of found) weights.set(key, (weights.get(key) ?? 0) + (share * weight) / sum);
}

function keyOf(point: Point): string {
  const [eastM, northM] = laeaOf(point).map((value) => Math.floor(value / SIDE_M) * SIDE_M);
  return `${northM},${eastM}`;
}

/** Which communes of 2020 a square touches, by its middle and its four corners. */
function communesTouched(partition: Partition, territory: Territory) {
  const former = territory.former[0];
  const parcels = territory.communes.flatMap((commune) =>
    commune.parcels.map((p, i) => {
      const { ring, seed } = partition.parcels[p];
      const code = former.into === commune && i === 1 ? former.code : commune.code;
      return { code, seed, ring: ring.map((corner) => partition.corners[corner]) };
    }),
  );
  return (northM: number, eastM: number): string[] => {
    const samples = [
      [100, 100],
      [0, 0],
      [200, 0],
      [0, 200],
      [200, 200],
    ];
    const points = samples.map(([x, y]) => pointOfLaea(eastM + x, northM + y));
    const near = parcels.filter(({ seed }) => distanceM(seed, points[0]) < 7000);
    const codes = near
      .filter(({ ring }) => points.some((point) => isInside(ring, point)))
      .map(({ code }) => code);
    const found = [...new Set(codes)].sort();
    return found.length > 0 ? found : [territory.landmarks.island];
  };
}
