import { METRES_PER_UNIT } from './ground.ts';
import { pairHash } from './pair-hash.ts';

export interface VertexGrid {
  /** Whether a vertex that is alive, none of the three, lies in their triangle or on its edges. */
  holdsAnother(a: number, b: number, c: number): boolean;
}

/**
 * Vertices by square of the ground, of twice the tolerance: a triangle that is looked into covers a few. Squares are
 * hashed into buckets; what another square brings along fails the test as any other vertex does.
 * @param isAlive read at each question
 */
export function vertexGrid(
  x: Int32Array,
  y: Int32Array,
  isAlive: Uint8Array,
  toleranceM: number,
): VertexGrid {
  const size = Math.ceil((2 * toleranceM) / METRES_PER_UNIT);
  let count = 0;
  for (let vertex = 0; vertex < x.length; vertex++) count += isAlive[vertex];
  const buckets = 1 << Math.ceil(Math.log2(Math.max(16, count)));
  const bucketOf = (vertex: number) =>
    pairHash(Math.floor(x[vertex] / size), Math.floor(y[vertex] / size), buckets);
  const start = new Int32Array(buckets + 1);
  for (let vertex = 0; vertex < x.length; vertex++) {
    if (isAlive[vertex]) start[bucketOf(vertex) + 1]++;
  }
  for (let bucket = 0; bucket < buckets; bucket++) start[bucket + 1] += start[bucket];
  const vertices = new Int32Array(count);
  const fill = start.slice(0, buckets);
  for (let vertex = 0; vertex < x.length; vertex++) {
    if (!isAlive[vertex]) continue;
    vertices[fill[bucketOf(vertex)]++] = vertex;
  }
  return {
    holdsAnother(a, b, c) {
      const [ax, ay, bx, by, cx, cy] = [x[a], y[a], x[b], y[b], x[c], y[c]];
      const firstColumn = Math.floor(Math.min(ax, bx, cx) / size);
      const lastColumn = Math.floor(Math.max(ax, bx, cx) / size);
      const firstRow = Math.floor(Math.min(ay, by, cy) / size);
      const lastRow = Math.floor(Math.max(ay, by, cy) / size);
      for (let column = firstColumn; column <= lastColumn; column++) {
        for (let row = firstRow; row <= lastRow; row++) {
          const bucket = pairHash(column, row, buckets);
          for (let i = start[bucket]; i < start[bucket + 1]; i++) {
            const v = vertices[i];
            if (!isAlive[v] || v === a || v === b || v === c) continue;
            const sideAB = (bx - ax) * (y[v] - ay) - (x[v] - ax) * (by - ay);
            const sideBC = (cx - bx) * (y[v] - by) - (x[v] - bx) * (cy - by);
            const sideCA = (ax - cx) * (y[v] - cy) - (x[v] - cx) * (ay - cy);
            const isLeft = sideAB >= 0 && sideBC >= 0 && sideCA >= 0;
            const isRight = sideAB <= 0 && sideBC <= 0 && sideCA <= 0;
            if (!isLeft && !isRight) continue;
            // Of three corners on one line, all sides are zero along the whole line: only what lies between counts.
            if (x[v] < Math.min(ax, bx, cx) || x[v] > Math.max(ax, bx, cx)) continue;
            if (y[v] < Math.min(ay, by, cy) || y[v] > Math.max(ay, by, cy)) continue;
            return true;
          }
        }
      }
      return false;
    },
  };
}
