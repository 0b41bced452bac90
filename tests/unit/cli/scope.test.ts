import { describe, expect, test } from 'vitest';
import { type Box, resolveScope } from '../../../src/cli/load/scope.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { communeFacts, factsOf, outlinesOf } from './support/invented-facts.ts';

/** At latitude 45 a degree of longitude is 79 km: boxes of 0.1° in a row. */
const at = (lon: number, lat = 45): Box => [lon, lat, lon + 0.1, lat + 0.1];

const facts = factsOf(
  [
    communeFacts('96001'),
    communeFacts('96002', { arrondissement: '962', canton: '9602' }),
    communeFacts('97001', { region: '94' }),
    communeFacts('98001', { region: '94' }),
  ],
  [['96009', '2019-01-01', '96002']],
);
const outlines = outlinesOf(
  { '96001': at(5), '96002': at(5.1), '97001': at(5.6), '98001': at(9) },
  { '96002': '200960011' },
);

function scopeOf(territory: string) {
  const { inScope, loaded } = resolveScope(parseWithin(territory), facts, outlines);
  return { inScope: [...inScope].sort(), loaded: [...loaded].sort() };
}

describe('what a territory takes in', () => {
  test.each([
    ['96', ['96001', '96002']],
    ['reg-94', ['97001', '98001']],
    ['arr-962', ['96002']],
    ['epci-200960011', ['96002']],
    ['canton-9601', ['96001']],
    ['commune-96001', ['96001']],
    ['97,commune-96001', ['96001', '97001']],
  ])('%s', (territory, inScope) => {
    expect(scopeOf(territory).inScope).toEqual(inScope);
  });

  test('an old code stands for the commune of today', () => {
    expect(scopeOf('commune-96009').inScope).toEqual(['96002']);
  });

  test.each([
    '',
    'france',
    'france,96',
  ])('"%s" is all that the outlines hold, without a halo', (territory) => {
    expect(scopeOf(territory)).toEqual({
      inScope: [...outlines.keys()].sort(),
      loaded: [...outlines.keys()].sort(),
    });
  });
});

describe('the neighbours', () => {
  test('within 75 km are loaded for their sites; those farther are not', () => {
    // 96002 ends at 5.2°, 97001 begins at 5.6° (31 km), 98001 at 9° (300 km).
    expect(scopeOf('96').loaded).toEqual(['96001', '96002', '97001']);
  });

  test('are counted on both sides of the 75 km', () => {
    const degreesOf75Km = 75 / 111.2;
    const north = (lat: number) => ({ '96001': at(5), '97001': [5, lat, 5.1, lat + 0.1] as Box });
    const two = factsOf([communeFacts('96001'), communeFacts('97001')]);
    const loaded = (lat: number) => resolveScope(parseWithin('96'), two, outlinesOf(north(lat))).loaded;
    expect(loaded(45.1 + degreesOf75Km - 0.01)).toContain('97001');
    expect(loaded(45.1 + degreesOf75Km + 0.01)).not.toContain('97001');
  });
});

describe('a territory that is none', () => {
  test.each([
    '75',
    'reg-11',
    'epci-200000000',
    'canton-9699',
    'commune-96999',
    '96,75',
  ])('%s is unknown, and named', (territory) => {
    const code = territory.split(/[-,]/).at(-1)!;
    expect(() => scopeOf(territory)).toThrowError(
      expect.objectContaining({
        code: 'unknown-territory',
        message: expect.stringContaining(`"${code}"`),
        details: expect.objectContaining({ parameter: 'territory', code }),
      }),
    );
  });

  test('a level that loads cannot be cut by is refused, with those that can', () => {
    expect(() => scopeOf('qpv-QN09601M')).toThrowError(
      expect.objectContaining({ code: 'invalid-parameter', message: expect.stringContaining('epci-') }),
    );
  });
});
