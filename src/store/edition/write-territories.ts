import { sql } from 'kysely';
import { copyLine, type Engine } from '../engine.ts';

/** A commune as the load knows it before PostGIS has seen its outline. */
export interface CommuneInput {
  code: string;
  name: string;
  departement: string;
  region: string;
  arrondissement: string | null;
  epci: string | null;
  canton: string | null;
  residents: number;
  density: string | null;
  zrr: string | null;
  zrrDetail: string | null;
  frr: string | null;
  mountain: boolean;
  inScope: boolean;
  centre: readonly [lon: number, lat: number] | null;
  /** GeoJSON geometry as text, lon/lat. */
  geometry: string;
}

export interface OutlineInput {
  code: string;
  name: string;
  departement: string;
  geometry: string;
}

export interface QpvInput extends OutlineInput {
  communes: string[];
}

export interface DivisionInput {
  level: 'france' | 'region' | 'departement' | 'arrondissement' | 'epci';
  code: string;
  name: string;
  communes: number;
  communesInScope: number;
}

/** An outline that PostGIS had to repair, with its reason. */
export interface RepairedOutline {
  code: string;
  reason: string;
}

const COMMUNE_COLUMNS = [
  'code',
  'name',
  'departement',
  'region',
  'arrondissement',
  'epci',
  'canton',
  'residents',
  'density',
  'zrr',
  'zrr_detail',
  'frr',
  'mountain',
  'in_scope',
  'centre_lon',
  'centre_lat',
] as const;

/** Polygons only, valid, in 4326: what every outline becomes. */
const CLEAN_OUTLINE = 'st_multi(st_collectionextract(st_makevalid(raw), 3))';

export async function writeCommunes(
  engine: Engine,
  communes: AsyncIterable<CommuneInput>,
): Promise<RepairedOutline[]> {
  await engine.exec(`
    create temporary table commune_import (like commune including defaults);
    alter table commune_import drop column geom, drop column area_km2, add column outline text;`);
  async function* lines() {
    for await (const c of communes) {
      yield copyLine([
        c.code,
        c.name,
        c.departement,
        c.region,
        c.arrondissement,
        c.epci,
        c.canton,
        c.residents,
        c.density,
        c.zrr,
        c.zrrDetail,
        c.frr,
        c.mountain,
        c.inScope,
        c.centre?.[0] ?? null,
        c.centre?.[1] ?? null,
        c.geometry,
      ]);
    }
  }
  await engine.copyIn('commune_import', [...COMMUNE_COLUMNS, 'outline'], lines());
  const columns = COMMUNE_COLUMNS.join(', ');
  await engine.exec(`
    create temporary table commune_raw as
      select code, st_setsrid(st_geomfromgeojson(outline), 4326) as raw from commune_import;
    insert into commune (${columns}, geom)
      select ${columns}, ${CLEAN_OUTLINE} from commune_import join commune_raw using (code);
    update commune set area_km2 = st_area(geom::geography) / 1e6;
    update commune set centre_lon = st_x(st_pointonsurface(geom)), centre_lat = st_y(st_pointonsurface(geom))
      where centre_lon is null;
    create index on commune using gist (geom);
    analyze commune;`);
  const repaired = await repairedOutlines(engine, 'commune_raw');
  await engine.exec('drop table commune_import, commune_raw');
  return repaired;
}

export async function writeCantons(
  engine: Engine,
  cantons: Iterable<OutlineInput>,
): Promise<RepairedOutline[]> {
  await engine.exec(
    'create temporary table canton_import (code text, name text, departement text, outline text)',
  );
  const lines = Iterator.from(cantons).map((c) => copyLine([c.code, c.name, c.departement, c.geometry]));
  await engine.copyIn('canton_import', ['code', 'name', 'departement', 'outline'], lines);
  await engine.exec(`
    create temporary table canton_raw as
      select code, name, departement, st_setsrid(st_geomfromgeojson(outline), 4326) as raw from canton_import;
    insert into canton (code, name, departement, geom)
      select code, name, departement, ${CLEAN_OUTLINE} from canton_raw;
    create index on canton using gist (geom);
    analyze canton;`);
  const repaired = await repairedOutlines(engine, 'canton_raw');
  await engine.exec('drop table canton_import, canton_raw');
  return repaired;
}

/**
 * Outlines of cantons and communes are drawn by different hands: where a canton takes less of a commune than the first
 * share, and the commune less of the canton than the second, the overlap is a drawing error. (A town's canton may be a
 * small part of a large commune, but then the commune is most of it.)
 */
const SLIVER_OF_COMMUNE = 0.02;
const SLIVER_OF_CANTON = 0.05;
/** A commune of which the cantons cover less than this has no canton by law: only slivers of its neighbours'. */
const COVERED_SHARE = 0.5;

/**
 * Cantons of the communes that the COG gives no real canton: by overlay, where cantons cut them. Communes that
 * cantons do not reach (Paris, Métropole de Lyon, Martinique, Guyane) keep none.
 */
export async function assignCantons(engine: Engine): Promise<void> {
  await engine.exec(`
    update commune set canton = null where canton not in (select code from canton);
    insert into commune_canton (commune, canton, area_share)
      select commune, canton, shared / commune_area from (
        select c.code as commune, k.code as canton, st_area(c.geom) as commune_area, st_area(k.geom) as canton_area,
          st_area(st_intersection(c.geom, k.geom)) as shared
        from commune c join canton k on k.departement = c.departement and st_intersects(k.geom, c.geom)
        where c.canton is null) shares
      where shared >= ${SLIVER_OF_COMMUNE} * commune_area or shared >= ${SLIVER_OF_CANTON} * canton_area;
    delete from commune_canton where commune in (
      select commune from commune_canton group by commune having sum(area_share) < ${COVERED_SHARE});
    update commune set canton = only_one.canton
      from (select commune, min(canton) as canton from commune_canton group by commune having count(*) = 1) only_one
      where only_one.commune = commune.code;
    delete from commune_canton where commune in (select code from commune where canton is not null);
    create temporary table canton_kept as
      select canton from commune where canton is not null and in_scope
      union select cc.canton from commune_canton cc join commune c on c.code = cc.commune where c.in_scope;
    delete from commune_canton where canton not in (select canton from canton_kept);
    delete from canton where code not in (select canton from canton_kept);
    drop table canton_kept;`);
}

export async function writeQpv(engine: Engine, qpv: Iterable<QpvInput>): Promise<RepairedOutline[]> {
  await engine.exec(
    'create temporary table qpv_import (code text, name text, departement text, communes text[], outline text)',
  );
  const lines = Iterator.from(qpv).map((q) =>
    copyLine([q.code, q.name, q.departement, q.communes, q.geometry]),
  );
  await engine.copyIn('qpv_import', ['code', 'name', 'departement', 'communes', 'outline'], lines);
  await engine.exec(`
    create temporary table qpv_raw as
      select code, name, departement, communes, st_setsrid(st_geomfromgeojson(outline), 4326) as raw from qpv_import;
    insert into qpv (code, name, departement, communes, geom)
      select code, name, departement, communes, ${CLEAN_OUTLINE} from qpv_raw;
    create index on qpv using gist (geom);
    analyze qpv;`);
  const repaired = await repairedOutlines(engine, 'qpv_raw');
  await engine.exec('drop table qpv_import, qpv_raw');
  return repaired;
}

/** France, regions, départements, arrondissements and EPCI; their outlines are merged from those of their communes. */
export async function writeDivisions(engine: Engine, divisions: Iterable<DivisionInput>): Promise<void> {
  const lines = Iterator.from(divisions).map((d) =>
    copyLine([d.level, d.code, d.name, d.communes, d.communesInScope]),
  );
  await engine.copyIn('division', ['level', 'code', 'name', 'communes', 'communes_in_scope'], lines);
}

async function repairedOutlines(engine: Engine, table: string): Promise<RepairedOutline[]> {
  const { rows } = await sql<RepairedOutline>`
    select code, st_isvalidreason(raw) as reason from ${sql.table(table)} where not st_isvalid(raw)
    order by code collate "C"`.execute(engine.db);
  return rows;
}
