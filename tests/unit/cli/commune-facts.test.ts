import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreed, assertPopulationsMatch, assignClass } from '../../../src/cli/load/commune-facts.ts';
import { formerCommunes } from '../../../src/cli/load/lineage.ts';
import { communeFacts, factsOf } from './support/invented-facts.ts';

describe('the class that former communes agree on', () => {
  test.each([
    [['C'], 'C'],
    [['C', 'C'], 'C'],
    [['C', 'NC'], 'mixed'],
    [['NC', 'C', 'C'], 'mixed'],
  ])('%j is %s', (values, expected) => {
    expect(agreed(values, 'mixed')).toBe(expected);
  });

  test('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1 }), (values) => {
        expect(agreed(values, 'mixed')).toBe(agreed(values.toReversed(), 'mixed'));
      }),
    );
  });
});

describe('classes on the codes of their day', () => {
  const facts = factsOf(
    [communeFacts('96001'), communeFacts('96002')],
    [
      ['96008', '2019-01-01', '96002'],
      ['96009', '2019-01-01', '96002'],
    ],
  );

  function assigned(rows: { commune: string; zone: string }[]) {
    const classes = new Map<string, string[]>();
    const unknown: string[] = [];
    assignClass(
      rows,
      facts,
      undefined,
      (commune, found) => {
        classes.set(
          commune.code,
          found.map((row) => row.zone),
        );
      },
      (row) => unknown.push(row.commune),
    );
    return { classes: Object.fromEntries(classes), unknown };
  }

  test('a commune of today keeps its own, a merged one gathers those of its parts', () => {
    const rows = [
      { commune: '96001', zone: 'C' },
      { commune: '96008', zone: 'C' },
      { commune: '96009', zone: 'NC' },
    ];
    expect(assigned(rows)).toEqual({ classes: { '96001': ['C'], '96002': ['C', 'NC'] }, unknown: [] });
  });

  test('a code that nobody knows is told, and classes nobody', () => {
    expect(assigned([{ commune: '01001', zone: 'C' }])).toEqual({ classes: {}, unknown: ['01001'] });
  });

  test('former codes are those that became another, each with what it became', () => {
    expect([...formerCommunes(facts)].map(({ former, current }) => [former, current])).toEqual([
      ['96008', '96002'],
      ['96009', '96002'],
    ]);
  });
});

test('populations of which none is of the communes are refused, with the file and the codes expected', () => {
  const facts = factsOf([communeFacts('96001'), communeFacts('96002')]);
  expect(() => assertPopulationsMatch(facts, 0, 'populations.csv')).toThrowError(
    expect.objectContaining({
      code: 'source-schema',
      message: expect.stringMatching(/populations\.csv.*96001, 96002/),
    }),
  );
  expect(() => assertPopulationsMatch(facts, 1, 'populations.csv')).not.toThrow();
});
