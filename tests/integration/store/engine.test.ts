import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError } from '../../../src/domain-error.ts';
import { type CopyValue, copyLine, type Engine, openEngine } from '../../../src/store/engine.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
let engine: Engine;
beforeAll(async () => {
  store = await openTestStore();
  engine = await openEngine(store.options('test', ['public']));
  await engine.exec(`
    create table copied (n integer, word text, words text[], yes boolean, big int8);
    create table shape (id integer, geom geometry)`);
});
afterAll(async () => {
  await engine?.close();
  await store?.drop();
});

const COLUMNS = ['n', 'word', 'words', 'yes', 'big'];
type Row = [word: string | null, words: string[] | null, yes: boolean | null, big: number | null];

async function roundTrip(rows: readonly Row[]): Promise<Row[]> {
  await engine.exec('truncate copied');
  const lines = rows.map(([word, words, yes, big], n) => copyLine([n, word, words, yes, big]));
  expect(await engine.copyIn('copied', COLUMNS, lines)).toBe(rows.length);
  const read = await sql<{ word: string; words: string[]; yes: boolean; big: number }>`
    select word, words, yes, big from copied order by n`.execute(engine.db);
  return read.rows.map((row) => [row.word, row.words, row.yes, row.big]);
}

describe('COPY', () => {
  test.each<[string, CopyValue & (string | null)]>([
    ['a tab', 'before\tafter'],
    ['line ends', 'one\ntwo\r\nthree\r'],
    ['backslashes', 'C:\\new\\table\\N \\. \\\\'],
    ['the mark of null', '\\N'],
    ['the mark of the end', '\\.'],
    ['nothing', ''],
    ['null', null],
    ['accents and signs', "L'Haÿ-les-Roses – « œuvre » €  🚍"],
    ['quotes and braces', '{"a": "b,c"}'],
  ])('%s comes back as it went', async (_what, word) => {
    expect(await roundTrip([[word, null, null, null]])).toEqual([[word, null, null, null]]);
  });

  test('arrays hold quotes, commas, backslashes, braces, the word NULL, and nothing', async () => {
    const rows: Row[] = [
      [
        null,
        ['a "quoted" one', 'with, comma', 'back\\slash', '{braces}', 'NULL', '', 'tab\t', 'line\n'],
        true,
        1,
      ],
      ['empty', [], false, Number.MAX_SAFE_INTEGER],
    ];
    expect(await roundTrip(rows)).toEqual(rows);
  });

  test('a NUL, which no text of PostgreSQL can hold, is left out', async () => {
    expect(await roundTrip([['a\0b', ['c\0d'], null, null]])).toEqual([['ab', ['cd'], null, null]]);
  });

  test('any text survives', async () => {
    // Half a surrogate pair is not text: it has no UTF-8.
    const text = fc
      .string({ unit: 'binary' })
      .filter((value) => value.isWellFormed() && !value.includes('\0'));
    const row = fc.tuple(
      fc.option(text),
      fc.option(fc.array(text)),
      fc.option(fc.boolean()),
      fc.option(fc.maxSafeInteger()),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        expect(await roundTrip(rows)).toEqual(rows);
      }),
      { numRuns: 20 },
    );
  });

  test('no row at all is not an error', async () => {
    expect(await engine.copyIn('copied', COLUMNS, [])).toBe(0);
  });

  test('rows larger than one chunk all arrive', async () => {
    const word = 'x'.repeat(200_000);
    const rows = Array.from({ length: 50 }, (): Row => [word, null, null, null]);
    expect(await roundTrip(rows)).toHaveLength(50);
  });

  test('a source that fails in the middle leaves nothing, and the engine usable', async () => {
    await engine.exec('truncate copied');
    function* failing() {
      yield copyLine([1, 'a', null, null, null]);
      throw new Error('the file ends here');
    }
    await expect(engine.copyIn('copied', COLUMNS, failing())).rejects.toThrow('the file ends here');
    const { rows } = await sql<{ n: number }>`select count(*) as n from copied`.execute(engine.db);
    expect(rows[0].n).toBe(0);
  });

  test('a line that does not fit the table is an error that says so', async () => {
    await expect(engine.copyIn('copied', ['n'], ['not a number\n'])).rejects.toThrow(/integer/);
  });
});

describe('numbers', () => {
  test('counts, sums and int8 are numbers, not text and not bigint', async () => {
    const { rows } = await sql<Record<string, number>>`
      select count(*) as counted, sum(v) as summed, sum(v::int4) as summed_int4, max(v::int8) as large, 1.5::numeric as
        numeric from (values (3), (4)) t (v)`.execute(engine.db);
    expect(rows).toEqual([{ counted: 2, summed: 7, summed_int4: 7, large: 4, numeric: 1.5 }]);
  });

  test('bytes come back as bytes', async () => {
    const { rows } = await sql<{ bytes: Uint8Array }>`select '\\x00ff10'::bytea as bytes`.execute(engine.db);
    expect([...rows[0].bytes]).toEqual([0, 255, 16]);
  });
});

/** A bow-tie and a square across it: GEOS raises a TopologyException, which PGlite swallows. */
const FAILING = `st_intersection(
  st_geomfromtext('POLYGON((0 0, 10 10, 10 0, 0 10, 0 0))'),
  st_geomfromtext('POLYGON((0 0, 10 0.0001, 10 10, 5 5, 0 10, 5 5, 0 0))'))`;

describe('a geometry function that fails', () => {
  test('is an error of the query, not an empty answer', async () => {
    await expect(sql`select ${sql.raw(FAILING)}`.execute(engine.db)).rejects.toThrow();
  });

  test('is an error of a script, and what follows it does not run unseen', async () => {
    await engine.exec('truncate shape');
    const script = `insert into shape values (1, ${FAILING}); insert into shape values (2, null)`;
    await expect(engine.exec(script)).rejects.toThrow();
  });

  test('undoes its transaction', async () => {
    await engine.exec('truncate shape');
    const transaction = engine.db.transaction().execute(async (tx) => {
      await sql`insert into shape values (3, null)`.execute(tx);
      await sql`insert into shape values (4, ${sql.raw(FAILING)})`.execute(tx);
    });
    await expect(transaction).rejects.toThrow();
    const { rows } = await sql<{ n: number }>`select count(*) as n from shape`.execute(engine.db);
    expect(rows[0].n).toBe(0);
  });

  test('leaves the engine usable', async () => {
    const { rows } = await sql<{ area: number }>`
      select st_area(st_makeenvelope(0, 0, 2, 3)) as area`.execute(engine.db);
    expect(rows[0].area).toBe(6);
  });
});

test('a server that does not answer is a clear error, not a stack', async () => {
  const opening = openEngine({
    databaseUrl: 'postgres://nobody@127.0.0.1:9/none',
    home: 'unused',
    doing: 'test',
  });
  const error = await opening.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toMatchObject({
    code: 'store-unavailable',
    message: expect.stringContaining('DATABASE_URL'),
  });
});
