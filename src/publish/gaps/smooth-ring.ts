import type { Ring } from '../../coverage/cell-rings.ts';

/**
 * A ring with its corners cut (Chaikin 1974): each edge keeps its middle half, so that a corner becomes two. Twice gives
 * four points a corner and no angle over 30° on a hexagon.
 *
 * Rings of cells stay apart and simple: what is cut off or added at a corner lies within the triangle of the corner and
 * the middles of its two edges, and those triangles overlap for no two corners of a hexagon grid.
 */
export function smoothRing(ring: Ring, passes: number): Ring {
  let from = ring;
  for (let pass = 0; pass < passes; pass++) {
    const points = from.length / 2;
    const to = new Int32Array(4 * points);
    for (let i = 0; i < points; i++) {
      const next = i + 1 === points ? 0 : i + 1;
      const quarterX = (from[2 * next] - from[2 * i]) / 4;
      const quarterY = (from[2 * next + 1] - from[2 * i + 1]) / 4;
      to[4 * i] = Math.round(from[2 * i] + quarterX);
      to[4 * i + 1] = Math.round(from[2 * i + 1] + quarterY);
      to[4 * i + 2] = Math.round(from[2 * next] - quarterX);
      to[4 * i + 3] = Math.round(from[2 * next + 1] - quarterY);
    }
    from = to;
  }
  return from;
}
