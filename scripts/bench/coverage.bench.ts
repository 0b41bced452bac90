/**
 * Coverage and grid kernels on a synthetic country of the size of France (500,000 origins, 10 million times, 35,000
 * communes). Run: node scripts/bench/coverage.bench.ts
 */
import { coverage } from '../../src/coverage/coverage.ts';
import type { EditionData, Level } from '../../src/coverage/edition-data.ts';
import { gaps } from '../../src/coverage/gaps.ts';
import { nearestSeconds } from '../../src/coverage/nearest.ts';
import { networkMask } from '../../src/coverage/network.ts';
import { ratios } from '../../src/coverage/ratios.ts';
import { aggregateSquares } from '../../src/grid/cells.ts';
import { decodeMatrix, encodeMatrix } from '../../src/grid/matrix-binary.ts';
import { buildAccessMatrix } from '../../src/grid/matrix-builder.ts';
import { rakeToTotals } from '../../src/grid/rake.ts';
import { finish, measure, type Row, row } from './measure.ts';
import { FRANCE_SIZE, seededRandom, syntheticCountry, syntheticEntries } from './synthetic-country.ts';

const rows: Row[] = [];
function time(name: string, runs: number, work: (run: number) => number): void {
  rows.push(measure(name, runs, work));
}

const size = FRANCE_SIZE;
const data = syntheticCountry(size);
const country = { within: [], rule: 'principal' } as const;
const ask = (edition: EditionData, level: Level, thresholdMinutes: number) =>
  coverage(edition, { ...country, within: [], level, thresholdMinutes }).total.covered;
/** The same edition with nothing cached: the cache belongs to the object. */
const cold = (): EditionData => ({ ...data });

const mask = networkMask(data.sites, 'principal');
const out = new Uint16Array(size.origins);
time('reference: one pass over every time of the matrix', 7, () => {
  const { seconds } = data.matrix;
  let sum = 0;
  for (let i = 0; i < seconds.length; i++) sum += seconds[i];
  return sum;
});
time('nearest seconds, national network', 15, () => nearestSeconds(data.matrix, mask, out)[7]);
const few = mask.map((inside, i) => (i % 50 === 0 ? inside : 0));
time('nearest seconds, one site in fifty', 15, () => nearestSeconds(data.matrix, few, out)[7]);
for (const level of ['france', 'departement', 'canton', 'commune'] as const) {
  time(`coverage by ${level}, cold`, 9, () => ask(cold(), level, 30));
  time(`coverage by ${level}, warm, another threshold`, 15, (run) => ask(data, level, 15 + run));
}
const within = [{ level: 'departement' as const, code: '00012' }];
time('coverage by commune within a département, cold', 9, () => {
  return coverage(cold(), { ...country, within, level: 'commune', thresholdMinutes: 30 }).total.covered;
});
time('ratios by density, cold', 9, () => {
  return ratios(cold(), { ...country, within: [], by: 'density', thresholdMinutes: 30 }).total.covered;
});
time(
  'gaps, 30 minutes, cold',
  3,
  () => gaps(cold(), { ...country, within: [], thresholdMinutes: 30 }).length,
);
time(
  'gaps, 10 minutes, cold',
  3,
  () => gaps(cold(), { ...country, within: [], thresholdMinutes: 10 }).length,
);

const entries = syntheticEntries(size, seededRandom(2));
time('access matrix of 10M entries', 3, () => {
  return buildAccessMatrix(size.origins, size.sites, 3600, [entries]).site.length;
});
time('encode the matrix', 3, () => encodeMatrix(data.matrix).length);
const bytes = encodeMatrix(data.matrix);
time('decode the matrix', 5, () => decodeMatrix(bytes).site[3]);

const random = seededRandom(3);
const atoms = 700_000;
const weights = Float64Array.from({ length: atoms }, () => random() * 100);
const group = Uint32Array.from({ length: atoms }, () => Math.floor(random() * size.communes));
const totals = Uint32Array.from({ length: size.communes }, () => Math.floor(random() * 4000));
time('rake 700,000 parts to 35,000 communes', 3, () => rakeToTotals(weights, group, totals).residents[9]);

const squareCount = 2_300_000;
const side = Math.ceil(Math.sqrt(squareCount));
const squares = {
  lon: Float64Array.from({ length: squareCount }, (_, i) => -4 + (i % side) * 0.0026),
  lat: Float64Array.from({ length: squareCount }, (_, i) => 43 + Math.floor(i / side) * 0.0018),
  residents: Float64Array.from({ length: squareCount }, () => random() * 40),
  commune: Int32Array.from({ length: squareCount }, (_, i) => Math.floor((i / squareCount) * size.communes)),
  canton: new Int32Array(squareCount),
};
time('aggregate 2.3M squares into cells', 1, () => aggregateSquares(squares, 8).parts.count);

rows.push(row('peak memory', 'MB', [process.resourceUsage().maxRSS / 1024]));
finish('coverage', rows);
