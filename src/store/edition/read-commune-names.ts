import { sql } from 'kysely';
import type { Db } from '../engine.ts';

/** What a commune may be asked for by, beside its name and its code. */

/** Names that a code bore before or bears as a part; by code, the latest first. */
export async function readFormerNames(db: Db, schemaName: string): Promise<{ code: string; name: string }[]> {
  return db
    .withSchema(schemaName)
    .selectFrom('commune_former_name')
    .select(['code', 'name'])
    .orderBy(sql`code collate "C"`)
    .orderBy('position')
    .execute();
}

/** By commune, ascending. */
export async function readPostcodes(
  db: Db,
  schemaName: string,
): Promise<{ commune: string; postcode: string }[]> {
  return db
    .withSchema(schemaName)
    .selectFrom('commune_postcode')
    .select(['commune', 'postcode'])
    .orderBy(sql`commune collate "C", postcode collate "C"`)
    .execute();
}
