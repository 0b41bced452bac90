/**
 * Paths of three or more driven edges, which nobody may drive to their last edge. A search that only knows the edge it
 * is on cannot tell who came over the first one: so there are copies of the edges in the middle, reached by those alone
 * who have driven a path so far. They form the automaton of A. V. Aho and M. J. Corasick (1975) over driven edges: a
 * copy is a path cut short, paths that begin alike share it, and one who leaves a path may be on another.
 */
export interface TurnPaths {
  /** Path count + 1 offsets into `driven`. */
  start: Uint32Array;
  /** 2 × edge, + 1 against its direction; those of a path follow one another. */
  driven: Uint32Array;
}

export const NO_PATHS: TurnPaths = { start: new Uint32Array(1), driven: new Uint32Array(0) };

export function turnPaths(list: readonly (readonly number[])[]): TurnPaths {
  const start = new Uint32Array(list.length + 1);
  list.forEach((path, i) => {
    start[i + 1] = start[i] + path.length;
  });
  return { start, driven: Uint32Array.from(list.flat()) };
}

/** Where a turn leads: the number of a copy, or one of these. */
export const ORIGINAL = -1;
export const FORBIDDEN = -2;

export interface PathCopies {
  /** Driven edge of each copy. */
  copyOf: Uint32Array;
  /** 1 for each driven edge that has copies. */
  hasCopies: Uint8Array;
  /** The copies of a driven edge. */
  copiesOf(driven: number): readonly number[];
  /** Where a turn leads. `by` may be a copy of an edge, or the edge itself: ORIGINAL and its number. */
  turn(copy: number, by: number, into: number): number;
}

export function pathCopies({ start, driven }: TurnPaths, drivenCount: number): PathCopies {
  const keyOf = (path: readonly number[]) => path.join(' ');
  const forbidden = new Set<string>();
  const copyWith = new Map<string, number>();
  const driveTo: number[][] = [];
  const copiesOf = new Map<number, number[]>();
  const hasCopies = new Uint8Array(drivenCount);
  for (let i = 0; i + 1 < start.length; i++) {
    const path = [...driven.subarray(start[i], start[i + 1])];
    forbidden.add(keyOf(path));
    for (let length = 2; length < path.length; length++) {
      const key = keyOf(path.slice(0, length));
      if (copyWith.has(key)) continue;
      const last = path[length - 1];
      copyWith.set(key, driveTo.length);
      copiesOf.set(last, [...(copiesOf.get(last) ?? []), driveTo.length]);
      hasCopies[last] = 1;
      driveTo.push(path.slice(0, length));
    }
  }
  return {
    copyOf: Uint32Array.from(driveTo, (path) => path[path.length - 1]),
    hasCopies,
    copiesOf: (edge) => copiesOf.get(edge) ?? [],
    turn(copy, by, into) {
      const path = copy === ORIGINAL ? [by, into] : [...driveTo[copy], into];
      let found = ORIGINAL;
      // The longest end of what was driven that begins a path: all that matters of it later.
      for (let first = 0; first + 1 < path.length; first++) {
        const key = keyOf(path.slice(first));
        if (forbidden.has(key)) return FORBIDDEN;
        if (found === ORIGINAL) found = copyWith.get(key) ?? ORIGINAL;
      }
      return found;
    },
  };
}
