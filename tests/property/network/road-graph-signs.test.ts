import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crowFlyM } from '../../../src/network/geometry.ts';
import { buildRoadGraph } from '../../../src/network/road-graph.ts';
import { roadTimes } from '../../../src/network/road-times.ts';
import { FREE_TURN_PROFILE } from '../../unit/network/support/ascii-roads.ts';
import { type MemoryRelation, memoryRoads } from '../../unit/network/support/memory-roads.ts';
import { NODES, wayLists, waysOf } from './lattice-ways.ts';

const numRuns = Number(process.env.MAILLAGE_PROPERTY_RUNS ?? 300);

type Way = ReturnType<typeof waysOf>[number];
interface Sign {
  from: number;
  via: number;
  to: number;
  only: boolean;
}
/** A piece of a way from a node to the next, driven. */
interface Step {
  way: number;
  a: number;
  b: number;
  /** Place along its way, the same for both directions. */
  piece: string;
  seconds: number;
}

interface SignPlan {
  way: number;
  otherWay: number;
  end: boolean;
  only: boolean;
}

const signPlans: fc.Arbitrary<SignPlan[]> = fc.array(
  fc.record({ way: fc.nat(), otherWay: fc.nat(), end: fc.boolean(), only: fc.boolean() }),
  { maxLength: 6 },
);

/** Signs where an end of one way lies on another, since those anywhere else say nothing. */
function signsOf(ways: readonly Way[], plans: readonly SignPlan[]): Sign[] {
  return plans.flatMap(({ way, otherWay, end, only }) => {
    const from = way % ways.length;
    const via = ways[from].refs.at(end ? -1 : 0) as number;
    const meeting = ways.flatMap(({ refs }, to) => (refs.includes(via) ? [to] : []));
    return [{ from, via, to: meeting[otherWay % meeting.length], only }];
  });
}

/** Seconds between nodes over single steps of ways: no contraction, each sign read where it stands. */
function naiveTimes(ways: readonly Way[], signs: readonly Sign[]): (from: number, to: number) => number {
  const steps: Step[] = ways.flatMap(({ refs, tags }, way) =>
    refs.slice(1).flatMap((b, i) => {
      const a = refs[i];
      const [p, q] = [NODES[a - 1], NODES[b - 1]];
      const seconds = (crowFlyM(p.lon, p.lat, q.lon, q.lat) / (Number(tags.maxspeed) * 0.8)) * 3.6;
      const along = { way, a, b, piece: `${way} ${i}`, seconds };
      const against = { ...along, a: b, b: a };
      return tags.oneway === 'yes' ? [along] : tags.oneway === '-1' ? [against] : [along, against];
    }),
  );
  // A sign is clear when each of its ways comes to the node once, and a prescribed turn can be taken.
  const endsAt = (way: number, node: number) => {
    const { refs } = ways[way];
    return refs.reduce((sum, ref, i) => sum + (ref !== node ? 0 : i > 0 && i < refs.length - 1 ? 2 : 1), 0);
  };
  const clear = signs.filter(
    ({ from, via, to, only }) =>
      endsAt(from, via) === 1 &&
      endsAt(to, via) === 1 &&
      (!only || steps.some((step) => step.way === to && step.a === via)),
  );
  const isForbidden = (by: Step, into: Step) =>
    clear.some(
      ({ from, via, to, only }) =>
        via === by.b && from === by.way && (only ? into.way !== to : into.way === to),
    );
  const waysOn = (by: Step) => {
    const open = steps.filter((into) => into.a === by.b && !isForbidden(by, into));
    const onward = open.filter((into) => into.piece !== by.piece);
    return onward.length > 0 ? onward : open;
  };
  const nextOf = new Map(steps.map((step) => [step, waysOn(step)]));
  return (from, to) => {
    if (from === to) return 0;
    const best = new Map<Step, number>();
    const waiting = new Map(steps.filter(({ a }) => a === from).map((step) => [step, step.seconds]));
    while (waiting.size > 0) {
      const [step, seconds] = [...waiting].reduce((least, each) => (each[1] < least[1] ? each : least));
      if (step.b === to) return seconds;
      waiting.delete(step);
      best.set(step, seconds);
      for (const into of nextOf.get(step) ?? []) {
        const known = best.get(into) ?? waiting.get(into) ?? Number.POSITIVE_INFINITY;
        if (seconds + into.seconds < known) waiting.set(into, seconds + into.seconds);
      }
    }
    return Number.POSITIVE_INFINITY;
  };
}

test('signs of a road file forbid what they say, whatever was joined into one edge', async () => {
  await fc.assert(
    fc.asyncProperty(wayLists, signPlans, async (wayPlans, plans) => {
      const ways = waysOf(wayPlans).filter(({ refs }) => refs.length > 1);
      if (ways.length === 0) return;
      const signs = signsOf(ways, plans);
      const relations = signs.map(
        ({ from, via, to, only }): MemoryRelation => ({
          members: [
            { type: 'way', ref: from + 1, role: 'from' },
            { type: 'node', ref: via, role: 'via' },
            { type: 'way', ref: to + 1, role: 'to' },
          ],
          tags: { type: 'restriction', restriction: only ? 'only_straight_on' : 'no_left_turn' },
        }),
      );
      const { graph } = await buildRoadGraph(memoryRoads(NODES, ways, relations), FREE_TURN_PROFILE);
      const used = NODES.filter(({ id }) => ways.some(({ refs }) => refs.includes(id)));
      const points = { lon: used.map(({ lon }) => lon), lat: used.map(({ lat }) => lat) };
      const { entries } = await roadTimes({
        // Every edge may be snapped to here.
        graph: { ...graph, component: new Uint32Array(graph.nodeCount) },
        origins: points,
        sites: points,
        limitSeconds: 20_000,
        threads: 0,
      });
      const found = used.map(() => used.map(() => Number.POSITIVE_INFINITY));
      for (let i = 0; i < entries.count; i++) found[entries.origin[i]][entries.site[i]] = entries.seconds[i];
      const expected = naiveTimes(ways, signs);
      used.forEach((origin, i) => {
        used.forEach((site, j) => {
          const seconds = expected(origin.id, site.id);
          if (seconds === Number.POSITIVE_INFINITY) expect(found[i][j]).toBe(seconds);
          else expect(Math.abs(found[i][j] - seconds)).toBeLessThanOrEqual(2);
        });
      });
    }),
    { numRuns },
  );
}, 600_000);
