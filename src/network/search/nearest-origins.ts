import type { Attachments } from './catchment.ts';
import { type NearestSites, NO_SITE, UNREACHED } from './nearest.ts';

/** The ways from each origin to the network: the attachments, by origin. */
export interface OriginLegs {
  /** originCount + 1 offsets into `node` and `legDs`. */
  start: Uint32Array;
  node: Uint32Array;
  legDs: Uint32Array;
}

/** Nearest site of each origin over its legs; the ties and the marks are those of `NearestSites`. */
export interface NearestOfOrigins {
  originDs: Uint32Array;
  originSite: Uint32Array;
}

export function originLegs({ originCount, start, origin, legDs }: Attachments): OriginLegs {
  const legs: OriginLegs = {
    start: new Uint32Array(originCount + 1),
    node: new Uint32Array(origin.length),
    legDs: new Uint32Array(origin.length),
  };
  for (const each of origin) legs.start[each + 1]++;
  for (let each = 0; each < originCount; each++) legs.start[each + 1] += legs.start[each];
  const next = legs.start.slice(0, originCount);
  for (let node = 0; node + 1 < start.length; node++) {
    for (let i = start[node]; i < start[node + 1]; i++) {
      const at = next[origin[i]]++;
      legs.node[at] = node;
      legs.legDs[at] = legDs[i];
    }
  }
  return legs;
}

/** The origins with a leg to one of these nodes, ascending, each once: those that a repair may have changed. */
export function originsOfNodes({ start, origin }: Attachments, nodes: Uint32Array): Uint32Array {
  const found = new Set<number>();
  for (const node of nodes) {
    for (let i = start[node]; i < start[node + 1]; i++) found.add(origin[i]);
  }
  return Uint32Array.from(found).sort();
}

/**
 * Works out the nearest site of some origins again. A site beside an origin on its own edge is reached without a node:
 * its time is not among these.
 */
export function updateOrigins(
  legs: OriginLegs,
  nearest: NearestSites,
  origins: Iterable<number>,
  out: NearestOfOrigins,
): void {
  const { nodeDs, nodeSite } = nearest;
  for (const origin of origins) {
    let bestDs = UNREACHED;
    let bestSite = NO_SITE;
    for (let i = legs.start[origin]; i < legs.start[origin + 1]; i++) {
      const node = legs.node[i];
      if (nodeDs[node] === UNREACHED) continue;
      const ds = nodeDs[node] + legs.legDs[i];
      if (ds > bestDs || (ds === bestDs && nodeSite[node] >= bestSite)) continue;
      bestDs = ds;
      bestSite = nodeSite[node];
    }
    out.originDs[origin] = bestDs;
    out.originSite[origin] = bestSite;
  }
}
