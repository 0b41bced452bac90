import type { OutlineSet } from '../../src/publish/outlines/outline-set.ts';

/** Every ring of a territory as its points, the first repeated, with its place in its polygon. */
export function ringsOf(
  set: OutlineSet,
  territory: number,
): { points: [number, number][]; isHole: boolean }[] {
  const { polygonStart, ringStart, pointStart, points } = set;
  const rings: { points: [number, number][]; isHole: boolean }[] = [];
  for (let polygon = polygonStart[territory]; polygon < polygonStart[territory + 1]; polygon++) {
    for (let ring = ringStart[polygon]; ring < ringStart[polygon + 1]; ring++) {
      const places: [number, number][] = [];
      for (let i = pointStart[ring]; i < pointStart[ring + 1]; i++) {
        places.push([points[2 * i], points[2 * i + 1]]);
      }
      rings.push({ points: places, isHole: ring > ringStart[polygon] });
    }
  }
  return rings;
}

/** Twice the area of a territory in square units, holes taken off; exact. */
export function doubleAreaOf(set: OutlineSet, territory: number): bigint {
  return ringsOf(set, territory).reduce((sum, { points }) => sum + doubleArea(points), 0n);
}

export function totalDoubleArea(set: OutlineSet): bigint {
  return set.codes.reduce((sum, _, territory) => sum + doubleAreaOf(set, territory), 0n);
}

function doubleArea(ring: readonly (readonly [number, number])[]): bigint {
  let area = 0n;
  for (let i = 0; i + 1 < ring.length; i++) {
    area += BigInt(ring[i][0]) * BigInt(ring[i + 1][1]) - BigInt(ring[i + 1][0]) * BigInt(ring[i][1]);
  }
  return area;
}

/** Codes of the territories that hold a place (not on an edge), by counting the edges to its east. */
export function holdersOf(set: OutlineSet, x: number, y: number): string[] {
  return set.codes.filter((_, territory) => {
    let inside = false;
    for (const { points } of ringsOf(set, territory)) {
      for (let i = 0; i + 1 < points.length; i++) {
        const [[ax, ay], [bx, by]] = [points[i], points[i + 1]];
        if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
      }
    }
    return inside;
  });
}

/**
 * What is wrong with outlines that should divide the ground: rings that are not simple or wound the wrong way, stretches
 * that cross, touch or lie on one another without being the same, a stretch with two territories on one side.
 */
export function complaintsAbout(set: OutlineSet): string[] {
  const complaints: string[] = [];
  const edges = new Map<string, [number, number, number, number]>();
  const leftOf = new Map<string, string>();
  set.codes.forEach((code, territory) => {
    for (const { points, isHole } of ringsOf(set, territory)) {
      const [first, last] = [points[0], points[points.length - 1]];
      if (points.length < 4) complaints.push(`${code}: a ring of ${points.length} points`);
      if (first[0] !== last[0] || first[1] !== last[1]) complaints.push(`${code}: an open ring`);
      const area = doubleArea(points);
      if (area === 0n || area > 0n === isHole) complaints.push(`${code}: a ring wound the wrong way`);
      if (new Set(points.map(String)).size !== points.length - 1)
        complaints.push(`${code}: a ring comes to a place twice`);
      for (let i = 0; i + 1 < points.length; i++) {
        const [a, b] = [points[i], points[i + 1]];
        const along = `${a} ${b}`;
        if (leftOf.has(along)) complaints.push(`${code} and ${leftOf.get(along)} on one side of ${along}`);
        leftOf.set(along, code);
        const isForward = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
        const edge: [number, number, number, number] = isForward ? [...a, ...b] : [...b, ...a];
        edges.set(String(edge), edge);
      }
    }
    const [west, south, east, north] = set.bounds.subarray(4 * territory, 4 * territory + 4);
    const all = ringsOf(set, territory).flatMap(({ points }) => points);
    const xs = all.map(([x]) => x).sort((a, b) => a - b);
    const ys = all.map(([, y]) => y).sort((a, b) => a - b);
    if (west !== xs[0] || east !== xs.at(-1) || south !== ys[0] || north !== ys.at(-1))
      complaints.push(`${code}: bounds`);
  });
  return [...complaints, ...meetings([...edges.values()])];
}

/** Pairs of edges (west end first) with more in common than an end, found by going east. */
function meetings(edges: [number, number, number, number][]): string[] {
  const found: string[] = [];
  edges.sort((a, b) => a[0] - b[0]);
  for (let i = 0; i < edges.length; i++) {
    const [ax, ay, bx, by] = edges[i];
    for (let j = i + 1; j < edges.length && edges[j][0] <= bx; j++) {
      const [px, py, qx, qy] = edges[j];
      if (Math.max(ay, by) < Math.min(py, qy) || Math.min(ay, by) > Math.max(py, qy)) continue;
      const side = (cx: number, cy: number) => Math.sign((bx - ax) * (cy - ay) - (cx - ax) * (by - ay));
      const sideOf = (cx: number, cy: number) => Math.sign((qx - px) * (cy - py) - (cx - px) * (qy - py));
      const sides = [side(px, py), side(qx, qy), sideOf(ax, ay), sideOf(bx, by)];
      if (sides[0] * sides[1] > 0 || sides[2] * sides[3] > 0) continue;
      const shares = [
        ax === px && ay === py,
        ax === qx && ay === qy,
        bx === px && by === py,
        bx === qx && by === qy,
      ];
      const onOneLine = sides.every((s) => s === 0);
      const apart =
        onOneLine &&
        !(Math.max(ax, px) < Math.min(bx, qx) || (ax === bx && Math.max(ay, py) < Math.min(by, qy)));
      if (apart || (!onOneLine && shares.some(Boolean))) continue;
      found.push(`${edges[i]} meets ${edges[j]}`);
    }
  }
  return found;
}
