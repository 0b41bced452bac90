import fc from 'fast-check';

const SPACING = 0.01;

/** Ways over the crossings of a lattice, of mixed speeds and directions: chains, rings, crossings, doubled roads. */
export const wayLists = fc.array(
  fc.record({
    start: fc.nat({ max: 24 }),
    moves: fc.array(fc.constantFrom(1, -1, 5, -5), { minLength: 1, maxLength: 8 }),
    maxspeed: fc.constantFrom('45', '90'),
    oneway: fc.constantFrom('no', 'no', 'yes', '-1'),
  }),
  { minLength: 1, maxLength: 8 },
);

export const NODES = Array.from({ length: 25 }, (_, i) => ({
  id: i + 1,
  lon: (i % 5) * SPACING,
  lat: Math.floor(i / 5) * SPACING,
}));

export interface WayPlan {
  start: number;
  moves: number[];
  maxspeed: string;
  oneway: string;
}

export function waysOf(plans: readonly WayPlan[]) {
  return plans.map(({ start, moves, maxspeed, oneway }) => {
    const refs = [start];
    for (const move of moves) {
      const next = refs[refs.length - 1] + move;
      const wraps = Math.abs(move) === 1 && Math.floor(next / 5) !== Math.floor(refs[refs.length - 1] / 5);
      if (next >= 0 && next < 25 && !wraps) refs.push(next);
    }
    return { refs: refs.map((ref) => ref + 1), tags: { highway: 'residential', maxspeed, oneway } };
  });
}
