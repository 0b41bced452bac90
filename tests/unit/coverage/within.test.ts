import { describe, expect, it } from 'vitest';
import { atomMask, atomsFor, parseWithin, siteMaskWithin } from '../../../src/coverage/within.ts';
import { tinyEdition } from '../../support/tiny-edition.ts';

describe('parseWithin', () => {
  it('reads each prefix, and a bare code as a département', () => {
    expect(
      parseWithin(
        '2A, 976,reg-94,arr-2A1,epci-200000001,canton-2A01,canton-hors-canton-75,commune-2a004,qpv-QN02A99X',
      ),
    ).toEqual([
      { level: 'departement', code: '2A' },
      { level: 'departement', code: '976' },
      { level: 'region', code: '94' },
      { level: 'arrondissement', code: '2A1' },
      { level: 'epci', code: '200000001' },
      { level: 'canton', code: '2A01' },
      { level: 'canton', code: 'hors-canton-75' },
      { level: 'commune', code: '2A004' },
      { level: 'qpv', code: 'QN02A99X' },
    ]);
    expect(parseWithin('2b')).toEqual([{ level: 'departement', code: '2B' }]);
    expect(parseWithin('01')).toEqual([{ level: 'departement', code: '01' }]);
  });

  it('reads kinds of communes, in their own spelling', () => {
    expect(
      parseWithin('rurality-RURAL,density-7,zrr-classed,ZRR_DETAIL-cm,zrr_detail-unknown,frr-frr-plus'),
    ).toEqual([
      { level: 'rurality', code: 'rural' },
      { level: 'density', code: '7' },
      { level: 'zrr', code: 'classed' },
      { level: 'zrr_detail', code: 'CM' },
      { level: 'zrr_detail', code: 'unknown' },
      { level: 'frr', code: 'frr-plus' },
    ]);
  });

  it('names the parameter that the text was given as', () => {
    expect(() => parseWithin('rural', 'with')).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^with: expected .*rurality-rural.*; found "rural"$/),
        details: expect.objectContaining({ parameter: 'with', found: 'rural' }),
      }),
    );
  });

  it('takes nothing, or france, as everything', () => {
    expect(parseWithin(undefined)).toEqual([]);
    expect(parseWithin(' ')).toEqual([]);
    expect(parseWithin('france')).toEqual([{ level: 'france', code: 'FR' }]);
  });

  it.each([
    '2A,',
    ',',
    'region-94',
    '200000001',
    'reg-',
    'canton-2A01;2B',
    "2A'--",
    'toString-rural',
    'zrr-detail_A',
    'rurality-',
    'hors-canton-75',
  ])('refuses %s and names the parameter', (text) => {
    expect(() => parseWithin(text)).toThrow(
      expect.objectContaining({
        code: 'invalid-parameter',
        details: expect.objectContaining({ parameter: 'within' }),
      }),
    );
  });
});

describe('masks', () => {
  const data = tinyEdition();

  it('is null when everything is asked for', () => {
    expect(atomMask(data, data.atoms, [])).toBeNull();
    expect(atomMask(data, data.atoms, parseWithin('2A,france'))).toBeNull();
  });

  it('still refuses an unknown code beside france', () => {
    expect(() => atomMask(data, data.atoms, parseWithin('france,99'))).toThrow(/99/);
  });

  it('follows a canton through the middle of a commune', () => {
    const mask = atomMask(data, data.atoms, parseWithin('canton-2A01'));
    expect([...(mask ?? [])].flatMap((inside, atom) => (inside ? [atom] : []))).toEqual([0]);
  });

  it('of kinds of communes takes them wherever they lie, and adds places to them', () => {
    const inside = (text: string) =>
      [...(atomMask(data, data.atoms, parseWithin(text)) ?? [])].flatMap((yes, atom) => (yes ? [atom] : []));
    expect(inside('frr-frr-plus')).toEqual([3, 4, 5]);
    expect(inside('density-7')).toEqual([6, 10, 13, 14]);
    expect(inside('frr-frr-plus,density-7,canton-2A01')).toEqual([0, 3, 4, 5, 6, 10, 13, 14]);
    expect([...siteMaskWithin(data, parseWithin('rurality-urban'))]).toEqual([1, 0, 0, 0, 1, 0, 0]);
    expect(() => atomMask(data, data.atoms, parseWithin('frr-none'))).toThrow(/^within: no frr none/);
  });

  it('never holds a site beyond the territory', () => {
    expect([...siteMaskWithin(data, [])]).toEqual([1, 1, 1, 1, 1, 0, 1]);
    expect([...siteMaskWithin(data, parseWithin('2B,canton-2A02'))]).toEqual([0, 1, 1, 1, 0, 0, 0]);
  });

  it('refuses to add the residents of a QPV to those of a département', () => {
    expect(() => atomsFor(data, 'commune', parseWithin('2A,qpv-QN02A99X'))).toThrow(/QPV/);
    expect(atomsFor(data, 'qpv', parseWithin('2A,qpv-QN02A99X'))).toBe(data.qpvAtoms);
  });
});
