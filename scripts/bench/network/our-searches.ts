import {
  attachOrigins,
  collectOrigins,
  searchScratch,
  seedNode,
  spread,
} from '../../../src/network/search/catchment.ts';
import { nearestSites, type SiteSeeds, UNREACHED } from '../../../src/network/search/nearest.ts';
import type { Answer } from './references.ts';
import type { TiledGraph } from './tiled-graph.ts';

export const LIMIT_SECONDS = 3600;

export function seedsOf(graph: TiledGraph): SiteSeeds {
  const count = graph.siteNode.length;
  return {
    node: graph.siteNode,
    ds: new Uint32Array(count),
    site: Uint32Array.from({ length: count }, (_, site) => site),
  };
}

export function nearestAnswer(graph: TiledGraph, seeds: SiteSeeds): Answer {
  const started = performance.now();
  const { nodeDs } = nearestSites(graph, seeds);
  const ms = performance.now() - started;
  return { ms, ...totalOf(nodeDs) };
}

export function totalOf(nodeDs: Uint32Array): Omit<Answer, 'ms'> {
  let reached = 0;
  let sumDs = 0;
  for (const ds of nodeDs) {
    if (ds === UNREACHED) continue;
    reached++;
    sumDs += ds;
  }
  return { reached, sumDs };
}

/**
 * Searches nodes alone, as the reference does: no origin is attached. The time is that of a search and of clearing up
 * after it, without that of adding up what it found.
 */
export function catchmentSearch(graph: TiledGraph): (site: number) => Answer {
  const none = { node: new Uint32Array(0), origin: new Uint32Array(0), legDs: new Uint32Array(0) };
  const attachments = attachOrigins(graph.nodeCount, 0, none);
  const scratch = searchScratch(graph.nodeCount, 0, LIMIT_SECONDS);
  const outSeconds = new Uint16Array(0);
  return (site) => {
    const started = performance.now();
    seedNode(scratch, graph.siteNode[site], 0);
    spread(graph, attachments, scratch);
    const searched = performance.now();
    const { touchedNodes, touchedNodeCount: reached, nodeDs } = scratch;
    let sumDs = 0;
    for (let i = 0; i < reached; i++) sumDs += nodeDs[touchedNodes[i]];
    const summed = performance.now();
    collectOrigins(scratch, none.origin, outSeconds);
    return { ms: searched - started + (performance.now() - summed), reached, sumDs };
  };
}
