import { DEGREE_M } from '../../../../src/network/geometry.ts';
import { CAR_PROFILE, type SpeedProfile } from '../../../../src/network/roads/car-profile.ts';
import {
  buildRoadGraph,
  type RoadGraph,
  type RoadGraphReport,
} from '../../../../src/network/roads/road-graph.ts';
import { type MemoryNode, type MemoryRelation, type MemoryWay, memoryRoads } from './memory-roads.ts';

/** One character is 100 m each way, on the equator, driven in 10 s (45 km/h × 0.8 = 36 km/h). */
export const STEP_M = 100;
export const STEP_SECONDS = 10;
const STEP_DEGREES = STEP_M / DEGREE_M;
const TAGS = { highway: 'residential', maxspeed: '45' };

/** Turns cost nothing: times are lengths, and what is tested is the path. */
export const FREE_TURN_PROFILE: SpeedProfile = { ...CAR_PROFILE, turns: null };

/**
 * A sign at a node: a turn from the road to one node into the road to another, as `no_left_turn b c d`; or over roads in
 * the middle, as `no_u_turn b c d e` over the road from c to d.
 */
export type Sign = `${'no' | 'only'}_${string} ${string} ${string} ${string}`;

export interface AsciiRoads {
  graph: RoadGraph;
  report: RoadGraphReport;
  nodes: MemoryNode[];
  ways: MemoryWay[];
  /** The place of a letter, some steps east and south of it. */
  at(letter: string, stepsEast?: number, stepsSouth?: number): { lon: number; lat: number };
  /** The same as columns. */
  points(...letters: (string | [letter: string, stepsEast: number, stepsSouth: number])[]): {
    lon: number[];
    lat: number[];
  };
}

/**
 * Roads drawn as a map: a letter or `+` is a node, `-` and `|` a road, `>` `<` `v` `^` a one-way road, `#` a node with a
 * bollard, `*` one with a traffic signal. Lines run between nodes only.
 */
export async function asciiRoads(
  map: string,
  profile: SpeedProfile = FREE_TURN_PROFILE,
  signs: readonly Sign[] = [],
): Promise<AsciiRoads> {
  const { nodes, ways, places } = parse(map);
  const idOf = (letter: string) => {
    const place = places.get(letter);
    if (!place) throw new Error(`no ${letter} on the map`);
    return place[1] * 1000 + place[0] + 1;
  };
  const wayBetween = (a: string, b: string) => {
    const way = ways.findIndex(({ refs }) => refs.includes(idOf(a)) && refs.includes(idOf(b)));
    if (way < 0) throw new Error(`no road from ${a} to ${b}`);
    return way + 1;
  };
  const relations = signs.map((sign): MemoryRelation => {
    const [restriction, ...letters] = sign.split(' ');
    const roads = letters.slice(1).map((letter, i) => wayBetween(letters[i], letter));
    const middle: MemoryRelation['members'] =
      roads.length === 2
        ? [{ type: 'node', ref: idOf(letters[1]), role: 'via' }]
        : roads.slice(1, -1).map((ref) => ({ type: 'way', ref, role: 'via' }));
    return {
      members: [
        { type: 'way', ref: roads[0], role: 'from' },
        ...middle,
        { type: 'way', ref: roads[roads.length - 1], role: 'to' },
      ],
      tags: { type: 'restriction', restriction },
    };
  });
  const { graph, report } = await buildRoadGraph(memoryRoads(nodes, ways, relations), profile);
  const at = (letter: string, stepsEast = 0, stepsSouth = 0) => {
    const place = places.get(letter);
    if (!place) throw new Error(`no ${letter} on the map`);
    return position(place[0] + stepsEast, place[1] + stepsSouth);
  };
  return {
    graph,
    report,
    nodes,
    ways,
    at,
    points(...letters) {
      const found = letters.map((letter) => (typeof letter === 'string' ? at(letter) : at(...letter)));
      return { lon: found.map(({ lon }) => lon), lat: found.map(({ lat }) => lat) };
    },
  };
}

function parse(map: string) {
  const rows = map.split('\n');
  const charAt = (x: number, y: number) => rows[y]?.[x] ?? ' ';
  const isNode = (char: string) => /[A-Za-uw-z+#*]/.test(char);
  const nodes: MemoryNode[] = [];
  const ways: MemoryWay[] = [];
  const places = new Map<string, [number, number]>();
  const idAt = (x: number, y: number) => y * 1000 + x + 1;
  rows.forEach((row, y) => {
    [...row].forEach((char, x) => {
      if (!isNode(char)) return;
      places.set(char, [x, y]);
      const tags: Record<string, string> =
        char === '#' ? { barrier: 'bollard' } : char === '*' ? { highway: 'traffic_signals' } : {};
      nodes.push({ id: idAt(x, y), ...position(x, y), tags });
      for (const [dx, dy, line] of [
        [1, 0, '-><'],
        [0, 1, '|v^'],
      ] as const) {
        const kind = charAt(x + dx, y + dy);
        if (!line.includes(kind)) continue;
        let [endX, endY] = [x + dx, y + dy];
        while (charAt(endX, endY) === kind) [endX, endY] = [endX + dx, endY + dy];
        if (!isNode(charAt(endX, endY))) throw new Error(`a road at ${x},${y} ends at no node`);
        const refs = [idAt(x, y), idAt(endX, endY)];
        if (kind === '<' || kind === '^') refs.reverse();
        ways.push({ refs, tags: '-|'.includes(kind) ? TAGS : { ...TAGS, oneway: 'yes' } });
      }
    });
  });
  return { nodes, ways, places };
}

function position(x: number, y: number): { lon: number; lat: number } {
  return { lon: x * STEP_DEGREES, lat: -y * STEP_DEGREES };
}
