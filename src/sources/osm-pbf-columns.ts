/**
 * Columns that serve one block after the other. Made anew for each block they made the whole reading a tenth slower:
 * memory that is touched once is memory the system has to clear.
 */

export function float64Room(column: Float64Array<ArrayBuffer>, count: number): Float64Array<ArrayBuffer> {
  return column.length >= count ? column : new Float64Array(withReserve(count));
}

export function uint32Room(column: Uint32Array<ArrayBuffer>, count: number): Uint32Array<ArrayBuffer> {
  return column.length >= count ? column : new Uint32Array(withReserve(count));
}

/** The same with what `column` holds up to `used`. */
export function float64Kept(
  column: Float64Array<ArrayBuffer>,
  used: number,
  count: number,
): Float64Array<ArrayBuffer> {
  if (column.length >= count) return column;
  const larger = new Float64Array(withReserve(count));
  larger.set(column.subarray(0, used));
  return larger;
}

export function uint32Kept(
  column: Uint32Array<ArrayBuffer>,
  used: number,
  count: number,
): Uint32Array<ArrayBuffer> {
  if (column.length >= count) return column;
  const larger = new Uint32Array(withReserve(count));
  larger.set(column.subarray(0, used));
  return larger;
}

function withReserve(count: number): number {
  return Math.max(1024, Math.ceil(count * 1.5));
}
