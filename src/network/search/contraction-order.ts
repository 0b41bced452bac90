import type { ReversedArcs } from './catchment.ts';
import { DegreeQueue } from './degree-queue.ts';
import { MAX_DS } from './nearest.ts';

/** No arc in this direction. One more than any time: sums with it need no test, and two such sums stay in 32 bits. */
export const CLOSED_DS = MAX_DS + 1;

/** Words of one record of a list: the other node, time to it, time back. */
export const RECORD = 3;

export interface Elimination {
  /** When each node was taken out: 0 is the first. */
  rank: Uint32Array;
  /** First word of each node's records in `records`, and how many words they take. */
  start: Uint32Array;
  words: Uint32Array;
  /** Triples (neighbour taken out later, tenths of a second to it, tenths back), both CLOSED_DS where no way leads. */
  records: Uint32Array;
}

/**
 * Takes the nodes out one by one, always one of the fewest neighbours (of equals, the one that has waited longest), and
 * joins what it leaves behind: each two of its neighbours get the way through it, or keep a shorter one. What a node
 * knew when it went, the ways to neighbours that outlive it, is the hierarchy.
 *
 * No ways are searched for to leave such a join out ("witnesses"), see contraction.ts.
 *
 * @param maxWorkPerNode records read in all, over the number of nodes; beyond it the network is too meshed
 * @returns null when that bound was met
 */
export function eliminate(network: ReversedArcs, maxWorkPerNode: number): Elimination | null {
  const { start, words, records: merged, end } = mergedNeighbours(network);
  const nodeCount = start.length;
  let records: Uint32Array = merged;
  let top = end;
  const room = words.slice();
  const rank = new Uint32Array(nodeCount);
  const foundAt = new Uint32Array(nodeCount);
  const queue = new DegreeQueue(nodeCount);
  for (let node = 0; node < nodeCount; node++) queue.put(node, words[node] / RECORD);
  // A small network may be as meshed as it likes.
  let work = maxWorkPerNode * nodeCount + 1e6;
  for (let taken = 0; taken < nodeCount; taken++) {
    const node = queue.takeLeast();
    rank[node] = taken;
    const first = start[node];
    const last = first + words[node];
    for (let i = first; i < last; i += RECORD) {
      const a = records[i];
      const aToNode = records[i + 2];
      const nodeToA = records[i + 1];
      let from = start[a];
      let to = from + words[a];
      work -= (words[a] + words[node]) / RECORD;
      if (work < 0) return null;
      let gap = from;
      for (let j = from; j < to; j += RECORD) {
        foundAt[records[j]] = j;
        if (records[j] === node) gap = j;
      }
      to -= RECORD;
      records[gap] = records[to];
      records[gap + 1] = records[to + 1];
      records[gap + 2] = records[to + 2];
      foundAt[records[to]] = gap;
      for (let j = first; j < last; j += RECORD) {
        if (j === i) continue;
        const b = records[j];
        const aToB = aToNode + records[j + 1];
        const bToA = records[j + 2] + nodeToA;
        const at = foundAt[b];
        // What `foundAt` holds may be of another list: it counts if it points to this node within this list.
        if (at >= from && at < to && records[at] === b) {
          if (aToB < records[at + 1]) records[at + 1] = aToB;
          if (bToA < records[at + 2]) records[at + 2] = bToA;
          continue;
        }
        if (to - from === room[a]) {
          room[a] = 2 * Math.max(room[a], RECORD);
          if (top + room[a] > records.length) records = enlarged(records, top + room[a]);
          records.copyWithin(top, from, to);
          for (let k = from; k < to; k += RECORD) foundAt[records[k]] = k - from + top;
          to += top - from;
          from = top;
          start[a] = from;
          top += room[a];
        }
        foundAt[b] = to;
        records[to] = b;
        records[to + 1] = aToB < CLOSED_DS ? aToB : CLOSED_DS;
        records[to + 2] = bToA < CLOSED_DS ? bToA : CLOSED_DS;
        to += RECORD;
      }
      words[a] = to - from;
      queue.move(a, words[a] / RECORD);
    }
  }
  return { rank, start, words, records };
}

/** For each node its neighbours by arcs of either direction, once each, with the shortest arcs; loops are left out. */
function mergedNeighbours({ arcStart, arcs }: ReversedArcs) {
  const nodeCount = arcStart.length - 1;
  const words = new Uint32Array(nodeCount);
  for (let head = 0; head < nodeCount; head++) {
    for (let i = 2 * arcStart[head]; i < 2 * arcStart[head + 1]; i += 2) {
      if (arcs[i] === head || arcs[i + 1] > MAX_DS) continue;
      words[head] += RECORD;
      words[arcs[i]] += RECORD;
    }
  }
  const start = new Uint32Array(nodeCount);
  let total = 0;
  for (let node = 0; node < nodeCount; node++) {
    start[node] = total;
    total += words[node];
  }
  const records = new Uint32Array(total);
  const next = start.slice();
  for (let head = 0; head < nodeCount; head++) {
    for (let i = 2 * arcStart[head]; i < 2 * arcStart[head + 1]; i += 2) {
      const tail = arcs[i];
      const ds = arcs[i + 1];
      if (tail === head || ds > MAX_DS) continue;
      const atHead = next[head];
      const atTail = next[tail];
      next[head] += RECORD;
      next[tail] += RECORD;
      records[atHead] = tail;
      records[atHead + 1] = CLOSED_DS;
      records[atHead + 2] = ds;
      records[atTail] = head;
      records[atTail + 1] = ds;
      records[atTail + 2] = CLOSED_DS;
    }
  }
  // Merged lists are never longer: they move down in the same memory, and what is freed above serves for growth.
  const foundAt = next.fill(0);
  let end = 0;
  for (let node = 0; node < nodeCount; node++) {
    const first = start[node];
    const last = first + words[node];
    start[node] = end;
    for (let i = first; i < last; i += RECORD) {
      const other = records[i];
      const at = foundAt[other];
      if (at >= start[node] && at < end && records[at] === other) {
        if (records[i + 1] < records[at + 1]) records[at + 1] = records[i + 1];
        if (records[i + 2] < records[at + 2]) records[at + 2] = records[i + 2];
        continue;
      }
      foundAt[other] = end;
      records[end] = other;
      records[end + 1] = records[i + 1];
      records[end + 2] = records[i + 2];
      end += RECORD;
    }
    words[node] = end - start[node];
  }
  return { start, words, records, end };
}

function enlarged(records: Uint32Array, atLeast: number): Uint32Array {
  const larger = new Uint32Array(Math.ceil(1.5 * atLeast));
  larger.set(records);
  return larger;
}
