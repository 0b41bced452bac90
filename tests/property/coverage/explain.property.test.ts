import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coverage } from '../../../src/coverage/coverage.ts';
import { LEVELS } from '../../../src/coverage/edition-data.ts';
import { explain } from '../../../src/coverage/explain.ts';
import { COUNTING_RULES } from '../../../src/coverage/network.ts';
import { randomEdition } from './random-edition.ts';

const rule = fc.constantFrom(...COUNTING_RULES);
const minutes = fc.integer({ min: 1, max: 60 });
const sum = <T>(rows: readonly T[], of: (row: T) => number) =>
  rows.reduce((total, row) => total + of(row), 0);

it('explains figures by rows that sum to them, for every territory of any edition', () => {
  fc.assert(
    fc.property(
      randomEdition,
      fc.constantFrom(...LEVELS),
      minutes,
      rule,
      (data, level, thresholdMinutes, rule) => {
        for (const item of coverage(data, { level, within: [], thresholdMinutes, rule }).items) {
          const told = explain(data, { level, code: item.code, thresholdMinutes, rule, limit: 1000 });
          expect(told.figures).toEqual(item);
          const { cells, sites, providers, untimed } = told;
          expect(cells.items).toHaveLength(cells.count);
          expect(sum(cells.items, (cell) => cell.residents)).toBe(item.population);
          const ofStatus = (status: string) =>
            sum(
              cells.items.filter((cell) => cell.status === status),
              (cell) => cell.residents,
            );
          expect(ofStatus('covered')).toBe(item.covered);
          expect(ofStatus('no-time')).toBe(item.without_time);
          expect(sum(sites.items, (site) => site.residents_covered)).toBe(item.covered);
          const untimedResidents = sum(untimed, (row) => row.residents);
          expect(sum(sites.items, (site) => site.residents_nearest)).toBe(item.population - untimedResidents);
          expect(sum(providers, (row) => row.residents)).toBe(item.population);
          expect(sum(providers, (row) => row.covered)).toBe(item.covered);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('lists first what it lists of more, whatever the limit', () => {
  fc.assert(
    fc.property(
      randomEdition,
      minutes,
      rule,
      fc.integer({ min: 1, max: 12 }),
      (data, thresholdMinutes, rule, limit) => {
        const question = { level: 'france', code: 'FR', thresholdMinutes, rule } as const;
        const all = explain(data, { ...question, limit: 1000 });
        const some = explain(data, { ...question, limit });
        expect(some.cells.items).toEqual(all.cells.items.slice(0, limit));
        expect(some.sites.items).toEqual(all.sites.items.slice(0, limit));
        expect(some.cells.count).toBe(all.cells.count);
        const uncovered = all.cells.items.map((cell) => (cell.status === 'covered' ? 0 : cell.residents));
        expect(uncovered).toEqual(uncovered.toSorted((a, b) => b - a));
      },
    ),
  );
});
