import { terrainOf } from '../../src/network/friction/friction-ground.ts';
import { FRICTION_SPEEDS, type FrictionSpeeds } from '../../src/network/friction/friction-speeds.ts';
import { frictionSurface, setArcs } from '../../src/network/friction/friction-surface.ts';
import { frictionSearch, frictionSeeds, placeOnSurface } from '../../src/network/friction/friction-times.ts';
import {
  attachOrigins,
  collectOrigins,
  type SearchScratch,
  searchScratch,
  spread,
} from '../../src/network/search/catchment.ts';
import type { Ground } from './ground.ts';
import { MINUTES, type PairTargets, type ShareTargets } from './targets.ts';

/** Pairs of communes are searched for this long; what is farther counts as far. */
export const PAIR_LIMIT_SECONDS = 4500;

export interface Estimates {
  /** Percent of the residents of each département within each of MINUTES. */
  shares(speeds: FrictionSpeeds): number[][];
  /** Seconds from every commune of Isère (row) to some of them (column); infinite beyond the limit. */
  pairSeconds(speeds: FrictionSpeeds, destinations: readonly number[]): Float64Array;
}

/** The product's own searches over one surface, whose arcs are written anew for each set of speeds. */
export function estimates(ground: Ground, targets: ShareTargets, pairs: PairTargets): Estimates {
  const { lattice, facts, relief } = ground;
  const surface = frictionSurface(lattice, terrainOf(facts, relief, FRICTION_SPEEDS));
  let applied: FrictionSpeeds | null = null;
  const apply = (speeds: FrictionSpeeds) => {
    if (speeds === applied) return;
    const terrain = terrainOf(facts, relief, speeds);
    surface.speedKmh.set(terrain.speedKmh);
    surface.endSeconds = speeds.endSeconds;
    setArcs(surface, lattice, terrain);
    applied = speeds;
  };
  const originCount = targets.origins.cell.length;
  const limitSeconds = MINUTES[MINUTES.length - 1] * 60;
  const scratch: SearchScratch = searchScratch(surface.cellCount, originCount, limitSeconds);
  const outOrigin = new Uint32Array(Math.max(originCount, pairs.count));
  const outSeconds = new Uint16Array(outOrigin.length);
  const searchInput = (originPoints: ShareTargets['origins'], sitePoints: ShareTargets['sites']) => {
    const origins = placeOnSurface(surface, originPoints);
    const count = origins.cell.length;
    const columns = {
      node: origins.cell,
      origin: Uint32Array.from({ length: count }, (_, i) => i),
      legDs: origins.legDs,
    };
    return {
      arcStart: surface.arcStart,
      arcs: surface.arcs,
      speedKmh: surface.speedKmh,
      endDs: Math.round(surface.endSeconds * 10),
      origins,
      sites: placeOnSurface(surface, sitePoints),
      attachments: attachOrigins(surface.cellCount, count, columns),
    };
  };
  return {
    shares(speeds) {
      apply(speeds);
      const input = searchInput(targets.origins, targets.sites);
      const seed = frictionSeeds(input, scratch);
      for (let site = 0; site < input.sites.cell.length; site++) seed(site);
      spread(surface, input.attachments, scratch);
      const reached = collectOrigins(scratch, outOrigin, outSeconds);
      const seconds = new Float64Array(originCount).fill(Number.POSITIVE_INFINITY);
      for (let i = 0; i < reached; i++) seconds[outOrigin[i]] = outSeconds[i];
      return sharesOf(targets, seconds);
    },
    pairSeconds(speeds, destinations) {
      apply(speeds);
      const sites = {
        lon: destinations.map((at) => pairs.points.lon[at]),
        lat: destinations.map((at) => pairs.points.lat[at]),
        cell: BigUint64Array.from(destinations, (at) => pairs.points.cell[at]),
      };
      const input = { ...searchInput(pairs.points, sites), limitSeconds: PAIR_LIMIT_SECONDS };
      const search = frictionSearch(input);
      const found = new Float64Array(pairs.count * destinations.length).fill(Number.POSITIVE_INFINITY);
      destinations.forEach((_, site) => {
        const reached = search(site, outOrigin, outSeconds);
        for (let i = 0; i < reached; i++) found[outOrigin[i] * destinations.length + site] = outSeconds[i];
      });
      return found;
    },
  };
}

function sharesOf({ departements, parts }: ShareTargets, seconds: Float64Array): number[][] {
  const all = new Float64Array(departements.length);
  const within = departements.map(() => new Float64Array(MINUTES.length));
  for (let i = 0; i < parts.origin.length; i++) {
    const departement = parts.departement[i];
    all[departement] += parts.residents[i];
    for (let k = 0; k < MINUTES.length; k++) {
      if (seconds[parts.origin[i]] <= MINUTES[k] * 60) within[departement][k] += parts.residents[i];
    }
  }
  return within.map((row, departement) => Array.from(row, (count) => (100 * count) / all[departement]));
}
