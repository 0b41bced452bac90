import type { OsmPbfSource } from '../../../../src/sources/osm-pbf.ts';
import type { FixtureNode, FixtureRelation, FixtureWay } from './osm-pbf-fixture.ts';

const MEMBER_TYPES = ['node', 'way', 'relation'] as const;

/** All that a file holds, as the objects it was made from; of tags those of `keys`. */
export async function readEverything(source: Pick<OsmPbfSource, 'scan'>, keys: readonly string[]) {
  const nodes: FixtureNode[] = [];
  const ways: FixtureWay[] = [];
  const relations: FixtureRelation[] = [];
  const tagsOf = (tag: (key: string) => string | undefined) => {
    const found = keys.flatMap((key) => {
      const value = tag(key);
      return value === undefined ? [] : [[key, value] as const];
    });
    return found.length > 0 ? { tags: Object.fromEntries(found) } : {};
  };
  await source.scan({
    nodes(block) {
      for (let i = 0; i < block.count; i++) {
        const tags = tagsOf((key) => block.tag(i, key));
        nodes.push({ id: block.id[i], lon: block.lon[i], lat: block.lat[i], ...tags });
      }
    },
    ways(block) {
      for (let i = 0; i < block.count; i++) {
        const refs = [...block.refs.subarray(block.refStart[i], block.refStart[i + 1])];
        ways.push({ id: block.id[i], refs, ...tagsOf((key) => block.tag(i, key)) });
      }
    },
    relations(block) {
      for (let i = 0; i < block.count; i++) {
        const members: FixtureRelation['members'] = [];
        for (let m = block.memberStart[i]; m < block.memberStart[i + 1]; m++) {
          members.push({
            type: MEMBER_TYPES[block.memberType[m]],
            ref: block.memberId[m],
            role: block.role(m),
          });
        }
        relations.push({ id: block.id[i], members, ...tagsOf((key) => block.tag(i, key)) });
      }
    },
  });
  return { nodes, ways, relations };
}
