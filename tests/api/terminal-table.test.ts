import { describe, expect, it } from 'vitest';
import { percentText, terminalCell, terminalTable } from '../../src/cli/table.ts';
import { COVERAGE_COLUMNS } from '../../src/publish/dictionary/coverage.ts';
import { SITE_COLUMNS } from '../../src/publish/dictionary/sites.ts';

const named = (name: string) => {
  const column = [...COVERAGE_COLUMNS, ...SITE_COLUMNS].find((each) => each.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return column;
};

describe('a percentage', () => {
  it('has one decimal, and never rounds to everybody or nobody', () => {
    expect(percentText(0.9328)).toBe('93.3 %');
    expect(percentText(1)).toBe('100.0 %');
    expect(percentText(0)).toBe('0.0 %');
    expect(percentText(0.99999)).toBe('>99.9 %');
    expect(percentText(0.0001)).toBe('<0.1 %');
  });
});

describe('a cell', () => {
  it('shows what is missing as missing', () => {
    expect(terminalCell(named('share'), null)).toBe('–');
    expect(terminalCell(named('flags'), ['a', 'b'])).toBe('a b');
    expect(terminalCell(named('lon'), 9)).toBe('9.00000');
  });

  it('does not let a name drive the terminal', () => {
    expect(terminalCell(named('name'), 'A\u001b[2Jb\nc')).toBe('A?[2Jb?c');
  });
});

it('a table aligns names to the left and numbers to the right, without colours or trailing spaces', () => {
  const columns = [named('name'), named('population'), named('share')];
  const text = terminalTable(columns, [
    { name: 'Ardelle', population: 920, share: 1 },
    { name: 'Cornu', population: 0, share: null },
  ]);
  expect(text.split('\n')).toEqual([
    'name     population    share',
    'Ardelle         920  100.0 %',
    'Cornu             0        –',
  ]);
  expect(terminalTable(columns, [])).toBe('name  population  share');
});
