import { DEGREE_M } from '../../../src/network/geometry.ts';
import { CAR_PROFILE } from '../../../src/network/roads/car-profile.ts';
import { CLOSED } from '../../../src/network/roads/road-edges.ts';
import { waySpeeds } from '../../../src/network/roads/way-speeds.ts';
import { openOsmPbf } from '../../../src/sources/osm-pbf.ts';

/** Junctions and the ways between them: the network that is tiled to the size of a country. */
export interface BaseNetwork {
  nodeCount: number;
  edgeCount: number;
  /** Metres, on a plane that touches the middle of the network. */
  x: Float64Array;
  y: Float64Array;
  edgeFrom: Uint32Array;
  edgeTo: Uint32Array;
  /** Tenths of a second along the edge and back; CLOSED where a car may not. */
  forwardDs: Uint32Array;
  backwardDs: Uint32Array;
}

interface Way {
  refs: number[];
  forwardKmh: number;
  backwardKmh: number;
}

/**
 * The roads of a file with a node wherever ways meet or end, and nothing joined further: 31,333 junctions and 34,395
 * edges for Corsica. Speeds are the engine's; barriers, signals and turns are left out, since the kernels that are
 * timed do not see them.
 */
export async function readBaseNetwork(path: string): Promise<BaseNetwork> {
  const { ways, position } = await readWays(path);
  const uses = new Map<number, number>();
  for (const { refs } of ways) {
    refs.forEach((id, i) => {
      const ends = i === 0 || i === refs.length - 1;
      uses.set(id, (uses.get(id) ?? 0) + (ends ? 2 : 1));
    });
  }
  const numberOf = new Map<number, number>();
  for (const [id, count] of uses) if (count > 1) numberOf.set(id, numberOf.size);

  const from: number[] = [];
  const to: number[] = [];
  const forward: number[] = [];
  const backward: number[] = [];
  for (const { refs, forwardKmh, backwardKmh } of ways) {
    let metres = 0;
    let start = numberOf.get(refs[0]) as number;
    for (let i = 1; i < refs.length; i++) {
      const [x, y] = position(refs[i]);
      const [fromX, fromY] = position(refs[i - 1]);
      metres += Math.hypot(x - fromX, y - fromY);
      const end = numberOf.get(refs[i]);
      if (end === undefined) continue;
      from.push(start);
      to.push(end);
      forward.push(drivingDs(metres, forwardKmh));
      backward.push(drivingDs(metres, backwardKmh));
      start = end;
      metres = 0;
    }
  }
  const ids = [...numberOf.keys()];
  return {
    nodeCount: ids.length,
    edgeCount: from.length,
    x: Float64Array.from(ids, (id) => position(id)[0]),
    y: Float64Array.from(ids, (id) => position(id)[1]),
    edgeFrom: Uint32Array.from(from),
    edgeTo: Uint32Array.from(to),
    forwardDs: Uint32Array.from(forward),
    backwardDs: Uint32Array.from(backward),
  };
}

/** Tenths of a second; CLOSED at no speed. */
export function drivingDs(metres: number, kmh: number): number {
  return kmh > 0 ? Math.round((metres / kmh) * 36) : CLOSED;
}

async function readWays(path: string) {
  const file = await openOsmPbf(path);
  const ways: Way[] = [];
  const place = new Map<number, [lon: number, lat: number]>();
  try {
    await file.scan({
      nodes(block) {
        for (let i = 0; i < block.count; i++) place.set(block.id[i], [block.lon[i], block.lat[i]]);
      },
      ways(block) {
        for (let way = 0; way < block.count; way++) {
          const speeds = waySpeeds(CAR_PROFILE, (key) => block.tag(way, key));
          const refs = [...block.refs.subarray(block.refStart[way], block.refStart[way + 1])];
          if (speeds && refs.length > 1) ways.push({ refs, ...speeds });
        }
      },
    });
  } finally {
    await file.close();
  }
  for (const way of ways) way.refs = way.refs.filter((id) => place.has(id));
  const drawn = ways.filter(({ refs }) => refs.length > 1);
  const lats = [...place.values()].map(([, lat]) => lat);
  const middle = (lats.reduce((sum, lat) => sum + lat, 0) / lats.length) * (Math.PI / 180);
  const position = (id: number): [x: number, y: number] => {
    const [lon, lat] = place.get(id) as [number, number];
    return [lon * DEGREE_M * Math.cos(middle), lat * DEGREE_M];
  };
  return { ways: drawn, position };
}
