import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EditionData, LEVELS } from '../../../src/coverage/edition-data.ts';
import { minuteHistogram } from '../../../src/coverage/minute-histogram.ts';
import { nearestSites } from '../../../src/coverage/nearest.ts';
import {
  applyChange,
  atomsOfOrigins,
  type Catchment,
  changeByAdding,
  changeByRemoving,
  histogramAfter,
  type Nearest,
} from '../../../src/coverage/site-change.ts';
import { atomMask, parseWithin } from '../../../src/coverage/within.ts';
import { buildAccessMatrix } from '../../../src/grid/matrix-builder.ts';
import { randomEdition, randomWithin } from './random-edition.ts';

/** The column of a site, as a search from it would give it. */
function catchmentOf({ matrix }: EditionData, site: number): Catchment {
  const entries: [number, number][] = [];
  for (let origin = 0; origin < matrix.originCount; origin++) {
    for (let i = matrix.rowStart[origin]; i < matrix.rowStart[origin + 1]; i++) {
      if (matrix.site[i] === site) entries.push([origin, matrix.seconds[i]]);
    }
  }
  return {
    count: entries.length,
    origin: Uint32Array.from(entries, ([origin]) => origin),
    seconds: Uint16Array.from(entries, ([, seconds]) => seconds),
  };
}

/** The same edition with times in steps of twenty minutes: ties between sites, which chance alone gives too seldom. */
function inSteps(data: EditionData): EditionData {
  const { originCount, siteCount, limitSeconds, rowStart, site, seconds } = data.matrix;
  const origin = new Uint32Array(site.length);
  for (let row = 0; row < originCount; row++) origin.fill(row, rowStart[row], rowStart[row + 1]);
  const entries = { origin, site, seconds: seconds.map((each) => each - (each % 1200)), count: site.length };
  return { ...data, matrix: buildAccessMatrix(originCount, siteCount, limitSeconds, [entries]) };
}

describe('one site more or less', () => {
  it('leaves what a full run would find, whatever sites come and go', () => {
    fc.assert(
      fc.property(
        fc.oneof(randomEdition, randomEdition.map(inSteps)),
        fc.constantFrom(...LEVELS.filter((level) => level !== 'qpv')),
        randomWithin,
        fc.array(fc.nat(), { maxLength: 12 }),
        (data, level, within, toggles) => {
          const { matrix, atoms } = data;
          fc.pre(matrix.siteCount > 0);
          const network = new Uint8Array(matrix.siteCount);
          const mask = atomMask(data, atoms, parseWithin(within));
          const scope = { data, level, atoms, mask, ofOrigins: atomsOfOrigins(atoms, matrix.originCount) };
          const nearest: Nearest = nearestSites(matrix, network);
          let histogram = minuteHistogram(data, atoms, level, nearest.seconds, mask);
          for (const toggle of toggles) {
            const site = toggle % matrix.siteCount;
            const change =
              network[site] === 1
                ? changeByRemoving(matrix, network, nearest, site)
                : changeByAdding(nearest, site, catchmentOf(data, site));
            network[site] ^= 1;
            const before = nearest.seconds.slice();
            histogram = histogramAfter(histogram, scope, nearest, change);
            applyChange(nearest, change);

            const full = nearestSites(matrix, network);
            expect(nearest).toEqual(full);
            expect(histogram).toEqual(minuteHistogram(data, atoms, level, full.seconds, mask));
            // A site more never makes anybody's way longer, a site less never shorter.
            const origins = change.origin.subarray(0, change.count);
            const direction = network[site] === 1 ? 1 : -1;
            for (const origin of origins) {
              expect(direction * (before[origin] - nearest.seconds[origin])).toBeGreaterThanOrEqual(0);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
