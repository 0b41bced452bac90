import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadSummary } from '../../../src/cli/load/published-facts.ts';
import { coverage } from '../../../src/coverage/coverage.ts';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import { withoutSite } from '../../../src/coverage/without-site.ts';
import { type ChangedSample, changedSample } from '../support/changed-sample.ts';
import { load } from '../support/loads.ts';
import { editionIn, openTestStore, type TestStore } from '../support/test-store.ts';

/** A list without any site, and squares of another country: an answer, not an error. */
let store: TestStore;
let sample: ChangedSample;
let summary: LoadSummary;
let data: EditionData;
beforeAll(async () => {
  store = await openTestStore();
  sample = await changedSample({
    'france-services': { text: (text) => `${text.split('\n')[0]}\n` },
    // Near Bratislava.
    'population-200m': { text: () => 'idcar_200m,ind\nCRS3035RES200mN2800000E4800000,12\n' },
  });
  summary = await load(store, { mirror: sample.dir });
  await store.use(async (engine) => {
    const edition = await editionIn(engine);
    data = edition.data;
  });
}, 180_000);
afterAll(async () => {
  await sample?.remove();
  await store?.drop();
});

const ask = (level: 'france' | 'canton' | 'commune') =>
  coverage(data, { level, within: [], thresholdMinutes: 60, rule: 'all' });

describe('no site', () => {
  test('nobody is covered', () => {
    expect(ask('france').total).toMatchObject({ population: 262_470, covered: 0, share: 0, sites: 0 });
  });

  test('every canton is without one', () => {
    const { total } = withoutSite(data, { level: 'canton', within: [], rule: 'all' });
    expect(total).toEqual({ territories: 17, without_site: 17, not_applicable: 0 });
  });
});

describe('no square near', () => {
  test('the residents of each commune stand in its QPV or at its centre, and still sum to the legal total', () => {
    expect(summary.communesWithoutSquare).toBe(249);
    for (const level of ['canton', 'commune'] as const) {
      const sum = ask(level).items.reduce((total, item) => total + item.population, 0);
      expect(sum, level).toBe(262_470);
    }
  });
});
