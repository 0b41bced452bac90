import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../domain-error.ts';
import type { SpeedProfile } from '../../network/roads/car-profile.ts';
import { mergeRoadSources } from '../../network/roads/merged-roads.ts';
import {
  buildRoadGraph,
  ROAD_GRAPH_BUILD,
  type RoadGraph,
  type RoadGraphReport,
} from '../../network/roads/road-graph.ts';
import { decodeRoadGraph, encodeRoadGraph } from '../../network/roads/road-graph-file.ts';
import { type OsmPbfSource, openOsmPbf } from '../../sources/osm-pbf.ts';
import type { Progress } from '../progress.ts';

export interface RoadFile {
  path: string;
  /** Of the .osm.pbf file: names its graph in the cache. */
  sha256: string;
}

/**
 * Paths of a `--roads` that may name several files with commas between them. A text that names one file as it stands is
 * that file, commas and all.
 */
export async function roadPaths(texts: string | readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const text of [texts].flat()) {
    const isOne = await stat(text).then(
      () => true,
      () => !text.includes(','),
    );
    paths.push(...(isOne ? [text] : text.split(',').map((part) => part.trim())));
  }
  return paths.filter((path) => path !== '');
}

/**
 * The graph of one or several road files, from the cache where the same files were read with the same profile before,
 * in whatever order. A cached graph that is damaged or of another version is built again.
 * @throws DomainError of the reader and the graph builder
 */
export async function readRoads(
  files: readonly RoadFile[],
  profile: SpeedProfile,
  cacheDir: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<RoadGraph> {
  const step = progress.step('Roads');
  // Where two files differ the first decides: the order is theirs, not that of the command.
  const distinct = new Map(files.map((file) => [file.sha256, file]));
  const ordered = [...distinct.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const key = createHash('sha256').update(
    JSON.stringify([ordered.map(({ sha256 }) => sha256), ROAD_GRAPH_BUILD, profileKey(profile)]),
  );
  const path = join(cacheDir, 'graphs', `${key.digest('hex').slice(0, 32)}.graph`);
  const cached = await cachedGraph(path);
  if (cached) {
    step.done(`${cached.nodeCount} junctions, ${cached.edgeCount} edges, from the cache`);
    return cached;
  }
  const sources: OsmPbfSource[] = [];
  try {
    for (const file of ordered) sources.push(await openOsmPbf(file.path));
    const { graph, report } = await buildRoadGraph(mergeRoadSources(sources), profile, {
      onProgress: step.advance,
      signal,
    });
    await writeAside(path, encodeRoadGraph(graph));
    const km = Math.round(report.lengthM / 1000);
    const from = sources.length > 1 ? `, from ${sources.length} files` : '';
    const signs = restrictionsSaid(report.restrictions);
    step.done(`${graph.nodeCount} junctions, ${graph.edgeCount} edges, ${km} km${from}${signs}`);
    return graph;
  } finally {
    for (const source of sources) await source.close();
  }
}

function restrictionsSaid({ read, unusable }: RoadGraphReport['restrictions']): string {
  if (read === 0) return '';
  const left = unusable > 0 ? `, ${unusable} unusable` : '';
  return `; ${read - unusable} turn restrictions applied${left}`;
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
