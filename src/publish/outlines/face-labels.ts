import type { BorderEdges } from './border-edges.ts';
import type { Cycles, PlaneGraph } from './boundary-cycles.ts';
import { cycleSurrounding, type RowIndex, rowIndex } from './surroundings.ts';

/** The faces of a plane graph: 0 is the ground around everything. */
export interface Faces {
  /** The face on the left of each half-edge. */
  faceOf: Int32Array;
  /** The cycle around each face from outside; -1 for face 0. */
  shellOf: Int32Array;
  /** The territory that holds each face; -1 where none does. */
  owner: Int32Array;
  /** Faces that several outlines claimed, each with who did. */
  claims: Map<number, number[]>;
}

/** Nobody's ground, or a territory's; a list where several claim it, with how often (territory → count). */
type Label = number | Map<number, number>;

/**
 * Faces and who holds them. Crossing a stretch leaves the territory whose ring runs along it on this side and enters
 * the one whose ring runs on the other, so the labels spread from the outside of each connected piece; that outside is
 * the face of another piece that surrounds it. Where outlines overlap, the smaller territory holds the ground: an
 * enclave that was not cut out of what surrounds it is its own, and a sliver matters to nobody.
 * @param areas of the territories, in any unit
 */
export function labelledFaces(
  graph: PlaneGraph,
  cycles: Cycles,
  edges: BorderEdges,
  areas: Float64Array,
): Faces {
  const pieces = connectedPieces(graph, cycles);
  const faceOfCycle = new Int32Array(cycles.first.length).fill(-1);
  const shells = [-1];
  const labels: Label[] = [-1];
  const rows: RowIndex | null = pieces.length > 1 ? rowIndex(graph) : null;
  for (const piece of pieces) {
    const around = rows ? cycleSurrounding(graph, cycles, rows, piece.leftmost) : -1;
    faceOfCycle[piece.outer] = around < 0 ? 0 : faceOfCycle[around];
    const waiting = [piece.outer];
    while (waiting.length > 0) {
      const cycle = waiting.pop()!;
      const label = labels[faceOfCycle[cycle]];
      let h = cycles.first[cycle];
      do {
        const other = cycles.cycleOf[h ^ 1];
        if (faceOfCycle[other] < 0) {
          faceOfCycle[other] = shells.length;
          shells.push(other);
          labels.push(labelAcross(edges, label, h));
          waiting.push(other);
        }
        h = cycles.next[h];
      } while (h !== cycles.first[cycle]);
    }
  }
  const owner = new Int32Array(labels.length).fill(-1);
  const claims = new Map<number, number[]>();
  labels.forEach((label, face) => {
    const territories = claimants(label);
    for (const territory of territories) {
      if (owner[face] < 0 || areas[territory] < areas[owner[face]]) owner[face] = territory;
    }
    if (territories.length > 1) claims.set(face, territories);
  });
  const faceOf = new Int32Array(cycles.cycleOf.length);
  for (let h = 0; h < faceOf.length; h++) faceOf[h] = faceOfCycle[cycles.cycleOf[h]];
  return { faceOf, shellOf: Int32Array.from(shells), owner, claims };
}

function labelAcross({ left, alsoLeft }: BorderEdges, label: Label, h: number): Label {
  const simple = !alsoLeft.has(h) && !alsoLeft.has(h ^ 1);
  if (simple && label === left[h]) return left[h ^ 1];
  const counts = typeof label === 'number' ? new Map(label < 0 ? [] : [[label, 1]]) : new Map(label);
  const change = (halfEdge: number, by: number) => {
    const here = left[halfEdge] < 0 ? [] : [left[halfEdge], ...(alsoLeft.get(halfEdge) ?? [])];
    for (const territory of here) {
      const count = (counts.get(territory) ?? 0) + by;
      if (count === 0) counts.delete(territory);
      else counts.set(territory, count);
    }
  };
  change(h, -1);
  change(h ^ 1, 1);
  if (counts.size === 0) return -1;
  const [[territory, count]] = counts;
  return counts.size === 1 && count === 1 ? territory : counts;
}

function claimants(label: Label): number[] {
  if (typeof label === 'number') return label < 0 ? [] : [label];
  const claiming = [...label].filter(([, count]) => count > 0).map(([territory]) => territory);
  return claiming.sort((a, b) => a - b);
}

interface Piece {
  /** The cycle that runs around it. */
  outer: number;
  leftmost: number;
}

/** In the order of their leftmost vertices: what surrounds a piece comes before it. */
function connectedPieces({ x, y, from, to }: PlaneGraph, cycles: Cycles): Piece[] {
  const pieces: Piece[] = [];
  const seen = new Uint8Array(cycles.first.length);
  for (let cycle = 0; cycle < seen.length; cycle++) {
    if (seen[cycle]) continue;
    seen[cycle] = 1;
    const piece: Piece = { outer: -1, leftmost: from[cycles.first[cycle] >> 1] };
    const waiting = [cycle];
    while (waiting.length > 0) {
      const at = waiting.pop()!;
      if (cycles.doubleArea[at] <= 0) piece.outer = at;
      let h = cycles.first[at];
      do {
        const vertex = h % 2 === 0 ? from[h >> 1] : to[h >> 1];
        const before = x[vertex] - x[piece.leftmost] || y[vertex] - y[piece.leftmost];
        if (before < 0) piece.leftmost = vertex;
        const other = cycles.cycleOf[h ^ 1];
        if (!seen[other]) {
          seen[other] = 1;
          waiting.push(other);
        }
        h = cycles.next[h];
      } while (h !== cycles.first[at]);
    }
    pieces.push(piece);
  }
  return pieces.sort((a, b) => x[a.leftmost] - x[b.leftmost] || y[a.leftmost] - y[b.leftmost]);
}
