import { type Commune, communeByCode, type Territory } from './commune.ts';
import { noisyLine } from './partition.ts';
import { distanceM, offset, type Point } from './plane.ts';
import { randomFrom } from './random.ts';
import type { RoadMap } from './road-map.ts';
import type { Hamlet } from './roads.ts';

/** The island's own few roads, joined to the mainland by a ferry line only; the islet has none. */
export function addIslandRoads(map: RoadMap, territory: Territory, centreOf: Map<Commune, number>): Hamlet[] {
  const random = randomFrom('island');
  const island = communeByCode(territory, territory.landmarks.island);
  const port = territory.communes
    .filter(({ role }) => role !== 'island')
    .reduce((a, b) => (distanceM(b.centre, island.centre) < distanceM(a.centre, island.centre) ? b : a));
  const islandCentre = centreOf.get(island) as number;
  const hamlets: Hamlet[] = [];
  const ends: number[] = [];
  for (let i = 0; i < 5; i++) {
    const turn = (i / 5) * 2 * Math.PI + 0.4;
    const end: Point = [island.centre[0] + 1150 * Math.cos(turn), island.centre[1] + 1150 * Math.sin(turn)];
    const line = noisyLine([island.centre, end], 0.12, 420, random).slice(1);
    const nodes = line.map((point) => map.addNode(point));
    map.addWay([islandCentre, ...nodes], { highway: i === 0 ? 'tertiary' : 'unclassified', maxspeed: '50' });
    hamlets.push({ commune: island, point: line[1] ?? end }, { commune: island, point: end });
    ends.push(nodes.at(-1) as number);
  }
  map.addWay([...ends, ends[0]], { highway: 'unclassified', name: 'Tour de l’Île' });

  const quay = map.addNode(offset(port.centre, island.centre, 1500, 60));
  map.addWay([centreOf.get(port) as number, quay], { highway: 'tertiary', name: 'Route du Port' });
  const landing = map.addNode(offset(island.centre, port.centre, 1700, 0));
  map.addWay([ends[0], landing], { highway: 'tertiary', name: 'Quai des Sternes' });
  const sea = noisyLine([map.node(quay).point, map.node(landing).point], 0.06, 5000, random);
  const route = [quay, ...sea.slice(1, -1).map((point) => map.addNode(point)), landing];
  map.addWay(route, {
    route: 'ferry',
    name: 'Ambreval – Île aux Sternes',
    duration: '00:45',
    motor_vehicle: 'yes',
  });
  return hamlets;
}

/** What a reader must not drive on: a loop joined to nothing, tracks, paths, private and unbuilt roads. */
export function addOddRoads(map: RoadMap, territory: Territory, centreOf: Map<Commune, number>): void {
  const random = randomFrom('odd roads');
  const apart = communeByCode(territory, territory.landmarks.commune2017.current).centre;
  const corner = (eastM: number, northM: number) => map.addNode([apart[0] + eastM, apart[1] + northM]);
  const loop = [corner(420, 300), corner(560, 320), corner(540, 430), corner(430, 410)];
  map.addWay([...loop, loop[0]], { highway: 'residential', name: 'Lotissement du Bout du Monde' });

  const kinds: Record<string, string>[] = [
    { highway: 'track', tracktype: 'grade3' },
    { highway: 'footway' },
    { highway: 'path' },
    { highway: 'service', access: 'private' },
    { highway: 'construction', construction: 'primary' },
    { highway: 'residential', motor_vehicle: 'no' },
    { highway: 'residential', name: 'Ancienne Route' },
  ];
  for (const [i, commune] of territory.communes.entries()) {
    if (i % 6 !== 0 || commune.role !== 'village') continue;
    const turn = random.between(0, 2 * Math.PI);
    const far: Point = [commune.centre[0] + Math.cos(turn), commune.centre[1] + Math.sin(turn)];
    const tags = kinds[(i / 6) % kinds.length];
    const barrier = tags.access === 'private' ? 'gate' : tags.name === 'Ancienne Route' ? 'bollard' : null;
    const gate = map.addNode(offset(commune.centre, far, 80, 5), barrier ? { barrier } : {});
    const end = map.addNode(offset(commune.centre, far, random.between(400, 900), 40));
    map.addWay([centreOf.get(commune) as number, gate, end], tags);
  }
}
