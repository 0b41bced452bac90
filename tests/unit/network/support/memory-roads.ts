import type { RoadSource } from '../../../../src/network/road-source.ts';

export interface MemoryNode {
  id: number;
  lon: number;
  lat: number;
  tags?: Record<string, string>;
}
export interface MemoryWay {
  refs: number[];
  tags: Record<string, string>;
}

/** A road file that is not a file: what the builder would get from a reader. */
export function memoryRoads(nodes: readonly MemoryNode[], ways: readonly MemoryWay[]): RoadSource {
  return {
    name: 'roads of a test',
    async scan(visitors) {
      visitors.nodes?.({
        count: nodes.length,
        id: Float64Array.from(nodes, (node) => node.id),
        lon: Float64Array.from(nodes, (node) => node.lon),
        lat: Float64Array.from(nodes, (node) => node.lat),
        tagged: true,
        tag: (node, key) => nodes[node].tags?.[key],
      });
      const refStart = new Uint32Array(ways.length + 1);
      ways.forEach((way, i) => {
        refStart[i + 1] = refStart[i] + way.refs.length;
      });
      visitors.ways?.({
        count: ways.length,
        id: Float64Array.from(ways, (_, i) => i + 1),
        refStart,
        refs: Float64Array.from(ways.flatMap((way) => way.refs)),
        tag: (way, key) => ways[way].tags[key],
      });
      visitors.onProgress?.(1, 1);
    },
  };
}
