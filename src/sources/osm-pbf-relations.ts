import { float64Kept, uint32Kept } from './osm-pbf-columns.ts';
import { type StringTable, TagColumns } from './osm-pbf-tags.ts';
import { FieldWalk, type PackedBytes, readDeltas, readUnsigned } from './osm-pbf-varints.ts';

export interface RelationBlock {
  readonly count: number;
  readonly id: Float64Array;
  /** count + 1 offsets into the member columns. */
  readonly memberStart: Uint32Array;
  readonly memberId: Float64Array;
  /** 0 node, 1 way, 2 relation. */
  readonly memberType: Uint8Array;
  /** Takes an index into the member columns. */
  role(member: number): string;
  tag(relation: number, key: string): string | undefined;
}

/** The `count` relations of one group. They are few: their columns are made anew for each. */
export function relationBlock(
  packed: PackedBytes,
  start: number,
  end: number,
  count: number,
  strings: StringTable,
): RelationBlock {
  const { bytes } = packed;
  const id = new Float64Array(count);
  const memberStart = new Uint32Array(count + 1);
  const tags = new TagColumns(strings);
  tags.reset(count);
  let memberId = new Float64Array(count * 4);
  let memberType = new Uint32Array(count * 4);
  let memberRole = new Uint32Array(count * 4);
  const group = new FieldWalk(bytes, start, end);
  const walk = new FieldWalk(bytes);
  let relation = 0;
  for (let kind = group.next(); kind > 0; kind = group.next()) {
    if (kind !== 4) continue;
    walk.enter(...group.span());
    const from = memberStart[relation];
    let [ids, types, roles] = [from, from, from];
    let [keyStart, keyEnd, valueStart, valueEnd] = [0, 0, 0, 0];
    for (let field = walk.next(); field > 0; field = walk.next()) {
      if (field === 1) id[relation] = walk.signed();
      else if (field === 2) [keyStart, keyEnd] = walk.span();
      else if (field === 3) [valueStart, valueEnd] = walk.span();
      else if (field === 8) {
        const [at, stop] = walk.span();
        memberRole = uint32Kept(memberRole, from, from + stop - at);
        roles = readUnsigned(packed, at, stop, memberRole, from);
      } else if (field === 9) {
        const [at, stop] = walk.span();
        memberId = float64Kept(memberId, from, from + stop - at);
        ids = readDeltas(packed, at, stop, memberId, from);
      } else if (field === 10) {
        const [at, stop] = walk.span();
        memberType = uint32Kept(memberType, from, from + stop - at);
        types = readUnsigned(packed, at, stop, memberType, from);
      }
    }
    if (roles !== ids || types !== ids) {
      throw new Error(`a relation of ${ids - from} members, ${types - from} types and ${roles - from} roles`);
    }
    for (let member = from; member < ids; member++) {
      if (memberRole[member] >= strings.count) throw new Error('a role that is not among the strings');
      if (memberType[member] > 2) throw new Error(`a member of the unknown type ${memberType[member]}`);
    }
    tags.add(relation, keyStart, keyEnd, valueStart, valueEnd);
    memberStart[++relation] = ids;
  }
  const members = memberStart[count];
  return {
    count,
    id,
    memberStart,
    memberId: memberId.subarray(0, members),
    memberType: Uint8Array.from(memberType.subarray(0, members)),
    role: (member) => strings.text(memberRole[member]),
    tag: (item, key) => tags.tag(item, key),
  };
}
