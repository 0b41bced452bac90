import { afterAll, beforeAll, expect, test } from 'vitest';
import { coverage } from '../../../src/coverage/coverage.ts';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import { load } from '../support/loads.ts';
import { editionIn, openTestStore, type TestStore } from '../support/test-store.ts';

/** A territory whose surroundings hold a town that several cantons share (Ambreval: 9601, 9602 and 9603). */
let store: TestStore;
let data: EditionData;
beforeAll(async () => {
  store = await openTestStore();
  await load(store, { territory: 'canton-9604' });
  await store.use(async (engine) => {
    const edition = await editionIn(engine);
    data = edition.data;
  });
}, 180_000);
afterAll(() => store?.drop());

test('the cantons of the town outside are left out, and the edition is published', () => {
  const { items } = coverage(data, { level: 'canton', within: [], thresholdMinutes: 30, rule: 'principal' });
  expect(items.map((item) => [item.code, item.status])).toEqual([['9604', 'ok']]);
});
