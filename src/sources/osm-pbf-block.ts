import { PbfReader } from 'pbf';
import { StringTable, TagSpans } from './osm-pbf-tags.ts';
import { countVarints, readDeltas, readUnsigned, span } from './osm-pbf-varints.ts';

/**
 * The inner layer of an .osm.pbf: a block of nodes or ways, unpacked into columns.
 *
 * Tags stay numbers of the block's string table: a key is looked up once a block by its bytes, a value is decoded only
 * when asked for. Objects per tag were three to four times slower in the public readers that make them (16–28 MB/s).
 */

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

export interface WayBlock {
  readonly count: number;
  readonly id: Float64Array;
  /** count + 1 offsets into `refs`. */
  readonly refStart: Uint32Array;
  /** Node ids. */
  readonly refs: Float64Array;
  tag(way: number, key: string): string | undefined;
}

export interface BlockVisitors {
  nodes?: (block: NodeBlock) => void;
  ways?: (block: WayBlock) => void;
}

const NOWHERE: [number, number] = [0, 0];

export const HAS_NODES = 1;
export const HAS_WAYS = 2;

interface Layout {
  strings: StringTable;
  groups: [start: number, end: number][];
  granularity: number;
  latOffset: number;
  lonOffset: number;
}

/** Unpacks one PrimitiveBlock into the visitors; returns what it holds (HAS_NODES, HAS_WAYS), visited or not. */
export function visitBlock(bytes: Uint8Array, visitors: BlockVisitors): number {
  const pbf = new PbfReader(bytes);
  // Granularity and offsets may follow the groups that need them: find all, then unpack.
  const layout: Layout = {
    strings: new StringTable(bytes),
    groups: [],
    granularity: 100,
    latOffset: 0,
    lonOffset: 0,
  };
  pbf.readFields((field, out) => {
    if (field === 1) pbf.readMessage((tag, table) => tag === 1 && table.add(...span(pbf)), out.strings);
    else if (field === 2) out.groups.push(span(pbf));
    else if (field === 17) out.granularity = pbf.readVarint();
    else if (field === 19) out.latOffset = pbf.readVarint(true);
    else if (field === 20) out.lonOffset = pbf.readVarint(true);
  }, layout);
  let holds = 0;
  for (const [start, end] of layout.groups) holds |= visitGroup(bytes, start, end, layout, visitors);
  return holds;
}

function visitGroup(
  bytes: Uint8Array,
  start: number,
  end: number,
  layout: Layout,
  visitors: BlockVisitors,
): number {
  const plain: [number, number][] = [];
  const dense: [number, number][] = [];
  const ways: [number, number][] = [];
  const pbf = new PbfReader(bytes);
  pbf.pos = start;
  pbf.readFields(
    (field) => {
      if (field === 1) plain.push(span(pbf));
      else if (field === 2) dense.push(span(pbf));
      else if (field === 3) ways.push(span(pbf));
    },
    null,
    end,
  );
  if (visitors.nodes) {
    if (plain.length > 0) visitors.nodes(plainNodes(bytes, plain, layout));
    for (const [from, to] of dense) visitors.nodes(denseNodes(bytes, from, to, layout));
  }
  if (visitors.ways && ways.length > 0) visitors.ways(wayBlock(bytes, ways, layout));
  return (plain.length + dense.length > 0 ? HAS_NODES : 0) | (ways.length > 0 ? HAS_WAYS : 0);
}

function denseNodes(bytes: Uint8Array, start: number, end: number, layout: Layout): NodeBlock {
  const at = { id: NOWHERE, lat: NOWHERE, lon: NOWHERE, tags: NOWHERE };
  const pbf = new PbfReader(bytes);
  pbf.pos = start;
  pbf.readFields(
    (field, out) => {
      if (field === 1) out.id = span(pbf);
      else if (field === 8) out.lat = span(pbf);
      else if (field === 9) out.lon = span(pbf);
      else if (field === 10) out.tags = span(pbf);
    },
    at,
    end,
  );
  const count = countVarints(bytes, ...at.id);
  if (countVarints(bytes, ...at.lat) !== count || countVarints(bytes, ...at.lon) !== count) {
    throw new Error(`dense nodes with ${count} ids but another number of coordinates`);
  }
  const id = new Float64Array(count);
  const lon = new Float64Array(count);
  const lat = new Float64Array(count);
  readDeltas(bytes, at.id[0], count, id, 0);
  readDeltas(bytes, at.lon[0], count, lon, 0);
  readDeltas(bytes, at.lat[0], count, lat, 0);
  toDegrees(lon, layout.lonOffset, layout.granularity);
  toDegrees(lat, layout.latOffset, layout.granularity);
  // Tags of all nodes in one run: key, value, key, value, 0 for the end of a node.
  const run = new Uint32Array(countVarints(bytes, ...at.tags));
  readUnsigned(bytes, at.tags[0], run.length, run, 0);
  const tagged = run.length > count;
  const tagStart = new Uint32Array(count + 1);
  let position = 0;
  for (let node = 0; tagged && node < count; node++) {
    tagStart[node] = position;
    while (position < run.length && run[position] !== 0) position += 2;
    position++;
  }
  tagStart[count] = position;
  const { strings } = layout;
  const tag = (node: number, key: string): string | undefined => {
    if (!tagged) return undefined;
    const wanted = strings.indexOfKey(key);
    if (wanted < 0) return undefined;
    for (let i = tagStart[node]; i < run.length && run[i] !== 0; i += 2) {
      if (run[i] === wanted) return strings.text(run[i + 1]);
    }
    return undefined;
  };
  return { count, id, lon, lat, tagged, tag };
}

function plainNodes(bytes: Uint8Array, spans: [number, number][], layout: Layout): NodeBlock {
  const count = spans.length;
  const id = new Float64Array(count);
  const lon = new Float64Array(count);
  const lat = new Float64Array(count);
  const tags = new TagSpans(bytes, count, layout.strings);
  const pbf = new PbfReader(bytes);
  for (let node = 0; node < count; node++) {
    pbf.pos = spans[node][0];
    pbf.readFields(
      (field) => {
        if (field === 1) id[node] = pbf.readSVarint();
        else if (field === 2) tags.keys(node, span(pbf));
        else if (field === 3) tags.values(node, span(pbf));
        else if (field === 8) lat[node] = pbf.readSVarint();
        else if (field === 9) lon[node] = pbf.readSVarint();
      },
      null,
      spans[node][1],
    );
  }
  toDegrees(lon, layout.lonOffset, layout.granularity);
  toDegrees(lat, layout.latOffset, layout.granularity);
  return { count, id, lon, lat, tagged: true, tag: (node, key) => tags.tag(node, key) };
}

function wayBlock(bytes: Uint8Array, spans: [number, number][], layout: Layout): WayBlock {
  const count = spans.length;
  const id = new Float64Array(count);
  const refStart = new Uint32Array(count + 1);
  const refFrom = new Uint32Array(count);
  const tags = new TagSpans(bytes, count, layout.strings);
  const pbf = new PbfReader(bytes);
  for (let way = 0; way < count; way++) {
    pbf.pos = spans[way][0];
    refStart[way + 1] = refStart[way];
    pbf.readFields(
      (field) => {
        if (field === 1) id[way] = pbf.readVarint(true);
        else if (field === 2) tags.keys(way, span(pbf));
        else if (field === 3) tags.values(way, span(pbf));
        else if (field === 8) {
          const [from, to] = span(pbf);
          refFrom[way] = from;
          refStart[way + 1] = refStart[way] + countVarints(bytes, from, to);
        }
      },
      null,
      spans[way][1],
    );
  }
  const refs = new Float64Array(refStart[count]);
  for (let way = 0; way < count; way++) {
    readDeltas(bytes, refFrom[way], refStart[way + 1] - refStart[way], refs, refStart[way]);
  }
  return { count, id, refStart, refs, tag: (way, key) => tags.tag(way, key) };
}

/** Stored as (offset + granularity × value) nanodegrees. */
function toDegrees(values: Float64Array, offset: number, granularity: number): void {
  for (let i = 0; i < values.length; i++) values[i] = (offset + granularity * values[i]) / 1e9;
}
