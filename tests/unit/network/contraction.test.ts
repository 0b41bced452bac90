import { describe, expect, test } from 'vitest';
import type { ReversedArcs } from '../../../src/network/search/catchment.ts';
import { type Contraction, contract } from '../../../src/network/search/contraction.ts';
import { nearestByContraction } from '../../../src/network/search/contraction-nearest.ts';
import { DegreeQueue } from '../../../src/network/search/degree-queue.ts';
import { NO_SITE, UNREACHED } from '../../../src/network/search/nearest.ts';

/** A map of one-character junctions, `-` and `|` two-way roads of 10 ds a character, `>` `<` one-way, `=` of no length. */
function townOf(map: string) {
  const rows = map.split('\n');
  const names = [...map].filter((char) => /[A-Z]/.test(char));
  const into: [tail: number, ds: number][][] = names.map(() => []);
  const road = (from: string, to: string, kind: string, steps: number) => {
    const [a, b] = [names.indexOf(from), names.indexOf(to)];
    const ds = kind === '=' ? 0 : 10 * steps;
    if (kind !== '<') into[b].push([a, ds]);
    if (kind !== '>') into[a].push([b, ds]);
  };
  for (const row of rows) {
    for (const [, from, line, to] of row.matchAll(/(?=([A-Z])([-<>=]+)([A-Z]))/g))
      road(from, to, line[0], line.length);
  }
  const columns = Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, x) =>
    rows.map((row) => row[x] ?? ' ').join(''),
  );
  for (const column of columns) {
    for (const [, from, line, to] of column.matchAll(/(?=([A-Z])(\|+)([A-Z]))/g))
      road(from, to, '-', line.length);
  }
  const arcStart = new Uint32Array(names.length + 1);
  into.forEach((arcs, node) => {
    arcStart[node + 1] = arcStart[node] + arcs.length;
  });
  const network: ReversedArcs = { arcStart, arcs: Uint32Array.from(into.flat(2)) };
  return { network, names };
}

function contracted(network: ReversedArcs): Contraction {
  const contraction = contract(network);
  if (!contraction) throw new Error('too meshed');
  return contraction;
}

/** `A5:1` reads: from A five ds to site 1. */
function nearest(map: string, sites: Record<string, number>, limitDs?: number): string {
  const { network, names } = townOf(map);
  const found = nearestByContraction(
    contracted(network),
    {
      node: Uint32Array.from(Object.keys(sites), (name) => names.indexOf(name)),
      ds: new Uint32Array(Object.keys(sites).length),
      site: Uint32Array.from(Object.values(sites)),
    },
    limitDs,
  );
  return names
    .map((name, i) => {
      if (found.nodeSite[i] === NO_SITE) return `${name}${found.nodeDs[i] === UNREACHED ? '–' : '!'}`;
      return `${name}${found.nodeDs[i]}:${found.nodeSite[i]}`;
    })
    .join(' ');
}

describe('the nearest site by contraction', () => {
  const square = `
A--B---C
|      |
D------E`;

  test('is the nearer one, and of two as near the lower number', () => {
    expect(nearest(square, { A: 7, C: 3 })).toBe('A0:7 B20:7 C0:3 D10:7 E10:3');
    expect(nearest('A--B--C', { A: 7, C: 3 })).toBe('A0:7 B20:3 C0:3');
    expect(nearest('A--B--C', { A: 3, C: 7 })).toBe('A0:3 B20:3 C0:7');
  });

  test('is reached along one-way roads in their direction only', () => {
    expect(nearest('A>>B--C', { C: 0 })).toBe('A40:0 B20:0 C0:0');
    expect(nearest('A<<B--C', { C: 0 })).toBe('A– B20:0 C0:0');
  });

  test('crosses roads of no length, and takes the lower number over them', () => {
    expect(nearest('A=B=C--D', { A: 5, C: 2 })).toBe('A0:2 B0:2 C0:2 D20:2');
  });

  test('counts at the limit and not beyond it, and leaves parts without a site alone', () => {
    expect(nearest('A--B---C D-E', { A: 1 }, 50)).toBe('A0:1 B20:1 C50:1 D– E–');
    expect(nearest('A--B---C D-E', { A: 1 }, 49)).toBe('A0:1 B20:1 C– D– E–');
  });

  test('is none where there are no sites, or no nodes', () => {
    expect(nearest('A--B', {})).toBe('A– B–');
    const nothing = contracted({ arcStart: new Uint32Array(1), arcs: new Uint32Array(0) });
    expect(nothing.nodeCount).toBe(0);
  });
});

describe('contracting', () => {
  test('keeps every column in memory that threads share', () => {
    const { nodeCount, ...columns } = contracted(townOf('A--B>C').network);
    expect(nodeCount).toBe(3);
    for (const column of Object.values(columns)) expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('adds nothing to a tree of roads: a way down and a way up for each road', () => {
    const { down, up } = contracted(townOf('A--B--C--D\n   |  |\n   E  F').network);
    expect([down.length / 2, up.length / 2]).toEqual([5, 5]);
  });

  test('never finds a way back on a ring of one-way roads, however many are joined', () => {
    for (let count = 2; count <= 40; count++) {
      const nodes = Uint32Array.from({ length: count + 1 }, (_, node) => node);
      const before = Array.from({ length: count }, (_, node) => [(node + count - 1) % count, 7]);
      const found = nearestByContraction(
        contracted({ arcStart: nodes, arcs: Uint32Array.from(before.flat()) }),
        {
          node: Uint32Array.of(0),
          ds: Uint32Array.of(3),
          site: Uint32Array.of(1),
        },
      );
      expect([...found.nodeDs]).toEqual(before.map((_, node) => 3 + 7 * ((count - node) % count)));
    }
  });

  test('gives a network up that is too meshed', () => {
    const count = 200;
    const others = Array.from({ length: count }, (_, head) =>
      Array.from({ length: count }, (_, tail) => tail).filter((tail) => tail !== head),
    );
    const network = {
      arcStart: Uint32Array.from({ length: count + 1 }, (_, node) => node * (count - 1)),
      arcs: Uint32Array.from(others.flat().flatMap((tail) => [tail, 1])),
    };
    expect(contract(network, { maxWorkPerNode: 10 })).toBeNull();
    expect(contract(network, { maxWorkPerNode: 1e6 })?.nodeCount).toBe(count);
  });
});

describe('the queue of nodes by degree', () => {
  test('gives the least degree first, of equals the one that has waited longest', () => {
    const queue = new DegreeQueue(5);
    [3, 1, 1, 2, 9000].forEach((degree, node) => {
      queue.put(node, degree);
    });
    queue.move(1, 1);
    queue.move(0, 0);
    expect([0, 1, 2, 3, 4].map(() => queue.takeLeast())).toEqual([0, 2, 1, 3, 4]);
  });
});
