import type { Point } from './plane.ts';

export interface Triangle {
  /** Indexes of the points, counter-clockwise. */
  corners: [number, number, number];
  centre: Point;
  radius2: number;
}

/**
 * Delaunay triangles by Bowyer–Watson. Quadratic, which 500 points do not notice, and short enough to be read.
 * The triangles' centres are the corners of the Voronoi cells.
 */
export function delaunay(points: readonly Point[]): Triangle[] {
  const far = 1e7;
  const all: Point[] = [...points, [-3 * far, -far], [3 * far, -far], [0, 3 * far]];
  const n = points.length;
  let triangles: Triangle[] = [triangle(all, n, n + 1, n + 2)];
  for (let p = 0; p < n; p++) {
    const [x, y] = all[p];
    const edges = new Map<string, [number, number]>();
    const kept: Triangle[] = [];
    for (const t of triangles) {
      const dx = x - t.centre[0];
      const dy = y - t.centre[1];
      if (dx * dx + dy * dy >= t.radius2) {
        kept.push(t);
        continue;
      }
      const [a, b, c] = t.corners;
      for (const [from, to] of [
        [a, b],
        [b, c],
        [c, a],
      ]) {
        // An edge met from both sides lies inside the hole.
        if (!edges.delete(`${to},${from}`)) edges.set(`${from},${to}`, [from, to]);
      }
    }
    for (const [from, to] of edges.values()) kept.push(triangle(all, from, to, p));
    triangles = kept;
  }
  return triangles.filter((t) => t.corners.every((corner) => corner < n));
}

function triangle(points: readonly Point[], a: number, b: number, c: number): Triangle {
  const [ax, ay] = points[a];
  const bx = points[b][0] - ax;
  const by = points[b][1] - ay;
  const cx = points[c][0] - ax;
  const cy = points[c][1] - ay;
  const d = 2 * (bx * cy - by * cx);
  const ux = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d;
  const uy = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d;
  return { corners: d > 0 ? [a, b, c] : [a, c, b], centre: [ax + ux, ay + uy], radius2: ux * ux + uy * uy };
}
