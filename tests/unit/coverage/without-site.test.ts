import { describe, expect, it } from 'vitest';
import { parseWithin } from '../../../src/coverage/within.ts';
import { type WithoutSiteQuery, withoutSite } from '../../../src/coverage/without-site.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();
const ask = (given: Partial<WithoutSiteQuery> & { in?: string }, edition = data) => {
  const { in: within, ...query } = given;
  return withoutSite(edition, { level: 'canton', within: parseWithin(within), rule: 'principal', ...query });
};

describe('withoutSite', () => {
  it('lists the cantons without a site, and the communes without a canton apart', () => {
    expect(ask({})).toEqual({
      items: [
        { level: 'canton', code: '2B02', name: 'Estrade', population: 30, status: 'without-site' },
        {
          level: 'canton',
          code: 'hors-canton-01',
          name: 'Hors canton (Plaine-Claire)',
          population: 1740,
          status: 'not-applicable',
        },
      ],
      total: { territories: 4, without_site: 1, not_applicable: 1 },
    });
  });

  it('leaves out the bus under the rule fixed, and counts the antennas under all', () => {
    expect(ask({ rule: 'fixed', in: '2A' }).items.map((item) => item.code)).toEqual(['2A02']);
    const communes = (rule: WithoutSiteQuery['rule']) =>
      ask({ level: 'commune', rule, in: '01' }).items.map((item) => item.code);
    expect(communes('principal')).toEqual(['01002']);
    expect(communes('all')).toEqual([]);
  });

  it('judges a territory whole when only a part of it is asked for', () => {
    const moved = tinyEdition((spec) => {
      // Nothing left in Doriane: the EPCI keeps its sites of the other département.
      spec.sites[2].commune = spec.sites[3].commune = '01001';
    });
    expect(ask({ level: 'epci', in: '2B' }, moved).items.map((item) => item.code)).toEqual(['200000002']);
  });

  it('lists the commune where nobody lives', () => {
    expect(ask({ level: 'commune', in: '2A' }).items).toMatchObject([{ code: '2A003', population: 0 }]);
  });

  it('answers for the QPV', () => {
    expect(ask({ level: 'qpv' }).total).toEqual({ territories: 1, without_site: 0, not_applicable: 0 });
    const bare = tinyEdition((spec) => {
      spec.sites[0].qpv = null;
    });
    expect(ask({ level: 'qpv' }, bare).items).toMatchObject([{ code: 'QN02A99X', population: 120 }]);
  });

  it('finds every territory without a site when there is none', () => {
    const empty = tinyEdition((spec) => {
      spec.sites = [];
      spec.times = [];
    });
    expect(ask({}, empty).total).toEqual({ territories: 4, without_site: 4, not_applicable: 1 });
  });
});
