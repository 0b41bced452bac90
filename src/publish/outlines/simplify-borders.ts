import { squareMetresAt } from './ground.ts';
import type { SharedBorders } from './shared-borders.ts';
import { vertexGrid } from './vertex-grid.ts';
import { vertexQueue } from './vertex-queue.ts';

/** The borders that are left, in the same terms as before. */
export type SimplifiedBorders = Pick<
  SharedBorders,
  'codes' | 'x' | 'y' | 'from' | 'to' | 'left' | 'right' | 'owner'
>;

/** A vertex where borders meet, or that is gone, has no edges of its own here. */
const NONE = -1;

/**
 * Simplifies shared borders step by step, coarser each time (M. Visvalingam and J. D. Whyatt, 1993): the vertex whose
 * triangle with its two neighbours is smallest goes first, as long as it is below the tolerance squared. Vertices where
 * three borders meet stay.
 *
 * A vertex goes only where its triangle, edges included, holds no other vertex and its neighbours are not joined
 * already. In a plane graph nothing can then cross the new stretch: it would have to end in the triangle, or to cross
 * one of the two stretches that were there. So borders never cross, touch or fall together, a ring keeps three corners,
 * and no face is lost. Coordinates are whole numbers throughout: nothing is rounded afterwards.
 *
 * Islands, lakes and enclaves smaller than the tolerance squared go first, into what surrounds them; a territory keeps
 * its largest piece.
 */
export function borderSimplifier(borders: SharedBorders): (toleranceM: number) => SimplifiedBorders {
  const { x, y } = borders;
  const from = borders.from.slice();
  const to = borders.to.slice();
  const edgeAlive = new Uint8Array(from.length).fill(1);
  const { first, second, meeting } = edgesOfVertices(borders);
  const isAlive = new Uint8Array(x.length);
  for (let e = 0; e < from.length; e++) isAlive[from[e]] = isAlive[to[e]] = 1;
  const isFree = (vertex: number) => first[vertex] !== NONE;
  const otherEnd = (edge: number, vertex: number) => (from[edge] === vertex ? to[edge] : from[edge]);

  function areaM2(vertex: number): number {
    const a = otherEnd(first[vertex], vertex);
    const b = otherEnd(second[vertex], vertex);
    const cross = (x[a] - x[vertex]) * (y[b] - y[vertex]) - (x[b] - x[vertex]) * (y[a] - y[vertex]);
    return (Math.abs(cross) / 2) * squareMetresAt(y[vertex]);
  }

  function areJoined(a: number, b: number): boolean {
    if (isFree(a)) return otherEnd(first[a], a) === b || otherEnd(second[a], a) === b;
    if (isFree(b)) return otherEnd(first[b], b) === a || otherEnd(second[b], b) === a;
    return meeting.get(a)!.some((edge) => otherEnd(edge, a) === b);
  }

  function remove(vertex: number): void {
    const kept = first[vertex];
    const gone = second[vertex];
    const b = otherEnd(gone, vertex);
    if (from[kept] === vertex) from[kept] = b;
    else to[kept] = b;
    if (!isFree(b)) {
      const edges = meeting.get(b)!;
      edges[edges.indexOf(gone)] = kept;
    } else if (first[b] === gone) first[b] = kept;
    else second[b] = kept;
    edgeAlive[gone] = 0;
    isAlive[vertex] = 0;
    first[vertex] = second[vertex] = NONE;
  }

  const dropSmallRings = smallRingDropper(borders, (vertices) => {
    for (const vertex of vertices) {
      if (!isAlive[vertex]) continue;
      edgeAlive[first[vertex]] = edgeAlive[second[vertex]] = 0;
      isAlive[vertex] = 0;
      first[vertex] = second[vertex] = NONE;
    }
  });
  const queue = vertexQueue(x.length);

  return (toleranceM) => {
    const limit = toleranceM * toleranceM;
    const owner = dropSmallRings(limit);
    const grid = vertexGrid(x, y, isAlive, toleranceM);
    const offer = (vertex: number) => {
      if (!isFree(vertex)) return;
      const area = areaM2(vertex);
      if (area < limit) queue.put(vertex, area);
      else queue.drop(vertex);
    };
    for (let vertex = 0; vertex < x.length; vertex++) if (isAlive[vertex]) offer(vertex);
    let blocked: number[] = [];
    for (let removed = 1; removed > 0; ) {
      removed = 0;
      for (let vertex = queue.take(); vertex >= 0; vertex = queue.take()) {
        const a = otherEnd(first[vertex], vertex);
        const b = otherEnd(second[vertex], vertex);
        if (areJoined(a, b) || grid.holdsAnother(a, vertex, b)) {
          blocked.push(vertex);
          continue;
        }
        remove(vertex);
        removed++;
        offer(a);
        offer(b);
      }
      // What stood in the way may have gone since.
      if (removed > 0) for (const vertex of blocked) if (isAlive[vertex]) offer(vertex);
      blocked = [];
    }
    const left: number[] = [];
    for (let e = 0; e < from.length; e++) if (edgeAlive[e]) left.push(e);
    return {
      codes: borders.codes,
      x,
      y,
      from: Int32Array.from(left, (e) => from[e]),
      to: Int32Array.from(left, (e) => to[e]),
      left: Int32Array.from(left, (e) => borders.left[e]),
      right: Int32Array.from(left, (e) => borders.right[e]),
      owner,
    };
  };
}

/** The two edges of each vertex that has two; all of them where more meet. */
function edgesOfVertices({ x, from, to }: SharedBorders) {
  const first = new Int32Array(x.length).fill(NONE);
  const second = new Int32Array(x.length).fill(NONE);
  const meeting = new Map<number, number[]>();
  for (let e = 0; e < from.length; e++) {
    for (const vertex of [from[e], to[e]]) {
      if (first[vertex] === NONE) first[vertex] = e;
      else if (second[vertex] === NONE) second[vertex] = e;
      else {
        const edges = meeting.get(vertex);
        if (edges) edges.push(e);
        else meeting.set(vertex, [first[vertex], second[vertex], e]);
      }
    }
  }
  for (const vertex of meeting.keys()) first[vertex] = second[vertex] = NONE;
  return { first, second, meeting };
}

interface ClosedBorder {
  vertices: number[];
  inside: number;
  around: number;
  areaM2: number;
}

/**
 * Gives islands, lakes and enclaves below an area to what surrounds them, smallest first.
 * @returns who then holds each face
 */
function smallRingDropper(borders: SharedBorders, erase: (vertices: readonly number[]) => void) {
  let rings = closedBorders(borders);
  const largest = largestFaces(borders);
  // What lies in a face that was given away goes where that face goes.
  const givenTo = new Int32Array(borders.owner.length).fill(NONE);
  return (limitM2: number): Int32Array => {
    rings = rings.filter(({ vertices, inside, around, areaM2 }) => {
      if (areaM2 >= limitM2) return true;
      const territory = borders.owner[inside];
      if (territory >= 0 && largest[territory] === inside) return true;
      givenTo[inside] = around;
      erase(vertices);
      return false;
    });
    return borders.owner.map((_, given) => {
      let face = given;
      while (givenTo[face] !== NONE) face = givenTo[face];
      return borders.owner[face];
    });
  };
}

/** Borders that meet no other, from the smallest. */
function closedBorders(borders: SharedBorders): ClosedBorder[] {
  const { x, y, from, to, left, right } = borders;
  const { first, second } = edgesOfVertices(borders);
  const seen = new Uint8Array(from.length);
  const rings: ClosedBorder[] = [];
  for (let e = 0; e < from.length; e++) {
    if (seen[e] || first[from[e]] === NONE) continue;
    const start = from[e];
    const vertices: number[] = [];
    let vertex = start;
    let edge = e;
    let doubleArea = 0;
    do {
      seen[edge] = 1;
      vertices.push(vertex);
      const after = from[edge] === vertex ? to[edge] : from[edge];
      doubleArea +=
        (x[vertex] - x[start]) * (y[after] - y[start]) - (x[after] - x[start]) * (y[vertex] - y[start]);
      vertex = after;
      edge = first[vertex] === edge ? second[vertex] : first[vertex];
    } while (edge !== NONE && vertex !== start);
    if (edge === NONE) continue;
    rings.push({
      vertices,
      inside: doubleArea > 0 ? left[e] : right[e],
      around: doubleArea > 0 ? right[e] : left[e],
      areaM2: (Math.abs(doubleArea) / 2) * squareMetresAt(y[start]),
    });
  }
  return rings.sort((a, b) => a.areaM2 - b.areaM2 || a.vertices[0] - b.vertices[0]);
}

function largestFaces({ codes, owner, areaM2 }: SharedBorders): Int32Array {
  const largest = new Int32Array(codes.length).fill(NONE);
  for (let face = 0; face < owner.length; face++) {
    const territory = owner[face];
    if (territory >= 0 && (largest[territory] === NONE || areaM2[face] > areaM2[largest[territory]]))
      largest[territory] = face;
  }
  return largest;
}
