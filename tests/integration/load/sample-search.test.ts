import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLE_DIR } from '../../../src/config.ts';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import { explain } from '../../../src/coverage/explain.ts';
import { search } from '../../../src/coverage/search.ts';
import { load } from '../support/loads.ts';
import { editionIn, openTestStore, type TestStore } from '../support/test-store.ts';

/** What a commune was called before, and its postcodes, from the files of the sample to the answers. */
const landmarks = JSON.parse(await readFile(join(SAMPLE_DIR, 'landmarks.json'), 'utf8'));

let store: TestStore;
let data: EditionData;
beforeAll(async () => {
  store = await openTestStore();
  await load(store);
  await store.use(async (engine) => {
    data = (await editionIn(engine)).data;
  });
}, 180_000);
afterAll(() => store?.drop());

const first = (text: string) => search(data, { text, level: null, limit: 1 })[0];

test('a merged commune is found by its former name and code, in the commune it is in now', () => {
  const { merged, current } = landmarks.commune2022;
  const byCode = first(merged);
  expect(byCode.entry).toMatchObject({ level: 'commune', code: current });
  expect(byCode.match).toBe('former-code');
  const [name] = data.formerNames?.get(merged) ?? [];
  const byName = search(data, { text: name, level: 'commune', limit: 5 }).find((hit) => hit.matched === name);
  expect(byName).toMatchObject({ match: 'former-name', entry: { code: current } });
});

test('a renamed commune is found by the name it bore', () => {
  const hit = first('vieux ardou');
  expect(hit).toMatchObject({ match: 'former-name', matched: 'Vieux-Ardoualers' });
  expect(hit.entry.name).toBe('Ardoualers');
});

test('a postcode finds its communes, the largest first', () => {
  expect(first('96000')).toMatchObject({ match: 'postcode', entry: { code: landmarks.prefecture } });
  const found = search(data, { text: '96170', level: 'commune', limit: 50 });
  // One commune has this for its code.
  const sharing = found.filter((hit) => hit.match === 'postcode');
  expect(sharing).toHaveLength(21);
  const residents = sharing.map((hit) => hit.entry.population ?? 0);
  expect(residents).toEqual(residents.toSorted((a, b) => b - a));
});

test('an explanation of a former code tells the merger with its date', () => {
  const { merged, current } = landmarks.commune2022;
  const question = { level: 'commune', thresholdMinutes: 30, rule: 'principal', limit: 50 } as const;
  const told = explain(data, { ...question, code: merged });
  expect(told.former).toMatchObject({
    code: merged,
    became: [{ code: current }],
    steps: [{ from: merged, to: current, date: '2022-01-01', kind: 'merged-into-new-commune' }],
  });
  expect(told.figures).toEqual(explain(data, { ...question, code: current }).figures);
});
