import type { RoadSource } from '../../../../src/network/roads/road-source.ts';

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

const MEMBER_TYPES = ['node', 'way', 'relation'] as const;
export interface MemoryRelation {
  members: { type: (typeof MEMBER_TYPES)[number]; ref: number; role: string }[];
  tags: Record<string, string>;
}

/** A road file that is not a file: what the builder would get from a reader. Ways have the ids 1, 2, 3… */
export function memoryRoads(
  nodes: readonly MemoryNode[],
  ways: readonly MemoryWay[],
  relations: readonly MemoryRelation[] = [],
): RoadSource {
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
      const memberStart = new Uint32Array(relations.length + 1);
      relations.forEach((relation, i) => {
        memberStart[i + 1] = memberStart[i] + relation.members.length;
      });
      const members = relations.flatMap((relation) => relation.members);
      visitors.relations?.({
        count: relations.length,
        id: Float64Array.from(relations, (_, i) => i + 1),
        memberStart,
        memberId: Float64Array.from(members, ({ ref }) => ref),
        memberType: Uint8Array.from(members, ({ type }) => MEMBER_TYPES.indexOf(type)),
        role: (member) => members[member].role,
        tag: (relation, key) => relations[relation].tags[key],
      });
      visitors.onProgress?.(1, 1);
    },
  };
}
