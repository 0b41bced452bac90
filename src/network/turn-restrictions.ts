import { Growable } from './growable.ts';
import type { IdIndex } from './id-index.ts';
import type { RoadRelationBlock } from './road-source.ts';

/**
 * Turns that signs forbid or prescribe: relations `type=restriction` with one node in the middle. What changes by the
 * hour (`restriction:conditional`, `hour_on`…) is left out, since times are of free flow at no hour. A restriction over a
 * way in the middle forbids a path, not a turn: it would need copies of the middle ways in the search, and is left out
 * and counted. Most of them are U-turns over the middle of a dual carriageway.
 */
export interface RestrictionCounts {
  /** Relations that hold for cars at all times. */
  read: number;
  /** Left out: the middle is a way. */
  viaWay: number;
  /** Left out: a member is missing, no drivable road, or the roads do not end at the node. */
  unusable: number;
}

/** Restrictions by the ids of the file. */
interface FoundRestrictions {
  counts: RestrictionCounts;
  fromWay: Growable<Float64Array>;
  viaNode: Growable<Float64Array>;
  toWay: Growable<Float64Array>;
  only: Growable<Uint8Array>;
}

/** Restrictions by the numbers of `DrivableWays`. */
export interface RoadRestrictions {
  counts: RestrictionCounts;
  fromWay: Uint32Array;
  viaNode: Uint32Array;
  toWay: Uint32Array;
  /** 1: of the turns from the way at the node, only this one is allowed. */
  only: Uint8Array;
}

/** As OSRM's car profile; the most specific counts. */
const KEYS = ['restriction:motorcar', 'restriction:motor_vehicle', 'restriction:vehicle', 'restriction'];
const EXCEPTED = new Set(['motorcar', 'motor_vehicle', 'vehicle']);
const BY_THE_HOUR = ['hour_on', 'day_on'];
const NODE = 0;
const WAY = 1;

export function newRestrictions(): FoundRestrictions {
  return {
    counts: { read: 0, viaWay: 0, unusable: 0 },
    fromWay: new Growable((n) => new Float64Array(n)),
    viaNode: new Growable((n) => new Float64Array(n)),
    toWay: new Growable((n) => new Float64Array(n)),
    only: new Growable((n) => new Uint8Array(n)),
  };
}

export function collectRestrictions(block: RoadRelationBlock, found: FoundRestrictions): void {
  for (let relation = 0; relation < block.count; relation++) {
    const kind = restrictionKind(block, relation);
    if (kind === null) continue;
    found.counts.read++;
    const members = { from: [] as number[], via: [] as number[], to: [] as number[] };
    let viaWays = 0;
    for (let i = block.memberStart[relation]; i < block.memberStart[relation + 1]; i++) {
      const role = block.role(i);
      const type = block.memberType[i];
      if (role === 'via' && type === WAY) viaWays++;
      if (role === 'via' && type === NODE) members.via.push(block.memberId[i]);
      if ((role === 'from' || role === 'to') && type === WAY) members[role].push(block.memberId[i]);
    }
    if (viaWays > 0) {
      found.counts.viaWay++;
      continue;
    }
    const pairs = members.from.length * members.to.length;
    // `no_entry` and `no_exit` may name several roads; what is prescribed is one.
    if (members.via.length !== 1 || pairs === 0 || (kind === 'only' && pairs > 1)) {
      found.counts.unusable++;
      continue;
    }
    for (const from of members.from) {
      for (const to of members.to) {
        found.fromWay.push(from);
        found.viaNode.push(members.via[0]);
        found.toWay.push(to);
        found.only.push(kind === 'only' ? 1 : 0);
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

/** @param wayId ids of the drivable ways; @param nodes of the nodes they use */
export function placeRestrictions(
  found: FoundRestrictions,
  wayId: Float64Array,
  nodes: IdIndex,
): RoadRestrictions {
  const { fromWay, viaNode, toWay, only, counts } = found;
  // A country has millions of ways, and restrictions name some ten thousand.
  const wayOf = new Map<number, number>();
  for (const ids of [fromWay.view(), toWay.view()]) for (const id of ids) wayOf.set(id, -1);
  wayId.forEach((id, way) => {
    if (wayOf.has(id)) wayOf.set(id, way);
  });
  const rows: [from: number, via: number, to: number, only: number][] = [];
  for (let i = 0; i < only.length; i++) {
    const from = wayOf.get(fromWay.at(i)) ?? -1;
    const to = wayOf.get(toWay.at(i)) ?? -1;
    const via = nodes.get(viaNode.at(i));
    if (from < 0 || to < 0 || via < 0) counts.unusable++;
    else rows.push([from, via, to, only.at(i)]);
  }
  return {
    counts,
    fromWay: Uint32Array.from(rows, ([from]) => from),
    viaNode: Uint32Array.from(rows, ([, via]) => via),
    toWay: Uint32Array.from(rows, ([, , to]) => to),
    only: Uint8Array.from(rows, ([, , , each]) => each),
  };
}
