import { lonLatOf, type Point } from './plane.ts';

export interface RoadNode {
  id: number;
  /** Degrees in units of 1e-5. */
  lon5: number;
  lat5: number;
  point: Point;
  tags: Record<string, string>;
}

export interface RoadWay {
  id: number;
  nodes: number[];
  tags: Record<string, string>;
}

/** Nodes and ways with ids that only grow, as OSM extracts are sorted. */
export interface RoadMap {
  nodes: RoadNode[];
  ways: RoadWay[];
  addNode(point: Point, tags?: Record<string, string>): number;
  addWay(nodes: readonly number[], tags: Record<string, string>): number;
  node(id: number): RoadNode;
}

const FIRST_NODE = 960_000_000;
const FIRST_WAY = 96_000_000;

export function emptyRoadMap(): RoadMap {
  const nodes: RoadNode[] = [];
  const ways: RoadWay[] = [];
  return {
    nodes,
    ways,
    addNode(point, tags = {}) {
      const [lon, lat] = lonLatOf(point);
      const id = FIRST_NODE + nodes.length;
      nodes.push({ id, lon5: Math.round(lon * 1e5), lat5: Math.round(lat * 1e5), point, tags });
      return id;
    },
    addWay(refs, tags) {
      const id = FIRST_WAY + ways.length;
      ways.push({ id, nodes: refs.filter((ref, i) => ref !== refs[i - 1]), tags });
      return id;
    },
    node: (id) => nodes[id - FIRST_NODE],
  };
}
