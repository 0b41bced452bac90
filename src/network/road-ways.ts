import { DomainError } from '../domain-error.ts';
import { isBarrierClosed, type SpeedProfile, waySpeeds } from './car-profile.ts';
import { FIXED_PER_DEGREE } from './geometry.ts';
import { Growable } from './growable.ts';
import { IdIndex } from './id-index.ts';
import type { RoadSource } from './road-source.ts';

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
  nodeCount: number;
  /** 1e-7 degree. */
  nodeLon: Int32Array;
  nodeLat: Int32Array;
  /** NODE_* bits. */
  nodeFlags: Uint8Array;
  /** Ways of the file, drivable or not. */
  waysRead: number;
}

/** The file holds its coordinates (an extract cut at a border may not). */
export const NODE_PLACED = 1;
export const NODE_CLOSED = 2;
export const NODE_SIGNAL = 4;

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
        refStart.push(ref.length);
        forwardKmh.push(speeds.forwardKmh);
        backwardKmh.push(speeds.backwardKmh);
        snappable.push(speeds.snappable ? 1 : 0);
      }
    },
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
  return {
    wayCount,
    refStart: refStart.view(),
    ref: ref.view(),
    forwardKmh: forwardKmh.view(),
    backwardKmh: backwardKmh.view(),
    snappable: snappable.view(),
    nodeCount: ids.size,
    nodeLon,
    nodeLat,
    nodeFlags,
    waysRead,
  };
}
