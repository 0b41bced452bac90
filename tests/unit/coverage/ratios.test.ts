import { describe, expect, it } from 'vitest';
import { RATIO_DIMENSIONS, type RatiosQuery, ratios } from '../../../src/coverage/ratios.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();
const ask = (given: Partial<RatiosQuery> & { in?: string }, edition = data) => {
  const { in: within, ...query } = given;
  return ratios(edition, {
    by: 'density',
    within: parseWithin(within),
    thresholdMinutes: 30,
    rule: 'principal',
    ...query,
  });
};

describe('ratios', () => {
  it('compares rural with urban', () => {
    const { items, total } = ask({});
    expect(total).toEqual({ residents: 3230, covered: 3015, share: 3015 / 3230, sites: 4 });
    expect(items.filter((item) => item.kind === 'group')).toEqual([
      {
        by: 'density',
        group: 'rural',
        name: 'Rural',
        residents: 610,
        covered: 395,
        share: 395 / 610,
        sites: 2,
        sites_per_100k: 200_000 / 610,
        share_of_sites: 0.5,
        share_of_residents: 610 / 3230,
        kind: 'group',
        parent: null,
      },
      expect.objectContaining({ group: 'urban', residents: 2620, covered: 2620, sites: 2, parent: null }),
    ]);
  });

  it('details the density classes under rural and urban', () => {
    const details = ask({}).items.filter((item) => item.kind === 'detail');
    expect(details.map((item) => [item.group, item.parent])).toEqual([
      ['1', 'urban'],
      ['2', 'urban'],
      ['5', 'rural'],
      ['6', 'rural'],
      ['7', 'rural'],
    ]);
  });

  it('details the ZRR', () => {
    const details = ask({ by: 'zrr' }).items.filter((item) => item.kind === 'detail');
    expect(details.find((item) => item.group === 'beneficiary')).toMatchObject({
      parent: 'classed',
      residents: 30,
    });
  });

  it('sets the QPV against the rest', () => {
    expect(ask({ by: 'qpv' }).items).toMatchObject([
      { group: 'in-qpv', residents: 120, covered: 120, sites: 1, share_of_sites: 0.25 },
      { group: 'outside-qpv', residents: 3110, covered: 2895, sites: 3 },
    ]);
  });

  it.each(RATIO_DIMENSIONS)('sums to the total by %s', (by) => {
    for (const within of [undefined, '2A', '2B,01']) {
      const { items, total } = ask({ by, in: within });
      const groups = items.filter((item) => item.kind === 'group');
      for (const figure of ['residents', 'covered', 'sites'] as const) {
        expect(
          groups.reduce((sum, item) => sum + item[figure], 0),
          `${figure} within ${within}`,
        ).toBe(total[figure]);
      }
    }
  });

  it('shows the residents that a zoning says nothing of', () => {
    const unknown = tinyEdition((spec) => {
      spec.communes[0].frr = 'not in the file';
    });
    expect(ask({ by: 'frr' }, unknown).items.at(-1)).toMatchObject({
      group: 'unclassified',
      residents: 920,
      sites: 1,
      kind: 'group',
    });
  });

  it('gives no rate where nobody lives, and 0 without any site', () => {
    const cornu = ask({ by: 'zrr', in: 'commune-2A003' });
    expect(cornu.items[0]).toMatchObject({
      residents: 0,
      share: null,
      sites_per_100k: null,
      share_of_residents: 0,
    });
    const empty = tinyEdition((spec) => {
      spec.sites = [];
      spec.times = [];
    });
    expect(ask({}, empty).items[0]).toMatchObject({ covered: 0, share: 0, sites: 0, share_of_sites: 0 });
  });
});
