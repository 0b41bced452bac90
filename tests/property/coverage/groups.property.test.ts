import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramOf, nearestOf } from '../../../src/coverage/answer-cache.ts';
import { compare } from '../../../src/coverage/compare.ts';
import { coverage } from '../../../src/coverage/coverage.ts';
import { curve } from '../../../src/coverage/curve.ts';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import { binOf, MINUTE_BINS } from '../../../src/coverage/minute-histogram.ts';
import { COUNTING_RULES } from '../../../src/coverage/network.ts';
import { partFigures } from '../../../src/coverage/part.ts';
import { RANKING_MEASURES, RANKING_ORDERS, ranking } from '../../../src/coverage/ranking.ts';
import { secondsOfShare, timeDistribution } from '../../../src/coverage/time-distribution.ts';
import { atomMask, parseWithin } from '../../../src/coverage/within.ts';
import { PROVIDERS } from '../../../src/grid/access-matrix.ts';
import { randomEdition, randomWithin } from './random-edition.ts';

const minutes = fc.integer({ min: 1, max: 60 });
const rule = fc.constantFrom(...COUNTING_RULES);
/** Groups of places and of kinds of communes; each of these codes is in every random edition. */
const group = fc.oneof(
  randomWithin,
  fc
    .uniqueArray(fc.constantFrom('rurality-rural', 'density-7', 'zrr-classed', 'frr-not-classed', '2A'), {
      minLength: 1,
      maxLength: 2,
    })
    .map((codes) => codes.join(',')),
);

/** Residents of both groups at or under so many seconds, one atom after the other. */
function slowCovered(
  data: EditionData,
  of: string,
  within: string,
  network: (typeof COUNTING_RULES)[number],
  seconds: number,
) {
  const nearest = nearestOf(data, network);
  const masks = [of, within].map((text) => atomMask(data, data.atoms, parseWithin(text)));
  let covered = 0;
  for (let atom = 0; atom < data.atoms.count; atom++) {
    if (masks.some((mask) => mask !== null && mask[atom] === 0)) continue;
    const origin = data.atoms.origin[atom];
    if (PROVIDERS[data.origins.provider[origin]] === 'none' || nearest[origin] > seconds) continue;
    covered += data.atoms.residents[atom];
  }
  return covered;
}

describe('the distribution by second', () => {
  it('folds into the bins of the minute histogram, to the resident', () => {
    fc.assert(
      fc.property(randomEdition, group, rule, (data, text, rule) => {
        const within = parseWithin(text);
        const histogram = histogramOf(data, 'france', within, rule);
        const mask = atomMask(data, data.atoms, within);
        const times = timeDistribution(data, data.atoms, nearestOf(data, rule), mask);
        const bins = new Uint32Array(MINUTE_BINS);
        const road = PROVIDERS.indexOf('road');
        for (let second = 0; second < times.atOrUnder.length; second++) {
          bins[binOf(second, road)] += times.atOrUnder[second] - (times.atOrUnder[second - 1] ?? 0);
        }
        expect([...bins.subarray(0, 61)]).toEqual([...histogram.counts.subarray(0, 61)]);
        expect(times.residents).toBe(histogram.residents[0]);
        expect(times.estimated).toBe(histogram.estimated[0]);
        expect(times.withoutTime).toBe(histogram.withoutTime[0]);
      }),
    );
  });

  it('has the percentile that residents stood in a row would have', () => {
    fc.assert(
      fc.property(randomEdition, group, fc.integer({ min: 1, max: 10 }), (data, text, tenths) => {
        const part = { of: parseWithin(text), within: [], parameter: 'of' };
        const { times } = partFigures(data, part, 'all');
        const found = secondsOfShare(times, tenths, 10);
        const place = Math.ceil((times.residents * tenths) / 10);
        const second = times.atOrUnder.findIndex((people) => people >= place);
        expect(found).toBe(times.residents === 0 || second < 0 ? null : second);
      }),
    );
  });
});

describe('a curve', () => {
  it('at minute m is the coverage at threshold m, on both sides', () => {
    fc.assert(
      fc.property(randomEdition, group, group, rule, (data, of, against, rule) => {
        const query = { of: parseWithin(of), with: parseWithin(against), within: [], rule };
        const { items, total } = curve(data, query);
        for (let threshold = 1; threshold <= 60; threshold++) {
          const at = (within: typeof query.of) =>
            coverage(data, { level: 'france', within, thresholdMinutes: threshold, rule }).total;
          const [own, other] = [at(query.of), at(query.with)];
          expect(items[threshold]).toMatchObject({
            minute: threshold,
            residents_within: own.covered,
            share: own.share,
            comparison_residents_within: other.covered,
            comparison_share: other.share,
          });
          if (threshold > 1) continue;
          expect(total).toMatchObject({
            residents: own.population,
            without_time: own.without_time,
            estimate_share: own.estimate_share,
            sites: own.sites,
            comparison_residents: other.population,
            comparison_sites: other.sites,
          });
        }
        expect(items[60].residents_within + total.beyond_limit + total.without_time).toBe(total.residents);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a comparison', () => {
  it('has the figures of the coverage, at each of its thresholds', () => {
    fc.assert(
      fc.property(randomEdition, group, group, minutes, rule, (data, a, b, thresholdMinutes, rule) => {
        const query = { a: parseWithin(a), b: parseWithin(b), within: [], thresholdMinutes, rule };
        for (const item of compare(data, query).items) {
          if (item.speed_percent !== 100 || item.limit_seconds === null) continue;
          for (const side of ['a', 'b'] as const) {
            const { total } = coverage(data, {
              level: 'france',
              within: query[side],
              thresholdMinutes: item.limit_seconds / 60,
              rule,
            });
            expect(item[`${side}_covered`]).toBe(total.covered);
            expect(item[`${side}_residents`]).toBe(total.population);
            expect(item[`${side}_share`]).toBe(total.share);
            expect(item[`${side}_sites`]).toBe(total.sites);
            expect(item[`${side}_without_time`]).toBe(total.without_time);
          }
        }
      }),
    );
  });

  it('counts whole seconds of both groups together, whatever the speeds', () => {
    fc.assert(
      fc.property(randomEdition, group, group, minutes, rule, (data, a, within, thresholdMinutes, rule) => {
        const query = { a: parseWithin(a), b: [], within: parseWithin(within), thresholdMinutes, rule };
        for (const item of compare(data, query).items) {
          const seconds = (item.threshold_minutes ?? 0) * 60 * (item.speed_percent / 100);
          if (item.limit_seconds === null) {
            expect(item.threshold_minutes === null || Math.round(seconds) > 3600).toBe(true);
          } else {
            expect(item.limit_seconds).toBe(Math.round(seconds));
            expect(item.a_covered).toBe(slowCovered(data, a, within, rule, item.limit_seconds));
            expect(item.b_covered).toBe(slowCovered(data, '', within, rule, item.limit_seconds));
          }
        }
      }),
    );
  });

  it('turned round has the opposite difference and the inverse verdict', () => {
    fc.assert(
      fc.property(randomEdition, group, group, minutes, rule, (data, a, b, thresholdMinutes, rule) => {
        const ask = (first: string, second: string) =>
          compare(data, {
            a: parseWithin(first),
            b: parseWithin(second),
            within: [],
            thresholdMinutes,
            rule,
          });
        const [there, back] = [ask(a, b), ask(b, a)];
        const turned = there.total.verdict.replace(/^[ab](?=-)/, (side) => (side === 'a' ? 'b' : 'a'));
        expect(back.total.verdict).toBe(turned);
        there.items.forEach((item, row) => {
          const other = back.items[row].difference_points;
          if (item.difference_points === null) expect(other).toBeNull();
          else expect(item.difference_points + (other ?? Number.NaN)).toBe(0);
        });
      }),
    );
  });
});

describe('a ranking', () => {
  const levels = ['departement', 'canton', 'commune', 'epci', 'qpv', 'density'] as const;
  const question = fc.record({
    level: fc.constantFrom(...levels),
    by: fc.constantFrom(...RANKING_MEASURES),
    order: fc.constantFrom(...RANKING_ORDERS),
    thresholdMinutes: minutes,
    rule,
  });

  it('is the coverage of the same question, sorted', () => {
    fc.assert(
      fc.property(randomEdition, randomWithin, question, (data, text, asked) => {
        const query = { ...asked, within: parseWithin(text) };
        const { items, total } = ranking(data, { ...query, limit: null, offset: 0 });
        const all = coverage(data, query);
        const kept = all.items.filter(({ status }) => status === 'ok' || status === 'no-time');
        expect(items.map((item) => item.code).sort()).toEqual(kept.map((item) => item.code).sort());
        const out = total.partial + total.no_population + total.not_applicable;
        expect(total.ranked + out).toBe(all.items.length);
        expect(total.covered).toBe(all.total.covered);
        const byCode = new Map(all.items.map((item) => [item.code, item]));
        for (const { code, population, covered, share, sites } of items) {
          expect(byCode.get(code)).toMatchObject({ population, covered, share, sites });
        }
      }),
    );
  });

  it('never goes back, and ranks by how many are strictly ahead', () => {
    fc.assert(
      fc.property(randomEdition, question, (data, asked) => {
        const { items } = ranking(data, { ...asked, within: [], limit: null, offset: 0 });
        const figure = (item: (typeof items)[number]) =>
          asked.by === 'coverage'
            ? -(item.share ?? 0)
            : asked.by === 'uncovered'
              ? item.uncovered
              : (item.residents_per_site ?? Number.POSITIVE_INFINITY);
        const ahead = (a: number, b: number) => (asked.order === 'worst-first' ? a > b : a < b);
        items.forEach((item, place) => {
          const mine = figure(item);
          expect(item.rank).toBe(1 + items.filter((other) => ahead(figure(other), mine)).length);
          expect(item.tied).toBe(items.filter((other) => figure(other) === mine).length);
          const next = items[place + 1];
          if (next === undefined) return;
          expect(ahead(figure(next), mine)).toBe(false);
          if (figure(next) === mine) expect(item.code < next.code).toBe(true);
        });
      }),
    );
  });

  it('comes in pages that make up the whole', () => {
    fc.assert(
      fc.property(randomEdition, question, fc.integer({ min: 1, max: 4 }), (data, asked, limit) => {
        const page = (of: { limit: number | null; offset: number }) =>
          ranking(data, { ...asked, within: [], ...of }).items;
        const whole = page({ limit: null, offset: 0 });
        const pages = [];
        for (let offset = 0; offset <= whole.length; offset += limit) pages.push(...page({ limit, offset }));
        expect(pages).toEqual(whole);
      }),
    );
  });
});
