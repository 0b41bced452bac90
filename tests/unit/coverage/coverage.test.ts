import { describe, expect, it } from 'vitest';
import { type CoverageQuery, coverage } from '../../../src/coverage/coverage.ts';
import { LEVELS } from '../../../src/coverage/edition-data.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { TINY_COVERED_30_PRINCIPAL, TINY_POPULATION, tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();

function ask(given: Partial<CoverageQuery> & { in?: string }, edition = data) {
  const { in: within, ...query } = given;
  return coverage(edition, {
    level: 'france',
    within: parseWithin(within),
    thresholdMinutes: 30,
    rule: 'principal',
    ...query,
  });
}

function item(answer: ReturnType<typeof ask>, code: string) {
  const found = answer.items.find((candidate) => candidate.code === code);
  if (found === undefined) throw new Error(`no item ${code}`);
  return found;
}

describe('coverage', () => {
  it('counts residents at or under the threshold, for the country', () => {
    const { total } = ask({});
    expect(total).toEqual({
      population: TINY_POPULATION,
      covered: TINY_COVERED_30_PRINCIPAL,
      share: TINY_COVERED_30_PRINCIPAL / TINY_POPULATION,
      sites: 4,
      without_time: 30,
      estimate_share: 40 / TINY_POPULATION,
      territories: 1,
    });
  });

  it('has the same total at every level that covers everybody', () => {
    const france = ask({}).total;
    for (const level of LEVELS) {
      if (level === 'qpv') continue;
      const { total, items } = ask({ level });
      expect({ ...total, territories: 1 }, level).toEqual(france);
      expect(total.territories, level).toBe(items.length);
    }
  });

  it('is in on the second of the threshold and out a second later', () => {
    // Doriane: 200 at 120 s, 90 at 1800 s, 70 at 1801 s.
    expect(item(ask({ level: 'commune' }), '2B001').covered).toBe(290);
    expect(item(ask({ level: 'commune', thresholdMinutes: 31 }), '2B001').covered).toBe(360);
    expect(item(ask({ level: 'commune', thresholdMinutes: 29 }), '2B001').covered).toBe(200);
  });

  it('counts a time of exactly an hour at 60 minutes, and not at 59', () => {
    expect(item(ask({ level: 'commune', thresholdMinutes: 60 }), '01002').covered).toBe(40);
    expect(item(ask({ level: 'commune', thresholdMinutes: 59 }), '01002').covered).toBe(25);
  });

  it('lets a site beyond the loaded territory serve residents, without counting it as a site', () => {
    const galvin = item(ask({ level: 'commune' }), '01002');
    expect(galvin.covered).toBe(25);
    expect(galvin.sites).toBe(0);
  });

  it('answers each counting rule', () => {
    expect(ask({ rule: 'all' }).total).toMatchObject({
      sites: 6,
      covered: TINY_COVERED_30_PRINCIPAL + 70 + 15,
    });
    expect(ask({ rule: 'fixed' }).total).toMatchObject({ sites: 3, covered: TINY_COVERED_30_PRINCIPAL });
    expect(item(ask({ rule: 'fixed', level: 'canton' }), '2A02').sites).toBe(0);
    // Without the bus, Bruzal's farther cells are 2400 s away instead of 1810.
    expect(item(ask({ level: 'commune', thresholdMinutes: 31 }), '2A002').covered).toBe(140);
    expect(item(ask({ level: 'commune', thresholdMinutes: 31, rule: 'fixed' }), '2A002').covered).toBe(80);
  });

  it('says why a figure is not an ordinary one', () => {
    const cantons = ask({ level: 'canton' });
    expect(item(cantons, 'hors-canton-01')).toMatchObject({ status: 'not-applicable', population: 1740 });
    expect(item(cantons, '2B02')).toMatchObject({
      status: 'no-time',
      population: 30,
      without_time: 30,
      covered: 0,
    });
    expect(item(cantons, '2A01').status).toBe('ok');
    const cornu = item(ask({ level: 'commune' }), '2A003');
    expect(cornu).toMatchObject({
      status: 'no-population',
      population: 0,
      share: null,
      estimate_share: null,
    });
    expect(item(ask({ level: 'region' }), '84').status).toBe('partial');
  });

  it('cuts a territory at the border of what is asked, and says that it is a part', () => {
    const epci = item(ask({ level: 'epci', in: '2B' }), '200000001');
    expect(epci).toMatchObject({ population: 360, covered: 290, sites: 1, status: 'partial' });
    expect(item(ask({ level: 'epci' }), '200000001').status).toBe('ok');
    expect(item(ask({ level: 'departement', in: 'reg-94' }), '2B').status).toBe('ok');
    expect(item(ask({ level: 'rurality', in: '2B' }), 'rural').status).toBe('ok');
  });

  it('gives the part of the residents whose time is an estimate', () => {
    expect(item(ask({ level: 'commune' }), '01002').estimate_share).toBe(1);
    expect(item(ask({ level: 'departement' }), '01').estimate_share).toBe(40 / 1740);
  });

  it('never covers residents that no provider has a time for, even where the matrix has one', () => {
    const odd = tinyEdition((spec) => {
      spec.times = [...spec.times, [9, 0, 60]];
    });
    expect(item(ask({ level: 'commune' }, odd), '2B002')).toMatchObject({ covered: 0, status: 'no-time' });
  });

  it('takes the QPV from their own residents', () => {
    const { items, total } = ask({ level: 'qpv' });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      code: 'QN02A99X',
      population: 120,
      covered: 120,
      sites: 1,
      status: 'ok',
    });
    expect(total).toMatchObject({ population: 120, covered: 120, sites: 1 });
    expect(ask({ level: 'qpv', in: '2B' }).items).toEqual([]);
    expect(ask({ level: 'commune', in: 'qpv-QN02A99X' }).items).toMatchObject([
      { code: '2A001', population: 120 },
    ]);
  });

  it('lists a territory that holds a site but nobody, so that sites always sum to the total', () => {
    const moved = tinyEdition((spec) => {
      spec.sites[0].canton = '2B02';
    });
    const { items, total } = ask({ level: 'canton', in: '2A' }, moved);
    expect(items.find((found) => found.code === '2B02')).toMatchObject({
      population: 0,
      sites: 1,
      status: 'no-population',
    });
    expect(items.reduce((sum, found) => sum + found.sites, 0)).toBe(total.sites);
  });

  it('takes each resident once when the territories asked overlap', () => {
    expect(ask({ in: '2A,commune-2A001,reg-94,2A' }).total.population).toBe(1490);
  });

  it('answers a former commune with the communes it became', () => {
    expect(ask({ in: 'commune-2A099' }).total.population).toBe(180);
    expect(ask({ level: 'commune', in: 'commune-2B098' }).items.map((found) => found.code)).toEqual([
      '2B001',
      '2B002',
    ]);
  });

  it('finds 0 % covered, not an error, without any site', () => {
    const empty = tinyEdition((spec) => {
      spec.sites = [];
      spec.times = [];
    });
    for (const level of LEVELS) {
      const { total } = ask({ level, thresholdMinutes: 60 }, empty);
      expect(total, level).toMatchObject({ covered: 0, share: 0, sites: 0 });
    }
  });

  it.each([
    0,
    61,
    15.5,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('refuses a threshold of %s', (thresholdMinutes) => {
    expect(() => ask({ thresholdMinutes })).toThrow(
      expect.objectContaining({
        code: 'threshold-out-of-range',
        details: expect.objectContaining({ parameter: 'threshold' }),
      }),
    );
  });

  it('names the level and the code that the edition does not hold', () => {
    expect(() => ask({ in: 'canton-9999' })).toThrow(
      expect.objectContaining({
        code: 'unknown-territory',
        details: { level: 'canton', code: '9999', parameter: 'within' },
      }),
    );
  });

  it('gives the same answer again, and its own to another edition', () => {
    expect(ask({ level: 'canton', in: '2A' })).toEqual(ask({ level: 'canton', in: '2A' }));
    const other = tinyEdition((spec) => {
      spec.atoms[0].residents = 1;
    });
    expect(ask({ in: '2A' }, other).total.population).toBe(ask({ in: '2A' }).total.population - 499);
  });
});
