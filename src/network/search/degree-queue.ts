const NONE = -1;

/** Above it all degrees are one: an order among such nodes is not worth memory. */
const MAX_DEGREE = 4095;

/**
 * Nodes by degree: the least first, and of equals the one that has waited longest, so that nodes taken one after
 * another lie apart as in rounds of independent nodes. Doubly linked lists through flat arrays, one for each degree.
 */
export class DegreeQueue {
  private readonly previous: Int32Array;
  private readonly next: Int32Array;
  private readonly degree: Uint16Array;
  private readonly first = new Int32Array(MAX_DEGREE + 1).fill(NONE);
  private readonly last = new Int32Array(MAX_DEGREE + 1).fill(NONE);
  private least = 0;

  constructor(nodeCount: number) {
    this.previous = new Int32Array(nodeCount);
    this.next = new Int32Array(nodeCount);
    this.degree = new Uint16Array(nodeCount);
  }

  /** Adds a node that is not in the queue, behind its equals. */
  put(node: number, anyDegree: number): void {
    const degree = anyDegree < MAX_DEGREE ? anyDegree : MAX_DEGREE;
    const before = this.last[degree];
    this.degree[node] = degree;
    this.previous[node] = before;
    this.next[node] = NONE;
    if (before === NONE) this.first[degree] = node;
    else this.next[before] = node;
    this.last[degree] = node;
    if (degree < this.least) this.least = degree;
  }

  /** Gives a node of the queue a degree, the same or another: it goes behind its equals. */
  move(node: number, degree: number): void {
    this.remove(node);
    this.put(node, degree);
  }

  /** Takes the first node out; the queue must hold one. */
  takeLeast(): number {
    while (this.first[this.least] === NONE) this.least++;
    const node = this.first[this.least];
    this.remove(node);
    return node;
  }

  private remove(node: number): void {
    const degree = this.degree[node];
    const before = this.previous[node];
    const behind = this.next[node];
    if (before === NONE) this.first[degree] = behind;
    else this.next[before] = behind;
    if (behind === NONE) this.last[degree] = before;
    else this.previous[behind] = before;
  }
}
