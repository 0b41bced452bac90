import { CLOSED, type RoadEdges } from '../../../src/network/roads/road-edges.ts';

export interface PointOnEdge {
  edge: number;
  fraction: number;
  accessDs: number;
}

interface Arc {
  to: number;
  ds: number;
}

/** The twin that cannot be wrong: forward from one origin, with Map and objects, the nearest node by looking at all. */
export function naiveSeconds(edges: RoadEdges, origin: PointOnEdge, site: PointOnEdge): number | null {
  const arcsFrom = new Map<number, Arc[]>();
  const add = (from: number, to: number, ds: number) =>
    arcsFrom.set(from, [...(arcsFrom.get(from) ?? []), { to, ds }]);
  for (let edge = 0; edge < edges.edgeCount; edge++) {
    if (edges.forwardDs[edge] !== CLOSED) add(edges.from[edge], edges.to[edge], edges.forwardDs[edge]);
    if (edges.backwardDs[edge] !== CLOSED) add(edges.to[edge], edges.from[edge], edges.backwardDs[edge]);
  }
  const ends = ({ edge, fraction }: PointOnEdge, leaving: boolean) => {
    const forward = edges.forwardDs[edge];
    const backward = edges.backwardDs[edge];
    const toEnd = leaving ? forward : backward;
    const toStart = leaving ? backward : forward;
    const found: { node: number; ds: number }[] = [];
    if (toEnd !== CLOSED || fraction === 1) {
      found.push({ node: edges.to[edge], ds: fraction === 1 ? 0 : Math.round(toEnd * (1 - fraction)) });
    }
    if (toStart !== CLOSED || fraction === 0) {
      found.push({ node: edges.from[edge], ds: fraction === 0 ? 0 : Math.round(toStart * fraction) });
    }
    return found;
  };
  const open = new Map<number, number>();
  const settled = new Map<number, number>();
  for (const { node, ds } of ends(origin, true)) open.set(node, Math.min(ds, open.get(node) ?? Infinity));
  while (open.size > 0) {
    const [node, ds] = [...open].reduce((best, each) => (each[1] < best[1] ? each : best));
    open.delete(node);
    settled.set(node, ds);
    for (const arc of arcsFrom.get(node) ?? []) {
      if (!settled.has(arc.to)) open.set(arc.to, Math.min(ds + arc.ds, open.get(arc.to) ?? Infinity));
    }
  }
  const candidates = ends(site, false).flatMap(({ node, ds }) => {
    const reached = settled.get(node);
    return reached === undefined ? [] : [reached + ds];
  });
  if (origin.edge === site.edge) {
    const ahead = site.fraction - origin.fraction;
    const direct = ahead >= 0 ? edges.forwardDs[site.edge] : edges.backwardDs[site.edge];
    if (direct !== CLOSED) candidates.push(Math.round(direct * Math.abs(ahead)));
    if (ahead === 0) candidates.push(0);
  }
  if (candidates.length === 0) return null;
  return Math.round((Math.min(...candidates) + origin.accessDs + site.accessDs) / 10);
}
