import type { ReversedArcs } from '../../../../src/network/search/catchment.ts';

export interface AsciiNetwork {
  network: ReversedArcs;
  /** Letters in the order of the map: a letter's place is its node. */
  letters: string[];
  node(letter: string): number;
}

interface Step {
  x: number;
  y: number;
  road: string;
  forward: string;
  backward: string;
}

const EAST: Step = { x: 1, y: 0, road: '-', forward: '>', backward: '<' };
const SOUTH: Step = { x: 0, y: 1, road: '|', forward: 'v', backward: '^' };

/**
 * A network drawn as a map, without speeds: a capital is a node, `-` and `|` a road of 10 ds a character, `>` `<` `v`
 * `^` a one-way road, `=` a road of no length.
 */
export function asciiNetwork(map: string): AsciiNetwork {
  const rows = map.split('\n');
  const charAt = (x: number, y: number) => rows[y]?.[x] ?? ' ';
  const isNode = (char: string) => /[A-Z]/.test(char);
  const letters = [...map].filter((char) => isNode(char));
  const node = (letter: string) => {
    const found = letters.indexOf(letter);
    if (found < 0) throw new Error(`no ${letter} on the map`);
    return found;
  };
  const into: number[][] = letters.map(() => []);
  const follow = (x: number, y: number, step: Step) => {
    const kind = charAt(x + step.x, y + step.y);
    const kinds = `${step.road}${step.forward}${step.backward}${step === EAST ? '=' : ''}`;
    if (!kinds.includes(kind)) return;
    let length = 1;
    while (charAt(x + step.x * (length + 1), y + step.y * (length + 1)) === kind) length++;
    const [from, to] = [charAt(x, y), charAt(x + step.x * (length + 1), y + step.y * (length + 1))];
    if (!isNode(to)) throw new Error(`a road at ${x},${y} ends at no node`);
    const ds = kind === '=' ? 0 : 10 * length;
    if (kind !== step.backward) into[node(to)].push(node(from), ds);
    if (kind !== step.forward) into[node(from)].push(node(to), ds);
  };
  rows.forEach((row, y) => {
    [...row].forEach((char, x) => {
      if (!isNode(char)) return;
      follow(x, y, EAST);
      follow(x, y, SOUTH);
    });
  });
  const arcStart = new Uint32Array(letters.length + 1);
  into.forEach((pairs, each) => {
    arcStart[each + 1] = arcStart[each] + pairs.length / 2;
  });
  return { network: { arcStart, arcs: Uint32Array.from(into.flat()) }, letters, node };
}
