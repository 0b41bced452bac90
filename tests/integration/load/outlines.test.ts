import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedOutlines } from '../../../src/api/stored-outlines.ts';
import type { Level } from '../../../src/coverage/edition-data.ts';
import { OUTLINE_LEVELS } from '../../../src/publish/outlines/outline-levels.ts';
import {
  type OutlineSet,
  outlineText,
  SIMPLIFICATIONS,
  type Simplification,
} from '../../../src/publish/outlines/outline-set.ts';
import { type EditionRecord, listEditions } from '../../../src/store/editions.ts';
import type { Engine } from '../../../src/store/engine.ts';
import { complaintsAbout, totalDoubleArea } from '../../support/outline-checks.ts';
import { load } from '../support/loads.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
const sets = new Map<string, OutlineSet>();

function set(level: Level, simplification: Simplification): OutlineSet {
  return sets.get(`${level} ${simplification}`)!;
}

function inEdition<T>(use: (engine: Engine, edition: EditionRecord) => Promise<T>): Promise<T> {
  return store.use(async (engine) => use(engine, (await listEditions(engine.db))[0]));
}

beforeAll(async () => {
  store = await openTestStore();
  await load(store);
  await inEdition(async ({ db }, { id, schemaName }) => {
    const read = storedOutlines(db, id, schemaName);
    for (const level of OUTLINE_LEVELS) {
      for (const simplification of SIMPLIFICATIONS) {
        sets.set(`${level} ${simplification}`, await read(level, simplification));
      }
    }
  });
}, 180_000);
afterAll(() => store?.drop());

describe('outlines of a loaded edition', () => {
  it('hold every territory of a level at every simplification, with fewer points each time', () => {
    for (const level of OUTLINE_LEVELS) {
      const points: number[] = [];
      for (const simplification of SIMPLIFICATIONS) {
        expect(set(level, simplification).codes, level).toEqual(set(level, 0).codes);
        points.push(set(level, simplification).points.length);
      }
      expect(set(level, 0).codes.length).toBeGreaterThan(0);
      expect(points, level).toEqual(points.toSorted((a, b) => b - a));
      expect(points[3], level).toBeLessThan(points[0]);
    }
  });

  it('divide the ground: no overlap, no sliver, the same sum at every level made of communes', () => {
    for (const simplification of SIMPLIFICATIONS) {
      for (const level of OUTLINE_LEVELS) {
        expect(complaintsAbout(set(level, simplification)), `${level} ${simplification}`).toEqual([]);
      }
      const sums = (['commune', 'departement', 'region', 'france'] as const).map((level) =>
        totalDoubleArea(set(level, simplification)),
      );
      expect(new Set(sums).size, `${simplification} m`).toBe(1);
    }
  });

  it('are valid polygons in the eyes of PostGIS', async () => {
    await store.use(async ({ db }) => {
      for (const [name, outlines] of sets) {
        const texts = outlines.codes.map((_, index) => outlineText(outlines, index));
        const { rows } = await sql<{ invalid: number }>`
          select count(*)::int as invalid from unnest(${texts}::text[]) as text
          where not st_isvalid(st_geomfromgeojson(text))`.execute(db);
        expect(rows[0].invalid, name).toBe(0);
      }
    });
  });

  it('as loaded are the outlines of the communes in the database', async () => {
    await inEdition(async ({ db }, { schemaName }) => {
      const { rows } = await sql<{ area: number }>`
        select sum(st_area(geom)) as area from ${sql.table(`${schemaName}.commune`)} where in_scope`.execute(
        db,
      );
      expect(Number(totalDoubleArea(set('commune', 0))) / 2 / 1e12).toBeCloseTo(rows[0].area, 6);
    });
  });

  it('of a level whose territories are scattered are none', async () => {
    await inEdition(async ({ db }, { id, schemaName }) => {
      expect((await storedOutlines(db, id, schemaName)('zrr', 0)).codes).toEqual([]);
    });
  });

  it('are read once, however many ask, and again when others took their room', async () => {
    await inEdition(async ({ db }, { id, schemaName }) => {
      const read = storedOutlines(db, id, schemaName, 1);
      const [one, same] = await Promise.all([read('canton', 0), read('canton', 0)]);
      expect(same).toBe(one);
      expect(await read('canton', 0)).toBe(one);
      await read('qpv', 0);
      const again = await read('canton', 0);
      expect(again).not.toBe(one);
      expect(again).toEqual(one);
      const roomy = storedOutlines(db, id, schemaName);
      const held = await roomy('canton', 0);
      await roomy('qpv', 0);
      expect(await roomy('canton', 0)).toBe(held);
    });
  });

  it('that are damaged or missing are told by name', async () => {
    await inEdition(async ({ db }, { id, schemaName }) => {
      const artifact = sql.table(`${schemaName}.artifact`);
      await sql`update ${artifact} set bytes = set_byte(bytes, 200, 255 - get_byte(bytes, 200))
        where name = 'outlines-epci-500'`.execute(db);
      await sql`delete from ${artifact} where name = 'outlines-region-100'`.execute(db);
      const read = storedOutlines(db, id, schemaName);
      await expect(read('epci', 500)).rejects.toMatchObject({
        code: 'binary-format',
        message: expect.stringContaining('outlines: checksum'),
      });
      await expect(read('region', 100)).rejects.toMatchObject({
        code: 'no-edition',
        message: `edition ${id} has no outlines of level region at 100 m: run maillage load again`,
      });
    });
  });
});
