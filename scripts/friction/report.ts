import { crowFlyM } from '../../src/network/geometry.ts';
import type { PairTargets, ShareTargets } from './targets.ts';
import { MINUTES } from './targets.ts';

const THRESHOLD_SECONDS = 1800;
/** Thresholds that answers are given an expected error for. */
const TABLED_MINUTES: readonly number[] = [10, 15, 20, 25, 30];

/** Errors of shares in points: mean absolute, mean, root mean square, nine in ten, worst département. */
export function printShares(title: string, targets: ShareTargets, shares: readonly number[][]): void {
  console.log(`${title}, shares of ${shares.length} départements, points`);
  console.table(
    MINUTES.map((minutes, k) => {
      const errors = shares.map((row, i) => row[k] - targets.expected[i][k]);
      const worst = errors.reduce((far, error, i) => (Math.abs(error) > Math.abs(errors[far]) ? i : far), 0);
      return {
        minutes,
        'mean absolute': round(meanAbsolute(errors)),
        bias: round(mean(errors)),
        'root mean square': round(Math.sqrt(mean(errors.map((error) => error * error)))),
        '9 in 10': round(nineInTen(errors)),
        worst: `${round(errors[worst])} (${targets.departements[worst]})`,
      };
    }),
  );
}

/** FRICTION_ERRORS of src/network/friction/friction-errors.ts, ready to be copied. */
export function printErrorTable(targets: ShareTargets, heldOut: readonly number[][]): void {
  for (const minutes of TABLED_MINUTES) {
    const k = (MINUTES as readonly number[]).indexOf(minutes);
    const errors = heldOut.map((row, i) => row[k] - targets.expected[i][k]);
    console.log(
      `  { minutes: ${minutes}, meanPoints: ${meanAbsolute(errors).toFixed(1)}, nineInTenPoints: ${nineInTen(errors).toFixed(1)} },`,
    );
  }
}

/** Pairs of communes within 30 minutes, as a search finds them among OSRM's, and how far its times are off. */
export function printPairs(title: string, pairs: PairTargets, seconds: Float64Array): void {
  const { recall, precision } = pairScores(pairs, seconds);
  const ratios: number[] = [];
  forEachPair(pairs, seconds, (expected, found) => {
    if (expected >= 300 && expected <= 3600) ratios.push(found / expected);
  });
  ratios.sort((a, b) => a - b);
  const at = (part: number) => `${(100 * (ratios[Math.floor(part * ratios.length)] - 1)).toFixed(0)} %`;
  console.log(
    `${title}, pairs of Isère within 30 minutes: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}; ` +
      `times of 5 to 60 minutes: median ${at(0.5)}, first decile ${at(0.1)}, last decile ${at(0.9)}`,
  );
}

/** Crow-fly at one speed, for comparison: nothing is known but the distance. */
export function printCrowFly(pairs: PairTargets): void {
  const { lon, lat } = pairs.points;
  for (const speedKmh of [32, 33, 36, 37]) {
    const seconds = new Float64Array(pairs.count * pairs.count);
    for (let from = 0; from < pairs.count; from++) {
      for (let to = 0; to < pairs.count; to++) {
        seconds[from * pairs.count + to] =
          (3.6 * crowFlyM(lon[from], lat[from], lon[to], lat[to])) / speedKmh;
      }
    }
    printPairs(`crow-fly at ${speedKmh} km/h`, pairs, seconds);
  }
}

function pairScores(pairs: PairTargets, seconds: Float64Array): { recall: number; precision: number } {
  let both = 0;
  let expectedOnly = 0;
  let foundOnly = 0;
  forEachPair(pairs, seconds, (expected, found) => {
    if (expected <= THRESHOLD_SECONDS && found <= THRESHOLD_SECONDS) both++;
    else if (expected <= THRESHOLD_SECONDS) expectedOnly++;
    else if (found <= THRESHOLD_SECONDS) foundOnly++;
  });
  return { recall: both / (both + expectedOnly), precision: both / (both + foundOnly) };
}

function forEachPair(
  pairs: PairTargets,
  seconds: Float64Array,
  visit: (expected: number, found: number) => void,
): void {
  for (let from = 0; from < pairs.count; from++) {
    for (let to = 0; to < pairs.count; to++) {
      const at = from * pairs.count + to;
      if (from !== to && !Number.isNaN(pairs.seconds[at])) visit(pairs.seconds[at], seconds[at]);
    }
  }
}

const round = (value: number) => Math.round(value * 100) / 100;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanAbsolute = (values: readonly number[]) => mean(values.map(Math.abs));
function nineInTen(values: readonly number[]): number {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  return sorted[Math.ceil(0.9 * sorted.length) - 1];
}
