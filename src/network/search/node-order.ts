/**
 * Node numbers that follow a Hilbert curve, so that neighbours on the ground are neighbours in memory: a search then
 * finds most of what it touches in the cache. src/network/search/block-sweeps.ts has the times of other orders.
 */

const BITS = 16;
const SIDE = 1 << BITS;

/**
 * @param x positions of the nodes, any unit; `y` likewise, of the same length
 * @returns the old node number at each new place; nodes in one cell of the curve (1/65,536 of the longer side of their
 * extent) keep their order, so that the same nodes give the same numbers
 */
export function hilbertOrder(x: ArrayLike<number>, y: ArrayLike<number>): Uint32Array {
  const count = x.length;
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    minX = Math.min(minX, x[i]);
    maxX = Math.max(maxX, x[i]);
    minY = Math.min(minY, y[i]);
    maxY = Math.max(maxY, y[i]);
  }
  const scale = (SIDE - 1) / (Math.max(maxX - minX, maxY - minY) || 1);
  const key = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    key[i] = hilbertKey(Math.floor((x[i] - minX) * scale), Math.floor((y[i] - minY) * scale));
  }
  return sortedByKey(key);
}

/** New number of each old node: the inverse of an order. */
export function placesOf(order: Uint32Array): Uint32Array {
  const place = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) place[order[i]] = i;
  return place;
}

/**
 * Place of a cell along the Hilbert curve of 2^16 cells a side (the iterative form of J. K. Lawder and P. J. H. King,
 * 2000: each pair of bits picks a quadrant, and turns what is inside it).
 */
function hilbertKey(column: number, row: number): number {
  let x = column;
  let y = row;
  let key = 0;
  for (let side = SIDE >> 1; side > 0; side >>= 1) {
    const right = (x & side) !== 0 ? 1 : 0;
    const up = (y & side) !== 0 ? 1 : 0;
    key = key * 4 + ((3 * right) ^ up);
    x &= side - 1;
    y &= side - 1;
    if (up === 1) continue;
    if (right === 1) {
      x = side - 1 - x;
      y = side - 1 - y;
    }
    [x, y] = [y, x];
  }
  return key;
}

/** Stable radix sort of the node numbers, 16 bits at a time. */
function sortedByKey(key: Uint32Array): Uint32Array {
  let from = Uint32Array.from(key, (_, i) => i);
  let to = new Uint32Array(key.length);
  const start = new Uint32Array(65_537);
  for (const shift of [0, 16]) {
    start.fill(0);
    for (const each of key) start[((each >>> shift) & 0xffff) + 1]++;
    for (let digit = 0; digit < 65_536; digit++) start[digit + 1] += start[digit];
    for (const node of from) to[start[(key[node] >>> shift) & 0xffff]++] = node;
    [from, to] = [to, from];
  }
  return from;
}
