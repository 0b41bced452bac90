import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../domain-error.ts';
import type { SpeedProfile } from '../../network/car-profile.ts';
import { buildRoadGraph, ROAD_GRAPH_BUILD, type RoadGraph } from '../../network/road-graph.ts';
import { decodeRoadGraph, encodeRoadGraph } from '../../network/road-graph-file.ts';
import { openOsmPbf } from '../../sources/osm-pbf.ts';
import type { Progress } from '../progress.ts';

export interface RoadFile {
  path: string;
  /** Of the .osm.pbf file: names its graph in the cache. */
  sha256: string;
}

/**
 * The graph of a road file, from the cache where the same file was read with the same profile before. A cached graph
 * that is damaged or of another version is built again.
 */
export async function readRoads(
  file: RoadFile,
  profile: SpeedProfile,
  cacheDir: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<RoadGraph> {
  const step = progress.step('Roads');
  const key = createHash('sha256').update(
    JSON.stringify([file.sha256, ROAD_GRAPH_BUILD, profileKey(profile)]),
  );
  const path = join(cacheDir, 'graphs', `${key.digest('hex').slice(0, 32)}.graph`);
  const cached = await cachedGraph(path);
  if (cached) {
    step.done(`${cached.nodeCount} junctions, ${cached.edgeCount} edges, from the cache`);
    return cached;
  }
  const source = await openOsmPbf(file.path);
  try {
    const { graph, report } = await buildRoadGraph(source, profile, { onProgress: step.advance, signal });
    await writeAside(path, encodeRoadGraph(graph));
    const km = Math.round(report.lengthM / 1000);
    step.done(`${graph.nodeCount} junctions, ${graph.edgeCount} edges, ${km} km`);
    return graph;
  } finally {
    await source.close();
  }
}

async function cachedGraph(path: string): Promise<RoadGraph | null> {
  try {
    return decodeRoadGraph(await readFile(path), path);
  } catch (error) {
    const unusable = error instanceof DomainError || (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (unusable) return null;
    throw error;
  }
}

/** Renamed into place when it is whole. A cache that cannot be written costs time, not the load. */
async function writeAside(path: string, bytes: Uint8Array): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(aside, bytes);
    await rename(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** Sets have no JSON of their own. */
function profileKey(profile: SpeedProfile): string {
  return JSON.stringify(profile, (_key, value) =>
    value instanceof Set || value instanceof Map ? [...value] : value,
  );
}
