import { uint32Kept, uint32Room } from './osm-pbf-columns.ts';
import { type PackedBytes, packedBytes, readEnd, readNumber, textOf } from './osm-pbf-varints.ts';

const ABSENT = -1;
const NO_STRING = 'a tag that is not among the strings';

/** The strings of one block after the other, left as bytes until asked for. */
export class StringTable {
  count = 0;
  block: PackedBytes = packedBytes(new Uint8Array(0));
  private start = new Uint32Array(1024);
  private end = new Uint32Array(1024);
  private decoded: (string | undefined)[] = [];
  /** Where each key that was asked for is in this block's table. */
  private readonly keyIndex = new Map<string, number>();

  /** Forgets the block before: this one's strings are added next. */
  reset(block: PackedBytes): void {
    this.block = block;
    this.count = 0;
    this.decoded = [];
    this.keyIndex.clear();
  }

  add(start: number, end: number): void {
    if (this.count === this.start.length) {
      this.start = uint32Kept(this.start, this.count, this.count + 1);
      this.end = uint32Kept(this.end, this.count, this.count + 1);
    }
    this.start[this.count] = start;
    this.end[this.count++] = end;
  }

  text(index: number): string {
    const known = this.decoded[index];
    if (known !== undefined) return known;
    const text = textOf(this.block.bytes, this.start[index], this.end[index]);
    this.decoded[index] = text;
    return text;
  }

  /** -1 when no item of the block can have the key: one look at the table answers for all of them. */
  indexOfKey(key: string): number {
    const known = this.keyIndex.get(key);
    if (known !== undefined) return known;
    const index = this.find(Buffer.from(key));
    this.keyIndex.set(key, index);
    return index;
  }

  private find(key: Uint8Array): number {
    const { start, end, count } = this;
    const { bytes } = this.block;
    const { length } = key;
    for (let index = 0; index < count; index++) {
      const from = start[index];
      if (end[index] - from !== length) continue;
      let same = 0;
      while (same < length && bytes[from + same] === key[same]) same++;
      if (same === length) return index;
    }
    return ABSENT;
  }
}

/**
 * Tags as numbers of the block's strings, item after item. Unpacked once a block, not at each look-up: an item is asked
 * for five to fifteen keys. Every number is checked against the strings then, so that a look-up cannot fail.
 */
export class TagColumns {
  private readonly strings: StringTable;
  /** Offsets into `keys` and `values`, one more than there are items. */
  private start = new Uint32Array(1024);
  private keys = new Uint32Array(1024);
  private values = new Uint32Array(1024);
  private items = 0;

  constructor(strings: StringTable) {
    this.strings = strings;
  }

  /** Forgets the block before and makes room for this one's. */
  reset(items: number): void {
    this.start = uint32Room(this.start, items + 1);
    this.start[0] = 0;
    this.items = items;
  }

  /** Tags of all items, once they are added. */
  get count(): number {
    return this.start[this.items];
  }

  /** The tags of one item, from its packed keys and values. Items come in order, each once. */
  add(item: number, keyStart: number, keyEnd: number, valueStart: number, valueEnd: number): void {
    const { bytes } = this.strings.block;
    let at = this.start[item];
    this.ensure(at, at + keyEnd - keyStart);
    const { keys, values } = this;
    const { count } = this.strings;
    let atKey = keyStart;
    let atValue = valueStart;
    for (; atKey < keyEnd; at++) {
      const key = readNumber(bytes, atKey);
      atKey = readEnd();
      const value = readNumber(bytes, atValue);
      atValue = readEnd();
      if (key >= count || value >= count) throw new Error(NO_STRING);
      keys[at] = key;
      values[at] = value;
    }
    if (atKey !== keyEnd || atValue !== valueEnd) throw new Error('an item of other keys than values');
    this.start[item + 1] = at;
  }

  /** Those of all items in one run: key, value, key, value, 0 for the end of an item. */
  addRun(runStart: number, runEnd: number): void {
    const { bytes, view } = this.strings.block;
    const { items, start } = this;
    this.ensure(0, (runEnd - runStart) >> 1);
    const { keys, values } = this;
    const strings = this.strings.count;
    const lastWord = runEnd - 4;
    let item = 0;
    let count = 0;
    let position = runStart;
    while (position < runEnd) {
      // Most nodes have no tag: four of them are four zeros.
      if (position <= lastWord && item + 4 <= items && view.getInt32(position, true) === 0) {
        start[item + 1] = count;
        start[item + 2] = count;
        start[item + 3] = count;
        start[item + 4] = count;
        item += 4;
        position += 4;
        continue;
      }
      if (item === items) break;
      const key = readNumber(bytes, position);
      position = readEnd();
      if (key === 0) {
        start[++item] = count;
        continue;
      }
      const value = readNumber(bytes, position);
      position = readEnd();
      if (key >= strings || value >= strings) throw new Error(NO_STRING);
      keys[count] = key;
      values[count++] = value;
    }
    if (item !== items || position !== runEnd) throw new Error(`${items} dense nodes and tags of others`);
  }

  /** As if each item had been added without any. */
  addNone(): void {
    this.start.fill(0, 0, this.items + 1);
  }

  private ensure(used: number, count: number): void {
    if (this.keys.length >= count) return;
    this.keys = uint32Kept(this.keys, used, count);
    this.values = uint32Kept(this.values, used, count);
  }

  tag(item: number, key: string): string | undefined {
    const { start, keys } = this;
    const end = start[item + 1];
    let at = start[item];
    if (at === end) return undefined;
    const wanted = this.strings.indexOfKey(key);
    if (wanted < 0) return undefined;
    for (; at < end; at++) if (keys[at] === wanted) return this.strings.text(this.values[at]);
    return undefined;
  }
}
