import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError } from '../../../src/domain-error.ts';
import { startCli } from '../support/cli-child.ts';
import { load } from '../support/loads.ts';
import { look, openTestStore, type Seen, type TestStore } from '../support/test-store.ts';

let store: TestStore;
let first: string;
/** After the load that follows the killed one. */
let before: Seen;
beforeAll(async () => {
  store = await openTestStore();
  first = (await load(store)).editionId;
}, 180_000);
afterAll(() => store?.drop());

/** A load as a process of its own, past its communes: its edition is half filled. */
async function halfWay() {
  const child = startCli(store, ['load', '--sample']);
  await child.says(/^Communes: /m);
  return child;
}

describe('a load that is killed', () => {
  test('leaves the edition before it current and answering; the next load clears what it left', async () => {
    const child = await halfWay();
    child.process.kill('SIGKILL');
    expect(await child.ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(child.stderr()).not.toContain('is published');
    if (store.kind === 'pglite') expect(existsSync(join(store.config.home, 'maillage.lock'))).toBe(true);

    // The lock of the dead process is taken over here.
    const after = await look(store);
    expect(after).toMatchObject({ current: first, answer: { population: 262_470, sites: 15 } });
    expect(after.answer?.covered).toBeGreaterThan(200_000);
    const orphan = after.editions.find((edition) => edition.state === 'staging');
    expect(after.schemas).toContain(orphan?.schemaName);

    const { editionId } = await load(store);
    const next = await look(store);
    expect(next.current).toBe(editionId);
    expect(next.answer).toEqual(after.answer);
    expect(next.editions.map(({ id, state }) => [id, state])).toEqual([
      [editionId, 'published'],
      [first, 'retired'],
    ]);
    expect(next.schemas).toEqual(next.editions.map((edition) => edition.schemaName).sort());
    before = next;
  }, 180_000);
});

describe('a load that is interrupted', () => {
  test('by SIGINT ends with 130, says so, and takes its half edition away', async () => {
    const child = await halfWay();
    child.process.kill('SIGINT');
    expect(await child.ended).toEqual({ code: 130, signal: null });
    expect(child.stderr()).toContain('nothing was changed');
    expect(child.stderr()).not.toContain('is published');
    expect(await look(store)).toEqual(before);
    expect(existsSync(join(store.config.home, 'maillage.lock'))).toBe(false);
  }, 120_000);

  test('before it began does nothing at all', async () => {
    const signal = AbortSignal.abort();
    const error = await load(store, { signal }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'interrupted' });
  });
});
