import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage } from '../../../src/coverage/coverage.ts';
import { type EditionData, LEVELS, type Level } from '../../../src/coverage/edition-data.ts';
import { gaps } from '../../../src/coverage/gaps.ts';
import { minuteHistogram, tallyRow } from '../../../src/coverage/minute-histogram.ts';
import { nearestSeconds, nearestSites } from '../../../src/coverage/nearest.ts';
import { COUNTING_RULES, networkMask } from '../../../src/coverage/network.ts';
import { RATIO_DIMENSIONS, ratios } from '../../../src/coverage/ratios.ts';
import { atomMask, parseWithin } from '../../../src/coverage/within.ts';
import { type AccessMatrix, NO_TIME } from '../../../src/grid/access-matrix.ts';
import { randomEdition, randomWithin } from './random-edition.ts';

const rule = fc.constantFrom(...COUNTING_RULES);
const minutes = fc.integer({ min: 1, max: 60 });
const partitions = LEVELS.filter((level) => level !== 'qpv');

/** Naive twin: the least time over the row, by looking at every entry. */
function slowNearest(matrix: AccessMatrix, mask: Uint8Array, origin: number): number {
  let least = NO_TIME;
  for (let i = matrix.rowStart[origin]; i < matrix.rowStart[origin + 1]; i++) {
    if (mask[matrix.site[i]] === 1) least = Math.min(least, matrix.seconds[i]);
  }
  return least;
}

/** Naive twin of the coverage of a territory: a filter over the atoms. */
function slowCovered(
  data: EditionData,
  nearest: Uint16Array,
  level: Level,
  index: number,
  limit: number,
  mask: Uint8Array | null,
) {
  let covered = 0;
  for (let atom = 0; atom < data.atoms.count; atom++) {
    if (data.atoms.territory[level][atom] !== index || mask?.[atom] === 0) continue;
    if (nearest[data.atoms.origin[atom]] <= limit) covered += data.atoms.residents[atom];
  }
  return covered;
}

describe('coverage, on any edition', () => {
  it('finds the nearest site of any set', () => {
    fc.assert(
      fc.property(randomEdition, fc.infiniteStream(fc.boolean()), ({ matrix }, bits) => {
        const mask = Uint8Array.from({ length: matrix.siteCount }, () => Number(bits.next().value));
        const quick = nearestSeconds(matrix, mask);
        const named = nearestSites(matrix, mask);
        expect(named.seconds).toEqual(quick);
        for (let origin = 0; origin < matrix.originCount; origin++) {
          expect(quick[origin]).toBe(slowNearest(matrix, mask, origin));
        }
      }),
    );
  });

  it('sums to the same total over every partition, exactly', () => {
    fc.assert(
      fc.property(randomEdition, randomWithin, minutes, rule, (data, text, thresholdMinutes, rule) => {
        const within = parseWithin(text);
        const { total } = coverage(data, { level: 'france', within, thresholdMinutes, rule });
        for (const level of partitions) {
          const answer = coverage(data, { level, within, thresholdMinutes, rule });
          expect({ ...answer.total, territories: 0 }, level).toEqual({ ...total, territories: 0 });
          for (const figure of ['population', 'covered', 'sites', 'without_time'] as const) {
            expect(
              answer.items.reduce((sum, item) => sum + item[figure], 0),
              `${level} ${figure}`,
            ).toBe(total[figure]);
          }
        }
      }),
    );
  });

  it('equals a plain filter over the residents, for any part', () => {
    fc.assert(
      fc.property(
        randomEdition,
        randomWithin,
        minutes,
        rule,
        fc.constantFrom(...partitions),
        (data, text, thresholdMinutes, rule, level) => {
          const within = parseWithin(text);
          const mask = atomMask(data, data.atoms, within);
          const nearest = nearestSeconds(data.matrix, networkMask(data.sites, rule));
          for (const item of coverage(data, { level, within, thresholdMinutes, rule }).items) {
            const index = data.levels[level].indexOf.get(item.code) ?? -1;
            expect(item.covered).toBe(slowCovered(data, nearest, level, index, thresholdMinutes * 60, mask));
          }
        },
      ),
    );
  });

  it('never shrinks when the threshold grows', () => {
    fc.assert(
      fc.property(randomEdition, minutes, minutes, rule, (data, a, b, rule) => {
        const at = (thresholdMinutes: number) =>
          coverage(data, { level: 'commune', within: [], thresholdMinutes, rule }).items.map(
            (item) => item.covered,
          );
        const [low, high] = [at(Math.min(a, b)), at(Math.max(a, b))];
        for (let i = 0; i < low.length; i++) expect(high[i]).toBeGreaterThanOrEqual(low[i]);
      }),
    );
  });

  it('never shrinks when the network grows', () => {
    fc.assert(
      fc.property(randomEdition, minutes, (data, thresholdMinutes) => {
        const of = (rule: (typeof COUNTING_RULES)[number]) =>
          coverage(data, { level: 'france', within: [], thresholdMinutes, rule }).total.covered;
        expect(of('fixed')).toBeLessThanOrEqual(of('principal'));
        expect(of('principal')).toBeLessThanOrEqual(of('all'));
      }),
    );
  });

  it('reads any threshold from the first bins of one histogram', () => {
    fc.assert(
      fc.property(randomEdition, rule, (data, rule) => {
        const nearest = nearestSeconds(data.matrix, networkMask(data.sites, rule));
        const histogram = minuteHistogram(data, data.atoms, 'departement', nearest, null);
        for (let row = 0; row < histogram.territoryCount; row++) {
          for (let threshold = 1; threshold <= 60; threshold++) {
            const direct = slowCovered(data, nearest, 'departement', row, threshold * 60, null);
            expect(tallyRow(histogram, row, threshold).covered).toBe(direct);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves in the gaps exactly those who are not covered', () => {
    fc.assert(
      fc.property(randomEdition, randomWithin, minutes, rule, (data, text, thresholdMinutes, rule) => {
        const within = parseWithin(text);
        const { total } = coverage(data, { level: 'france', within, thresholdMinutes, rule });
        const found = gaps(data, { within, thresholdMinutes, rule });
        expect(found.reduce((sum, gap) => sum + gap.population, 0)).toBe(total.population - total.covered);
        expect(found.reduce((sum, gap) => sum + gap.without_time, 0)).toBe(total.without_time);
        expect(new Set(found.map((gap) => gap.id)).size).toBe(found.length);
      }),
    );
  });

  it('has ratios whose groups sum to the total, and details to their group', () => {
    fc.assert(
      fc.property(
        randomEdition,
        randomWithin,
        minutes,
        rule,
        fc.constantFrom(...RATIO_DIMENSIONS),
        (data, text, thresholdMinutes, rule, by) => {
          const { items, total } = ratios(data, { by, within: parseWithin(text), thresholdMinutes, rule });
          const figures = by === 'qpv' ? (['sites'] as const) : (['residents', 'covered', 'sites'] as const);
          for (const figure of figures) {
            const sum = (parent: string | null) =>
              items.filter((item) => item.parent === parent).reduce((all, item) => all + item[figure], 0);
            expect(sum(null)).toBe(total[figure]);
            for (const group of items.filter((item) => by === 'density' && item.kind === 'group')) {
              expect(sum(group.group)).toBe(group[figure]);
            }
          }
        },
      ),
    );
  });
});
