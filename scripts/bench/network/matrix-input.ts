import { CLOSED } from '../../../src/network/roads/road-edges.ts';
import {
  type Attachments,
  attachOrigins,
  collectOrigins,
  NO_NODE,
  searchScratch,
  seedNode,
  spread,
} from '../../../src/network/search/catchment.ts';
import type { SearchSite } from '../../../src/network/search/search-pool.ts';
import { shared } from '../../../src/network/shared-arrays.ts';
import { seededRandom } from '../synthetic-country.ts';
import type { TiledGraph } from './tiled-graph.ts';

/** Populated cells of metropolitan France, on its 4.5 million junctions. */
const ORIGINS_A_NODE = 490_000 / 4_543_285;
/** Tenths of a second from a door to the road, at most. */
const ACCESS_DS = 300;

/** All that the searches of the matrix share; every column is shared memory. */
export interface MatrixInput {
  arcStart: Uint32Array;
  arcs: Uint32Array;
  siteNode: Uint32Array;
  attachments: Attachments;
  limitSeconds: number;
}

/** As many origins as France has cells, each somewhere along a road that it leaves by either end. */
export function matrixInput(graph: TiledGraph, limitSeconds: number): MatrixInput {
  const { nodeCount, edgeCount, edgeFrom, edgeTo, forwardDs, backwardDs, arcStart, arcs, siteNode } = graph;
  const count = Math.round(nodeCount * ORIGINS_A_NODE);
  const random = seededRandom(count);
  const node = new Uint32Array(2 * count).fill(NO_NODE);
  const origin = Uint32Array.from({ length: 2 * count }, (_, i) => i >> 1);
  const legDs = new Uint32Array(2 * count);
  // Cells are numbered by where they are, as their nodes: one after the other along the curve.
  const edges = Uint32Array.from({ length: count }, () => Math.floor(random() * edgeCount));
  edges.sort((a, b) => edgeFrom[a] - edgeFrom[b]);
  for (let i = 0; i < count; i++) {
    const edge = edges[i];
    const along = random();
    const accessDs = Math.floor(random() * ACCESS_DS);
    if (forwardDs[edge] !== CLOSED) {
      node[2 * i] = edgeTo[edge];
      legDs[2 * i] = accessDs + Math.round(forwardDs[edge] * (1 - along));
    }
    if (backwardDs[edge] !== CLOSED) {
      node[2 * i + 1] = edgeFrom[edge];
      legDs[2 * i + 1] = accessDs + Math.round(backwardDs[edge] * along);
    }
  }
  const attachments = attachOrigins(nodeCount, count, { node, origin, legDs }, (length) =>
    shared(Uint32Array, length),
  );
  return { arcStart, arcs, siteNode, attachments, limitSeconds };
}

export function matrixSearch({
  arcStart,
  arcs,
  siteNode,
  attachments,
  limitSeconds,
}: MatrixInput): SearchSite {
  const scratch = searchScratch(arcStart.length - 1, attachments.originCount, limitSeconds);
  const network = { arcStart, arcs };
  return (site, outOrigin, outSeconds) => {
    seedNode(scratch, siteNode[site], 0);
    spread(network, attachments, scratch);
    return collectOrigins(scratch, outOrigin, outSeconds);
  };
}
