import { communeByCode, type Territory } from './commune.ts';
import type { Partition } from './partition.ts';
import { between, lambert93Of, type Point } from './plane.ts';
import { randomFrom } from './random.ts';

/** A QPV. */
export interface Quarter {
  code: string;
  name: string;
  communes: string[];
  /** Rings of the parts, not closed. */
  parts: Point[][];
  middle: Point;
}

/** Five quarters, each smaller than an H3 cell of resolution 8 (0.74 km²). */
export function drawQuarters(partition: Partition, territory: Territory): Quarter[] {
  const random = randomFrom('quarters');
  const { prefecture, sousPrefectures } = territory.landmarks;
  const city = communeByCode(territory, prefecture);
  const [, east, south] = city.parcels.map((p) => partition.parcels[p].seed);
  const suburb = partition.borders.find(({ parcels: [a, b] }) => {
    const other = [a, b].filter((p) => !city.parcels.includes(p));
    return other.length === 1;
  });
  if (!suburb) throw new Error('the prefecture of the sample has no neighbour');
  const beyond = suburb.parcels.find((p) => !city.parcels.includes(p)) as number;
  const neighbour = territory.communes.find(({ parcels }) => parcels.includes(beyond));
  const [first, second] = sousPrefectures.map((code) => communeByCode(territory, code));
  const block = (middle: Point, widthM: number): Point[] => {
    const turn = random.between(0, Math.PI / 2);
    return [0, 1, 2, 3, 4, 5, 6, 7].map((i) => {
      const corner = turn + (i / 8) * 2 * Math.PI;
      const radiusM = (widthM / 2) * (i % 2 === 0 ? 1 : random.between(0.78, 0.95));
      return [middle[0] + radiusM * Math.cos(corner), middle[1] + radiusM * Math.sin(corner)];
    });
  };
  const moved = ([x, y]: Point, eastM: number, northM: number): Point => [x + eastM, y + northM];
  const drafts: [name: string, communes: string[], middles: Point[], widthM: number][] = [
    ['Les Sternes', [prefecture], [between(east, city.centre, 0.45)], 300],
    [
      'La Tarvanne - Les Tilleuls',
      [prefecture],
      [between(south, city.centre, 0.5), moved(south, 520, 80)],
      420,
    ],
    ['Haut-de-Brèche', [prefecture, neighbour?.code ?? ''].sort(), [suburb.crossing], 640],
    ['Les Remparts', [first.code], [moved(first.centre, 420, -260)], 480],
    ["Quartier de l'Arsenal", [second.code], [moved(second.centre, -380, 310)], 560],
  ];
  return drafts.map(([name, communes, middles, widthM], i) => ({
    code: `QN0960${i + 1}M`,
    name,
    communes,
    parts: middles.map((middle) => block(middle, widthM)),
    middle: middles[0],
  }));
}

/** The official release's form: coordinates in metres of EPSG:2154, which the `crs` member says. */
export function quartersGeoJson(quarters: readonly Quarter[]): string {
  const features = quarters.map(({ code, name, communes, parts }) => ({
    type: 'Feature',
    properties: { code_qp: code, lib_qp: name, insee_com: communes, dep: '96' },
    geometry: {
      type: 'MultiPolygon',
      coordinates: parts.map((ring) => [[...ring, ring[0]].map(lambert93Of)]),
    },
  }));
  return featureCollection('qpv_2024_fictif', features, 'urn:ogc:def:crs:EPSG::2154');
}

/** One feature a line, as the published files are written. */
export function featureCollection(name: string, features: readonly object[], crs?: string): string {
  const system = crs ? `"crs":${JSON.stringify({ type: 'name', properties: { name: crs } })},` : '';
  const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
  return `{"type":"FeatureCollection","name":"${name}",${system}"features":[\n${lines}\n]}\n`;
}
