import type { Commune, Territory } from './commune.ts';
import type { Partition } from './partition.ts';
import { distanceM, type Point } from './plane.ts';
import { randomFrom } from './random.ts';

export type RoadClass = 'primary' | 'secondary' | 'tertiary' | 'unclassified';

/** A road from one commune's centre to its neighbour's, across their border. */
export interface Link {
  from: Commune;
  to: Commune;
  crossing: Point;
  lengthM: number;
  /** Both ends in the mountains: hairpins, and no way round. */
  isMountain: boolean;
  roadClass: RoadClass | null;
}

const SHORTEST_BORDER_M = 500;

/**
 * Which neighbours are joined, and by what: primary roads from the prefecture, secondary ones between chief towns,
 * tertiary ones from each village to its chief town. The mountains get that tree and nothing more, so that their
 * valleys are dead ends.
 */
export function planRoads(partition: Partition, territory: Territory): Link[] {
  const random = randomFrom('road plan');
  const links = candidateLinks(partition, territory.communes);
  const linksOf = new Map<Commune, Link[]>(territory.communes.map((commune) => [commune, []]));
  for (const link of links) {
    linksOf.get(link.from)?.push(link);
    linksOf.get(link.to)?.push(link);
  }
  const mainland = territory.communes.filter(({ role }) => role !== 'island');
  const prefecture = mainland.find(({ role }) => role === 'prefecture') as Commune;
  const sousPrefectures = mainland.filter(({ role }) => role === 'sous-prefecture');
  const bourgs = mainland.filter(({ role }) => role === 'bourg');
  const hubs = [prefecture, ...sousPrefectures, ...bourgs];

  const lay = (path: Link[], roadClass: RoadClass) => {
    for (const link of path) link.roadClass ??= roadClass;
  };
  const fromPrefecture = shortestPaths([prefecture], linksOf);
  const faraway = bourgs
    .filter((bourg) => !bourg.isMountain)
    .sort((a, b) => distanceM(b.centre, prefecture.centre) - distanceM(a.centre, prefecture.centre));
  for (const town of [...sousPrefectures, ...faraway.slice(0, 4)]) lay(fromPrefecture(town), 'primary');
  lay(shortestPaths([sousPrefectures[0]], linksOf)(sousPrefectures[1]), 'primary');
  for (const bourg of bourgs) {
    const paths = shortestPaths([bourg], linksOf);
    const near = hubs
      .filter((hub) => hub !== bourg)
      .sort((a, b) => distanceM(a.centre, bourg.centre) - distanceM(b.centre, bourg.centre))
      .slice(0, bourg.isMountain ? 1 : 2);
    for (const hub of near) lay(paths(hub), 'secondary');
  }
  const toHub = shortestPaths(hubs, linksOf);
  const users = new Map<Link, number>();
  for (const commune of mainland)
    for (const link of toHub(commune)) users.set(link, (users.get(link) ?? 0) + 1);
  for (const [link, count] of users)
    lay([link], count > 1 || random.next() < 0.4 ? 'tertiary' : 'unclassified');
  for (const link of links) {
    const mountains = Number(link.from.isMountain) + Number(link.to.isMountain);
    if (link.roadClass === null && random.next() < [0.55, 0.1, 0][mountains]) link.roadClass = 'unclassified';
  }
  return links.filter(({ roadClass }) => roadClass !== null);
}

function candidateLinks(partition: Partition, communes: Commune[]): Link[] {
  const ofParcel = new Map(communes.flatMap((commune) => commune.parcels.map((p) => [p, commune] as const)));
  const best = new Map<string, { link: Link; borderM: number }>();
  for (const { parcels, crossing, lengthM: borderM } of partition.borders) {
    const [from, to] = parcels
      .map((p) => ofParcel.get(p) as Commune)
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    if (from === to || borderM < SHORTEST_BORDER_M) continue;
    const key = from.code + to.code;
    if ((best.get(key)?.borderM ?? 0) >= borderM) continue;
    const lengthM = distanceM(from.centre, crossing) + distanceM(crossing, to.centre);
    const isMountain = from.isMountain && to.isMountain;
    best.set(key, { link: { from, to, crossing, lengthM, isMountain, roadClass: null }, borderM });
  }
  return [...best.values()].map(({ link }) => link);
}

/** The path of links from the nearest source to any commune. Roads laid earlier are preferred, so that they merge. */
function shortestPaths(sources: Commune[], linksOf: Map<Commune, Link[]>): (to: Commune) => Link[] {
  const cost = new Map<Commune, number>(sources.map((source) => [source, 0]));
  const via = new Map<Commune, Link>();
  const done = new Set<Commune>();
  for (;;) {
    let nearest: Commune | undefined;
    for (const [commune, value] of cost)
      if (!done.has(commune) && (!nearest || value < (cost.get(nearest) as number))) nearest = commune;
    if (!nearest) break;
    done.add(nearest);
    for (const link of linksOf.get(nearest) ?? []) {
      const other = link.from === nearest ? link.to : link.from;
      const factor = (link.roadClass === null ? 1 : 0.75) * (link.isMountain ? 1.7 : 1);
      const value = (cost.get(nearest) as number) + link.lengthM * factor;
      if (value < (cost.get(other) ?? Number.POSITIVE_INFINITY)) {
        cost.set(other, value);
        via.set(other, link);
      }
    }
  }
  return (to) => {
    const path: Link[] = [];
    for (let at = to; via.has(at); ) {
      const link = via.get(at) as Link;
      path.push(link);
      at = link.from === at ? link.to : link.from;
    }
    return path;
  };
}
