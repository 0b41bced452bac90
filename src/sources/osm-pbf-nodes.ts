import type { BlockLayout } from './osm-pbf-block.ts';
import { float64Room } from './osm-pbf-columns.ts';
import { type StringTable, TagColumns } from './osm-pbf-tags.ts';
import { FieldWalk, readDegrees, readDeltas } from './osm-pbf-varints.ts';

export interface NodeBlock {
  readonly count: number;
  readonly id: Float64Array;
  /** Degrees. */
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** False when no node of the block has a tag: callers can leave the tags alone. */
  readonly tagged: boolean;
  tag(node: number, key: string): string | undefined;
}

/** Unpacks nodes, dense or plain, into columns that serve one group after the other. */
export class NodeColumns {
  private id = new Float64Array(0);
  private lon = new Float64Array(0);
  private lat = new Float64Array(0);
  private readonly tags: TagColumns;
  private readonly tag: NodeBlock['tag'];

  constructor(strings: StringTable) {
    const tags = new TagColumns(strings);
    this.tags = tags;
    this.tag = (node, key) => tags.tag(node, key);
  }

  /** The dense nodes of one message. */
  dense(layout: BlockLayout, start: number, end: number): NodeBlock {
    const { packed } = layout;
    let [idStart, idEnd, lonStart, lonEnd, latStart, latEnd, tagStart, tagEnd] = [0, 0, 0, 0, 0, 0, 0, 0];
    const walk = new FieldWalk(packed.bytes, start, end);
    for (let field = walk.next(); field > 0; field = walk.next()) {
      if (field === 1) [idStart, idEnd] = walk.span();
      else if (field === 8) [latStart, latEnd] = walk.span();
      else if (field === 9) [lonStart, lonEnd] = walk.span();
      else if (field === 10) [tagStart, tagEnd] = walk.span();
    }
    this.makeRoom(idEnd - idStart);
    const count = readDeltas(packed, idStart, idEnd, this.id, 0);
    readDegrees(packed, { ...layout, lonStart, lonEnd, latStart, latEnd }, count, this.lon, this.lat);
    this.tags.reset(count);
    if (tagEnd > tagStart) this.tags.addRun(tagStart, tagEnd);
    else this.tags.addNone();
    return this.block(count);
  }

  /** The `count` plain nodes of one group. */
  plain(layout: BlockLayout, start: number, end: number, count: number): NodeBlock {
    const { packed, granularity, lonOffset, latOffset } = layout;
    const { bytes } = packed;
    this.makeRoom(count);
    this.tags.reset(count);
    const { id, lon, lat, tags } = this;
    const group = new FieldWalk(bytes, start, end);
    const walk = new FieldWalk(bytes);
    let node = 0;
    for (let kind = group.next(); kind > 0; kind = group.next()) {
      if (kind !== 1) continue;
      id[node] = lon[node] = lat[node] = 0;
      let [keyStart, keyEnd, valueStart, valueEnd] = [0, 0, 0, 0];
      walk.enter(...group.span());
      for (let field = walk.next(); field > 0; field = walk.next()) {
        if (field === 1) id[node] = walk.zigzag();
        else if (field === 2) [keyStart, keyEnd] = walk.span();
        else if (field === 3) [valueStart, valueEnd] = walk.span();
        else if (field === 8) lat[node] = (latOffset + granularity * walk.zigzag()) / 1e9;
        else if (field === 9) lon[node] = (lonOffset + granularity * walk.zigzag()) / 1e9;
      }
      tags.add(node, keyStart, keyEnd, valueStart, valueEnd);
      node++;
    }
    return this.block(count);
  }

  private block(count: number): NodeBlock {
    const id = this.id.subarray(0, count);
    const lon = this.lon.subarray(0, count);
    const lat = this.lat.subarray(0, count);
    return { count, id, lon, lat, tagged: this.tags.count > 0, tag: this.tag };
  }

  private makeRoom(count: number): void {
    this.id = float64Room(this.id, count);
    this.lon = float64Room(this.lon, count);
    this.lat = float64Room(this.lat, count);
  }
}
