import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError } from '../../../src/domain-error.ts';
import {
  abandonEdition,
  currentEditionId,
  dropEdition,
  listEditions,
  publishEdition,
  type StagedEdition,
  stageEdition,
} from '../../../src/store/editions.ts';
import { type Engine, openEngine } from '../../../src/store/engine.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

const FACTS = { sources: [{ file: 'a.csv' }], method: { note: 'test' }, summary: { communes: 1 } };

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store?.drop());

/** Stages an edition with one commune in it, and does something with it. */
async function staging<T>(name: string, run: (staged: StagedEdition) => Promise<T>): Promise<T> {
  const staged = await stageEdition(store.options('load'), ['96'], true);
  try {
    await staged.engine.exec(`
      insert into commune (code, name, departement, region, residents, in_scope)
      values ('96001', '${name}', '96', '95', 1, true)`);
    return await run(staged);
  } finally {
    await staged.engine.close();
  }
}

/** Publishes an edition, and looks at the store from the same engine: to open another one costs PGlite a second. */
const publish = (name: string, inspect: (engine: Engine) => Promise<void> = async () => {}) =>
  staging(name, async (staged) => {
    await publishEdition(staged, FACTS);
    await inspect(staged.engine);
    return staged.id;
  });

/** Name of the one commune of the current edition, as a reader finds it. */
async function currentCommune(engine: Engine): Promise<string | null> {
  const id = await currentEditionId(engine.db);
  const record = (await listEditions(engine.db)).find((edition) => edition.id === id);
  if (!record) return null;
  const rows = await engine.db.withSchema(record.schemaName).selectFrom('commune').select('name').execute();
  return rows[0].name;
}

async function schemas(engine: Engine): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where nspname like 'edition\\_%' order by 1`.execute(engine.db);
  return rows.map((row) => row.name);
}

async function refusal(promise: Promise<unknown>): Promise<DomainError> {
  const error = await promise.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(DomainError);
  return error as DomainError;
}

describe('publication', () => {
  let first: string;
  let second: string;
  let third: string;

  test('the first edition is current, with what was said of it', async () => {
    first = await publish('first', async (engine) => {
      expect(await listEditions(engine.db)).toEqual([
        expect.objectContaining({
          state: 'published',
          current: true,
          territory: ['96'],
          fictional: true,
          ...FACTS,
          publishedAt: expect.any(Date),
        }),
      ]);
      expect(await currentCommune(engine)).toBe('first');
    });
  });

  test('nobody sees an edition that is being filled, nor one that was given up', async () => {
    await staging('half', async (staged) => {
      const { engine } = staged;
      expect(await currentEditionId(engine.db)).toBe(first);
      expect(await currentCommune(engine)).toBe('first');
      await abandonEdition(staged);
      expect((await listEditions(engine.db)).map((edition) => edition.id)).toEqual([first]);
      expect(await schemas(engine)).toHaveLength(1);
    });
  });

  test('the second retires the first, which is kept; the third drops it', async () => {
    const states = async (engine: Engine) =>
      (await listEditions(engine.db)).map(({ id, state, current }) => [id, state, current]);
    let seen: unknown;
    second = await publish('second', async (engine) => {
      seen = await states(engine);
    });
    expect(seen).toEqual([
      [second, 'published', true],
      [first, 'retired', false],
    ]);
    third = await publish('third', async (engine) => {
      seen = await states(engine);
      const editions = await listEditions(engine.db);
      expect(await schemas(engine)).toEqual(editions.map((edition) => edition.schemaName).sort());
      expect(await currentCommune(engine)).toBe('third');
    });
    expect(seen).toEqual([
      [third, 'published', true],
      [second, 'retired', false],
    ]);
  });

  test('the current edition is not dropped, an unknown one is named beside the known, a kept one goes', async () => {
    await store.use(async (engine) => {
      const current = await refusal(dropEdition(engine, third));
      expect(current).toMatchObject({ code: 'invalid-parameter', message: expect.stringContaining(third) });
      const unknown = await refusal(dropEdition(engine, 'nope'));
      expect(unknown).toMatchObject({ code: 'unknown-edition', message: expect.stringContaining('"nope"') });
      expect(unknown.message).toContain(second);
      await dropEdition(engine, second);
      expect((await listEditions(engine.db)).map((edition) => edition.id)).toEqual([third]);
      expect(await schemas(engine)).toHaveLength(1);
    });
  });
});

describe('a publication that fails', () => {
  /** Makes one statement fail, by a trigger, while something is done. */
  async function failing(engine: Engine, table: string, event: string, run: () => Promise<void>) {
    await engine.exec(`
      create or replace function public.refuse() returns trigger language plpgsql as
        $$ begin raise exception 'refused by the test'; end $$;
      create trigger refuse before ${event} on ${table} for each row execute function public.refuse()`);
    await run();
    await engine.exec(`drop trigger refuse on ${table}`);
  }

  test('at its last step leaves the edition before it current, whole', async () => {
    await staging('never', async (staged) => {
      const { engine } = staged;
      const before = await currentEditionId(engine.db);
      await failing(engine, 'maillage.current_edition', 'update', async () => {
        await expect(publishEdition(staged, FACTS)).rejects.toThrow('refused by the test');
      });
      await abandonEdition(staged);
      const [edition, ...others] = await listEditions(engine.db);
      expect(edition).toMatchObject({ id: before, state: 'published', current: true });
      expect(others).toEqual([]);
      expect(await currentCommune(engine)).toBe('third');
    });
  });

  test('only at the clearing of old editions is a publication all the same', async () => {
    await publish('fourth');
    const fifth = await staging('fifth', async (staged) => {
      const { engine } = staged;
      await failing(engine, 'maillage.edition', 'delete', async () => {
        await publishEdition(staged, FACTS);
        // What a load does when anything fails: it must not take the current edition away.
        await abandonEdition(staged);
      });
      expect(await currentEditionId(engine.db)).toBe(staged.id);
      expect(await currentCommune(engine)).toBe('fifth');
      expect(await listEditions(engine.db)).toHaveLength(3);
      return staged.id;
    });
    // The next publication makes up for the clearing.
    await publish('sixth', async (engine) => {
      const editions = await listEditions(engine.db);
      expect(editions).toHaveLength(2);
      expect(editions[1].id).toBe(fifth);
      expect(await schemas(engine)).toHaveLength(2);
    });
  });
});

describe('a load that died', () => {
  test('its schema and its row are cleared by the next load; the current edition stays', async () => {
    let current: string | null = null;
    const orphan = await staging('orphan', async (staged) => {
      current = await currentEditionId(staged.engine.db);
      expect(await schemas(staged.engine)).toContain(staged.schemaName);
      return staged;
    });
    await staging('next', async (staged) => {
      const editions = await listEditions(staged.engine.db);
      expect(editions.map((edition) => edition.id)).not.toContain(orphan.id);
      expect(await schemas(staged.engine)).not.toContain(orphan.schemaName);
      expect(await currentEditionId(staged.engine.db)).toBe(current);
      await abandonEdition(staged);
    });
  });
});

describe.skipIf(!process.env.DATABASE_URL)('two loads at once on one PostgreSQL', () => {
  test('the second leaves the first alone', async () => {
    await staging('slow', async (slow) => {
      await publish('quick');
      const editions = await listEditions(slow.engine.db);
      expect(editions.find((edition) => edition.id === slow.id)).toMatchObject({ state: 'staging' });
      await publishEdition(slow, FACTS);
      expect(await currentCommune(slow.engine)).toBe('slow');
    });
  });

  test('a reader that asks during a publication sees one edition or the other, never none', async () => {
    const reader = await openEngine(store.options());
    try {
      const seen = new Set<string | null>();
      const publishing = publish('watched');
      let done = false;
      const watching = (async () => {
        while (!done) seen.add(await currentEditionId(reader.db));
      })();
      const id = await publishing;
      done = true;
      await watching;
      seen.add(await currentEditionId(reader.db));
      expect(seen).not.toContain(null);
      expect(seen).toContain(id);
    } finally {
      await reader.close();
    }
  });
});
