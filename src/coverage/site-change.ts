import { type AccessMatrix, NO_TIME } from '../grid/access-matrix.ts';
import type { Atoms, EditionData, Level } from './edition-data.ts';
import { binOf, MINUTE_BINS, type MinuteHistogram } from './minute-histogram.ts';
import { NO_SITE } from './nearest.ts';

/**
 * What one site more or less changes, without asking the rest of the country again: the origins that get another
 * nearest site, and the statistics of the territories they lie in. The result equals a full run to the last resident;
 * a property test holds it.
 *
 * On a country of 490,000 origins an addition costs its own catchment, and a removal one pass over the site column
 * (0.2 ms) plus the rows of the origins that lose their site; scripts/bench/scan.bench.ts has the figures.
 */

/** Nearest site of the network for each origin, from `nearestSites`. */
export interface Nearest {
  seconds: Uint16Array;
  /** Site index of the edition, or NO_SITE. */
  site: Uint16Array;
}

/** The origins that reach one site within the limit, in any order; only the first `count` entries are read. */
export interface Catchment {
  count: number;
  origin: Uint32Array;
  /** Whole seconds, resident to site. */
  seconds: Uint16Array;
}

/** Origins with another nearest site than before; columns of `count` entries, each origin once. */
export interface NearestChange {
  count: number;
  origin: Uint32Array;
  secondsAfter: Uint16Array;
  siteAfter: Uint16Array;
}

/** What a site of this catchment would change. Of sites at the same second the smallest index counts, as in a full run. */
export function changeByAdding(nearest: Nearest, site: number, catchment: Catchment): NearestChange {
  const change = emptyChange(catchment.count);
  const { origin, secondsAfter, siteAfter } = change;
  let count = 0;
  for (let i = 0; i < catchment.count; i++) {
    const at = catchment.origin[i];
    const seconds = catchment.seconds[i];
    const before = nearest.seconds[at];
    if (seconds > before || (seconds === before && site >= nearest.site[at])) continue;
    origin[count] = at;
    secondsAfter[count] = seconds;
    siteAfter[count++] = site;
  }
  return { ...change, count };
}

/**
 * What is left to the origins whose nearest site goes away.
 * @param mask one byte a site, 1 in the network; the removed site's own byte is not read
 */
export function changeByRemoving(
  matrix: AccessMatrix,
  mask: Uint8Array,
  nearest: Nearest,
  removed: number,
): NearestChange {
  const { originCount, rowStart, site, seconds } = matrix;
  const nearestSite = nearest.site;
  let losing = 0;
  for (let origin = 0; origin < originCount; origin++) if (nearestSite[origin] === removed) losing++;
  const change = emptyChange(losing);
  let count = 0;
  for (let origin = 0; count < losing; origin++) {
    if (nearestSite[origin] !== removed) continue;
    const end = rowStart[origin + 1];
    let i = rowStart[origin];
    while (i < end && (site[i] === removed || mask[site[i]] === 0)) i++;
    change.origin[count] = origin;
    change.secondsAfter[count] = i < end ? seconds[i] : NO_TIME;
    change.siteAfter[count++] = i < end ? site[i] : NO_SITE;
  }
  return { ...change, count };
}

/** Writes the change into the columns; call `histogramAfter` before, which needs them as they were. */
export function applyChange(nearest: Nearest, change: NearestChange): void {
  for (let i = 0; i < change.count; i++) {
    nearest.seconds[change.origin[i]] = change.secondsAfter[i];
    nearest.site[change.origin[i]] = change.siteAfter[i];
  }
}

/** The atoms of each origin: originCount + 1 offsets into `atom`. */
export interface AtomsOfOrigins {
  start: Uint32Array;
  atom: Uint32Array;
}

export function atomsOfOrigins(atoms: Atoms, originCount: number): AtomsOfOrigins {
  const start = new Uint32Array(originCount + 1);
  for (let atom = 0; atom < atoms.count; atom++) start[atoms.origin[atom] + 1]++;
  for (let origin = 0; origin < originCount; origin++) start[origin + 1] += start[origin];
  const next = start.slice(0, originCount);
  const atom = new Uint32Array(atoms.count);
  for (let i = 0; i < atoms.count; i++) atom[next[atoms.origin[i]]++] = i;
  return { start, atom };
}

/** What a histogram is made over: the level, its atoms, and the mask of those that count (null: all). */
export interface HistogramScope {
  data: EditionData;
  level: Level;
  atoms: Atoms;
  ofOrigins: AtomsOfOrigins;
  mask: Uint8Array | null;
}

/**
 * The histogram of a level after the change. The one before is left as it was.
 * @param scope the one that `before` was made over
 * @param nearest before the change
 */
export function histogramAfter(
  before: MinuteHistogram,
  scope: HistogramScope,
  nearest: Nearest,
  change: NearestChange,
): MinuteHistogram {
  const { atoms, ofOrigins, mask } = scope;
  const counts = before.counts.slice();
  const territoryOf = atoms.territory[scope.level];
  const { provider } = scope.data.origins;
  for (let i = 0; i < change.count; i++) {
    const origin = change.origin[i];
    const from = binOf(nearest.seconds[origin], provider[origin]);
    const to = binOf(change.secondsAfter[i], provider[origin]);
    if (from === to) continue;
    for (let j = ofOrigins.start[origin]; j < ofOrigins.start[origin + 1]; j++) {
      const atom = ofOrigins.atom[j];
      if (mask !== null && mask[atom] === 0) continue;
      const territory = territoryOf[atom];
      const row = (territory < 0 ? before.territoryCount : territory) * MINUTE_BINS;
      counts[row + from] -= atoms.residents[atom];
      counts[row + to] += atoms.residents[atom];
    }
  }
  return { ...before, counts };
}

function emptyChange(capacity: number): NearestChange {
  return {
    count: 0,
    origin: new Uint32Array(capacity),
    secondsAfter: new Uint16Array(capacity),
    siteAfter: new Uint16Array(capacity),
  };
}
