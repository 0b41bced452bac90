import type { Commune } from './commune.ts';
import { offset, type Point } from './plane.ts';
import { type Random, randomFrom } from './random.ts';
import type { RoadMap } from './road-map.ts';

const STREETS = [
  'Rue de la Mairie',
  'Rue des Tilleuls',
  'Rue du Four',
  'Chemin du Lavoir',
  'Rue des Écoles',
  "Rue de l'Église",
  'Impasse des Sternes',
  'Rue du Moulin',
  'Allée des Genêts',
  "Rue de l'Ambre",
];

/** Residential streets: a grid in towns, a few stubs in villages. */
export function addStreets(map: RoadMap, communes: readonly Commune[], centreOf: Map<Commune, number>): void {
  const random = randomFrom('streets');
  for (const commune of communes) {
    const centre = centreOf.get(commune) as number;
    if (commune.role === 'prefecture') addGrid(map, commune.centre, centre, 8, 290, random);
    else if (commune.role === 'sous-prefecture') addGrid(map, commune.centre, centre, 4, 240, random);
    else if (commune.role === 'bourg') addGrid(map, commune.centre, centre, 2, 200, random);
    else if (commune.population > 0) addStubs(map, commune, centre, random);
  }
}

/** Rows run through; columns have gaps, and in the inner city every other one is one-way. */
function addGrid(
  map: RoadMap,
  middle: Point,
  centre: number,
  half: number,
  stepM: number,
  random: Random,
): void {
  const turn = random.between(0, Math.PI / 2);
  const size = 2 * half + 1;
  const nodes: number[][] = [];
  for (let row = 0; row < size; row++) {
    nodes.push([]);
    for (let column = 0; column < size; column++) {
      if (row === half && column === half) {
        nodes[row].push(centre);
        continue;
      }
      const x = (column - half) * stepM + random.between(-35, 35);
      const y = (row - half) * stepM + random.between(-35, 35);
      const at: Point = [
        middle[0] + x * Math.cos(turn) - y * Math.sin(turn),
        middle[1] + x * Math.sin(turn) + y * Math.cos(turn),
      ];
      const hasSignal = half > 4 && row % 4 === 0 && column % 4 === 0;
      nodes[row].push(map.addNode(at, hasSignal ? { highway: 'traffic_signals' } : {}));
    }
  }
  for (let row = 0; row < size; row++) {
    const isAvenue = row === half;
    const name = isAvenue ? 'Avenue de la Préfecture' : random.pick(STREETS);
    map.addWay(
      nodes[row],
      isAvenue ? { highway: 'secondary', maxspeed: '50', name } : { highway: 'residential', name },
    );
  }
  for (let column = 0; column < size; column++) {
    const name = random.pick(STREETS);
    const isInner = half > 4 && Math.abs(column - half) < 4 && column !== half;
    const direction: Record<string, string> = isInner ? { oneway: ['yes', '-1'][column % 2] } : {};
    const highway =
      column === half ? 'tertiary' : isInner && column % 3 === 0 ? 'living_street' : 'residential';
    let run: number[] = [];
    for (let row = 0; row < size; row++) {
      run.push(nodes[row][column]);
      const isGap = random.next() < 0.15 && column !== half;
      if (!isGap && row < size - 1) continue;
      if (run.length > 1) map.addWay(run, { highway, name, ...direction });
      run = [];
    }
  }
}

function addStubs(map: RoadMap, commune: Commune, centre: number, random: Random): void {
  const count = Math.min(7, 2 + Math.floor(commune.population / 250));
  const start = random.between(0, 2 * Math.PI);
  for (let i = 0; i < count; i++) {
    const turn = start + ((i + random.between(-0.3, 0.3)) / count) * 2 * Math.PI;
    const target: Point = [
      commune.centre[0] + 500 * Math.cos(turn),
      commune.centre[1] + 500 * Math.sin(turn),
    ];
    const lengthM = random.between(140, 420);
    const stub = [centre];
    for (const share of [0.5, 1])
      stub.push(map.addNode(offset(commune.centre, target, lengthM * share, random.between(-45, 45))));
    map.addWay(stub, { highway: 'residential', name: random.pick(STREETS) });
  }
}
