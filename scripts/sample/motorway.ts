import { communeByCode, type Territory } from './commune.ts';
import { noisyLine } from './partition.ts';
import { between, distanceM, offset, type Point } from './plane.ts';
import { randomFrom } from './random.ts';
import type { RoadMap } from './road-map.ts';

/**
 * The A 960 from the prefecture to each sous-préfecture: two one-way carriageways, joined to the other roads by links
 * at three interchanges each. Elsewhere it passes over the roads, that is, without a shared node.
 * @param joints nodes of main roads where an interchange may be
 */
export function addMotorways(map: RoadMap, territory: Territory, joints: readonly number[]): void {
  const random = randomFrom('motorway');
  const { prefecture, sousPrefectures } = territory.landmarks;
  const from = communeByCode(territory, prefecture).centre;
  for (const code of sousPrefectures) {
    const to = communeByCode(territory, code).centre;
    const lengthM = distanceM(from, to);
    const line = noisyLine(
      [offset(from, to, 3000, 900), offset(from, to, lengthM - 2200, 700)],
      0.05,
      1400,
      random,
    );
    const there = line.map((point, i) => map.addNode(aside(line, point, i, -15)));
    const back = line.map((point, i) => map.addNode(aside(line, point, i, 15))).reverse();
    const cut = line.length >> 1;
    for (const carriageway of [there, back]) {
      const tags = { highway: 'motorway', ref: 'A 960', oneway: 'yes' };
      map.addWay(carriageway.slice(0, cut + 1), { ...tags, maxspeed: '110' });
      map.addWay(carriageway.slice(cut), { ...tags, maxspeed: '130' });
      const last = carriageway.length - 1;
      addEntry(map, carriageway[0], joints);
      addExit(map, carriageway[cut - 1], joints);
      addEntry(map, carriageway[cut + 1], joints);
      addExit(map, carriageway[last], joints);
    }
  }
}

function addEntry(map: RoadMap, motorway: number, joints: readonly number[]): void {
  const joint = nearestJoint(map, motorway, joints);
  map.addWay([joint, halfway(map, joint, motorway, 40), motorway], LINK);
}

function addExit(map: RoadMap, motorway: number, joints: readonly number[]): void {
  const joint = nearestJoint(map, motorway, joints);
  map.addWay([motorway, halfway(map, motorway, joint, 40), joint], LINK);
}

const LINK = { highway: 'motorway_link', oneway: 'yes' };

function halfway(map: RoadMap, a: number, b: number, asideM: number): number {
  const [from, to] = [map.node(a).point, map.node(b).point];
  return map.addNode(offset(between(from, to, 0.5), to, 0, asideM));
}

function nearestJoint(map: RoadMap, node: number, joints: readonly number[]): number {
  const { point } = map.node(node);
  return joints.reduce((a, b) =>
    distanceM(map.node(b).point, point) < distanceM(map.node(a).point, point) ? b : a,
  );
}

function aside(line: readonly Point[], point: Point, i: number, asideM: number): Point {
  const next = line[i + 1];
  if (next) return offset(point, next, 0, asideM);
  return offset(point, line[i - 1], 0, -asideM);
}
