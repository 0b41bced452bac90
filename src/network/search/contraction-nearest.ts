import type { Contraction } from './contraction.ts';
import { MAX_DS, type NearestSites, NO_SITE, type SiteSeeds, UNREACHED } from './nearest.ts';

/** Times below 2^30 and as many sites as this keep a label whole in a double. */
const MAX_SITES = 2 ** 23;

/**
 * The nearest site of every node, as `nearestSites` finds it, to the bit.
 *
 * Time and site are one number, `ds × sites + site`: the smaller of two is the lexicographic minimum, and a way adds to
 * it without touching the site.
 *
 * @throws RangeError for more than 2^23 sites
 */
export function nearestByContraction(
  contraction: Contraction,
  seeds: SiteSeeds,
  limitDs = MAX_DS,
): NearestSites {
  const { nodeCount, nodeAt, downStart, down } = contraction;
  const sites = Uint32Array.from(new Set(seeds.site)).sort();
  if (sites.length > MAX_SITES)
    throw new RangeError(`expected up to ${MAX_SITES} sites, found ${sites.length}`);
  // A power of two: the product and its way back are exact.
  const scale = 2 ** Math.ceil(Math.log2(Math.max(1, sites.length)));
  const limit = Math.min(limitDs, MAX_DS);
  const label = labelsAbove(contraction, seeds, sites, scale, limit);
  const nodeDs = new Uint32Array(nodeCount);
  const nodeSite = new Uint32Array(nodeCount);
  const tooFar = (limit + 1) * scale;
  for (let place = 0, i = 0; place < nodeCount; place++) {
    let best = label[place];
    for (const end = 2 * downStart[place + 1]; i < end; i += 2) {
      const through = label[down[i]] + down[i + 1] * scale;
      if (through < best) best = through;
    }
    label[place] = best;
    const node = nodeAt[place];
    if (best < tooFar) {
      const ds = Math.floor(best / scale);
      nodeDs[node] = ds;
      nodeSite[node] = sites[best - ds * scale];
    } else {
      nodeDs[node] = UNREACHED;
      nodeSite[node] = NO_SITE;
    }
  }
  return { nodeDs, nodeSite };
}

/** Labels of the seeds carried up to all that lies above them: a set of bits in the order of places, emptied upwards. */
function labelsAbove(
  { nodeCount, placeOf, upStart, up }: Contraction,
  seeds: SiteSeeds,
  sites: Uint32Array,
  scale: number,
  limit: number,
): Float64Array {
  const rankOf = new Map<number, number>();
  for (let rank = 0; rank < sites.length; rank++) rankOf.set(sites[rank], rank);
  const label = new Float64Array(nodeCount).fill(Infinity);
  const open = new Uint32Array(Math.ceil(nodeCount / 32));
  for (let i = 0; i < seeds.node.length; i++) {
    if (seeds.ds[i] > limit) continue;
    const place = placeOf[seeds.node[i]];
    const seed = seeds.ds[i] * scale + (rankOf.get(seeds.site[i]) ?? 0);
    if (seed < label[place]) label[place] = seed;
    open[place >>> 5] |= 1 << (place & 31);
  }
  for (let word = open.length - 1; word >= 0; word--) {
    while (open[word] !== 0) {
      const bit = 31 - Math.clz32(open[word]);
      open[word] &= ~(1 << bit);
      const place = 32 * word + bit;
      const known = label[place];
      for (let i = 2 * upStart[place], end = 2 * upStart[place + 1]; i < end; i += 2) {
        const higher = up[i];
        const through = known + up[i + 1] * scale;
        if (through >= label[higher]) continue;
        label[higher] = through;
        open[higher >>> 5] |= 1 << (higher & 31);
      }
    }
  }
  return label;
}
