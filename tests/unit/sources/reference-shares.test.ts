import { describe, expect, test } from 'vitest';
import { LEVELS } from '../../../src/coverage/edition-data.ts';
import { DomainError } from '../../../src/domain-error.ts';
import type { ReportBuilder } from '../../../src/sources/files/read-report.ts';
import type { SourceFile } from '../../../src/sources/files/source-file.ts';
import { readReferenceShares } from '../../../src/sources/reference-shares.ts';
import { readAll, rejections } from './tabular-fixture.ts';

const reader = (file: SourceFile, report: ReportBuilder) => readReferenceShares(file, report, LEVELS);
const read = (content: string | Uint8Array) => readAll(reader, content, 'reference.csv');

async function refusalOf(content: string): Promise<DomainError> {
  const outcome = await read(content).catch((cause: unknown) => cause);
  expect(outcome).toBeInstanceOf(DomainError);
  return outcome as DomainError;
}

describe('the long shape', () => {
  test('has a figure a row, of départements where no level is said', async () => {
    const { rows, report } = await read('code,minutes,share\n2A,20,0.915\n01,30,1\n');
    expect(rows).toEqual([
      { level: 'departement', code: '2A', minutes: 20, share: 0.915 },
      { level: 'departement', code: '01', minutes: 30, share: 1 },
    ]);
    expect(report).toMatchObject({ read: 2, kept: 2, rejected: 0 });
  });

  test('comes from a French spreadsheet too: semicolons, decimal commas, percent signs, accents, a BOM', async () => {
    const { rows, report } = await read(
      '\ufefflevel;code;minutes;percent;source\r\nDépartement;1;20;78,3 %;x\r\n;2a;20;78,25;y\r\ncommune;1004;20;5\u202f%;z\r\n',
    );
    expect(rows.map(({ level, code, minutes, share }) => [level, code, minutes, share.toFixed(12)])).toEqual([
      ['departement', '01', 20, '0.783000000000'],
      ['departement', '2A', 20, '0.782500000000'],
      ['commune', '01004', 20, '0.050000000000'],
    ]);
    expect(report.repaired).toBe(3);
  });

  test('rejects bad rows with row, column, value and reason, and keeps the others', async () => {
    const { rows, report } = await read(
      [
        'level,code,minutes,share',
        'village,2A,20,0.5',
        'departement,2C,20,0.5',
        'departement,2A,0,0.5',
        'departement,2A,61,0.5',
        'departement,2A,12.5,0.5',
        'departement,2A,20,50',
        'departement,2A,20,nd',
        'departement,2A,20,',
        'departement,2A,20,-0.1',
        'epci,,20,0.5',
        'departement,2A,20',
        'departement,2A,20,0.5',
        'departement,2A,20,0.6',
      ].join('\n'),
    );
    expect(rows).toEqual([{ level: 'departement', code: '2A', minutes: 20, share: 0.5 }]);
    expect(rejections(report)).toEqual([
      [2, 'level', `expected one of ${LEVELS.join(', ')}`],
      [3, 'code', 'expected the code of a departement'],
      [4, 'minutes', 'expected whole minutes from 1 to 60'],
      [5, 'minutes', 'expected whole minutes from 1 to 60'],
      [6, 'minutes', 'expected a whole number, 0 or more'],
      [7, 'share', 'expected a number from 0 to 1; a column of percentages is headed percent'],
      [8, 'share', 'expected a number from 0 to 1; a column of percentages is headed percent'],
      [9, 'share', 'expected a number from 0 to 1; a column of percentages is headed percent'],
      [10, 'share', 'expected a number from 0 to 1; a column of percentages is headed percent'],
      [11, 'code', 'expected the code of a epci'],
      [12, null, 'expected 4 columns, found 3'],
      [14, 'minutes', 'a second figure of departement 2A at 20 minutes'],
    ]);
    expect(report.issues.find((issue) => issue.row === 8)?.value).toBe('nd');
  });

  test('flags a share that falls as minutes grow, in whichever order the rows come', async () => {
    for (const content of ['2A,30,0.4\n2A,20,0.5\n', '2A,20,0.5\n2A,30,0.4\n']) {
      const { rows, report } = await read(`code,minutes,share\n${content}`);
      expect(rows).toHaveLength(2);
      expect(report.issues.map(({ kind, row }) => [kind, row])).toEqual([['flagged', 3]]);
    }
    expect((await read('code,minutes,share\n2A,20,0.5\n2A,30,0.5\n2B,10,0.4\n')).report.flagged).toBe(0);
  });
});

describe('the wide shape', () => {
  test('has a row a département and a column a threshold, whichever there are', async () => {
    const { rows, report } = await read(
      'dep,libgeo,pct_pop_le_30min,pct_pop_le_5min,mean_min\n2A,Corse-du-Sud,98.2,42.5,9\n1,Ain,"99,1",30,\n',
    );
    expect(rows).toEqual([
      { level: 'departement', code: '2A', minutes: 5, share: 0.425 },
      { level: 'departement', code: '2A', minutes: 30, share: 0.982 },
      { level: 'departement', code: '01', minutes: 5, share: 0.3 },
      { level: 'departement', code: '01', minutes: 30, share: 0.991 },
    ]);
    expect(report).toMatchObject({ read: 2, kept: 2 });
  });

  test('rejects a row whose shares fall, one with a cell that is no percentage, and a second of the same', async () => {
    const { rows, report } = await read(
      'dep,pct_pop_le_10min,pct_pop_le_20min\n01,60,50\n02,60,s\n03,10,20\n03,11,21\nXX,1,2\n04,10,120\n',
    );
    expect(rows.map(({ code, minutes }) => [code, minutes])).toEqual([
      ['03', 10],
      ['03', 20],
    ]);
    expect(rejections(report)).toEqual([
      [2, 'pct_pop_le_20min', 'lower than the share at a shorter time'],
      [3, 'pct_pop_le_20min', 'expected a number from 0 to 100'],
      [5, 'dep', 'a second row of the same département'],
      [6, 'dep', 'expected a département code of 2 or 3 characters'],
      [7, 'pct_pop_le_20min', 'expected a number from 0 to 100'],
    ]);
  });
});

describe('a file in neither shape', () => {
  test.each([
    ['other columns', 'Code,Minutes,Share\n2A,20,0.5\n'],
    ['no figure', 'code,minutes,population\n2A,20,5\n'],
    ['both kinds of figures', 'code,minutes,share,percent\n2A,20,0.5,50\n'],
    ['thresholds beyond the hour only', 'dep,pct_pop_le_90min\n2A,99\n'],
  ])('is refused with what was expected and found: %s', async (_what, content) => {
    const { code, message } = await refusalOf(content);
    expect(code).toBe('source-schema');
    expect(message).toContain('reference.csv');
    expect(message).toContain('pct_pop_le_<n>min');
    expect(message).toContain(`found ${content.split('\n')[0].replaceAll(',', ', ')}`);
  });

  test('is told when it has no rows, or is a page', async () => {
    expect((await refusalOf('code,minutes,share\n')).code).toBe('source-empty');
    expect((await refusalOf('<!doctype html><title>404</title>')).message).toContain('an HTML page ("404")');
  });
});
