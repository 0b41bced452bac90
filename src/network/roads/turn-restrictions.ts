import type { IdIndex } from './id-index.ts';
import type { RoadRelationBlock } from './road-source.ts';

/**
 * Turns that signs forbid or prescribe: relations `type=restriction` with a node in the middle, or with one or several
 * ways, driven from end to end in the order they are listed. What changes by the hour (`restriction:conditional`,
 * `hour_on`…) is left out, since times are of free flow at no hour.
 *
 * They are objects, not columns: few beside the ways.
 */
export interface Restriction {
  /** Place of its relation among those read: one that names several roads makes several restrictions. */
  relation: number;
  fromWay: number;
  /** -1: the middle is ways. */
  viaNode: number;
  /** None: the middle is a node. */
  viaWays: number[];
  toWay: number;
  /** Who comes by these may only go on by `toWay`; else who does may not. */
  only: boolean;
}

export interface RoadRestrictions {
  list: Restriction[];
  /** Relations that hold for cars at all times. */
  read: number;
  /**
   * Relations left out, or followed in part: a member is missing or no drivable road, or what they say cannot be told
   * (forbidden-turns.ts).
   */
  unusable: Set<number>;
}

/** As OSRM's car profile; the most specific counts. */
const KEYS = ['restriction:motorcar', 'restriction:motor_vehicle', 'restriction:vehicle', 'restriction'];
const EXCEPTED = new Set(['motorcar', 'motor_vehicle', 'vehicle']);
const BY_THE_HOUR = ['hour_on', 'day_on'];
const NODE = 0;
const WAY = 1;

export function newRestrictions(): RoadRestrictions {
  return { list: [], read: 0, unusable: new Set() };
}

/** Takes the restrictions of a block, by the ids of the file. */
export function collectRestrictions(block: RoadRelationBlock, found: RoadRestrictions): void {
  for (let i = 0; i < block.count; i++) {
    const kind = restrictionKind(block, i);
    if (kind === null) continue;
    const relation = found.read++;
    const [from, viaNodes, viaWays, to]: number[][] = [[], [], [], []];
    for (let member = block.memberStart[i]; member < block.memberStart[i + 1]; member++) {
      const role = block.role(member);
      const type = block.memberType[member];
      const id = block.memberId[member];
      if (role === 'via' && type === NODE) viaNodes.push(id);
      if (role === 'via' && type === WAY) viaWays.push(id);
      if (role === 'from' && type === WAY) from.push(id);
      if (role === 'to' && type === WAY) to.push(id);
    }
    const hasMiddle = viaWays.length > 0 ? viaNodes.length === 0 : viaNodes.length === 1;
    const pairs = from.length * to.length;
    const only = kind === 'only';
    // `no_entry` and `no_exit` may name several roads; what is prescribed is one.
    if (!hasMiddle || pairs === 0 || (only && pairs > 1)) {
      found.unusable.add(relation);
      continue;
    }
    for (const fromWay of from) {
      for (const toWay of to) {
        found.list.push({ relation, fromWay, viaNode: viaNodes[0] ?? -1, viaWays, toWay, only });
      }
    }
  }
}

function restrictionKind(block: RoadRelationBlock, relation: number): 'no' | 'only' | null {
  if (block.tag(relation, 'type') !== 'restriction') return null;
  const value = KEYS.map((key) => block.tag(relation, key)).find((text) => text !== undefined);
  const kind = value?.startsWith('no_') ? 'no' : value?.startsWith('only_') ? 'only' : null;
  if (kind === null || BY_THE_HOUR.some((key) => block.tag(relation, key) !== undefined)) return null;
  const except = block.tag(relation, 'except')?.split(';') ?? [];
  return except.some((vehicle) => EXCEPTED.has(vehicle.trim())) ? null : kind;
}

/**
 * The same by the numbers of `DrivableWays`.
 * @param wayId ids of the drivable ways
 * @param nodes of the nodes they use
 */
export function placeRestrictions(
  found: RoadRestrictions,
  wayId: Float64Array,
  nodes: IdIndex,
): RoadRestrictions {
  // A country has millions of ways, of which restrictions name few.
  const wayOf = new Map<number, number>();
  for (const { fromWay, viaWays, toWay } of found.list) {
    for (const id of [fromWay, ...viaWays, toWay]) wayOf.set(id, -1);
  }
  if (wayOf.size > 0) {
    wayId.forEach((id, way) => {
      if (wayOf.has(id)) wayOf.set(id, way);
    });
  }
  const numberOf = (id: number) => wayOf.get(id) ?? -1;
  const list: Restriction[] = [];
  const unusable = new Set(found.unusable);
  for (const { relation, only, ...ids } of found.list) {
    const fromWay = numberOf(ids.fromWay);
    const toWay = numberOf(ids.toWay);
    const viaWays = ids.viaWays.map(numberOf);
    const isNode = viaWays.length === 0;
    const viaNode = isNode ? nodes.get(ids.viaNode) : -1;
    if (Math.min(fromWay, toWay, ...viaWays) < 0 || (isNode && viaNode < 0)) unusable.add(relation);
    else list.push({ relation, fromWay, viaNode, viaWays, toWay, only });
  }
  return { list, read: found.read, unusable };
}
