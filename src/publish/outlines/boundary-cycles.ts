/** A plane graph: stretches between vertices that meet at vertices only. Half-edge 2e runs from `from`, 2e + 1 back. */
export interface PlaneGraph {
  x: Int32Array;
  y: Int32Array;
  from: Int32Array;
  to: Int32Array;
}

export interface Cycles {
  /** The half-edge after each, the same face on its left. */
  next: Int32Array;
  /** The cycle of each half-edge. */
  cycleOf: Int32Array;
  /** The half-edge of lowest index of each cycle. */
  first: Int32Array;
  /** Twice the area inside, in square units of the grid: not above zero where the face lies around the cycle. */
  doubleArea: Float64Array;
}

/**
 * The cycles of half-edges that run around the faces: at a vertex the next is the first clockwise from the way back, so
 * that what is on the left stays one piece.
 */
export function boundaryCycles(graph: PlaneGraph): Cycles {
  const { from, to } = graph;
  const next = nextAround(graph);
  const cycleOf = new Int32Array(2 * from.length).fill(-1);
  const first: number[] = [];
  const doubleArea: number[] = [];
  const { x, y } = graph;
  for (let start = 0; start < next.length; start++) {
    if (cycleOf[start] >= 0) continue;
    const origin = start % 2 === 0 ? from[start >> 1] : to[start >> 1];
    const [originX, originY] = [x[origin], y[origin]];
    let area = 0;
    let h = start;
    do {
      cycleOf[h] = first.length;
      const a = h % 2 === 0 ? from[h >> 1] : to[h >> 1];
      const b = h % 2 === 0 ? to[h >> 1] : from[h >> 1];
      area += (x[a] - originX) * (y[b] - originY) - (x[b] - originX) * (y[a] - originY);
      h = next[h];
    } while (h !== start);
    first.push(start);
    doubleArea.push(area);
  }
  return { next, cycleOf, first: Int32Array.from(first), doubleArea: Float64Array.from(doubleArea) };
}

function nextAround({ x, y, from, to }: PlaneGraph): Int32Array {
  const start = new Int32Array(x.length + 1);
  for (let e = 0; e < from.length; e++) {
    start[from[e] + 1]++;
    start[to[e] + 1]++;
  }
  for (let vertex = 0; vertex < x.length; vertex++) start[vertex + 1] += start[vertex];
  const out = new Int32Array(2 * from.length);
  const fill = start.slice(0, x.length);
  for (let e = 0; e < from.length; e++) {
    out[fill[from[e]]++] = 2 * e;
    out[fill[to[e]]++] = 2 * e + 1;
  }
  const target = (h: number) => (h % 2 === 0 ? to[h >> 1] : from[h >> 1]);
  const next = new Int32Array(2 * from.length);
  for (let vertex = 0; vertex < x.length; vertex++) {
    const begin = start[vertex];
    const end = start[vertex + 1];
    // Counter-clockwise by angle; few leave a vertex.
    for (let i = begin + 1; end - begin > 2 && i < end; i++) {
      const h = out[i];
      const dx = x[target(h)] - x[vertex];
      const dy = y[target(h)] - y[vertex];
      let j = i - 1;
      while (
        j >= begin &&
        turnsBefore(dx, dy, x[target(out[j])] - x[vertex], y[target(out[j])] - y[vertex])
      ) {
        out[j + 1] = out[j];
        j--;
      }
      out[j + 1] = h;
    }
    for (let i = begin; i < end; i++) next[out[i] ^ 1] = out[i === begin ? end - 1 : i - 1];
  }
  return next;
}

/** Whether the first direction comes before the second, counter-clockwise from east. */
function turnsBefore(ax: number, ay: number, bx: number, by: number): boolean {
  const aBelow = ay < 0 || (ay === 0 && ax < 0);
  const bBelow = by < 0 || (by === 0 && bx < 0);
  if (aBelow !== bBelow) return bBelow;
  return ax * by - bx * ay > 0;
}
