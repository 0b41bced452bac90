import type { PbfReader } from 'pbf';

/** Bounds of a length-delimited field at the reader, which moves past it. */
export function span(pbf: PbfReader): [number, number] {
  const length = pbf.readVarint();
  const start = pbf.pos;
  const end = start + length;
  if (!(end <= pbf.buf.length)) throw new Error(`a field of ${length} bytes runs past its block`);
  pbf.pos = end;
  return [start, end];
}

export function countVarints(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (bytes[i] < 0x80) count++;
  return count;
}

/** Zigzag deltas summed up. Ids pass 2^32, so the sum is a double; a delta rarely does, so it is a 32-bit path first. */
export function readDeltas(
  bytes: Uint8Array,
  start: number,
  count: number,
  out: Float64Array,
  at: number,
): void {
  let position = start;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    let byte = bytes[position++];
    let low = byte & 0x7f;
    if (byte >= 0x80) {
      byte = bytes[position++];
      low |= (byte & 0x7f) << 7;
      if (byte >= 0x80) {
        byte = bytes[position++];
        low |= (byte & 0x7f) << 14;
        if (byte >= 0x80) {
          byte = bytes[position++];
          low |= (byte & 0x7f) << 21;
        }
      }
    }
    if (byte < 0x80) {
      sum += (low >>> 1) ^ -(low & 1);
    } else {
      let value = low;
      let scale = 2 ** 28;
      do {
        byte = bytes[position++];
        value += (byte & 0x7f) * scale;
        scale *= 128;
      } while (byte >= 0x80);
      sum += value % 2 === 1 ? -(value + 1) / 2 : value / 2;
    }
    out[at + i] = sum;
  }
}

export function readUnsigned(
  bytes: Uint8Array,
  start: number,
  count: number,
  out: Uint32Array,
  at: number,
): void {
  let position = start;
  for (let i = 0; i < count; i++) {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[position++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    out[at + i] = value;
  }
}
