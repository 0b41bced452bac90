import { borderRings } from './border-rings.ts';
import { boundaryCycles, type Cycles, type PlaneGraph } from './boundary-cycles.ts';
import { type Faces, labelledFaces } from './face-labels.ts';
import { metresBetween, squareMetresAt } from './ground.ts';
import { nodedRings } from './noding.ts';
import type { OutlineSet } from './outline-set.ts';
import { twiceArea } from './ring-measures.ts';

/**
 * The borders of one level's territories, each stretch once with the face on either side: what outlines of every level
 * and simplification are made from, so that neighbours cannot come apart.
 *
 * topojson-server was tried (1.4 s and about the same memory for the 34,875 communes of France): its arcs share what is
 * equal point for point, and say nothing of outlines that cross or overlap, or of what lies on the two sides.
 */
export interface SharedBorders extends PlaneGraph {
  /** Codes of the territories, in order. */
  codes: readonly string[];
  /** The face on the left of each edge, and on its right: never of the same owner. */
  left: Int32Array;
  right: Int32Array;
  /** Index of the territory that holds each face; -1 for nobody's. Face 0 is the ground around everything. */
  owner: Int32Array;
  /** Square metres of each face; 0 for face 0, and what lies in its holes counted with it. */
  areaM2: Float64Array;
  findings: BorderFindings;
}

/** What the outlines given had of what neighbours should not have. */
export interface BorderFindings {
  /** Vertices inside a stretch of a neighbour. */
  tJunctions: number;
  /** Stretches that crossed. */
  crossings: number;
  /** Patches of ground that several outlines claimed, given to the smallest of these territories. */
  overlaps: number;
  overlapM2: number;
  /** Slivers between outlines, given to the neighbour that they run along most. */
  gaps: number;
  gapM2: number;
}

/**
 * Shared borders of outlines that may overlap, cross, or leave slivers: none is left afterwards.
 * @param gapWidthM ground that no outline claims, shut in by them and thinner than this on average, is a drawing error;
 *   0 where the territories leave ground between them that is nobody's
 */
export function sharedBorders(outlines: OutlineSet, gapWidthM: number): SharedBorders {
  const { rings, edges, tJunctions, crossings } = nodedRings(borderRings(outlines));
  const graph: PlaneGraph = { x: rings.x, y: rings.y, from: edges.from, to: edges.to };
  const cycles = boundaryCycles(graph);
  const faces = labelledFaces(graph, cycles, edges, territoryAreas(outlines));
  const findings = { tJunctions, crossings, overlaps: 0, overlapM2: 0, gaps: 0, gapM2: 0 };
  const areaM2 = faceAreas(graph, cycles, faces);
  for (const face of faces.claims.keys()) {
    findings.overlaps++;
    findings.overlapM2 += areaM2[face];
  }
  for (let face = 1; face < faces.owner.length; face++) {
    if (faces.owner[face] >= 0) continue;
    const neighbour = neighbourOfSliver(graph, cycles, faces, face, areaM2[face], gapWidthM);
    if (neighbour < 0) continue;
    faces.owner[face] = neighbour;
    findings.gaps++;
    findings.gapM2 += areaM2[face];
  }
  return { codes: outlines.codes, ...withoutInnerEdges(graph, faces, areaM2), findings };
}

function territoryAreas({ codes, polygonStart, ringStart, pointStart, points }: OutlineSet): Float64Array {
  const areas = new Float64Array(codes.length);
  for (let territory = 0; territory < codes.length; territory++) {
    const lastRing = ringStart[polygonStart[territory + 1]];
    for (let ring = ringStart[polygonStart[territory]]; ring < lastRing; ring++) {
      areas[territory] += twiceArea(points, 2 * pointStart[ring], 2 * pointStart[ring + 1]);
    }
  }
  return areas;
}

function faceAreas({ y, from }: PlaneGraph, cycles: Cycles, { shellOf }: Faces): Float64Array {
  const areas = new Float64Array(shellOf.length);
  for (let face = 1; face < shellOf.length; face++) {
    const shell = shellOf[face];
    areas[face] = (cycles.doubleArea[shell] / 2) * squareMetresAt(y[from[cycles.first[shell] >> 1]]);
  }
  return areas;
}

/** The owner that a sliver runs along most; -1 where the ground is no sliver, or nobody lives beside it. */
function neighbourOfSliver(
  { x, y, from, to }: PlaneGraph,
  cycles: Cycles,
  { faceOf, shellOf, owner }: Faces,
  face: number,
  areaM2: number,
  gapWidthM: number,
): number {
  const lengths = new Map<number, number>();
  let lengthM = 0;
  const start = cycles.first[shellOf[face]];
  let h = start;
  do {
    const [a, b] = [from[h >> 1], to[h >> 1]];
    const stretch = metresBetween(x[a], y[a], x[b], y[b]);
    const beside = owner[faceOf[h ^ 1]];
    lengthM += stretch;
    if (beside >= 0) lengths.set(beside, (lengths.get(beside) ?? 0) + stretch);
    h = cycles.next[h];
  } while (h !== start);
  if ((2 * areaM2) / lengthM >= gapWidthM) return -1;
  let most = -1;
  for (const [territory, along] of lengths) {
    const best = most < 0 ? -1 : lengths.get(most)!;
    if (along > best || (along === best && territory < most)) most = territory;
  }
  return most;
}

/** Faces of one owner that touch become one, and what ran between them is dropped. */
function withoutInnerEdges(graph: PlaneGraph, faces: Faces, areas: Float64Array) {
  const { from, to } = graph;
  const { faceOf, owner } = faces;
  const parent = Int32Array.from(owner.keys());
  const find = (face: number): number => {
    let root = face;
    while (parent[root] !== root) root = parent[root];
    while (parent[face] !== root) [parent[face], face] = [root, parent[face]];
    return root;
  };
  const kept: number[] = [];
  for (let e = 0; e < from.length; e++) {
    const [left, right] = [faceOf[2 * e], faceOf[2 * e + 1]];
    if (owner[left] !== owner[right]) kept.push(e);
    else {
      const [a, b] = [find(left), find(right)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const areaM2 = new Float64Array(areas.length);
  areas.forEach((area, face) => {
    areaM2[find(face)] += area;
  });
  areaM2[0] = 0;
  return {
    x: graph.x,
    y: graph.y,
    from: Int32Array.from(kept, (e) => from[e]),
    to: Int32Array.from(kept, (e) => to[e]),
    left: Int32Array.from(kept, (e) => find(faceOf[2 * e])),
    right: Int32Array.from(kept, (e) => find(faceOf[2 * e + 1])),
    owner,
    areaM2,
  };
}
