import { describe, expect, it } from 'vitest';
import type { CogCommune, CogType } from '../../../src/sources/cog.ts';
import type { CogMovement, MovementKind } from '../../../src/sources/cog-movements.ts';
import { buildCommuneLineage } from '../../../src/sources/commune-lineage.ts';

function cog(type: CogType, code: string, parent: string | null = null): CogCommune {
  return {
    type,
    code,
    parent,
    region: '99',
    departement: '96',
    arrondissement: null,
    name: code,
    canton: null,
  };
}

/** `2016 merged 96001 96002 -> 96003`: each code before becomes each code after. */
function events(...lines: string[]): CogMovement[] {
  return lines.flatMap((line) => {
    const [left, right] = line.split(' -> ');
    const [year, kind, ...before] = left.split(' ');
    return before.flatMap((from) =>
      right.split(' ').map((to) => ({
        kind: kind as MovementKind,
        date: `${year}-01-01`,
        from: { type: 'COM' as const, code: from },
        to: { type: 'COM' as const, code: to },
      })),
    );
  });
}

describe('commune lineage', () => {
  it('leaves a code of today alone, and knows nothing of an unknown one', () => {
    const lineage = buildCommuneLineage({ cog: [cog('COM', '96001')] });
    expect(lineage.resolve('96001')).toEqual({ current: ['96001'], lineage: [] });
    expect(lineage.resolve('96999')).toEqual({ current: [], lineage: [] });
    expect(lineage.resolve('not a code')).toEqual({ current: [], lineage: [] });
  });

  it('follows fusions one after the other, and tells each with its date', () => {
    const lineage = buildCommuneLineage({
      cog: [cog('COM', '96003')],
      movements: events(
        '1973 merged 96001 96002 -> 96002',
        '2016 merged-into-new-commune 96002 96003 -> 96003',
      ),
    });
    expect(lineage.resolve('96001')).toEqual({
      current: ['96003'],
      lineage: [
        { from: '96001', to: '96002', date: '1973-01-01', kind: 'merged' },
        { from: '96002', to: '96003', date: '2016-01-01', kind: 'merged-into-new-commune' },
      ],
    });
  });

  it('gives every part of a commune that was split, for a file older than the split only', () => {
    const lineage = buildCommuneLineage({
      cog: ['96001', '96002', '96003'].map((code) => cog('COM', code)),
      movements: events('2025 restored 96002 -> 96002 96001 96003'),
    });
    expect(lineage.resolve('96002', '2021-01-01').current).toEqual(['96002', '96001', '96003']);
    // The day of the event is already after it: a COG of 1 January holds the events of 1 January.
    expect(lineage.resolve('96002', '2025-01-01').current).toEqual(['96002']);
    expect(lineage.resolve('96002').current).toEqual(['96002']);
  });

  it('sends a commune that had joined the split one with its own part', () => {
    const lineage = buildCommuneLineage({
      cog: ['96001', '96002'].map((code) => cog('COM', code)),
      movements: events('1973 associated 96001 96002 96003 -> 96002', '2014 restored 96002 -> 96002 96001'),
    });
    expect(lineage.resolve('96001', '1970-01-01').current).toEqual(['96001']);
    expect(lineage.resolve('96002', '1970-01-01').current).toEqual(['96002']);
    expect(lineage.resolve('96002', '2000-01-01').current).toEqual(['96002', '96001']);
    // 96003 joined too and was never restored: it may lie in either part.
    expect(lineage.resolve('96003').current).toEqual(['96001', '96002']);
  });

  it('puts the commune of the historical table first when an old code has several', () => {
    const lineage = buildCommuneLineage({
      cog: ['96001', '96002'].map((code) => cog('COM', code)),
      movements: events('1968 suppressed 96003 -> 96001 96002'),
      history: [{ historical: '96003', current: '96002' }],
    });
    expect(lineage.resolve('96003').current).toEqual(['96002', '96001']);
  });

  it('follows a code that changes twice, back and forth', () => {
    const lineage = buildCommuneLineage({
      cog: [cog('COM', '96001')],
      movements: events('2021 recoded 96001 -> 96002', '2023 recoded 96002 -> 96001'),
    });
    expect(lineage.resolve('96002').current).toEqual(['96001']);
    expect(lineage.resolve('96001', '2020-01-01').current).toEqual(['96001']);
  });

  it('follows two events of one day', () => {
    const lineage = buildCommuneLineage({
      cog: [cog('COM', '96003')],
      movements: events('2019 merged 96001 -> 96002', '2019 merged-into-new-commune 96002 96003 -> 96003'),
    });
    expect(lineage.resolve('96001').current).toEqual(['96003']);
  });

  it('ends on events of one day that go round in a circle', () => {
    const lineage = buildCommuneLineage({
      cog: [cog('COM', '96009')],
      movements: events(
        '2019 recoded 96001 -> 96002',
        '2019 recoded 96002 -> 96003',
        '2019 recoded 96003 -> 96001',
      ),
    });
    expect(lineage.resolve('96001').current).toEqual([]);
  });

  it('resolves delegated and associated communes to their parent, with the event that made them where known', () => {
    const lineage = buildCommuneLineage({
      cog: [
        cog('COM', '96001'),
        cog('COMD', '96002', '96001'),
        cog('COMA', '96003', '96001'),
        cog('COMD', '96001', '96001'),
      ],
      movements: events('2016 merged-into-new-commune 96002 96001 -> 96001'),
    });
    expect(lineage.resolve('96002')).toEqual({
      current: ['96001'],
      lineage: [{ from: '96002', to: '96001', date: '2016-01-01', kind: 'merged-into-new-commune' }],
    });
    expect(lineage.resolve('96003')).toEqual({
      current: ['96001'],
      lineage: [{ from: '96003', to: '96001', date: null, kind: 'associated' }],
    });
    expect(lineage.resolve('96001').current).toEqual(['96001']);
  });

  it('resolves municipal arrondissements, listed by the COG or not', () => {
    const lineage = buildCommuneLineage({
      cog: [cog('COM', '75056'), cog('COM', '69123'), cog('ARM', '75101', '75056')],
    });
    for (const [code, commune] of [
      ['75101', '75056'],
      ['69389', '69123'],
    ]) {
      expect(lineage.resolve(code)).toEqual({
        current: [commune],
        lineage: [{ from: code, to: commune, date: null, kind: 'arrondissement' }],
      });
    }
  });

  it('falls back on the historical table, never to a code that is gone', () => {
    const lineage = buildCommuneLineage({
      cog: [cog('COM', '96001')],
      history: [
        { historical: '96005', current: '96001' },
        { historical: '96006', current: '96777' },
      ],
    });
    expect(lineage.resolve('96005').lineage[0].kind).toBe('historical-table');
    expect(lineage.resolve('96005').current).toEqual(['96001']);
    expect(lineage.resolve('96006').current).toEqual([]);
  });
});
