import { join } from 'node:path';
import { VERSION } from '../../config.ts';
import { DomainError } from '../../domain-error.ts';
import { type CatalogueEntry, type DatasetId, readCatalogue } from '../../sources/files/catalogue.ts';
import { type LocatedFile, locate } from '../../sources/files/locate.ts';
import type { Progress } from '../progress.ts';
import { roadPaths } from './roads.ts';

/** The datasets that a load reads; the reference files of the catalogue serve comparisons, not loads. */
const LOADED: readonly DatasetId[] = [
  'cog-communes',
  'cog-movements',
  'commune-history',
  'departements',
  'regions',
  'arrondissements',
  'legal-populations',
  'legal-populations-mayotte',
  'commune-centres',
  'commune-postcodes',
  'commune-outlines',
  'canton-outlines',
  'qpv-outlines',
  'zrr',
  'frr',
  'density',
  'mountain',
  'france-services',
  'population-200m',
  'population-1km',
];

export interface LocateSourcesOptions {
  mirrorDir: string | null;
  home: string;
  /** The user's own files; roads: of several regions too, as `roadPaths` takes them. */
  roads: string | readonly string[] | null;
  sites: string | null;
  /** Times computed elsewhere, and where their places are. */
  matrix?: string;
  matrixPoints?: string;
  /** Take the roads of the mirror too (the sample has its own). */
  withRoads: boolean;
  offline: boolean;
  refresh: boolean;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * Finds every file of a load: the user's, the mirror's, the cache's, or downloaded. The coarser population grid is not
 * looked for where the finer one is at hand.
 * @throws DomainError of `locate`; interrupted
 */
export async function locateSources(options: LocateSourcesOptions): Promise<Map<DatasetId, LocatedFile>> {
  const { progress } = options;
  const own: Partial<Record<DatasetId, string>> = {};
  if (options.sites !== null) own['france-services'] = options.sites;
  const [roads, ...moreRoads] = options.roads === null ? [] : await roadPaths(options.roads);
  if (roads !== undefined) own['osm-roads'] = roads;
  if (options.matrix !== undefined) own['travel-time-matrix'] = options.matrix;
  if (options.matrixPoints !== undefined) own['travel-time-points'] = options.matrixPoints;
  const found = new Map<DatasetId, LocatedFile>();
  const step = progress.step('Files');
  const absent: string[] = [];
  const find = (entry: CatalogueEntry, overridePath: string | undefined) =>
    locate(entry, {
      mirrorDir: options.mirrorDir,
      cacheDir: join(options.home, 'cache'),
      overridePath,
      offline: options.offline,
      refresh: options.refresh,
      signal: options.signal,
      download: { userAgent: `maillage/${VERSION}` },
      onProgress: step.advance,
      onAbsent: ({ id, title }, reason) => absent.push(`${id} (${title}): not used, ${reason}`),
    }).catch((error) => {
      throw options.signal.aborted
        ? new DomainError('interrupted', 'interrupted while the files were looked for; nothing was changed')
        : error;
    });
  for (const entry of readCatalogue()) {
    const wanted =
      LOADED.includes(entry.id) || entry.id in own || (entry.id === 'osm-roads' && options.withRoads);
    if (!wanted) continue;
    if (entry.id === 'population-1km' && found.has('population-200m')) continue;
    const file = await find(entry, own[entry.id]);
    if (!file) continue;
    const more: LocatedFile[] = [];
    for (const path of entry.id === 'osm-roads' ? moreRoads : []) {
      const another = await find(entry, path);
      if (another) more.push(another);
    }
    found.set(entry.id, more.length > 0 ? { ...file, more } : file);
  }
  step.done(countByOrigin(found));
  // A fictional territory has what it has: nobody misses an official file in it.
  const fictional = found.get('commune-outlines')?.fictional ?? false;
  if (!fictional) for (const line of absent) progress.note(line);
  assertNotMixed(found);
  return found;
}

/** The files of every dataset, each of its own where there are several. */
export function everyFile(files: ReadonlyMap<DatasetId, LocatedFile>): LocatedFile[] {
  return [...files.values()].flatMap((file) => [file, ...(file.more ?? [])]);
}

/** Invented territories and real lists must never meet in one answer. */
function assertNotMixed(files: ReadonlyMap<DatasetId, LocatedFile>): void {
  const outlines = files.get('commune-outlines');
  for (const file of everyFile(files)) {
    if (!outlines || file.fictional === outlines.fictional) continue;
    throw new DomainError(
      'invalid-parameter',
      `${file.path} is ${file.fictional ? 'fictional' : 'real'} and the territory is ${outlines.fictional ? 'fictional' : 'real'}: expected both alike`,
      { file: file.path },
    );
  }
}

/** "17 from the mirror, 1 downloaded" */
function countByOrigin(files: ReadonlyMap<DatasetId, LocatedFile>): string {
  const groups = Map.groupBy(everyFile(files), (file) => file.obtained);
  return [...groups].map(([obtained, list]) => `${list.length} ${OBTAINED[obtained]}`).join(', ');
}

const OBTAINED: Record<LocatedFile['obtained'], string> = {
  mirror: 'from the mirror',
  cache: 'from the cache',
  download: 'downloaded',
  'built-in': 'built in',
  file: 'named by the user',
};
