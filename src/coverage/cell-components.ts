import { gridDisk } from 'h3-js';

/**
 * Connected component of each cell, two cells being joined when they share an edge.
 * Components are numbered from 0 in order of their first cell in the list.
 * @param cells distinct H3 cells of one resolution, as hex
 */
export function connectedCells(cells: readonly string[]): Uint32Array {
  const indexOf = new Map(cells.map((cell, index) => [cell, index]));
  const parent = Uint32Array.from(cells, (_, index) => index);
  for (let index = 0; index < cells.length; index++) {
    for (const neighbour of gridDisk(cells[index], 1)) {
      const other = indexOf.get(neighbour);
      // Each pair is met from both sides: once is enough.
      if (other !== undefined && other < index) join(parent, index, other);
    }
  }
  const componentOf = new Uint32Array(cells.length);
  let count = 0;
  for (let index = 0; index < cells.length; index++) {
    const root = rootOf(parent, index);
    // The smaller index is always the root, so a root comes before the cells under it.
    componentOf[index] = root === index ? count++ : componentOf[root];
  }
  return componentOf;
}

function rootOf(parent: Uint32Array, index: number): number {
  let at = index;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}

function join(parent: Uint32Array, a: number, b: number): void {
  const rootA = rootOf(parent, a);
  const rootB = rootOf(parent, b);
  if (rootA < rootB) parent[rootB] = rootA;
  else parent[rootA] = rootB;
}
