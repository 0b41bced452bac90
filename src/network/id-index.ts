/**
 * OpenStreetMap ids → dense numbers in the order of first sight. Open addressing over flat arrays: a Map of ten million
 * numbers takes some 600 MB and cannot pass 2^24 keys; this takes 12 bytes a slot at half load.
 */
export class IdIndex {
  /** Ids seen. */
  size = 0;
  private mask: number;
  private keys: Float64Array;
  private values: Uint32Array;

  constructor(expected = 1 << 12) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2)));
    this.mask = slots - 1;
    this.keys = new Float64Array(slots).fill(Number.NaN);
    this.values = new Uint32Array(slots);
  }

  /** The number of an id, a new one if it was never seen. */
  add(id: number): number {
    const slot = this.slotOf(id);
    if (this.keys[slot] === id) return this.values[slot];
    const index = this.size++;
    this.keys[slot] = id;
    this.values[slot] = index;
    if (this.size * 2 > this.mask) this.grow();
    return index;
  }

  /** The number of an id, or -1. */
  get(id: number): number {
    const slot = this.slotOf(id);
    return this.keys[slot] === id ? this.values[slot] : -1;
  }

  private slotOf(id: number): number {
    const { keys, mask } = this;
    // Ids pass 2^32: mix the high part in.
    let hash = Math.imul((id | 0) ^ Math.imul(Math.floor(id / 4294967296), 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = Math.imul(hash, 0xc2b2ae35) & mask;
    // NaN is an empty slot.
    while (keys[slot] !== id && !Number.isNaN(keys[slot])) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, values } = this;
    const slots = keys.length * 2;
    this.mask = slots - 1;
    this.keys = new Float64Array(slots).fill(Number.NaN);
    this.values = new Uint32Array(slots);
    for (let old = 0; old < keys.length; old++) {
      const id = keys[old];
      if (Number.isNaN(id)) continue;
      const slot = this.slotOf(id);
      this.keys[slot] = id;
      this.values[slot] = values[old];
    }
  }
}
