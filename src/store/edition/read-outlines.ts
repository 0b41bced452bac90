import { sql } from 'kysely';
import type { Db } from '../engine.ts';

/** Reads through the connection's search path: for the load, inside the edition that it fills. */

export interface OutlineRecord {
  code: string;
  /**
   * Well-known binary of a multipolygon, lon/lat, in base64: the embedded engine's driver takes three times as long over
   * a bytea.
   */
  wkb: string;
}

export interface CommuneOutlineRecord extends OutlineRecord {
  departement: string;
  region: string;
  arrondissement: string | null;
  epci: string | null;
}

/** A message of the driver stays well below what it can hold: some megabytes. */
const ROWS_A_BATCH = 2000;

/** Outlines of the communes in the territory, and what they are merged into; in code order, in batches. */
export async function* readCommuneOutlines(db: Db): AsyncGenerator<CommuneOutlineRecord[]> {
  yield* inBatches((after) =>
    sql<CommuneOutlineRecord>`
      select code, departement, region, arrondissement, epci, encode(st_asbinary(geom), 'base64') as wkb from commune
      where in_scope and not st_isempty(geom) and code collate "C" > ${after}
      order by code collate "C" limit ${ROWS_A_BATCH}`.execute(db),
  );
}

/** Outlines of cantons or of QPV; in code order, in batches. */
export async function* readOutlines(db: Db, table: 'canton' | 'qpv'): AsyncGenerator<OutlineRecord[]> {
  yield* inBatches((after) =>
    sql<OutlineRecord>`
      select code, encode(st_asbinary(geom), 'base64') as wkb from ${sql.table(table)}
      where not st_isempty(geom) and code collate "C" > ${after}
      order by code collate "C" limit ${ROWS_A_BATCH}`.execute(db),
  );
}

async function* inBatches<Row extends OutlineRecord>(
  read: (after: string) => Promise<{ rows: Row[] }>,
): AsyncGenerator<Row[]> {
  for (let after = ''; ; ) {
    const { rows } = await read(after);
    if (rows.length === 0) return;
    yield rows;
    after = rows[rows.length - 1].code;
  }
}
