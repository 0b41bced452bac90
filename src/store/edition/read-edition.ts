import { sql } from 'kysely';
import type { Db } from '../engine.ts';

/** The tables of an edition that answers are made from, in code order (C collation, as JavaScript sorts). */

export interface CommuneRecord {
  code: string;
  name: string;
  departement: string;
  region: string;
  arrondissement: string | null;
  epci: string | null;
  residents: number;
  density: string | null;
  zrr: string | null;
  zrr_detail: string | null;
  frr: string | null;
}

/** Communes in the territory; the index of one is its position. */
export async function readCommunes(db: Db, schemaName: string): Promise<CommuneRecord[]> {
  return db
    .withSchema(schemaName)
    .selectFrom('commune')
    .select([
      'code',
      'name',
      'departement',
      'region',
      'arrondissement',
      'epci',
      'residents',
      'density',
      'zrr',
      'zrr_detail',
      'frr',
    ])
    .where('in_scope', '=', true)
    .orderBy(sql`code collate "C"`)
    .execute();
}

export interface CantonRecord {
  code: string;
  name: string;
  departement: string;
  /** Whether a commune of it lies outside the territory. */
  partial: boolean;
}

export async function readCantons(db: Db, schemaName: string): Promise<CantonRecord[]> {
  const canton = sql.table(`${schemaName}.canton`);
  const commune = sql.table(`${schemaName}.commune`);
  const shared = sql.table(`${schemaName}.commune_canton`);
  // Grouped once: the same as a subquery for each canton takes minutes where the planner has no statistics.
  const { rows } = await sql<CantonRecord>`
    select k.code, k.name, k.departement, coalesce(bool_or(not part.in_scope), false) as partial
    from ${canton} k
    left join (
      select canton, in_scope from ${commune} where canton is not null
      union all
      select s.canton, c.in_scope from ${shared} s join ${commune} c on c.code = s.commune) part
      on part.canton = k.code
    group by k.code, k.name, k.departement order by k.code collate "C"`.execute(db);
  return rows;
}

export interface DivisionRecord {
  level: string;
  code: string;
  name: string;
  communes: number;
  communes_in_scope: number;
}

export async function readDivisions(db: Db, schemaName: string): Promise<DivisionRecord[]> {
  return db
    .withSchema(schemaName)
    .selectFrom('division')
    .select(['level', 'code', 'name', 'communes', 'communes_in_scope'])
    .orderBy('level')
    .orderBy(sql`code collate "C"`)
    .execute();
}

export async function readQpv(
  db: Db,
  schemaName: string,
): Promise<{ code: string; name: string; departement: string }[]> {
  return db
    .withSchema(schemaName)
    .selectFrom('qpv')
    .select(['code', 'name', 'departement'])
    .orderBy(sql`code collate "C"`)
    .execute();
}

export interface SiteRecord {
  id: string;
  name: string;
  type: string;
  format: string;
  label_date: string | null;
  commune: string | null;
  canton: string | null;
  qpv: string | null;
  in_scope: boolean;
  flags: string[];
  lon: number;
  lat: number;
}

/** In index order: a site's position is its column in the access matrix. */
export async function readSites(db: Db, schemaName: string): Promise<SiteRecord[]> {
  return db
    .withSchema(schemaName)
    .selectFrom('site')
    .select(['id', 'name', 'type', 'format', 'label_date', 'commune', 'canton', 'qpv', 'in_scope', 'flags'])
    .select([sql<number>`st_x(geom)`.as('lon'), sql<number>`st_y(geom)`.as('lat')])
    .orderBy('index')
    .execute();
}

export async function readLineage(
  db: Db,
  schemaName: string,
): Promise<{ former: string; current: string; steps: unknown }[]> {
  return db
    .withSchema(schemaName)
    .selectFrom('commune_lineage')
    .select(['former', 'current', 'steps'])
    .orderBy(sql`former collate "C", current collate "C"`)
    .execute();
}
