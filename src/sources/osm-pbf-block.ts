import { type NodeBlock, NodeColumns } from './osm-pbf-nodes.ts';
import { type RelationBlock, relationBlock } from './osm-pbf-relations.ts';
import { StringTable } from './osm-pbf-tags.ts';
import { FieldWalk, type PackedBytes, packedBytes } from './osm-pbf-varints.ts';
import { type WayBlock, WayColumns } from './osm-pbf-ways.ts';

/**
 * The inner layer of an .osm.pbf: blocks of nodes, ways and relations, unpacked into columns.
 *
 * Tags stay numbers of the block's string table: a key is looked up once a block by its bytes, a value is decoded only
 * when asked for. Objects per tag were three to four times slower in the public readers that make them (16–28 MB/s).
 */

/** The columns of nodes and ways are used again for the next block: they hold until the visitor returns. */
export interface BlockVisitors {
  nodes?: (block: NodeBlock) => void;
  ways?: (block: WayBlock) => void;
  relations?: (block: RelationBlock) => void;
}

export const HAS_NODES = 1;
export const HAS_WAYS = 2;
export const HAS_RELATIONS = 4;

/** What the items of a block share. */
export interface BlockLayout {
  packed: PackedBytes;
  /** Coordinates are stored as (offset + granularity × value) nanodegrees. */
  granularity: number;
  latOffset: number;
  lonOffset: number;
}

/** Fields of a PrimitiveGroup. */
const PLAIN_NODE = 1;
const DENSE_NODES = 2;
const WAY = 3;
const RELATION = 4;

/**
 * Unpacks one PrimitiveBlock after the other into the visitors. `visit` returns what the block holds (HAS_*), visited or
 * not, and throws a plain Error on damage.
 */
export function blockReader(visitors: BlockVisitors): (bytes: Uint8Array) => number {
  const strings = new StringTable();
  const nodes = new NodeColumns(strings);
  const ways = new WayColumns(strings);

  const visitGroup = (layout: BlockLayout, start: number, end: number): number => {
    const { packed } = layout;
    const { bytes } = packed;
    const counts = countItems(bytes, start, end);
    if (visitors.nodes && counts[PLAIN_NODE] > 0) {
      visitors.nodes(nodes.plain(layout, start, end, counts[PLAIN_NODE]));
    }
    if (visitors.nodes && counts[DENSE_NODES] > 0) {
      const walk = new FieldWalk(bytes, start, end);
      for (let field = walk.next(); field > 0; field = walk.next()) {
        if (field !== DENSE_NODES) continue;
        const [from, to] = walk.span();
        visitors.nodes(nodes.dense(layout, from, to));
      }
    }
    if (visitors.ways && counts[WAY] > 0) visitors.ways(ways.read(packed, start, end, counts[WAY]));
    if (visitors.relations && counts[RELATION] > 0) {
      visitors.relations(relationBlock(packed, start, end, counts[RELATION], strings));
    }
    return (
      (counts[PLAIN_NODE] + counts[DENSE_NODES] > 0 ? HAS_NODES : 0) |
      (counts[WAY] > 0 ? HAS_WAYS : 0) |
      (counts[RELATION] > 0 ? HAS_RELATIONS : 0)
    );
  };

  return (bytes) => {
    const groups: [start: number, end: number][] = [];
    const packed = packedBytes(bytes);
    const layout = { packed, granularity: 100, latOffset: 0, lonOffset: 0 };
    const walk = new FieldWalk(bytes);
    strings.reset(packed);
    // Granularity and offsets may follow the groups that need them: find all, then unpack.
    for (let field = walk.next(); field > 0; field = walk.next()) {
      if (field === 1) addStrings(strings, bytes, ...walk.span());
      else if (field === 2) groups.push(walk.span());
      else if (field === 17) layout.granularity = walk.unsigned();
      else if (field === 19) layout.latOffset = walk.signed();
      else if (field === 20) layout.lonOffset = walk.signed();
    }
    let holds = 0;
    for (const [start, end] of groups) holds |= visitGroup(layout, start, end);
    return holds;
  };
}

function addStrings(strings: StringTable, bytes: Uint8Array, start: number, end: number): void {
  const walk = new FieldWalk(bytes, start, end);
  for (let field = walk.next(); field > 0; field = walk.next()) {
    if (field !== 1) continue;
    walk.expectSpan();
    strings.add(walk.start, walk.stop);
  }
}

/** How many items of each kind a group has, by their field: the format allows one kind, some writers mix them. */
function countItems(bytes: Uint8Array, start: number, end: number): Uint32Array {
  const counts = new Uint32Array(RELATION + 1);
  const walk = new FieldWalk(bytes, start, end);
  for (let field = walk.next(); field > 0; field = walk.next()) if (field <= RELATION) counts[field]++;
  return counts;
}
