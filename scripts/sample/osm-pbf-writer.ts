import { deflateSync } from 'node:zlib';
import { PbfWriter } from 'pbf';
import type { RoadMap, RoadNode, RoadWay } from './road-map.ts';

/**
 * OSM's binary format: blobs of zlib-packed protocol buffers (https://wiki.openstreetmap.org/wiki/PBF_Format).
 * Nodes are dense and sorted, ways follow; no metadata, no relations.
 */
export function osmPbf(map: RoadMap): Uint8Array {
  const parts = [blob('OSMHeader', headerBlock(map.nodes))];
  for (const nodes of chunks(map.nodes)) parts.push(blob('OSMData', nodeBlock(nodes)));
  for (const ways of chunks(map.ways)) parts.push(blob('OSMData', wayBlock(ways)));
  return Buffer.concat(parts);
}

const ENTITIES_A_BLOCK = 8000;
/** A coordinate counts units of 100 nanodegrees by default: 1e-7 degrees. */
const UNITS_PER_1E5_DEGREE = 100;
const NANODEGREES_PER_1E5_DEGREE = 10_000;

function* chunks<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < list.length; i += ENTITIES_A_BLOCK) yield list.slice(i, i + ENTITIES_A_BLOCK);
}

function blob(type: 'OSMHeader' | 'OSMData', content: Uint8Array): Uint8Array {
  const body = new PbfWriter();
  body.writeVarintField(2, content.length);
  body.writeBytesField(3, deflateSync(content, { level: 9 }));
  const bytes = body.finish();
  const head = new PbfWriter();
  head.writeStringField(1, type);
  head.writeVarintField(3, bytes.length);
  const headBytes = head.finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headBytes.length);
  return Buffer.concat([length, headBytes, bytes]);
}

function headerBlock(nodes: readonly RoadNode[]): Uint8Array {
  const edge = (values: number[], pick: (...v: number[]) => number) => values.reduce((a, b) => pick(a, b));
  const lons = nodes.map(({ lon5 }) => lon5);
  const lats = nodes.map(({ lat5 }) => lat5);
  const box = [edge(lons, Math.min), edge(lons, Math.max), edge(lats, Math.max), edge(lats, Math.min)];
  const out = new PbfWriter();
  out.writeMessage(
    1,
    (sides, pbf) => {
      for (const [i, side] of sides.entries())
        pbf.writeSVarintField(i + 1, side * NANODEGREES_PER_1E5_DEGREE);
    },
    box,
  );
  out.writeStringField(4, 'OsmSchema-V0.6');
  out.writeStringField(4, 'DenseNodes');
  out.writeStringField(5, 'Sort.Type_then_ID');
  out.writeStringField(16, 'maillage-sample');
  out.writeStringField(17, 'Maillage (fictional)');
  return out.finish();
}

/** The texts of a block, each once; number 0 is reserved for the end of a node's tags. */
function textTable() {
  const numbers = new Map<string, number>([['', 0]]);
  return {
    numberOf(text: string): number {
      let number = numbers.get(text);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(text, number);
      }
      return number;
    },
    write(pbf: PbfWriter): void {
      for (const text of numbers.keys()) pbf.writeBytesField(1, Buffer.from(text, 'utf8'));
    },
  };
}

function nodeBlock(nodes: readonly RoadNode[]): Uint8Array {
  const texts = textTable();
  const keysAndValues: number[] = [];
  for (const { tags } of nodes) {
    for (const [key, value] of Object.entries(tags))
      keysAndValues.push(texts.numberOf(key), texts.numberOf(value));
    keysAndValues.push(0);
  }
  const dense = (_: null, pbf: PbfWriter) => {
    pbf.writePackedSVarint(1, deltas(nodes.map(({ id }) => id)));
    pbf.writePackedSVarint(8, deltas(nodes.map(({ lat5 }) => lat5 * UNITS_PER_1E5_DEGREE)));
    pbf.writePackedSVarint(9, deltas(nodes.map(({ lon5 }) => lon5 * UNITS_PER_1E5_DEGREE)));
    pbf.writePackedVarint(10, keysAndValues);
  };
  const out = new PbfWriter();
  out.writeMessage(1, (table, pbf) => table.write(pbf), texts);
  out.writeMessage(2, (_, group) => group.writeMessage(2, dense, null), null);
  return out.finish();
}

function wayBlock(ways: readonly RoadWay[]): Uint8Array {
  const texts = textTable();
  const numbered = ways.map(({ id, nodes, tags }) => ({
    id,
    keys: Object.keys(tags).map((key) => texts.numberOf(key)),
    values: Object.values(tags).map((value) => texts.numberOf(value)),
    refs: deltas(nodes),
  }));
  const out = new PbfWriter();
  out.writeMessage(1, (table, pbf) => table.write(pbf), texts);
  out.writeMessage(
    2,
    (_, group) => {
      for (const way of numbered)
        group.writeMessage(
          3,
          ({ id, keys, values, refs }, pbf) => {
            pbf.writeVarintField(1, id);
            pbf.writePackedVarint(2, keys);
            pbf.writePackedVarint(3, values);
            pbf.writePackedSVarint(8, refs);
          },
          way,
        );
    },
    null,
  );
  return out.finish();
}

function deltas(values: readonly number[]): number[] {
  return values.map((value, i) => value - (i === 0 ? 0 : values[i - 1]));
}
