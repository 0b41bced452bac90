/**
 * Any network over the country's matrix: nearest active site of every origin, then the minutes of every territory; and
 * one site more or less, of which only what changes is computed. On a synthetic country of the size of France (500,000
 * origins, 10 million times, 2,058 cantons). Run: node scripts/bench/scan.bench.ts
 */
import { type MinuteHistogram, minuteHistogram } from '../../src/coverage/minute-histogram.ts';
import { nearestSeconds, nearestSites } from '../../src/coverage/nearest.ts';
import {
  applyChange,
  atomsOfOrigins,
  type Catchment,
  changeByAdding,
  changeByRemoving,
  histogramAfter,
  type Nearest,
  type NearestChange,
} from '../../src/coverage/site-change.ts';
import { decodeMatrix, encodeMatrix } from '../../src/grid/matrix-binary.ts';
import { finish, measure, type Row, row } from './measure.ts';
import { FRANCE_SIZE, seededRandom, syntheticCountry } from './synthetic-country.ts';

const RUNS = 15;
const ADDED = 200;

const data = syntheticCountry(FRANCE_SIZE);
const { matrix, atoms } = data;
const random = seededRandom(9);

/** Another half of the sites in every run: nothing of the run before can help. */
const networks = Array.from({ length: RUNS }, () =>
  Uint8Array.from({ length: matrix.siteCount }, () => (random() < 0.5 ? 1 : 0)),
);
const out = new Uint16Array(matrix.originCount);
const rows: Row[] = [];
for (const level of ['canton', 'commune'] as const) {
  const target = level === 'canton' ? { atMost: 50 } : null;
  rows.push(
    measure(
      `any network, residents by minute of every ${level}`,
      RUNS,
      (run) =>
        minuteHistogram(data, atoms, level, nearestSeconds(matrix, networks[run], out), null).counts[9],
      target,
    ),
  );
}

const network = networks[0];
const start: Nearest = nearestSites(matrix, network);
const scope = {
  data,
  level: 'canton' as const,
  atoms,
  mask: null,
  ofOrigins: atomsOfOrigins(atoms, matrix.originCount),
};
const before = minuteHistogram(data, atoms, 'canton', start.seconds, null);
const absent = sitesWhere(0);
const present = sitesWhere(1);
const catchments = absent.map(catchmentOf);

rows.push(
  measure(
    'one site more, from its catchment: origins and every canton',
    ADDED,
    (run) => after(changeByAdding(start, absent[run], catchments[run])).counts[9],
    { atMost: 20 },
  ),
  measure(
    'one site less: origins and every canton',
    ADDED,
    (run) => after(changeByRemoving(matrix, network, start, present[run])).counts[9],
    { atMost: 20 },
  ),
);
assertSameAsFullRun();

const bytes = encodeMatrix(matrix);
rows.push(
  row('the matrix in its file', 'MB', [bytes.length / 1e6]),
  measure('reading the matrix from its file: checksum, views', 5, () => decodeMatrix(bytes).site[3]),
  row('resident memory, the country and its file', 'MB', [process.memoryUsage.rss() / 1e6], { atMost: 1500 }),
);
finish('scan', rows);

function after(change: NearestChange): MinuteHistogram {
  return histogramAfter(before, scope, start, change);
}

function sitesWhere(active: 0 | 1): number[] {
  return Array.from(network.keys())
    .filter((site) => network[site] === active)
    .slice(0, ADDED);
}

/** The column of a site: what a search from it finds. */
function catchmentOf(wanted: number): Catchment {
  const entries: [number, number][] = [];
  for (let origin = 0; origin < matrix.originCount; origin++) {
    for (let i = matrix.rowStart[origin]; i < matrix.rowStart[origin + 1]; i++) {
      if (matrix.site[i] === wanted) entries.push([origin, matrix.seconds[i]]);
    }
  }
  return {
    count: entries.length,
    origin: Uint32Array.from(entries, ([origin]) => origin),
    seconds: Uint16Array.from(entries, ([, seconds]) => seconds),
  };
}

/** A quick answer is worth nothing unless it is the same one. */
function assertSameAsFullRun(): void {
  const change = changeByAdding(start, absent[0], catchments[0]);
  const histogram = after(change);
  const nearest: Nearest = { seconds: start.seconds.slice(), site: start.site.slice() };
  applyChange(nearest, change);
  const full = nearestSites(
    matrix,
    network.map((inside, site) => (site === absent[0] ? 1 : inside)),
  );
  const counts = minuteHistogram(data, atoms, 'canton', full.seconds, null).counts;
  const same =
    change.count > 0 &&
    full.seconds.every((seconds, origin) => seconds === nearest.seconds[origin]) &&
    full.site.every((site, origin) => site === nearest.site[origin]) &&
    counts.every((residents, i) => residents === histogram.counts[i]);
  if (!same) throw new Error('one site more: not what a full run finds');
}
