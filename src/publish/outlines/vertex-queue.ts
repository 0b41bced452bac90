/** Vertices by their area, least first; equal areas by vertex, so that the same borders always give the same result. */
export interface VertexQueue {
  /** Adds a vertex, or moves it to its new area. */
  put(vertex: number, area: number): void;
  drop(vertex: number): void;
  /** The vertex of the least area, which leaves the queue; -1 when it is empty. */
  take(): number;
}

/** A binary heap that knows where each vertex stands. */
export function vertexQueue(vertexCount: number): VertexQueue {
  const heap = new Int32Array(vertexCount);
  const place = new Int32Array(vertexCount).fill(-1);
  const areaOf = new Float64Array(vertexCount);
  let size = 0;

  function isBefore(a: number, b: number): boolean {
    return areaOf[a] < areaOf[b] || (areaOf[a] === areaOf[b] && a < b);
  }

  function rise(vertex: number, from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(vertex, heap[parent])) break;
      heap[at] = heap[parent];
      place[heap[at]] = at;
      at = parent;
    }
    heap[at] = vertex;
    place[vertex] = at;
  }

  function sink(vertex: number, from: number): void {
    let at = from;
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) child++;
      if (!isBefore(heap[child], vertex)) break;
      heap[at] = heap[child];
      place[heap[at]] = at;
      at = child;
    }
    heap[at] = vertex;
    place[vertex] = at;
  }

  function drop(vertex: number): void {
    const at = place[vertex];
    if (at < 0) return;
    place[vertex] = -1;
    const last = heap[--size];
    if (at === size) return;
    rise(last, at);
    sink(last, place[last]);
  }

  return {
    put(vertex, area) {
      areaOf[vertex] = area;
      if (place[vertex] < 0) rise(vertex, size++);
      else {
        rise(vertex, place[vertex]);
        sink(vertex, place[vertex]);
      }
    },
    drop,
    take() {
      if (size === 0) return -1;
      const vertex = heap[0];
      drop(vertex);
      return vertex;
    },
  };
}
