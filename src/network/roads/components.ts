/**
 * Strongly connected components: a point is only worth snapping to a road from which one can come and go. Weak
 * connection is not enough: a one-way slip road into nowhere would be "connected" and give no time.
 */
export interface Components {
  /** Component of each node. */
  ofNode: Uint32Array;
  count: number;
}

/**
 * Tarjan's algorithm (1972) without recursion: a country's graph is millions of nodes deep.
 * @param arcStart nodeCount + 1 offsets into `arcs`, in arcs
 * @param arcs pairs (neighbour, cost); the direction does not matter, the components are the same reversed
 */
export function strongComponents(arcStart: Uint32Array, arcs: Uint32Array): Components {
  const nodes = arcStart.length - 1;
  const UNSEEN = 0xffffffff;
  const order = new Uint32Array(nodes).fill(UNSEEN);
  const low = new Uint32Array(nodes);
  const ofNode = new Uint32Array(nodes).fill(UNSEEN);
  const open = new Uint32Array(nodes);
  const path = new Uint32Array(nodes);
  const nextArc = new Uint32Array(nodes);
  let count = 0;
  let seen = 0;
  let openCount = 0;
  for (let root = 0; root < nodes; root++) {
    if (order[root] !== UNSEEN) continue;
    let depth = 0;
    path[0] = root;
    order[root] = low[root] = seen++;
    open[openCount++] = root;
    nextArc[root] = arcStart[root];
    while (depth >= 0) {
      const node = path[depth];
      if (nextArc[node] < arcStart[node + 1]) {
        const other = arcs[2 * nextArc[node]++];
        if (order[other] === UNSEEN) {
          order[other] = low[other] = seen++;
          open[openCount++] = other;
          nextArc[other] = arcStart[other];
          path[++depth] = other;
        } else if (ofNode[other] === UNSEEN && order[other] < low[node]) {
          low[node] = order[other];
        }
        continue;
      }
      if (low[node] === order[node]) {
        let member: number;
        do {
          member = open[--openCount];
          ofNode[member] = count;
        } while (member !== node);
        count++;
      }
      depth--;
      if (depth >= 0 && low[node] < low[path[depth]]) low[path[depth]] = low[node];
    }
  }
  return { ofNode, count };
}

/** The same components numbered by weight, the heaviest first; ties by their old number. */
export function rankComponents({ ofNode, count }: Components, weight: Float64Array): Components {
  const ranked = Uint32Array.from({ length: count }, (_, component) => component);
  ranked.sort((a, b) => weight[b] - weight[a] || a - b);
  const rank = new Uint32Array(count);
  ranked.forEach((component, i) => {
    rank[component] = i;
  });
  return { ofNode: ofNode.map((component) => rank[component]), count };
}
