import { PbfReader } from 'pbf';

const decoder = new TextDecoder();

/** The block's strings, left as bytes until asked for. */
export class StringTable {
  private readonly bytes: Uint8Array;
  private readonly spans: [number, number][] = [];
  private readonly decoded: (string | undefined)[] = [];
  private readonly keyIndex = new Map<string, number>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  add(start: number, end: number): void {
    this.spans.push([start, end]);
  }

  text(index: number): string {
    const known = this.decoded[index];
    if (known !== undefined) return known;
    const [start, end] = this.spans[index];
    const text = decoder.decode(this.bytes.subarray(start, end));
    this.decoded[index] = text;
    return text;
  }

  /** -1 when no item of the block can have the key: one look at the table answers for all of them. */
  indexOfKey(key: string): number {
    const known = this.keyIndex.get(key);
    if (known !== undefined) return known;
    const index = this.spans.findIndex(([start, end]) => {
      if (end - start !== key.length) return false;
      for (let i = 0; i < key.length; i++) if (this.bytes[start + i] !== key.charCodeAt(i)) return false;
      return true;
    });
    this.keyIndex.set(key, index);
    return index;
  }
}

/** Where each item's packed keys and values lie; read in place at each look-up, since most items are asked little. */
export class TagSpans {
  private readonly bytes: Uint8Array;
  private readonly keyStart: Uint32Array;
  private readonly keyEnd: Uint32Array;
  private readonly valueStart: Uint32Array;
  private readonly strings: StringTable;

  constructor(bytes: Uint8Array, count: number, strings: StringTable) {
    this.bytes = bytes;
    this.keyStart = new Uint32Array(count);
    this.keyEnd = new Uint32Array(count);
    this.valueStart = new Uint32Array(count);
    this.strings = strings;
  }

  keys(item: number, [start, end]: [number, number]): void {
    this.keyStart[item] = start;
    this.keyEnd[item] = end;
  }

  values(item: number, [start]: [number, number]): void {
    this.valueStart[item] = start;
  }

  tag(item: number, key: string): string | undefined {
    const wanted = this.strings.indexOfKey(key);
    if (wanted < 0) return undefined;
    const { bytes } = this;
    const end = this.keyEnd[item];
    let value = this.valueStart[item];
    for (let at = this.keyStart[item]; at < end; ) {
      let index = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        index |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      if (index === wanted) {
        const pbf = new PbfReader(bytes);
        pbf.pos = value;
        return this.strings.text(pbf.readVarint());
      }
      while (bytes[value++] >= 0x80);
    }
    return undefined;
  }
}
