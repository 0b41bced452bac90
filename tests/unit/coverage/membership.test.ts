import { expect, it } from 'vitest';
import type { Level } from '../../../src/coverage/edition-data.ts';
import { membership } from '../../../src/coverage/membership.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

const data = tinyEdition();

function parentOf(level: Level, code: string, parent: Level): string | undefined {
  const territory = data.levels[level].indexOf.get(code)!;
  return data.levels[parent].codes[membership(data, level, parent)[territory]];
}

it('a territory in one other is told that one, where nobody lives too', () => {
  expect(parentOf('commune', '2A003', 'departement')).toBe('2A');
  expect(parentOf('canton', '2B02', 'region')).toBe('94');
  expect(parentOf('qpv', 'QN02A99X', 'commune')).toBe('2A001');
});

it('of several it is the one of most residents', () => {
  expect(parentOf('commune', '2A001', 'canton')).toBe('2A01');
  expect(parentOf('epci', '200000001', 'departement')).toBe('2A');
  expect(parentOf('canton', '2A02', 'commune')).toBe('2A001');
});

it('of two with as many, the first by code', () => {
  const even = tinyEdition((spec) => {
    spec.atoms[0].residents = 420;
  });
  const found = membership(even, 'commune', 'canton')[even.levels.commune.indexOf.get('2A001')!];
  expect(even.levels.canton.codes[found]).toBe('2A01');
});

it('sums once an edition', () => {
  expect(membership(data, 'commune', 'epci')).toBe(membership(data, 'commune', 'epci'));
});
