import { fileURLToPath } from 'node:url';
import Flatbush from 'flatbush';
import { describe, expect, it } from 'vitest';
import { communeByCode } from '../../../scripts/sample/commune.ts';
import { distanceM, type Point, pointOfLaea } from '../../../scripts/sample/plane.ts';
import type { RoadWay } from '../../../scripts/sample/road-map.ts';
import { drawSample } from '../../../scripts/sample/sample.ts';
import { densityOf, isRural } from '../../../scripts/sample/zonings.ts';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';

const { territory, roads, squares, sites, places } = drawSample();
const CLASS_KMH: Record<string, number> = {
  motorway: 90,
  motorway_link: 45,
  primary: 65,
  secondary: 55,
  tertiary: 40,
  unclassified: 25,
  residential: 25,
  living_street: 10,
  service: 15,
};

function speedKmh({ tags }: RoadWay): number {
  const usable = !tags.access && !tags.motor_vehicle;
  if (!usable || !CLASS_KMH[tags.highway]) return 0;
  return /^\d+$/.test(tags.maxspeed ?? '') ? Number(tags.maxspeed) * 0.8 : CLASS_KMH[tags.highway];
}

/** Node → [node it is reached from when driving backwards, seconds]. */
const backwards = new Map<number, [number, number][]>();
for (const way of roads.ways) {
  const kmh = speedKmh(way);
  if (kmh === 0) continue;
  for (const [i, to] of way.nodes.entries()) {
    if (!backwards.has(to)) backwards.set(to, []);
    if (i === 0) continue;
    const from = way.nodes[i - 1];
    const seconds = distanceM(roads.node(from).point, roads.node(to).point) / (kmh / 3.6);
    const { oneway, junction } = way.tags;
    if (oneway !== '-1') backwards.get(to)?.push([from, seconds]);
    if (oneway !== 'yes' && junction !== 'roundabout') backwards.get(from)?.push([to, seconds]);
  }
}

/** Naive Dijkstra towards the targets, with a bucket a second. */
function secondsTo(targets: number[]): Map<number, number> {
  const best = new Map<number, number>(targets.map((node) => [node, 0]));
  const buckets: number[][] = [[...targets]];
  for (let second = 0; second < buckets.length; second++) {
    for (const node of buckets[second] ?? []) {
      const here = best.get(node) as number;
      if (Math.floor(here) < second) continue;
      for (const [other, cost] of backwards.get(node) ?? []) {
        const value = here + cost;
        if (value >= (best.get(other) ?? Number.POSITIVE_INFINITY)) continue;
        best.set(other, value);
        const bucket = Math.floor(value);
        buckets[bucket] ??= [];
        buckets[bucket].push(other);
      }
    }
  }
  return best;
}

const drivable = [...backwards.keys()].map((id) => roads.node(id));
const index = new Flatbush(drivable.length);
for (const { point } of drivable) index.add(point[0], point[1]);
index.finish();
const nearest = ([x, y]: Point) => drivable[index.neighbors(x, y, 1)[0]];
const nodeAt = (code: string) => nearest(communeByCode(territory, code).centre).id;
const toPrefecture = secondsTo([nodeAt(places.prefecture)]);

describe('the roads of the sample', () => {
  it('come back from the PBF as they were drawn', async () => {
    const path = fileURLToPath(new URL('../../../data/sample/roads/val-d-ambre.osm.pbf', import.meta.url));
    const source = await openOsmPbf(path);
    expect(source.header.requiredFeatures).toEqual(['OsmSchema-V0.6', 'DenseNodes']);
    let nodes = 0;
    let ways = 0;
    await source.scan({
      nodes: ({ count }) => {
        nodes += count;
      },
      ways: ({ count }) => {
        ways += count;
      },
    });
    await source.close();
    expect([nodes, ways]).toEqual([roads.nodes.length, roads.ways.length]);
  });

  it('reach every commune centre of the mainland, and no island', () => {
    const unreached = territory.communes.filter(({ code }) => !toPrefecture.has(nodeAt(code)));
    expect(unreached.map(({ code }) => code)).toEqual([places.island]);
    for (const { centre, population } of territory.communes)
      if (population > 0) expect(distanceM(nearest(centre).point, centre)).toBeLessThan(1);
  });

  it('leave the islet without any road', () => {
    for (const point of territory.islet) expect(distanceM(nearest(point).point, point)).toBeGreaterThan(1500);
  });

  it('can be left as well as reached: one-way streets trap nobody', () => {
    const forwards = new Map<number, number[]>();
    for (const [to, edges] of backwards)
      for (const [from] of edges) forwards.set(from, [...(forwards.get(from) ?? []), to]);
    const start = nodeAt(places.prefecture);
    const reached = new Set([start]);
    for (const node of reached) for (const next of forwards.get(node) ?? []) reached.add(next);
    expect(reached.size).toBe(toPrefecture.size);
  });

  it('make coverage worth a look: most within 30 minutes, the country less than towns', () => {
    const desks = sites
      .filter(({ type }) => type === 'Principal')
      .map(({ point, commune }) => nearest(point ?? communeByCode(territory, commune.code).centre).id);
    const seconds = secondsTo(desks);
    const tally = { rural: [0, 0], urban: [0, 0] };
    const rural = new Map(territory.communes.map((commune) => [commune.code, isRural(densityOf(commune))]));
    for (const { northM, eastM, residents, communes } of squares) {
      const kind = rural.get(communes[0]) === false ? 'urban' : 'rural';
      const at = nearest(pointOfLaea(eastM + 100, northM + 100)).id;
      tally[kind][0] += residents;
      if ((seconds.get(at) ?? Number.POSITIVE_INFINITY) <= 1800) tally[kind][1] += residents;
    }
    const share = ([all, covered]: number[]) => covered / all;
    const total = share([tally.rural[0] + tally.urban[0], tally.rural[1] + tally.urban[1]]);
    expect(total).toBeGreaterThan(0.9);
    expect(total).toBeLessThan(0.97);
    expect(share(tally.urban) - share(tally.rural)).toBeGreaterThan(0.03);
    expect(seconds.get(nodeAt(places.valley))).toBeGreaterThan(1900);
  });

  it('take over an hour from end to end', () => {
    const mainland = territory.communes.filter(({ isMountain, role }) => role !== 'island' && !isMountain);
    const west = mainland.reduce((a, b) => (b.centre[0] < a.centre[0] ? b : a));
    const east = mainland.reduce((a, b) => (b.centre[0] > a.centre[0] ? b : a));
    const minutes = (secondsTo([nodeAt(east.code)]).get(nodeAt(west.code)) as number) / 60;
    expect(minutes).toBeGreaterThan(60);
    expect(minutes).toBeLessThan(95);
  });
});
