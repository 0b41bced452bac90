import { describe, expect, it } from 'vitest';
import { curve } from '../../../src/coverage/curve.ts';
import type { CountingRule } from '../../../src/coverage/network.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();
const ask = (given: { of?: string; with?: string; in?: string; rule?: CountingRule } = {}, edition = data) =>
  curve(edition, {
    of: parseWithin(given.of, 'of'),
    with: parseWithin(given.with, 'with'),
    within: parseWithin(given.in),
    rule: given.rule ?? 'principal',
  });

describe('the rows', () => {
  // 2A by second: 500 at 60, 300 at 300, 200 at 700, 60 at 1810, 40 at 2100. 2B: 200 at 120, 90 at 1800, 70 at 1801.
  const { items } = ask({ of: '2A', with: '2B' });
  const at = (minute: number) => items[minute];

  it('are every minute from 0 to 60, cumulated', () => {
    expect(items.map((item) => item.minute)).toEqual(Array.from({ length: 61 }, (_, minute) => minute));
    expect(at(0).residents_within).toBe(0);
    expect(at(1)).toMatchObject({ residents_within: 500, share: 500 / 1100 });
    expect(at(5).residents_within).toBe(800);
    expect([at(11), at(12)].map((item) => item.residents_within)).toEqual([800, 1000]);
    expect([at(30), at(31)].map((item) => item.residents_within)).toEqual([1000, 1060]);
    expect(at(60)).toMatchObject({ residents_within: 1100, share: 1 });
  });

  it('hold it against the comparison, at the same minute', () => {
    expect([at(29), at(30), at(31)].map((item) => item.comparison_residents_within)).toEqual([200, 290, 360]);
    expect(at(30).difference_points).toBeCloseTo(100 * (1000 / 1100 - 290 / 390), 10);
  });
});

describe('the figures', () => {
  it('have percentiles of all residents and a mean of those with a time', () => {
    const { total } = ask({ of: '2B' });
    // 390 residents: 200 at 120 s, 90 at 1800, 70 at 1801, 30 on an island; nine tenths are 351.
    expect(total).toMatchObject({
      name: 'Monts-du-Nord',
      residents: 390,
      median_minutes: 2,
      d9_minutes: 1801 / 60,
      beyond_limit: 0,
      without_time: 30,
      sites: 1,
      status: 'ok',
    });
    expect(total.mean_minutes).toBeCloseTo((200 * 120 + 90 * 1800 + 70 * 1801) / 360 / 60, 10);
  });

  it('compare with all that is loaded where nothing else is said', () => {
    const { total } = ask({ of: '01' });
    expect(total).toMatchObject({
      name: 'Plaine-Claire',
      estimate_share: 40 / 1740,
      comparison_name: 'France (partie chargée)',
      comparison_residents: 3230,
      comparison_status: 'partial',
    });
  });

  it('tell residents beyond the hour from those without a time', () => {
    const cut = tinyEdition((spec) => {
      // Nobody of cell 4 reaches a site any more.
      spec.times = spec.times.filter(([origin]) => origin !== 4);
    });
    const { items, total } = ask({ of: '2A', with: '2B' }, cut);
    expect(total).toMatchObject({ beyond_limit: 40, without_time: 0, comparison_without_time: 30 });
    expect(items[60].residents_within).toBe(1060);
  });
});

describe('groups', () => {
  it('are narrowed on both sides', () => {
    const { total } = ask({ of: 'rurality-rural', with: 'rurality-urban', in: '2A' });
    expect(total).toMatchObject({
      name: 'Rural (dans Monts-du-Sud)',
      residents: 180,
      sites: 1,
      comparison_name: 'Urbain (dans Monts-du-Sud)',
      comparison_residents: 920,
      comparison_sites: 1,
      status: 'ok',
    });
  });

  it('of several codes count nobody twice', () => {
    expect(ask({ of: '2A,commune-2A001,zrr-classed' }).total.residents).toBe(1130);
  });

  it('of QPV have atoms of their own, whichever side narrows', () => {
    const own = ask({ of: 'qpv-QN02A99X' }).total;
    expect(own).toMatchObject({ residents: 120, median_minutes: 1.5, sites: 1 });
    expect(ask({ of: '2A', in: 'qpv-QN02A99X' }).total).toMatchObject({ residents: 120, sites: 1 });
    expect(ask({ of: '2B', in: 'qpv-QN02A99X' }).total).toMatchObject({
      residents: 0,
      status: 'no-population',
    });
    expect(() => ask({ of: '2A,qpv-QN02A99X' })).toThrow(/^of: QPV/);
  });
});

it('answers of one edition do not get in the way of each other', () => {
  const minute = (rule: CountingRule) => ask({ of: '2B', rule }).items[1].residents_within;
  // The antenna of Doriane is 30 seconds away, the principal site two minutes.
  expect([minute('principal'), minute('all'), minute('principal')]).toEqual([0, 200, 0]);
  const residents = (within?: string) => ask({ of: 'rurality-rural', in: within }).total.residents;
  expect([residents(), residents('2A'), residents('2B'), residents()]).toEqual([610, 180, 390, 610]);
});

describe('the ends', () => {
  it('nobody: no share, no percentile, no difference', () => {
    const { items, total } = ask({ of: 'commune-2A003' });
    expect(total).toMatchObject({
      residents: 0,
      median_minutes: null,
      d9_minutes: null,
      mean_minutes: null,
      estimate_share: null,
      status: 'no-population',
    });
    expect(items[60]).toMatchObject({ residents_within: 0, share: null, difference_points: null });
  });

  it('an island: nobody is within any time', () => {
    const { items, total } = ask({ of: 'canton-2B02' });
    expect(total).toMatchObject({ residents: 30, without_time: 30, beyond_limit: 0, status: 'no-time' });
    expect(items[60]).toMatchObject({ residents_within: 0, share: 0 });
  });

  it('no site at all: everybody with a road is beyond', () => {
    const empty = tinyEdition((spec) => {
      spec.sites = [];
      spec.times = [];
    });
    const { items, total } = ask({}, empty);
    expect(items.every((item) => item.residents_within === 0 && item.share === 0)).toBe(true);
    expect(total).toMatchObject({ beyond_limit: 3200, without_time: 30, sites: 0, median_minutes: null });
  });

  it('an unknown code is told with its parameter', () => {
    for (const parameter of ['of', 'with'] as const) {
      expect(() => ask({ [parameter]: 'canton-9999' })).toThrow(
        expect.objectContaining({
          code: 'unknown-territory',
          details: { level: 'canton', code: '9999', parameter },
        }),
      );
    }
    expect(() => ask({ in: 'zrr-none' })).toThrow(/^within: no zrr none/);
  });
});
