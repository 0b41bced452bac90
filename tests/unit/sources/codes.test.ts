import { describe, expect, it } from 'vitest';
import {
  communeOfMunicipalArrondissement,
  departementOfCommune,
  isCommuneCode,
  isDepartementCode,
  readCommuneCode,
  readDepartementCode,
} from '../../../src/sources/codes.ts';

describe('commune codes', () => {
  it.each([
    '01001',
    '2A004',
    '2B033',
    '20004',
    '75056',
    '95680',
    '96001',
    '97105',
    '97617',
    '98735',
  ])('%s is one', (code) => expect(isCommuneCode(code)).toBe(true));
  it.each([
    '00001',
    '99100',
    '2C001',
    '2a004',
    '1001',
    '010011',
    '01 01',
    'A1001',
    '',
  ])('%j is none', (code) => expect(isCommuneCode(code)).toBe(false));

  it('mends a lost leading zero, small letters and spaces, and says so', () => {
    expect(readCommuneCode('1001')).toEqual({ code: '01001', repair: 'leading zero restored' });
    expect(readCommuneCode(' 2a004 ')).toEqual({ code: '2A004', repair: 'code in capitals, without spaces' });
    expect(readCommuneCode('01001')).toEqual({ code: '01001', repair: null });
    expect(readCommuneCode('101')).toBeNull();
    expect(readCommuneCode('Ambérieu')).toBeNull();
  });

  it('knows the département: two characters, three overseas', () => {
    expect(['01001', '2A004', '96123', '97105', '97617', '98735'].map(departementOfCommune)).toEqual([
      '01',
      '2A',
      '96',
      '971',
      '976',
      '987',
    ]);
  });
});

it('knows département codes', () => {
  expect(['01', '2A', '95', '96', '971', '988'].every(isDepartementCode)).toBe(true);
  expect(['1', '00', '97', '98', '99', '2C', '0101'].some(isDepartementCode)).toBe(false);
  expect(readDepartementCode('1')?.code).toBe('01');
  expect(readDepartementCode('97')).toBeNull();
});

it('gives the commune of the 45 municipal arrondissements and of no other code', () => {
  const counts = new Map<string, number>();
  for (let number = 1000; number < 99000; number++) {
    const commune = communeOfMunicipalArrondissement(String(number).padStart(5, '0'));
    if (commune) counts.set(commune, (counts.get(commune) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts)).toEqual({ '75056': 20, '69123': 9, '13055': 16 });
  expect(communeOfMunicipalArrondissement('75120')).toBe('75056');
  expect(communeOfMunicipalArrondissement('75121')).toBeNull();
});
