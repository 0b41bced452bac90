import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCHEMA, TABLE_TYPES_FILE, tableTypes } from '../../../scripts/generate-table-types.ts';
import { currentEditionId } from '../../../src/store/editions.ts';
import type { Engine } from '../../../src/store/engine.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store?.drop());

test('migrating twice does the work once; an empty database has no current edition, which is not an error', () =>
  store.use(async (engine) => {
    await migrate(engine);
    const first = await applied(engine);
    await engine.db
      .insertInto('maillage.edition')
      .values({
        id: 'kept',
        schema_name: 'edition_kept',
        state: 'retired',
        table_version: 1,
        territory: ['96'],
        fictional: true,
      })
      .execute();
    await migrate(engine);
    expect(await applied(engine)).toEqual(first);
    expect(first).not.toHaveLength(0);
    const rows = await engine.db.selectFrom('maillage.edition').select('id').execute();
    expect(rows).toEqual([{ id: 'kept' }]);
    expect(await currentEditionId(engine.db)).toBeNull();
  }));

test('src/store/tables.gen.ts is what the migrations make', async () => {
  const types = await store.use(tableTypes, [SCHEMA, 'public']);
  expect(types).toBe(await readFile(TABLE_TYPES_FILE, 'utf8'));
});

async function applied(engine: Engine) {
  const { rows } = await sql<{ name: string; timestamp: string }>`
    select name, timestamp from public.maillage_migration order by name`.execute(engine.db);
  return rows;
}
