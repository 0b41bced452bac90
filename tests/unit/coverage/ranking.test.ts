import { describe, expect, it } from 'vitest';
import { type RankingQuery, ranking } from '../../../src/coverage/ranking.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();
type Given = Partial<Omit<RankingQuery, 'within'>> & { in?: string };
function ask({ in: within, ...query }: Given = {}, edition = data) {
  return ranking(edition, {
    level: 'commune',
    within: parseWithin(within),
    by: 'coverage',
    order: 'worst-first',
    thresholdMinutes: 30,
    rule: 'principal',
    limit: null,
    offset: 0,
    ...query,
  });
}
const places = ({ items }: ReturnType<typeof ask>) => items.map(({ rank, tied, code }) => [rank, tied, code]);

describe('by coverage', () => {
  it('orders by share, equals by code at one rank, nobody left out but the empty', () => {
    // 2B002 0 of 30, 2A002 80 of 180, 01002 25 of 40, 2B001 290 of 360, then 2A001 and 01001 in whole.
    const answer = ask();
    expect(places(answer)).toEqual([
      [1, 1, '2B002'],
      [2, 1, '2A002'],
      [3, 1, '01002'],
      [4, 1, '2B001'],
      [5, 2, '01001'],
      [5, 2, '2A001'],
    ]);
    expect(answer.items[0]).toMatchObject({ status: 'no-time', share: 0, uncovered: 30, without_time: 30 });
    expect(answer.total).toMatchObject({ ranked: 6, no_population: 1, partial: 0, not_applicable: 0 });
    expect(answer.total).toMatchObject({ population: 3230, covered: 3015, uncovered: 215 });
  });

  it('turns round, equals still by code', () => {
    expect(places(ask({ order: 'best-first' }))).toEqual([
      [1, 2, '01001'],
      [1, 2, '2A001'],
      [3, 1, '2B001'],
      [4, 1, '01002'],
      [5, 1, '2A002'],
      [6, 1, '2B002'],
    ]);
  });

  it('keeps ranks and ties over a page', () => {
    expect(places(ask({ order: 'best-first', limit: 2, offset: 1 }))).toEqual([
      [1, 2, '2A001'],
      [3, 1, '2B001'],
    ]);
    expect(ask({ limit: 1 }).total.ranked).toBe(6);
    expect(ask({ offset: 99 }).items).toEqual([]);
    expect(ask({ offset: 99 }).total.ranked).toBe(6);
  });
});

it('by residents uncovered counts people, not shares', () => {
  expect(places(ask({ by: 'uncovered', limit: 3 }))).toEqual([
    [1, 1, '2A002'],
    [2, 1, '2B001'],
    [3, 1, '2B002'],
  ]);
});

describe('by residents per site', () => {
  it('puts those without a site at the worst end, at one rank', () => {
    const answer = ask({ by: 'residents-per-site' });
    expect(places(answer)).toEqual([
      [1, 2, '01002'],
      [1, 2, '2B002'],
      [3, 1, '01001'],
      [4, 1, '2A001'],
      [5, 1, '2B001'],
      [6, 1, '2A002'],
    ]);
    expect(answer.items[0]).toMatchObject({ status: 'no-site', residents_per_site: null, sites: 0 });
    expect(answer.items[2]).toMatchObject({ status: 'ok', residents_per_site: 1700 });
    const best = ask({ by: 'residents-per-site', order: 'best-first' });
    expect(places(best).at(-1)).toEqual([5, 2, '2B002']);
  });

  it('ranks everybody at 1 where there is no site at all', () => {
    const empty = tinyEdition((spec) => {
      spec.sites = [];
      spec.times = [];
    });
    const { items } = ask({ by: 'residents-per-site' }, empty);
    expect(items.every((item) => item.rank === 1 && item.tied === 6)).toBe(true);
    expect(items.map((item) => item.code)).toEqual(['01001', '01002', '2A001', '2A002', '2B001', '2B002']);
  });
});

describe('what is kept out', () => {
  it('is counted: remainders the level does not apply to, territories cut or not loaded whole', () => {
    expect(ask({ level: 'canton' }).total).toMatchObject({ ranked: 4, not_applicable: 1 });
    expect(ask({ level: 'epci', in: '2A' }).total).toMatchObject({ ranked: 0, partial: 1 });
    const regions = ask({ level: 'region' });
    expect(places(regions)).toEqual([[1, 1, '94']]);
    expect(regions.total).toMatchObject({ partial: 1, population: 3230 });
  });

  it('is nothing where every territory is asked about by the same kind of communes', () => {
    const rural = ask({ level: 'departement', in: 'rurality-rural' });
    expect(places(rural)).toEqual([
      [1, 1, '2A'],
      [2, 1, '01'],
      [3, 1, '2B'],
    ]);
    expect(rural.items[0]).toMatchObject({ population: 180, covered: 80, status: 'ok' });
    expect(ask({ level: 'region', in: 'rurality-rural' }).total).toMatchObject({ ranked: 1, partial: 1 });
    expect(ask({ level: 'departement', in: 'rurality-rural,canton-2A01' }).total.partial).toBe(2);
  });
});
