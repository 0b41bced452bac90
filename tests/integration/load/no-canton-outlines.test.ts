import { afterAll, beforeAll, expect, test } from 'vitest';
import { coverage } from '../../../src/coverage/coverage.ts';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import { type ChangedSample, changedSample } from '../support/changed-sample.ts';
import { load } from '../support/loads.ts';
import { editionIn, openTestStore, type TestStore } from '../support/test-store.ts';

/** No official address of canton outlines is known: a user may well have none. */
let store: TestStore;
let sample: ChangedSample;
let data: EditionData;
let notes: string[];
beforeAll(async () => {
  store = await openTestStore();
  sample = await changedSample({ 'canton-outlines': 'unlisted' });
  await load(store, { mirror: sample.dir });
  await store.use(async (engine) => {
    const edition = await editionIn(engine);
    data = edition.data;
    notes = edition.meta.method.notes;
  });
}, 180_000);
afterAll(async () => {
  await sample?.remove();
  await store?.drop();
});

const ask = (level: 'canton' | 'departement') =>
  coverage(data, { level, within: [], thresholdMinutes: 30, rule: 'principal' });

test('without canton outlines nothing is said of cantons: none is called uncovered, none not applicable', () => {
  expect(ask('canton').items).toEqual([]);
  expect(ask('canton').total).toMatchObject({
    population: 262_470,
    covered: ask('departement').total.covered,
  });
  expect(notes.some((note) => note.includes('canton outlines'))).toBe(true);
});
