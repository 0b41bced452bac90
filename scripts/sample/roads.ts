import type { Commune, Territory } from './commune.ts';
import { addMotorways } from './motorway.ts';
import { ofPlace } from './names.ts';
import { noisyLine, type Partition } from './partition.ts';
import { between, distanceM, offset, type Point } from './plane.ts';
import { type Random, randomFrom } from './random.ts';
import { emptyRoadMap, type RoadMap } from './road-map.ts';
import { type Link, planRoads } from './road-plan.ts';
import { addIslandRoads, addOddRoads } from './side-roads.ts';
import { addStreets } from './streets.ts';

export interface Hamlet {
  commune: Commune;
  point: Point;
}

export interface Roads {
  map: RoadMap;
  hamlets: Hamlet[];
}

/** Everything that can be driven, and some that cannot. */
export function buildRoads(partition: Partition, territory: Territory): Roads {
  const random = randomFrom('roads');
  const map = emptyRoadMap();
  const centreOf = new Map(territory.communes.map((commune) => [commune, map.addNode(commune.centre)]));
  const hamlets: Hamlet[] = [];
  const joints: number[] = [];
  let roundabouts = 0;
  for (const [i, link] of planRoads(partition, territory).entries()) {
    const leavesTown = link.from.role === 'prefecture' || link.to.role === 'prefecture';
    const withRoundabout = leavesTown && link.roadClass === 'primary' && roundabouts < 3;
    if (withRoundabout) roundabouts++;
    const nodes = drawLink(map, link, centreOf, `D ${i + 1}`, withRoundabout, random);
    if (!link.isMountain && link.roadClass !== 'unclassified') joints.push(...nodes.slice(3, -3));
    addHamlets(map, link, nodes, hamlets, random);
  }
  addStreets(map, territory.communes, centreOf);
  addMotorways(map, territory, joints);
  hamlets.push(...addIslandRoads(map, territory, centreOf));
  addOddRoads(map, territory, centreOf);
  return { map, hamlets };
}

/** Three ways: out of one place, over land, into the next; returns the nodes between the centres. */
function drawLink(
  map: RoadMap,
  link: Link,
  centreOf: Map<Commune, number>,
  ref: string,
  withRoundabout: boolean,
  random: Random,
): number[] {
  const first = noisyLine([link.from.centre, link.crossing], 0.13, 420, random);
  const second = noisyLine([link.crossing, link.to.centre], 0.13, 420, random);
  const start = centreOf.get(link.from) as number;
  const end = centreOf.get(link.to) as number;
  const before = bend(link, first.slice(1, -1), 1).map((point) => map.addNode(point));
  const after = bend(link, second.slice(1, -1), -1).map((point) => map.addNode(point));
  const highway = link.roadClass as string;
  const country: Record<string, string> = { highway, ref, ...countrySpeed(highway, random) };
  const town = (place: Commune, other: Commune) => ({
    highway,
    ref,
    name: `Route ${ofPlace(other.name)}`,
    ...(highway === 'unclassified' ? {} : { maxspeed: place.role === 'prefecture' ? 'FR:urban' : '50' }),
  });
  const cut = Math.min(2, before.length);
  const recut = Math.max(0, after.length - 2);
  map.addWay([start, ...before.slice(0, cut)], town(link.from, link.to));
  if (withRoundabout) {
    const ring = addRoundabout(map, link, before.at(-1) ?? start, highway);
    map.addWay([...before.slice(Math.max(0, cut - 1)), ring[0]], country);
    map.addWay([ring[5], ...after.slice(0, recut + 1)], country);
    const yard = offset(link.crossing, map.node(ring[3]).point, 260, 0);
    map.addWay([ring[3], map.addNode(yard)], { highway: 'residential', name: 'Rue de la Zone Artisanale' });
  } else {
    const middle = map.addNode(link.crossing);
    const inner = [...before.slice(Math.max(0, cut - 1)), middle, ...after.slice(0, recut + 1)];
    map.addWay(before.length === 0 ? [start, ...inner] : inner, country);
  }
  map.addWay([...after.slice(recut), end], town(link.to, link.from));
  return [...before, ...after];
}

function countrySpeed(highway: string, random: Random): Record<string, string> {
  const share = { primary: 0.7, secondary: 0.4, tertiary: 0.1 }[highway] ?? 0;
  return random.next() < share ? { maxspeed: '80' } : {};
}

/** Hairpins: every other point of a mountain road moves to one side, the next to the other. */
function bend(link: Link, points: Point[], side: number): Point[] {
  if (!link.isMountain) return points;
  const bent: Point[] = [];
  for (const [i, point] of points.entries()) {
    const to = points[i + 1];
    bent.push(point);
    if (!to) continue;
    const stepM = distanceM(point, to);
    bent.push(
      offset(point, to, stepM * 0.3, side * stepM * 0.3),
      offset(point, to, stepM * 0.7, -side * stepM * 0.3),
    );
  }
  return bent;
}

/** Ten nodes, anticlockwise; the first faces the way in, the sixth the way out. */
function addRoundabout(map: RoadMap, link: Link, comingFrom: number, highway: string): number[] {
  const radiusM = 26;
  const from = map.node(comingFrom).point;
  const start = Math.atan2(from[1] - link.crossing[1], from[0] - link.crossing[0]);
  const ring: number[] = [];
  for (let i = 0; i < 10; i++) {
    const turn = start + (i / 10) * 2 * Math.PI;
    const point: Point = [
      link.crossing[0] + radiusM * Math.cos(turn),
      link.crossing[1] + radiusM * Math.sin(turn),
    ];
    ring.push(map.addNode(point));
  }
  map.addWay([...ring, ring[0]], { highway, junction: 'roundabout', name: 'Rond-point de la Brèche' });
  return ring;
}

/** Homes along the road, and some at the end of a lane of their own. */
function addHamlets(map: RoadMap, link: Link, nodes: number[], hamlets: Hamlet[], random: Random): void {
  for (let i = 3; i < nodes.length - 3; i += random.whole(2, 4)) {
    const at = map.node(nodes[i]).point;
    const commune = distanceM(at, link.from.centre) < distanceM(at, link.to.centre) ? link.from : link.to;
    if (random.next() < 0.55) {
      hamlets.push({ commune, point: at });
      continue;
    }
    const awayM = random.between(250, 900) * (random.next() < 0.5 ? 1 : -1);
    const point = offset(at, map.node(nodes[i + 1]).point, random.between(0, 150), awayM);
    const bendAt = offset(between(at, point, 0.5), point, 0, random.between(-70, 70));
    const lane = [nodes[i], map.addNode(bendAt), map.addNode(point)];
    map.addWay(lane, { highway: random.pick(['unclassified', 'residential', 'service', 'unclassified']) });
    hamlets.push({ commune, point });
  }
}
