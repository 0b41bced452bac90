import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crowFlyM } from '../../../src/network/geometry.ts';
import { buildRoadGraph } from '../../../src/network/roads/road-graph.ts';
import { roadTimes } from '../../../src/network/roads/road-times.ts';
import { FREE_TURN_PROFILE } from '../../unit/network/support/ascii-roads.ts';
import { type MemoryRelation, memoryRoads } from '../../unit/network/support/memory-roads.ts';
import { NODES, wayLists, waysOf } from './lattice-ways.ts';

const numRuns = Number(process.env.MAILLAGE_PROPERTY_RUNS ?? 300);

type Way = ReturnType<typeof waysOf>[number];
interface Sign {
  from: number;
  /** A node, or the ways in the middle. */
  via: { node: number } | { ways: number[] };
  to: number;
  only: boolean;
}
/** A sign on the road: who drove these steps may not go on so. */
interface Rule {
  steps: Step[];
  forbids: (into: Step) => boolean;
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
  /** The ways in the middle; none for a sign at a node. */
  middle: number[];
}

const signPlans: fc.Arbitrary<SignPlan[]> = fc.array(
  fc.record({
    way: fc.nat(),
    otherWay: fc.nat(),
    end: fc.boolean(),
    only: fc.boolean(),
    middle: fc.array(fc.nat(), { maxLength: 3 }),
  }),
  { maxLength: 6 },
);

/** Ways of so many pieces at most: ends that meet are what ways in the middle of a sign need. */
const cutEvery = (pieces: number, ways: readonly Way[]): Way[] =>
  ways.flatMap(({ refs, tags }) => {
    const cuts = Math.ceil((refs.length - 1) / pieces);
    return Array.from({ length: cuts }, (_, i) => ({
      refs: refs.slice(i * pieces, (i + 1) * pieces + 1),
      tags,
    }));
  });

/** Signs where an end of one way lies on another, since those anywhere else say nothing. */
function signsOf(ways: readonly Way[], plans: readonly SignPlan[]): Sign[] {
  return plans.flatMap(({ way, otherWay, end, only, middle }) => {
    const from = way % ways.length;
    let at = ways[from].refs.at(end ? -1 : 0) as number;
    const inMiddle: number[] = [];
    for (const pick of middle) {
      const next = ways.flatMap(({ refs }, each) => (refs[0] === at || refs.at(-1) === at ? [each] : []));
      const chosen = next[pick % next.length];
      inMiddle.push(chosen);
      const { refs } = ways[chosen];
      at = (refs[0] === at ? refs.at(-1) : refs[0]) as number;
    }
    const meeting = ways.flatMap(({ refs }, to) => (refs.includes(at) ? [to] : []));
    const to = meeting[otherWay % meeting.length];
    return [{ from, via: inMiddle.length > 0 ? { ways: inMiddle } : { node: at }, to, only }];
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
  // A road is clear at a node when it comes there once.
  const endsAt = (way: number, node: number) => {
    const { refs } = ways[way];
    return refs.reduce((sum, ref, i) => sum + (ref !== node ? 0 : i > 0 && i < refs.length - 1 ? 2 : 1), 0);
  };
  const leads = (way: number, node: number) => steps.some((step) => step.way === way && step.a === node);
  const arriving = (way: number, node: number) => steps.filter((step) => step.way === way && step.b === node);
  /** All steps of a way, up or down it; null where one is against a one-way street. */
  const whole = (way: number, isUp: boolean): Step[] | null => {
    const { refs } = ways[way];
    const places = refs.slice(1).map((_, i) => i);
    const found = (isUp ? places : places.reverse()).map((i) =>
      steps.find(({ piece, a }) => piece === `${way} ${i}` && a === refs[isUp ? i : i + 1]),
    );
    return found.every((step) => step !== undefined) ? found : null;
  };
  const routeFrom = ({ from, to }: Sign, middle: number[], start: number) => {
    let node = start;
    const driven = [...arriving(from, start)];
    if (endsAt(from, start) !== 1 || driven.length !== 1) return [];
    for (const way of middle) {
      const { refs } = ways[way];
      const [first, last] = [refs[0], refs.at(-1) as number];
      const along = whole(way, node === first);
      if (first === last || (node !== first && node !== last) || along === null) return [];
      driven.push(...along);
      node = node === first ? last : first;
    }
    return endsAt(to, node) === 1 && leads(to, node) ? [driven] : [];
  };
  const rules = signs.flatMap((sign): Rule[] => {
    const { from, via, to, only } = sign;
    const forbids = (into: Step) => (only ? into.way !== to : into.way === to);
    if ('ways' in via) {
      const { refs } = ways[via.ways[0]];
      const routes = [refs[0], refs.at(-1) as number].flatMap((start) => routeFrom(sign, via.ways, start));
      return routes.length === 1 ? [{ steps: routes[0], forbids }] : [];
    }
    // A prescribed turn that cannot be taken is none.
    const isClear = endsAt(from, via.node) === 1 && endsAt(to, via.node) === 1;
    if (!isClear || (only && !leads(to, via.node))) return [];
    return arriving(from, via.node).map((step) => ({ steps: [step], forbids }));
  });

  /** Steps of each rule that one has driven, the last of them just now: `rule steps` pairs. */
  type Progress = [rule: number, steps: number][];
  const begun = (into: Step): Progress =>
    rules.flatMap(({ steps: [first] }, rule): Progress => (first === into ? [[rule, 1]] : []));
  const goneOn = (progress: Progress, into: Step): Progress => [
    ...progress.flatMap(
      ([rule, count]): Progress => (rules[rule].steps[count] === into ? [[rule, count + 1]] : []),
    ),
    ...begun(into),
  ];
  const waysOn = (by: Step, progress: Progress) => {
    const open = steps.filter(
      (into) =>
        into.a === by.b &&
        !progress.some(([rule, count]) => count === rules[rule].steps.length && rules[rule].forbids(into)),
    );
    const onward = open.filter((into) => into.piece !== by.piece);
    return onward.length > 0 ? onward : open;
  };
  return (from, to) => {
    if (from === to) return 0;
    const keyOf = (by: Step, progress: Progress) => JSON.stringify([steps.indexOf(by), progress]);
    const states = new Map<string, { by: Step; progress: Progress }>();
    const settled = new Set<string>();
    const waiting = new Map<string, number>();
    const offer = (by: Step, progress: Progress, seconds: number) => {
      const key = keyOf(by, progress);
      states.set(key, { by, progress });
      if (settled.has(key) || seconds >= (waiting.get(key) ?? Number.POSITIVE_INFINITY)) return;
      waiting.set(key, seconds);
    };
    for (const step of steps) if (step.a === from) offer(step, begun(step), step.seconds);
    while (waiting.size > 0) {
      const [key, seconds] = [...waiting].reduce((least, each) => (each[1] < least[1] ? each : least));
      const { by, progress } = states.get(key) as { by: Step; progress: Progress };
      if (by.b === to) return seconds;
      waiting.delete(key);
      settled.add(key);
      for (const into of waysOn(by, progress)) offer(into, goneOn(progress, into), seconds + into.seconds);
    }
    return Number.POSITIVE_INFINITY;
  };
}

test('signs of a road file forbid what they say, whatever was joined into one edge', async () => {
  await fc.assert(
    fc.asyncProperty(wayLists, fc.integer({ min: 1, max: 8 }), signPlans, async (wayPlans, cut, plans) => {
      const ways = cutEvery(
        cut,
        waysOf(wayPlans).filter(({ refs }) => refs.length > 1),
      );
      if (ways.length === 0) return;
      const signs = signsOf(ways, plans);
      const relations = signs.map(
        ({ from, via, to, only }): MemoryRelation => ({
          members: [
            { type: 'way', ref: from + 1, role: 'from' },
            ...('ways' in via
              ? via.ways.map((way) => ({ type: 'way' as const, ref: way + 1, role: 'via' }))
              : [{ type: 'node' as const, ref: via.node, role: 'via' }]),
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
