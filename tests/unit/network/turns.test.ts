import { describe, expect, test } from 'vitest';
import { CAR_PROFILE, CAR_PROFILE_WITH_FERRIES } from '../../../src/network/roads/car-profile.ts';
import { buildRoadGraph } from '../../../src/network/roads/road-graph.ts';
import { roadTimes } from '../../../src/network/roads/road-times.ts';
import { courses, degreesTurned, turnDs } from '../../../src/network/roads/turn-costs.ts';
import { type AsciiRoads, asciiRoads, FREE_TURN_PROFILE, type Sign } from './support/ascii-roads.ts';
import { type MemoryRelation, memoryRoads } from './support/memory-roads.ts';

const TURNS = { fullTurnSeconds: 7.5, leftBias: 1.075, uTurnSeconds: 20 };

type Place = string | [string, number, number];
async function seconds(roads: AsciiRoads, from: Place, to: Place): Promise<number | null> {
  const { entries } = await roadTimes({
    graph: roads.graph,
    origins: roads.points(from),
    sites: roads.points(to),
    limitSeconds: 3600,
    threads: 0,
  });
  return entries.count === 0 ? null : entries.seconds[0];
}

describe('the cost of a turn', () => {
  test.each([
    // 7.5 / (1 + e^(6.5·1.075 - 13/1.075·angle/180)) to the right, bias inverted to the left.
    [0, 0],
    [45, 4],
    [90, 21],
    [135, 67],
    [180, 75],
    [-45, 5],
    [-90, 54],
    [-135, 73],
  ])('of %i degrees is %i tenths of a second', (degrees, ds) => {
    const bias = degrees >= 0 ? 1.075 : 1 / 1.075;
    const plain = 75 / (1 + Math.exp(6.5 * bias - ((13 / bias) * Math.abs(degrees)) / 180));
    expect(turnDs(TURNS, degrees, false)).toBe(Math.round(plain));
    expect(Math.abs(turnDs(TURNS, degrees, false) - ds)).toBeLessThanOrEqual(8);
  });

  test('back on the same road has twenty seconds more', () => {
    expect(turnDs(TURNS, 180, true)).toBe(turnDs(TURNS, 180, false) + 200);
  });

  test('knows right from left, over north', () => {
    expect(degreesTurned(0, 90)).toBe(90);
    expect(degreesTurned(0, -90)).toBe(-90);
    expect(degreesTurned(350, 20)).toBe(30);
    expect(degreesTurned(20, 350)).toBe(-30);
    expect(Math.abs(degreesTurned(10, 190))).toBe(180);
  });

  test('takes the course of a road 30 m out, whatever its first metres do', () => {
    const m = (metres: number) => Math.round((metres / 111_195) * 1e7);
    // A tooth to the north, then east for 200 m.
    const shape = Int32Array.from([0, 0, m(1), m(5), m(10), 0, m(200), 0]);
    const [first, last] = courses({ edgeCount: 1, shapeStart: Uint32Array.from([0, 4]), shape });
    expect(first).toBeCloseTo(90, 1);
    expect(last).toBeCloseTo(-90, 1);
    const short = Int32Array.from([0, 0, m(3), m(3)]);
    expect(courses({ edgeCount: 1, shapeStart: Uint32Array.from([0, 2]), shape: short })[0]).toBeCloseTo(
      45,
      1,
    );
  });
});

const CROSSING = `
      n
      |
      |
w-----x-----e
      |
      |
      s
`;

describe('times with turn costs', () => {
  test('cost a left turn more than a right one, and straight on nothing', async () => {
    const roads = await asciiRoads(CROSSING, CAR_PROFILE);
    expect(await seconds(roads, 's', 'n')).toBe(60);
    expect(await seconds(roads, 's', 'e')).toBe(30 + 60 + 2);
    expect(await seconds(roads, 's', 'w')).toBe(30 + 60 + 5);
    // Opposite ways turn opposite ways.
    expect(await seconds(roads, 'e', 's')).toBe(60 + 30 + 5);
  });

  test('a bend is no turn', async () => {
    const roads = await asciiRoads(
      `
a-----+
      |
      |
      b
`,
      CAR_PROFILE,
    );
    expect(await seconds(roads, 'a', 'b')).toBe(90);
  });

  test('do not turn at the junction where one starts or ends', async () => {
    const roads = await asciiRoads(CROSSING, CAR_PROFILE);
    expect(await seconds(roads, 'x', 'w')).toBe(60);
    expect(await seconds(roads, 'e', 'x')).toBe(60);
    expect(await seconds(roads, 'x', 'x')).toBe(0);
    expect(await seconds(roads, ['x', 0, 1], 'x')).toBe(10);
    expect(await seconds(roads, ['x', 0, 1], ['x', -1, 0])).toBe(20 + 5);
  });

  test('are the lengths alone in a profile without turn costs', async () => {
    expect(await seconds(await asciiRoads(CROSSING, FREE_TURN_PROFILE), 's', 'w')).toBe(90);
  });
});

describe('turn restrictions', () => {
  const BLOCK = `
u-----n
|     |
|     |
w-----x-----e
      |
      |
      s
`;
  const from = async (signs: Sign[], origin: Place = ['x', -1, 0], site: Place = ['x', 0, -1]) =>
    seconds(await asciiRoads(BLOCK, FREE_TURN_PROFILE, signs), origin, site);

  test('forbid the turn, not the junction', async () => {
    expect(await from([])).toBe(20);
    // To the end of the southern road, back and straight on: turns are free here.
    expect(await from(['no_left_turn w x n'])).toBe((1 + 3 + 3 + 1) * 10);
    expect(await from(['no_left_turn w x n'], ['x', 1, 0])).toBe(20);
    expect(await from(['no_left_turn w x n'], ['x', 0, -1], ['x', -1, 0])).toBe(20);
  });

  test('prescribe a turn: all others are forbidden', async () => {
    const signs: Sign[] = ['only_straight_on w x e'];
    expect(await from(signs)).toBe((1 + 6 + 6 + 1) * 10);
    expect(await from(signs, ['x', -1, 0], ['x', 1, 0])).toBe(20);
    expect(await from(signs, ['x', 1, 0])).toBe(20);
  });

  test('at the site itself count too', async () => {
    // To a site just south of the crossing: by the end of the eastern road and back.
    const turned = await from(['no_right_turn w x s'], ['x', -1, 0], ['x', 0, 1]);
    expect(turned).toBe((1 + 6 + 6 + 1) * 10);
  });

  test('at a node where only two roads meet close the way on', async () => {
    const roads = await asciiRoads('a--b--c', FREE_TURN_PROFILE, ['no_straight_on a b c']);
    expect(await seconds(roads, 'a', ['c', 0, 0])).toBeNull();
    expect(await seconds(roads, 'c', 'a')).toBe(60);
  });

  test('one turns back at the end of a road only, at the cost of it', async () => {
    const roads = await asciiRoads(
      `
      n
      |
w-----x-----e
`,
      CAR_PROFILE,
      ['no_left_turn w x n'],
    );
    // On to the eastern end, 27.5 s for turning back, and right at the crossing: not back at the crossing itself.
    expect(await seconds(roads, ['x', -1, 0], ['x', 0, -1])).toBe(Math.round(10 + 60 + 27.5 + 60 + 2.1 + 10));
  });

  const NODES = [1, 2, 3, 4].map((id) => ({ id, lon: id * 0.001, lat: id === 4 ? 0.001 : 0 }));
  const tags = { highway: 'residential', maxspeed: '45' };
  const WAYS = [
    { refs: [1, 2], tags },
    { refs: [2, 3], tags },
    { refs: [2, 4], tags },
  ];
  const relation = (more: Record<string, string>, members?: MemoryRelation['members']): MemoryRelation => ({
    members: members ?? [
      { type: 'way', ref: 1, role: 'from' },
      { type: 'node', ref: 2, role: 'via' },
      { type: 'way', ref: 2, role: 'to' },
    ],
    tags: { type: 'restriction', ...more },
  });
  const build = async (...relations: MemoryRelation[]) =>
    (await buildRoadGraph(memoryRoads(NODES, WAYS, relations), CAR_PROFILE)).report.restrictions;

  test.each([
    [{ restriction: 'no_left_turn' }, 1],
    [{ 'restriction:motorcar': 'no_left_turn' }, 1],
    [{ restriction: 'no_left_turn', except: 'bicycle;psv' }, 1],
    [{ restriction: 'no_left_turn', except: 'psv; motorcar' }, 0],
    [{ 'restriction:conditional': 'no_left_turn @ (07:00-09:00)' }, 0],
    [{ 'restriction:hgv': 'no_left_turn' }, 0],
    [{ restriction: 'no_left_turn', hour_on: '07:00' }, 0],
    [{ restriction: 'constructor' }, 0],
    [{ type: 'route', restriction: 'no_left_turn' }, 0],
  ])('with %j: %i hold for cars', async (more, read) => {
    expect(await build(relation(more))).toEqual({ read, unusable: 0 });
  });

  test('that cannot be told are counted, and change nothing', async () => {
    const [from, via, to] = relation({}).members;
    const no = { restriction: 'no_left_turn' };
    expect(
      await build(
        // From 1 by the way to 4, which does not lead to the way to 3.
        relation(no, [from, { type: 'way', ref: 3, role: 'via' }, to]),
        relation(no, [from, to]),
        relation(no, [from, via]),
        relation(no, [from, { ...via, ref: 99 }, to]),
        relation(no, [{ ...from, ref: 99 }, via, to]),
        // The road to node 4 does not meet node 3.
        relation(no, [{ ...from, ref: 3 }, { ...via, ref: 3 }, to]),
        relation({ restriction: 'only_right_turn' }, [from, via, to, { ...to, ref: 3 }]),
      ),
    ).toEqual({ read: 7, unusable: 7 });
  });
});

describe('turn restrictions over a way in the middle', () => {
  // Two carriageways and a link between them.
  const DUAL = `
t-----n-----u
      |
a-----m-----b
      |
      s
`;
  const time = async (signs: Sign[], from: Place, to: Place) =>
    seconds(await asciiRoads(DUAL, FREE_TURN_PROFILE, signs), from, to);
  const SIGN: Sign[] = ['no_u_turn a m n t'];

  test('forbid the path, and neither of its turns', async () => {
    expect(await time([], 'a', 't')).toBe((6 + 2 + 6) * 10);
    // On to the end at b and back, then from there over the link.
    expect(await time(SIGN, 'a', 't')).toBe((6 + 2 + 6 + 2 * 2) * 10);
    expect(await time(SIGN, 'a', 'u')).toBe((6 + 2 + 6) * 10);
    expect(await time(SIGN, 'b', 't')).toBe((6 + 2 + 6) * 10);
    expect(await time(SIGN, 'n', 't')).toBe(60);
    expect(await time(SIGN, ['m', 0, -1], 't')).toBe(70);
    expect(await time(SIGN, 'm', 't')).toBe(80);
  });

  test('let sites on the middle way and at its ends be reached', async () => {
    expect(await time(SIGN, 'a', ['m', 0, -1])).toBe(70);
    expect(await time(SIGN, 'a', 'n')).toBe(80);
    expect(await time(SIGN, 'a', ['n', 1, 0])).toBe(90);
    // The site stands on the road that may not be entered.
    expect(await time(SIGN, 'a', ['n', -1, 0])).toBe((6 + 2 + 1 + 2 * 2) * 10);
  });

  test('prescribe the way on: who left the road before may go anywhere', async () => {
    const only: Sign[] = ['only_right_turn a m n u'];
    expect(await time(only, 'a', 'u')).toBe(140);
    expect(await time(only, 'a', 't')).toBe((6 + 2 + 6 + 2 * 2) * 10);
    expect(await time(only, 'b', 't')).toBe(140);
    expect(await time(only, 'a', 'b')).toBe(120);
  });

  test('prescribe the way on: all others are forbidden', async () => {
    const map = `
      p
      |
t-----n-----u
      |
a-----m-----b
`;
    const roads = await asciiRoads(map, FREE_TURN_PROFILE, ['only_right_turn a m n u']);
    expect(await seconds(roads, 'a', 'u')).toBe(140);
    // By the end at b and back.
    expect(await seconds(roads, 'a', 't')).toBe(140 + 120);
    expect(await seconds(roads, 'a', 'p')).toBe(100 + 120);
  });

  test('hold over several ways, and over junctions within one', async () => {
    const map = `
a--b--c--d--e
      |  |
      f  g
`;
    const times = async (signs: Sign[], from: string) =>
      seconds(await asciiRoads(map, FREE_TURN_PROFILE, signs), from, 'e');
    expect(await times([], 'a')).toBe(120);
    // Down to f, back, and on: no longer over b and c.
    expect(await times(['no_straight_on a b c d e'], 'a')).toBe(120 + 40);
    expect(await times(['no_straight_on a b c d e'], 'b')).toBe(90);
    expect(await times(['no_straight_on b c d e'], 'b')).toBe(90 + 40);
  });

  test('one turns back at the end of the middle where the only way on is forbidden', async () => {
    const map = `
   x
   |
a--b--c--d
`;
    const roads = await asciiRoads(map, FREE_TURN_PROFILE, ['no_straight_on a b c d', 'no_left_turn a b x']);
    expect(await seconds(roads, 'a', 'x')).toBe(30 + 30 + 30 + 20);
    // Into the road to x only after turning back at c.
    expect(await seconds(roads, 'a', 'd')).toBe(30 + 30 + 30 + 40 + 60);
    expect(await seconds(roads, 'x', 'd')).toBe(20 + 60);
    expect(await seconds(roads, 'c', 'd')).toBe(30);
  });

  test('one does not turn back there while another way goes on', async () => {
    const map = `
   x
   |
a--b--c--d
      |
      g
`;
    const roads = await asciiRoads(map, FREE_TURN_PROFILE, ['no_straight_on a b c d', 'no_left_turn a b x']);
    // Back from g, not from c.
    expect(await seconds(roads, 'a', 'x')).toBe(30 + 30 + 20 + 20 + 30 + 20);
  });

  test('that share their beginning or overlap hold each', async () => {
    const map = `
   f  g  h
   |  |  |
a--b--c--d--e
`;
    const both: Sign[] = ['no_left_turn a b c g', 'no_straight_on a b c d', 'no_straight_on b c d e'];
    const times = async (signs: Sign[], from: string, to: string) =>
      seconds(await asciiRoads(map, FREE_TURN_PROFILE, signs), from, to);
    expect(await times(both, 'f', 'g')).toBe(20 + 30 + 20);
    // Up to f and back instead of straight on at b.
    expect(await times(both, 'a', 'g')).toBe(30 + 40 + 30 + 20);
    expect(await times(both, 'a', 'd')).toBe(30 + 40 + 60);
    // Neither straight on at b nor at d: by f and by h.
    expect(await times(both, 'a', 'e')).toBe(30 + 40 + 60 + 40 + 30);
    // Who is on the longer path is on the shorter too: up to g and back.
    expect(await times(['no_straight_on a b c d e', 'no_left_turn b c d h'], 'a', 'h')).toBe(
      60 + 40 + 30 + 20,
    );
  });

  const row = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ id: i + 1, lon: i * 0.001, lat: 0 }));
  const tags = { highway: 'residential', maxspeed: '45' };
  const counted = async (ways: { refs: number[]; tags: Record<string, string> }[], value: string) => {
    const members: MemoryRelation['members'] = [
      { type: 'way', ref: 1, role: 'from' },
      ...ways.slice(2).map((_, i) => ({ type: 'way' as const, ref: i + 3, role: 'via' })),
      { type: 'way', ref: 2, role: 'to' },
    ];
    const roads = memoryRoads(row(8), ways, [{ members, tags: { type: 'restriction', restriction: value } }]);
    return (await buildRoadGraph(roads, CAR_PROFILE)).report.restrictions;
  };
  const road = (...refs: number[]) => ({ refs, tags });
  test.each([
    ['a middle that joins both', 0, [road(1, 2), road(3, 4), road(2, 3)]],
    ['a middle of several ways', 0, [road(1, 2), road(4, 5), road(2, 3), road(4, 3)]],
    ['ways in the middle out of order', 1, [road(1, 2), road(4, 5), road(4, 3), road(2, 3)]],
    ['a middle that does not reach', 1, [road(1, 2), road(4, 5), road(2, 3)]],
    ['a road that passes the middle', 1, [road(1, 2, 8), road(3, 4), road(2, 3)]],
    ['a middle longer than the path', 1, [road(1, 2), road(3, 4), road(2, 3, 7)]],
    [
      'a middle against its one-way',
      1,
      [road(1, 2), road(3, 4), { refs: [3, 2], tags: { ...tags, oneway: 'yes' } }],
    ],
    ['a middle that leads both ways round', 1, [road(2, 5, 3), road(2, 6, 3), road(2, 3)]],
    ['a ring in the middle', 1, [road(1, 2), road(2, 4), road(2, 3, 5, 2)]],
    ['a node in the middle that is not in the file', 1, [road(1, 2), road(3, 4), road(2, 99, 3)]],
  ])('with %s: %i unusable', async (_, unusable, ways) => {
    expect(await counted(ways, 'no_u_turn')).toEqual({ read: 1, unusable });
    expect(await counted(ways, 'only_straight_on')).toEqual({ read: 1, unusable });
  });
});

describe('ferries', () => {
  const lons = [0, 0.01, 0.11, 0.12];
  const nodes = lons.map((lon, i) => ({ id: i + 1, lon, lat: 0 }));
  const road = { highway: 'residential', maxspeed: '45' };
  const times = async (ferry: Record<string, string>, profile = CAR_PROFILE_WITH_FERRIES) => {
    const ways = [
      { refs: [1, 2], tags: road },
      { refs: [2, 3], tags: { route: 'ferry', motor_vehicle: 'yes', ...ferry } },
      { refs: [3, 4], tags: road },
    ];
    const { graph } = await buildRoadGraph(memoryRoads(nodes, ways), profile);
    const { entries } = await roadTimes({
      graph,
      origins: { lon: [0, 0.01], lat: [0, 0] },
      sites: { lon: [0.12], lat: [0] },
      limitSeconds: 20_000,
      threads: 0,
    });
    const found = new Map(Array.from(entries.origin, (origin, i) => [origin, entries.seconds[i]]));
    return [found.get(0), found.get(1)];
  };
  // A hundredth of a degree is 1,112 m: 111 s of road at 36 km/h. The sea is 11,120 m: 8,006 s at 5 km/h.
  const BOARDING = 900;

  test.each([
    [{ duration: '00:20' }, 1200],
    [{ duration: 'PT10M' }, 600],
    [{ duration: 'soon' }, 8006],
    [{}, 8006],
  ])('with %j take the boarding and %i s, from the quay as from inland', async (ferry, crossing) => {
    const [inland, quay] = await times(ferry);
    expect(inland).toBeCloseTo(111 + BOARDING + crossing + 111, -1);
    expect(quay).toBeCloseTo(BOARDING + crossing + 111, -1);
  });

  test('are none in the profile without, or where a ferry says nothing of cars', async () => {
    expect(await times({}, CAR_PROFILE)).toEqual([undefined, undefined]);
    expect(await times({ motor_vehicle: 'no' })).toEqual([undefined, undefined]);
  });
});
