import { sql } from 'kysely';
import { copyLine, type Engine } from '../engine.ts';

/** A point to place, with the commune that the list states (current code, or null). */
export interface SitePoint {
  index: number;
  lon: number;
  lat: number;
  statedCommune: string | null;
}

/** Where PostGIS finds a point. */
export interface SitePlace {
  index: number;
  /** The loaded commune that holds the point, or the nearest within 1.5 km. */
  commune: string | null;
  /** Metres from the point to the stated commune; 0 inside it; null where that commune is not loaded. */
  statedDistanceM: number | null;
}

export interface SiteInput {
  index: number;
  id: string;
  name: string;
  type: string;
  format: string;
  labelDate: string | null;
  address: string | null;
  postcode: string | null;
  statedCommune: string | null;
  commune: string | null;
  inScope: boolean;
  flags: string[];
  /** JSON text. */
  hours: string;
  lon: number;
  lat: number;
}

const NEAREST_LIMIT_M = 1500;

export async function placeSitePoints(
  engine: Engine,
  points: readonly SitePoint[],
): Promise<Map<number, SitePlace>> {
  await engine.exec('create temporary table site_point (index integer, lon float8, lat float8, stated text)');
  const lines = points.map((p) => copyLine([p.index, p.lon, p.lat, p.statedCommune]));
  await engine.copyIn('site_point', ['index', 'lon', 'lat', 'stated'], lines);
  const { rows } = await sql<{ index: number; commune: string | null; stated_m: number | null }>`
    select s.index,
      coalesce(
        (select c.code from commune c where st_intersects(c.geom, s.point) order by c.code collate "C" limit 1),
        (select near.code from (select c.code, c.geom from commune c order by c.geom <-> s.point limit 1) near
         where st_dwithin(near.geom::geography, s.point::geography, ${NEAREST_LIMIT_M}))) as commune,
      (select st_distance(c.geom::geography, s.point::geography) from commune c where c.code = s.stated) as stated_m
    from (select index, stated, st_setsrid(st_makepoint(lon, lat), 4326) as point from site_point) s`.execute(
    engine.db,
  );
  await engine.exec('drop table site_point');
  return new Map(
    rows.map((row) => [row.index, { index: row.index, commune: row.commune, statedDistanceM: row.stated_m }]),
  );
}

/** Writes the sites, then finds the canton (nearest of the commune's own) and the QPV that holds each. */
export async function writeSites(engine: Engine, sites: Iterable<SiteInput>): Promise<void> {
  const columns = [
    'index',
    'id',
    'name',
    'type',
    'format',
    'label_date',
    'address',
    'postcode',
    'stated_commune',
    'commune',
    'in_scope',
    'flags',
    'hours',
    'geom',
  ];
  const lines = Iterator.from(sites).map((s) =>
    copyLine([
      s.index,
      s.id,
      s.name,
      s.type,
      s.format,
      s.labelDate,
      s.address,
      s.postcode,
      s.statedCommune,
      s.commune,
      s.inScope,
      s.flags,
      s.hours,
      `SRID=4326;POINT(${s.lon} ${s.lat})`,
    ]),
  );
  await engine.copyIn('site', columns, lines);
  await engine.exec(`
    update site set canton = c.canton from commune c where c.code = site.commune and c.canton is not null;
    update site set canton = (
        select k.code from commune_canton cc join canton k on k.code = cc.canton
        where cc.commune = site.commune order by k.geom <-> site.geom limit 1)
      where canton is null and commune is not null;
    update site set qpv = (
        select q.code from qpv q where st_intersects(q.geom, site.geom) order by q.code collate "C" limit 1);`);
}
