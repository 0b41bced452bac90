import { float64Kept, float64Room, uint32Room } from './osm-pbf-columns.ts';
import { type StringTable, TagColumns } from './osm-pbf-tags.ts';
import { FieldWalk, type PackedBytes, readDeltas } from './osm-pbf-varints.ts';

export interface WayBlock {
  readonly count: number;
  readonly id: Float64Array;
  /** count + 1 offsets into `refs`. */
  readonly refStart: Uint32Array;
  /** Node ids. */
  readonly refs: Float64Array;
  tag(way: number, key: string): string | undefined;
}

/** Unpacks ways into columns that serve one group after the other. */
export class WayColumns {
  private id = new Float64Array(0);
  private refStart = new Uint32Array(0);
  private refs = new Float64Array(0);
  private readonly tags: TagColumns;
  private readonly tag: WayBlock['tag'];

  constructor(strings: StringTable) {
    const tags = new TagColumns(strings);
    this.tags = tags;
    this.tag = (way, key) => tags.tag(way, key);
  }

  /** The `count` ways of one group. */
  read(packed: PackedBytes, start: number, end: number, count: number): WayBlock {
    const { bytes } = packed;
    this.id = float64Room(this.id, count);
    this.refStart = uint32Room(this.refStart, count + 1);
    this.tags.reset(count);
    const { id, refStart, tags } = this;
    let { refs } = this;
    const group = new FieldWalk(bytes, start, end);
    const walk = new FieldWalk(bytes);
    let way = 0;
    let refCount = 0;
    for (let kind = group.next(); kind > 0; kind = group.next()) {
      if (kind !== 3) continue;
      group.expectSpan();
      walk.enter(group.start, group.stop);
      id[way] = 0;
      refStart[way] = refCount;
      let keyStart = 0;
      let keyEnd = 0;
      let valueStart = 0;
      let valueEnd = 0;
      for (let field = walk.next(); field > 0; field = walk.next()) {
        if (field === 1) id[way] = walk.signed();
        else if (field === 2) {
          walk.expectSpan();
          keyStart = walk.start;
          keyEnd = walk.stop;
        } else if (field === 3) {
          walk.expectSpan();
          valueStart = walk.start;
          valueEnd = walk.stop;
        } else if (field === 8) {
          walk.expectSpan();
          refs = float64Kept(refs, refCount, refCount + walk.stop - walk.start);
          refCount = readDeltas(packed, walk.start, walk.stop, refs, refCount);
        }
      }
      tags.add(way, keyStart, keyEnd, valueStart, valueEnd);
      way++;
    }
    refStart[count] = refCount;
    this.refs = refs;
    return {
      count,
      id: id.subarray(0, count),
      refStart: refStart.subarray(0, count + 1),
      refs: refs.subarray(0, refCount),
      tag: this.tag,
    };
  }
}
