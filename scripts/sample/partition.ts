import { delaunay } from './delaunay.ts';
import { between, distanceM, lonLatOf, offset, type Point, pointOf, signedAreaM2 } from './plane.ts';
import { type Random, randomFrom } from './random.ts';

/** The smallest drawn piece of land: a commune, a former commune, or one of three parts of the prefecture. */
export interface Parcel {
  seed: Point;
  /** Corner numbers of the ring, counter-clockwise, not closed. */
  ring: number[];
  kind: 'land' | 'city-part' | 'island';
}

/** A border that two parcels share. */
export interface Border {
  parcels: [number, number];
  /** A corner near the middle of the border: where a road would cross it. */
  crossing: Point;
  lengthM: number;
}

export interface Partition {
  parcels: Parcel[];
  borders: Border[];
  /** Shared by all rings, so that neighbours have the very same coordinates. */
  corners: Point[];
}

const SPACING_M = 4500;
const LAND_PARCELS = 250;
const CITY: Point = [-6000, 2000];
const ISLAND: Point = [-58_000, -6000];

/**
 * Voronoi cells of a shaken hexagonal lattice. The sea is made of cells too, so that no land cell is unbounded and
 * the coast is made of ordinary borders. Each border is drawn once, as a noisy line, and used by both its sides.
 */
export function drawPartition(): Partition {
  const random = randomFrom('partition');
  const { seeds, kinds } = placeSeeds(random);
  const triangles = delaunay(seeds);
  const corners = new CornerTable();
  const borders: Border[] = [];
  const arcs = new Map<string, number[]>();

  const trianglesOf: number[][] = seeds.map(() => []);
  for (const [t, { corners: ofTriangle }] of triangles.entries())
    for (const seed of ofTriangle) trianglesOf[seed].push(t);

  const parcelOf = new Map<number, number>();
  for (const [seed, kind] of kinds.entries()) if (kind !== 'sea') parcelOf.set(seed, parcelOf.size);

  const parcels: Parcel[] = [];
  for (const [seed, parcel] of parcelOf) {
    const around = [...trianglesOf[seed]].sort(
      (a, b) => angle(seeds[seed], triangles[a].centre) - angle(seeds[seed], triangles[b].centre),
    );
    const ring: number[] = [];
    for (const [i, from] of around.entries()) {
      const to = around[(i + 1) % around.length];
      const low = Math.min(from, to);
      const high = Math.max(from, to);
      let arc = arcs.get(`${low},${high}`);
      if (!arc) {
        const other = triangles[low].corners.find((s) => s !== seed && triangles[high].corners.includes(s));
        const neighbour = other === undefined ? undefined : parcelOf.get(other);
        const isCoast = neighbour === undefined;
        const line = noisyLine(
          [triangles[low].centre, triangles[high].centre],
          isCoast ? 0.16 : 0.09,
          isCoast ? 260 : 420,
          random,
        );
        arc = line.map((point) => corners.numberOf(point));
        arcs.set(`${low},${high}`, arc);
        if (neighbour !== undefined) {
          const crossing = corners.points[arc[arc.length >> 1]];
          const lengthM = distanceM(triangles[low].centre, triangles[high].centre);
          borders.push({ parcels: [parcel, neighbour], crossing, lengthM });
        }
      }
      ring.push(...(from === low ? arc : arc.toReversed()).slice(0, -1));
    }
    const clean = ring.filter((corner, i) => corner !== ring[(i + 1) % ring.length]);
    parcels.push({ seed: rounded(seeds[seed]), ring: clean, kind: kinds[seed] as Parcel['kind'] });
  }
  return { parcels, borders, corners: corners.points };
}

/** The outline of several parcels together: polygons of rings (outer counter-clockwise, then holes), not closed. */
export function dissolve(partition: Partition, parcels: readonly number[]): Point[][][] {
  const next = new Map<number, number>();
  const edges = new Set<string>();
  for (const p of parcels) {
    const { ring } = partition.parcels[p];
    for (const [i, from] of ring.entries()) edges.add(`${from},${ring[(i + 1) % ring.length]}`);
  }
  for (const edge of edges) {
    const [from, to] = edge.split(',').map(Number);
    if (!edges.has(`${to},${from}`)) next.set(from, to);
  }
  const rings: Point[][] = [];
  while (next.size > 0) {
    const [start] = next.keys();
    const ring: Point[] = [];
    for (let corner = start; next.has(corner); ) {
      ring.push(partition.corners[corner]);
      const to = next.get(corner) as number;
      next.delete(corner);
      corner = to;
    }
    rings.push(ring);
  }
  const outer = rings.filter((ring) => signedAreaM2(ring) > 0).map((ring) => [ring]);
  for (const hole of rings.filter((ring) => signedAreaM2(ring) < 0)) {
    // The smallest outer ring that is larger than the hole holds it: outlines here never nest deeper.
    const size = -signedAreaM2(hole);
    const host = outer.filter(([ring]) => signedAreaM2(ring) > size)[0];
    host?.push(hole);
  }
  return outer;
}

/** A line from the first to the last point through noisy midpoints, until steps are shorter than `stepM`. */
export function noisyLine(ends: [Point, Point], noise: number, stepM: number, random: Random): Point[] {
  const [a, b] = ends;
  const length = distanceM(a, b);
  if (length < stepM) return [a, b];
  const aside = (random.next() * 2 - 1) * noise * length;
  const middle = offset(a, b, length / 2, aside);
  const left = noisyLine([a, middle], noise, stepM, random);
  const right = noisyLine([middle, b], noise, stepM, random);
  return [...left, ...right.slice(1)];
}

function placeSeeds(random: Random) {
  const lattice: Point[] = [];
  for (let j = -11; j <= 11; j++)
    for (let i = -17; i <= 17; i++)
      lattice.push([(i + (j & 1) / 2) * SPACING_M, (j * SPACING_M * Math.sqrt(3)) / 2]);
  const land = new Set(
    lattice
      .map((point, i) => ({ i, score: remoteness(point) }))
      .sort((a, b) => a.score - b.score)
      .slice(0, LAND_PARCELS)
      .map(({ i }) => i),
  );
  const city = nearest(lattice, CITY);
  const island = nearest(lattice, ISLAND);
  const seeds: Point[] = [];
  const kinds: (Parcel['kind'] | 'sea')[] = [];
  for (const [i, [x, y]] of lattice.entries()) {
    const shake = () => random.between(-0.26, 0.26) * SPACING_M;
    const point: Point = [x + shake(), y + shake()];
    if (i === city) {
      for (const turn of [0.5, 2.6, 4.7]) {
        seeds.push([x + 1400 * Math.cos(turn), y + 1400 * Math.sin(turn)]);
        kinds.push('city-part');
      }
      continue;
    }
    seeds.push(point);
    kinds.push(i === island ? 'island' : land.has(i) ? 'land' : 'sea');
  }
  return { seeds, kinds };
}

/** Under about 1 inside a wobbling ellipse. */
function remoteness([x, y]: Point): number {
  const turn = Math.atan2(y, x);
  return Math.hypot(x / 41_000, y / 35_000) + 0.08 * Math.sin(3 * turn + 1) + 0.05 * Math.sin(5 * turn + 2);
}

function nearest(points: readonly Point[], to: Point): number {
  let best = 0;
  for (const [i, point] of points.entries()) if (distanceM(point, to) < distanceM(points[best], to)) best = i;
  return best;
}

function angle(from: Point, to: Point): number {
  return Math.atan2(to[1] - from[1], to[0] - from[0]);
}

/** What the published coordinates can express. */
export function rounded(point: Point): Point {
  return pointOf(lonLatOf(point));
}

/** Corners that round to the same coordinates are one corner. */
class CornerTable {
  readonly points: Point[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(point: Point): number {
    const key = lonLatOf(point).join(',');
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.points.length;
      this.points.push(rounded(point));
      this.numbers.set(key, number);
    }
    return number;
  }
}

/** The middle of a list of points. */
export function meanOf(points: readonly Point[]): Point {
  return points.reduce<Point>((sum, p, i) => between(sum, p, 1 / (i + 1)), points[0]);
}
