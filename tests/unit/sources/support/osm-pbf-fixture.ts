import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';

export interface FixtureNode {
  id: number;
  lon: number;
  lat: number;
  tags?: Record<string, string>;
}
export interface FixtureWay {
  id: number;
  refs: number[];
  tags?: Record<string, string>;
}

export interface FixtureMember {
  type: 'node' | 'way' | 'relation';
  ref: number;
  role: string;
}
export interface FixtureRelation {
  id: number;
  members: FixtureMember[];
  tags?: Record<string, string>;
}

export interface FixtureOptions {
  relations?: FixtureRelation[];
  /** Default: nodes, ways, relations, as writers sort them. */
  order?: ('nodes' | 'ways' | 'relations')[];
  dense?: boolean;
  /** How blobs are packed; those that no reader here knows hold bytes of no meaning. */
  packing?: 'zlib' | 'raw' | 'lzma' | 'bzip2' | 'lz4' | 'zstd';
  requiredFeatures?: string[];
  granularity?: number;
  /** Nanodegrees added to every coordinate. */
  offsetNano?: number;
}

const PACKING_FIELD = { raw: 1, zlib: 3, lzma: 4, bzip2: 5, lz4: 6, zstd: 7 } as const;

/** The smallest PBF that holds these: a header and a blob of each kind; none of relations where there are none. */
export function pbfFixture(
  nodes: FixtureNode[],
  ways: FixtureWay[],
  options: FixtureOptions = {},
): Uint8Array {
  const { requiredFeatures = ['OsmSchema-V0.6', 'DenseNodes'], packing = 'zlib', relations = [] } = options;
  const { order = ['nodes', 'ways', ...(relations.length > 0 ? (['relations'] as const) : [])] } = options;
  const blocks = {
    nodes: () => nodeBlock(nodes, options),
    ways: () => wayBlock(ways),
    relations: () => relationBlock(relations),
  };
  const header = new PbfWriter();
  for (const feature of requiredFeatures) header.writeStringField(4, feature);
  header.writeStringField(16, 'a test');
  header.writeVarintField(32, 1_600_000_000);
  return Buffer.concat([
    blob('OSMHeader', header.finish(), 'zlib'),
    ...order.map((kind) => blob('OSMData', blocks[kind](), packing)),
  ]);
}

/** @param toldBytes size once unpacked, as the blob tells it: the truth by default */
export function blob(
  type: string,
  content: Uint8Array,
  packing: keyof typeof PACKING_FIELD,
  toldBytes = content.length,
): Uint8Array {
  const body = new PbfWriter();
  if (packing !== 'raw') body.writeVarintField(2, toldBytes);
  body.writeBytesField(PACKING_FIELD[packing], packing === 'zlib' ? deflateSync(content) : content);
  const bytes = body.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, bytes.length);
  const headBytes = head.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headBytes.length);
  return Buffer.concat([length, headBytes, bytes]);
}

class Strings {
  readonly list = [''];
  number(text: string): number {
    const known = this.list.indexOf(text);
    return known >= 0 ? known : this.list.push(text) - 1;
  }
}

function writeBlock(strings: Strings, group: Uint8Array, options: FixtureOptions): Uint8Array {
  const out = new PbfWriter();
  const table = new PbfWriter();
  for (const text of strings.list) table.writeStringField(1, text);
  out.writeBytesField(1, table.finish());
  out.writeBytesField(2, group);
  // After the group that needs them, as the format allows.
  if (options.granularity) out.writeVarintField(17, options.granularity);
  if (options.offsetNano) {
    out.writeVarintField(19, options.offsetNano);
    out.writeVarintField(20, options.offsetNano);
  }
  return out.finish();
}

export function nodeBlock(nodes: FixtureNode[], options: FixtureOptions = {}): Uint8Array {
  const { dense = true, granularity = 100, offsetNano = 0 } = options;
  const strings = new Strings();
  const units = (degrees: number) => Math.round((degrees * 1e9 - offsetNano) / granularity);
  const group = new PbfWriter();
  if (dense) {
    const deltas = (values: number[]) => values.map((value, i) => value - (i > 0 ? values[i - 1] : 0));
    const message = new PbfWriter();
    message.writePackedSVarint(1, deltas(nodes.map(({ id }) => id)));
    message.writePackedSVarint(8, deltas(nodes.map(({ lat }) => units(lat))));
    message.writePackedSVarint(9, deltas(nodes.map(({ lon }) => units(lon))));
    const tagged = nodes.some(({ tags }) => tags);
    const run = nodes.flatMap(({ tags = {} }) => [
      ...Object.entries(tags).flatMap(([key, value]) => [strings.number(key), strings.number(value)]),
      0,
    ]);
    if (tagged) message.writePackedVarint(10, run);
    group.writeBytesField(2, message.finish());
  } else {
    for (const { id, lon, lat, tags = {} } of nodes) {
      const message = new PbfWriter();
      message.writeSVarintField(1, id);
      message.writePackedVarint(
        2,
        Object.keys(tags).map((key) => strings.number(key)),
      );
      message.writePackedVarint(
        3,
        Object.values(tags).map((value) => strings.number(value)),
      );
      message.writeSVarintField(8, units(lat));
      message.writeSVarintField(9, units(lon));
      group.writeBytesField(1, message.finish());
    }
  }
  return writeBlock(strings, group.finish(), options);
}

function wayBlock(ways: FixtureWay[]): Uint8Array {
  const strings = new Strings();
  const group = new PbfWriter();
  for (const { id, refs, tags = {} } of ways) {
    const message = new PbfWriter();
    message.writeVarintField(1, id);
    message.writePackedVarint(
      2,
      Object.keys(tags).map((key) => strings.number(key)),
    );
    message.writePackedVarint(
      3,
      Object.values(tags).map((value) => strings.number(value)),
    );
    message.writePackedSVarint(
      8,
      refs.map((ref, i) => ref - (i > 0 ? refs[i - 1] : 0)),
    );
    group.writeBytesField(3, message.finish());
  }
  return writeBlock(strings, group.finish(), {});
}

const MEMBER_TYPES = ['node', 'way', 'relation'] as const;

function relationBlock(relations: FixtureRelation[]): Uint8Array {
  const strings = new Strings();
  const group = new PbfWriter();
  for (const { id, members, tags = {} } of relations) {
    const message = new PbfWriter();
    message.writeVarintField(1, id);
    message.writePackedVarint(
      2,
      Object.keys(tags).map((key) => strings.number(key)),
    );
    message.writePackedVarint(
      3,
      Object.values(tags).map((value) => strings.number(value)),
    );
    message.writePackedVarint(
      8,
      members.map(({ role }) => strings.number(role)),
    );
    message.writePackedSVarint(
      9,
      members.map(({ ref }, i) => ref - (i > 0 ? members[i - 1].ref : 0)),
    );
    message.writePackedVarint(
      10,
      members.map(({ type }) => MEMBER_TYPES.indexOf(type)),
    );
    group.writeBytesField(4, message.finish());
  }
  return writeBlock(strings, group.finish(), {});
}
