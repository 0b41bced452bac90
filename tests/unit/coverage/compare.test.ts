import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/coverage/compare.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();
const ask = (given: { a: string; b?: string; in?: string; thresholdMinutes?: number }, edition = data) =>
  compare(edition, {
    a: parseWithin(given.a, 'a'),
    b: parseWithin(given.b, 'b'),
    within: parseWithin(given.in),
    thresholdMinutes: given.thresholdMinutes ?? 30,
    rule: 'principal',
  });

describe('the question as asked', () => {
  const [asked] = ask({ a: '2A', b: '2B' }).items;

  it('has both sides in whole', () => {
    expect(asked).toMatchObject({
      scenario: 'as-asked',
      threshold_minutes: 30,
      limit_seconds: 1800,
      status: 'computed',
      a_codes: '2A',
      a_name: 'Monts-du-Sud',
      a_residents: 1100,
      a_covered: 1000,
      a_uncovered: 100,
      a_share: 1000 / 1100,
      a_sites: 2,
      a_sites_per_100k: 200_000 / 1100,
      a_median_minutes: 5,
      a_without_time: 0,
      a_estimate_share: 0,
      b_name: 'Monts-du-Nord',
      b_covered: 290,
      b_without_time: 30,
      b_status: 'ok',
    });
  });

  it('has the difference in points and both ratios', () => {
    expect(asked.difference_points).toBeCloseTo(100 * (1000 / 1100 - 290 / 390), 10);
    expect(asked.share_ratio).toBeCloseTo(1000 / 1100 / (290 / 390), 12);
    expect(asked.uncovered_ratio).toBeCloseTo(100 / 1100 / (100 / 390), 12);
  });
});

describe('the scenarios', () => {
  // Seconds of 2B: 200 residents at 120, 90 at 1800, 70 at 1801; of 2A beyond 700: 60 at 1810, 40 at 2100.
  const { items, total } = ask({ a: '2A', b: '2B' });
  const by = new Map(items.map((item) => [item.scenario as string, item]));

  it('are five minutes less and more, speeds a tenth lower and higher, counted to the second', () => {
    expect(
      items.map(({ scenario, threshold_minutes, speed_percent, limit_seconds }) => [
        scenario,
        threshold_minutes,
        speed_percent,
        limit_seconds,
      ]),
    ).toEqual([
      ['as-asked', 30, 100, 1800],
      ['threshold-lower', 25, 100, 1500],
      ['threshold-higher', 35, 100, 2100],
      ['slower', 30, 90, 1620],
      ['faster', 30, 110, 1980],
    ]);
    expect(items.map((item) => [item.a_covered, item.b_covered])).toEqual([
      [1000, 290],
      [1000, 200],
      [1100, 360],
      [1000, 200],
      [1060, 360],
    ]);
  });

  it('move the median with the speeds', () => {
    expect(by.get('slower')?.a_median_minutes).toBeCloseTo(5 / 0.9, 12);
    expect(by.get('faster')?.a_median_minutes).toBeCloseTo(5 / 1.1, 12);
    expect(by.get('threshold-lower')?.a_median_minutes).toBe(5);
  });

  it('are summed up: what holds, and from where to where', () => {
    expect(total).toMatchObject({ verdict: 'a-higher', scenarios: 5, scenarios_computed: 5 });
    const points = items.map((item) => item.difference_points as number);
    expect(total.difference_points_least).toBe(Math.min(...points));
    expect(total.difference_points_most).toBe(Math.max(...points));
    expect(ask({ a: '2B', b: '2A' }).total.verdict).toBe('b-higher');
  });

  it('count a resident a second over the border of a speed as not covered', () => {
    const at = (seconds: number) => {
      const edition = tinyEdition((spec) => {
        spec.times = [[0, 0, seconds]];
      });
      return new Map(ask({ a: 'canton-2A01' }, edition).items.map((item) => [item.scenario, item.a_covered]));
    };
    expect([at(1620).get('slower'), at(1621).get('slower')]).toEqual([500, 0]);
    expect([at(1980).get('faster'), at(1981).get('faster')]).toEqual([500, 0]);
  });

  it('stay empty, with the reason, past the limit of the grid', () => {
    const status = (thresholdMinutes: number) =>
      ask({ a: '2A', b: '2B', thresholdMinutes }).items.map((item) => item.status);
    expect(status(54)).toEqual(['computed', 'computed', 'computed', 'computed', 'computed']);
    expect(status(55)).toEqual(['computed', 'computed', 'computed', 'computed', 'past-limit']);
    expect(status(56)).toEqual(['computed', 'computed', 'past-limit', 'computed', 'past-limit']);
    expect(status(5)[1]).toBe('below-a-minute');
    expect(status(6)[1]).toBe('computed');
    const past = ask({ a: '2A', b: '2B', thresholdMinutes: 60 });
    expect(past.items[2]).toMatchObject({
      threshold_minutes: 65,
      limit_seconds: null,
      a_covered: null,
      a_share: null,
      difference_points: null,
      a_residents: 1100,
    });
    expect(past.total).toMatchObject({ scenarios_computed: 3, scenarios: 5 });
    const below = ask({ a: '2A', b: '2B', thresholdMinutes: 3 }).items[1];
    expect(below).toMatchObject({ threshold_minutes: null, a_covered: null });
  });
});

describe('the verdict', () => {
  it('of a place against itself is equal, to the last bit', () => {
    const { items, total } = ask({ a: 'reg-94', b: '2A,2B' });
    expect(items.every((item) => item.difference_points === 0 && item.share_ratio === 1)).toBe(true);
    expect(total.verdict).toBe('equal');
  });

  const signs = (answer: ReturnType<typeof ask>) =>
    answer.items.map((item) => Math.sign(item.difference_points ?? Number.NaN));

  it('changes where one scenario says otherwise', () => {
    // Galvin has 25 of its 40 residents at 1200 seconds; Doriane 200 of 360 at 120, then 90 at 1800.
    const answer = ask({ a: 'commune-01002', b: 'commune-2B001' });
    expect(signs(answer)).toEqual([-1, 1, -1, 1, -1]);
    expect(answer.total.verdict).toBe('changes');
  });

  it('says where it is equal in some, as where everybody is covered on both sides', () => {
    const answer = ask({ a: 'commune-2A002', b: 'commune-2B001', thresholdMinutes: 31 });
    expect(signs(answer)).toEqual([-1, -1, 0, -1, -1]);
    expect(answer.total.verdict).toBe('b-higher-or-equal');
    const turned = ask({ a: 'commune-2B001', b: 'commune-2A002', thresholdMinutes: 31 });
    expect(turned.total.verdict).toBe('a-higher-or-equal');
  });

  it('is not given where nobody lives', () => {
    const { items, total } = ask({ a: 'commune-2A003', b: '2A' });
    expect(items[0]).toMatchObject({
      status: 'no-residents',
      a_share: null,
      a_sites_per_100k: null,
      a_status: 'no-population',
      b_share: 1000 / 1100,
      difference_points: null,
      share_ratio: null,
    });
    expect(total).toMatchObject({ verdict: 'not-comparable', difference_points_least: null });
  });
});

describe('ratios', () => {
  it('are empty where they would divide by zero', () => {
    const [island] = ask({ a: '2A', b: 'canton-2B02' }).items;
    expect(island).toMatchObject({ share_ratio: null, b_status: 'no-time', b_share: 0 });
    expect(island.difference_points).toBeCloseTo((100 * 1000) / 1100, 10);
    const [all] = ask({ a: '2A', b: 'canton-2A01' }).items;
    expect(all).toMatchObject({ b_share: 1, uncovered_ratio: null });
    expect(all.share_ratio).toBeCloseTo(1000 / 1100, 12);
  });
});

describe('parts of an edition', () => {
  it('are whole or partial as they are loaded', () => {
    const status = (a: string, within?: string) => ask({ a, in: within }).items[0].a_status;
    expect(status('reg-84')).toBe('partial');
    expect(status('reg-84', '01')).toBe('ok');
    expect(status('reg-94')).toBe('ok');
    expect(status('france')).toBe('partial');
    expect(status('canton-hors-canton-01')).toBe('not-applicable');
  });

  it('without a site cover nobody', () => {
    const empty = tinyEdition((spec) => {
      spec.sites = [];
      spec.times = [];
    });
    const { items, total } = ask({ a: '2A', b: '2B' }, empty);
    expect(items[0]).toMatchObject({ a_covered: 0, a_sites: 0, share_ratio: null, uncovered_ratio: 1 });
    expect(total.verdict).toBe('equal');
  });

  it('name the side of a code that is not there', () => {
    expect(() => ask({ a: '99' })).toThrow(/^a: no departement 99/);
    expect(() => ask({ a: '2A', b: '99' })).toThrow(/^b: no departement 99/);
    expect(() => ask({ a: '2A', thresholdMinutes: 61 })).toThrow(/threshold/);
  });
});
