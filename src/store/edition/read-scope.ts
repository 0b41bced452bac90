import { sql } from 'kysely';
import type { Db } from '../engine.ts';

/** What the population step needs of the communes of the territory, in code order. */
export interface ScopeCommuneRecord {
  code: string;
  residents: number;
  centre_lon: number;
  centre_lat: number;
  area_km2: number;
  /** Indexes of its canton, or of those that share it; empty where it has none. */
  cantons: number[];
  /** What each of them takes of its ground. */
  canton_shares: number[];
}

/** Reads through the connection's search path: for the load, inside the edition that it fills. */
export async function readScopeCommunes(db: Db): Promise<ScopeCommuneRecord[]> {
  const { rows } = await sql<ScopeCommuneRecord>`
    with canton_index as (
      select code, row_number() over (order by code collate "C") - 1 as index from canton),
    commune_cantons as (
      select commune, canton, area_share from commune_canton
      union all select code, canton, 1 from commune where canton is not null),
    shares as (
      select s.commune, array_agg(k.index::int order by k.index) as cantons,
        array_agg(s.area_share order by k.index) as canton_shares
      from commune_cantons s join canton_index k on k.code = s.canton group by s.commune)
    select c.code, c.residents, c.centre_lon, c.centre_lat, c.area_km2,
      coalesce(s.cantons, '{}') as cantons, coalesce(s.canton_shares, '{}') as canton_shares
    from commune c left join shares s on s.commune = c.code
    where c.in_scope order by c.code collate "C"`.execute(db);
  return rows;
}

/** Outlines of the QPV as GeoJSON text, each with the commune of the territory that holds most of it. */
export async function readScopeQpv(db: Db): Promise<{ code: string; geometry: string; commune: string }[]> {
  const { rows } = await sql<{ code: string; geometry: string; commune: string }>`
    select q.code, st_asgeojson(q.geom, 7, 0) as geometry, (
      select c.code from commune c where c.in_scope order by c.geom <-> st_pointonsurface(q.geom) limit 1) as commune
    from qpv q order by q.code collate "C"`.execute(db);
  return rows;
}

/** The sum of the legal populations of the territory: what every partition must sum to. */
export async function readScopeResidents(db: Db): Promise<number> {
  const { rows } = await sql<{ residents: number }>`
    select coalesce(sum(residents), 0)::int8 as residents from commune where in_scope`.execute(db);
  return rows[0].residents;
}

/** The communes that share a border, or at least a point, with each of those asked for. */
export async function readTouchingCommunes(
  db: Db,
  codes: readonly string[],
): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ code: string; other: string }>`
    select a.code, b.code as other from commune a
    join commune b on b.code <> a.code and st_intersects(a.geom, b.geom)
    where a.code = any(${codes as string[]}::text[])`.execute(db);
  const touching = new Map<string, Set<string>>();
  for (const { code, other } of rows) {
    const known = touching.get(code);
    if (known) known.add(other);
    else touching.set(code, new Set([other]));
  }
  return touching;
}
