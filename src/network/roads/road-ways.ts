import { DomainError } from '../../domain-error.ts';
import { crowFlyM, FIXED_PER_DEGREE } from '../geometry.ts';
import { Growable } from '../growable.ts';
import type { SpeedProfile } from './car-profile.ts';
import { IdIndex } from './id-index.ts';
import type { RoadSource } from './road-source.ts';
import {
  collectRestrictions,
  newRestrictions,
  placeRestrictions,
  type RoadRestrictions,
} from './turn-restrictions.ts';
import { isBarrierClosed, waySpeeds } from './way-speeds.ts';

/** What the two passes over a road file leave: the drivable ways as columns, and the nodes they use. */
export interface DrivableWays {
  wayCount: number;
  /** wayCount + 1 offsets into `ref`. */
  refStart: Uint32Array;
  /** Dense node numbers along each way. */
  ref: Uint32Array;
  /** 0: closed in that direction. */
  forwardKmh: Float32Array;
  backwardKmh: Float32Array;
  snappable: Uint8Array;
  isFerry: Uint8Array;
  nodeCount: number;
  /** 1e-7 degree. */
  nodeLon: Int32Array;
  nodeLat: Int32Array;
  /** NODE_* bits. */
  nodeFlags: Uint8Array;
  restrictions: RoadRestrictions;
  /** Ways of the file, drivable or not. */
  waysRead: number;
}

/** The file holds its coordinates (an extract cut at a border may not). */
export const NODE_PLACED = 1;
export const NODE_CLOSED = 2;
export const NODE_SIGNAL = 4;
/** A turn is forbidden or prescribed there, or a way ends over which one is: no road goes on through it unnoticed. */
export const NODE_RESTRICTED = 8;

export interface ReadOptions {
  /** Bytes read, of both passes over the file. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** @throws DomainError source-empty when no way of the file is drivable, and what the source throws */
export async function readDrivableWays(
  source: RoadSource,
  profile: SpeedProfile,
  options: ReadOptions = {},
): Promise<DrivableWays> {
  const { onProgress, signal } = options;
  const ids = new IdIndex();
  const refStart = new Growable((n) => new Uint32Array(n));
  const ref = new Growable((n) => new Uint32Array(n));
  const forwardKmh = new Growable((n) => new Float32Array(n));
  const backwardKmh = new Growable((n) => new Float32Array(n));
  const snappable = new Growable((n) => new Uint8Array(n));
  const isFerry = new Growable((n) => new Uint8Array(n));
  const wayId = new Growable((n) => new Float64Array(n));
  const durationSeconds = new Map<number, number>();
  const found = newRestrictions();
  let waysRead = 0;
  refStart.push(0);
  await source.scan({
    ways(block) {
      waysRead += block.count;
      for (let way = 0; way < block.count; way++) {
        const speeds = waySpeeds(profile, (key) => block.tag(way, key));
        if (!speeds) continue;
        const before = ref.length;
        let last = -1;
        for (let i = block.refStart[way]; i < block.refStart[way + 1]; i++) {
          const node = ids.add(block.refs[i]);
          if (node !== last) ref.push(node);
          last = node;
        }
        // One node is no road, but it may stay in the columns: it makes no edge.
        if (ref.length === before) continue;
        if (speeds.durationSeconds !== null) durationSeconds.set(wayId.length, speeds.durationSeconds);
        wayId.push(block.id[way]);
        refStart.push(ref.length);
        forwardKmh.push(speeds.forwardKmh);
        backwardKmh.push(speeds.backwardKmh);
        snappable.push(speeds.snappable ? 1 : 0);
        isFerry.push(speeds.isFerry ? 1 : 0);
      }
    },
    relations: (block) => collectRestrictions(block, found),
    onProgress: onProgress && ((read, total) => onProgress(read, 2 * total)),
    signal,
  });
  const wayCount = refStart.length - 1;
  if (wayCount === 0) {
    throw new DomainError(
      'source-empty',
      `${source.name}: expected drivable roads, found none in ${waysRead} ways`,
      {
        file: source.name,
        found: waysRead,
      },
    );
  }

  const nodeLon = new Int32Array(ids.size);
  const nodeLat = new Int32Array(ids.size);
  const nodeFlags = new Uint8Array(ids.size);
  await source.scan({
    nodes(block) {
      for (let i = 0; i < block.count; i++) {
        const node = ids.get(block.id[i]);
        if (node < 0) continue;
        // No place on Earth is no place: as if the file did not hold the node.
        if (!(Math.abs(block.lon[i]) <= 180 && Math.abs(block.lat[i]) <= 90)) continue;
        nodeLon[node] = Math.round(block.lon[i] * FIXED_PER_DEGREE);
        nodeLat[node] = Math.round(block.lat[i] * FIXED_PER_DEGREE);
        nodeFlags[node] = NODE_PLACED;
        if (!block.tagged) continue;
        const tag = (key: string) => block.tag(i, key);
        if (isBarrierClosed(profile, tag)) nodeFlags[node] |= NODE_CLOSED;
        if (tag('highway') === 'traffic_signals') nodeFlags[node] |= NODE_SIGNAL;
      }
    },
    onProgress: onProgress && ((read, total) => onProgress(total + read, 2 * total)),
    signal,
  });
  const restrictions = placeRestrictions(found, wayId.view(), ids);
  for (const { viaNode, viaWays } of restrictions.list) {
    if (viaNode >= 0) nodeFlags[viaNode] |= NODE_RESTRICTED;
    for (const way of viaWays) {
      nodeFlags[ref.at(refStart.at(way))] |= NODE_RESTRICTED;
      nodeFlags[ref.at(refStart.at(way + 1) - 1)] |= NODE_RESTRICTED;
    }
  }
  const ways: DrivableWays = {
    wayCount,
    refStart: refStart.view(),
    ref: ref.view(),
    forwardKmh: forwardKmh.view(),
    backwardKmh: backwardKmh.view(),
    snappable: snappable.view(),
    isFerry: isFerry.view(),
    nodeCount: ids.size,
    nodeLon,
    nodeLat,
    nodeFlags,
    restrictions,
    waysRead,
  };
  for (const [way, seconds] of durationSeconds) takeAsLong(ways, way, seconds);
  return ways;
}

/** Speeds of a way whose length is known only now. */
function takeAsLong(ways: DrivableWays, way: number, seconds: number): void {
  const { refStart, ref, forwardKmh, backwardKmh } = ways;
  let metres = 0;
  for (let i = refStart[way]; i + 1 < refStart[way + 1]; i++) {
    if (isJoined(ways, ref[i], ref[i + 1])) metres += nodeDistanceM(ways, ref[i], ref[i + 1]);
  }
  // Without a length the speed of its class stays.
  if (metres === 0) return;
  const kmh = (metres / seconds) * 3.6;
  if (forwardKmh[way] > 0) forwardKmh[way] = kmh;
  if (backwardKmh[way] > 0) backwardKmh[way] = kmh;
}

/**
 * Whether the road between two nodes next to each other on a way is known: the file holds both, and it does not jump over
 * the antimeridian, which the plane maps of this room would draw round the world.
 */
export function isJoined(
  { nodeFlags, nodeLon }: Pick<DrivableWays, 'nodeFlags' | 'nodeLon'>,
  a: number,
  b: number,
): boolean {
  const isPlaced = (nodeFlags[a] & nodeFlags[b] & NODE_PLACED) !== 0;
  return isPlaced && Math.abs(nodeLon[a] - nodeLon[b]) <= 180 * FIXED_PER_DEGREE;
}

export function nodeDistanceM(ways: Pick<DrivableWays, 'nodeLon' | 'nodeLat'>, a: number, b: number): number {
  const { nodeLon, nodeLat } = ways;
  return crowFlyM(
    nodeLon[a] / FIXED_PER_DEGREE,
    nodeLat[a] / FIXED_PER_DEGREE,
    nodeLon[b] / FIXED_PER_DEGREE,
    nodeLat[b] / FIXED_PER_DEGREE,
  );
}
