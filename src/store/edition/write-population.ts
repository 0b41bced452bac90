import { sql } from 'kysely';
import { copyLine, type Engine } from '../engine.ts';

/** Squares in the territory, or their parts by canton, with where PostGIS placed them; columns of one length. */
export interface PlacedSquares {
  count: number;
  lon: Float64Array;
  lat: Float64Array;
  /** As the file gives them, before they are scaled to the legal populations. */
  residents: Float64Array;
  /** Index into the codes of the communes in scope, in code order. */
  commune: Uint32Array;
  /** Index into the codes of the cantons, in code order; -1 where there is none. */
  canton: Int32Array;
}

export interface SquarePlacement {
  squares: PlacedSquares;
  /** Squares whose centre lies in no commune, placed in the nearest. */
  nearest: number;
  /** Squares beyond every loaded commune, or in a neighbour outside the territory. */
  outside: number;
}

/** A square's centre may lie off the outline by half its diagonal, and the outlines are generalised to some 100 m. */
const NEAREST_LIMIT_M = 1000;
const METRES_PER_DEGREE = 111_195;

/**
 * Places squares in communes: by the square's centre, the nearest within 1 km when the centre is in the sea or over the
 * border. Where cantons cut a commune, its squares are shared out by area: a town's canton may be smaller than a square.
 */
export async function placeSquares(
  engine: Engine,
  squares: AsyncIterable<{ lon: number; lat: number; residents: number; sizeM: number }>,
): Promise<SquarePlacement> {
  await engine.exec(`
    create temporary table square (id integer, lon float8, lat float8, residents float8, size_m float8);
    create temporary table piece as select code, st_subdivide(geom, 64) as geom from commune;
    create index on piece using gist (geom);
    analyze piece;`);
  let id = 0;
  async function* lines() {
    for await (const square of squares)
      yield copyLine([id++, square.lon, square.lat, square.residents, square.sizeM]);
  }
  await engine.copyIn('square', ['id', 'lon', 'lat', 'residents', 'size_m'], lines());
  await engine.exec(`
    create temporary table placed as
      select s.*, st_setsrid(st_makepoint(s.lon, s.lat), 4326) as point, (
        select p.code from piece p where st_intersects(p.geom, st_setsrid(st_makepoint(s.lon, s.lat), 4326)) limit 1
      ) as commune, false as is_nearest
      from square s;
    update placed set is_nearest = true, commune = (
        select near.code from (
          select p.code, p.geom from piece p order by p.geom <-> point limit 1) near
        where st_dwithin(near.geom::geography, point::geography, ${NEAREST_LIMIT_M}))
      where commune is null;
    create temporary table commune_index as
      select code, row_number() over (order by code collate "C") - 1 as index from commune where in_scope;
    create temporary table canton_index as
      select code, row_number() over (order by code collate "C") - 1 as index from canton;
    create temporary table cut as
      select cc.commune, cc.canton, st_intersection(c.geom, k.geom) as geom
      from commune_canton cc join commune c on c.code = cc.commune join canton k on k.code = cc.canton;
    create temporary table shared as
      select p.id, cut.canton, st_area(st_intersection(cut.geom, p.box)) as area
      from (select *, st_makeenvelope(lon - d / cos(radians(lat)), lat - d, lon + d / cos(radians(lat)), lat + d, 4326) as box
            from (select *, size_m / 2 / ${METRES_PER_DEGREE} as d from placed) half) p
      join cut on cut.commune = p.commune and st_intersects(cut.geom, p.box);
    delete from shared where area = 0;
    insert into shared
      select p.id, (select canton from cut where cut.commune = p.commune order by cut.geom <-> p.point limit 1), 1
      from placed p
      where p.commune in (select commune from cut) and p.id not in (select id from shared);
    create temporary table located as
      select p.id, p.lon, p.lat, p.residents * coalesce(s.share, 1) as residents, p.is_nearest,
        ci.index::int as commune, coalesce(ki.index, -1)::int as canton
      from placed p
      join commune c on c.code = p.commune
      join commune_index ci on ci.code = p.commune
      left join (
        select id, canton, area / sum(area) over (partition by id) as share from shared) s on s.id = p.id
      left join canton_index ki on ki.code = coalesce(c.canton, s.canton);`);
  const result = await readPlaced(engine, id);
  await engine.exec('drop table square, piece, placed, cut, shared, located, commune_index, canton_index');
  return result;
}

async function readPlaced(engine: Engine, sent: number): Promise<SquarePlacement> {
  const { rows } = await sql<{
    n: number;
    squares: number;
    nearest: number;
    lon: Uint8Array;
    lat: Uint8Array;
    residents: Uint8Array;
    commune: Uint8Array;
    canton: Uint8Array;
  }>`select count(*) as n, count(distinct id) as squares,
      count(distinct id) filter (where is_nearest) as nearest,
      coalesce(string_agg(float8send(lon), '' order by id, canton), '') as lon,
      coalesce(string_agg(float8send(lat), '' order by id, canton), '') as lat,
      coalesce(string_agg(float8send(residents), '' order by id, canton), '') as residents,
      coalesce(string_agg(int4send(commune), '' order by id, canton), '') as commune,
      coalesce(string_agg(int4send(canton), '' order by id, canton), '') as canton
    from located`.execute(engine.db);
  const row = rows[0];
  const squares = {
    count: row.n,
    lon: float64FromNetwork(row.lon),
    lat: float64FromNetwork(row.lat),
    residents: float64FromNetwork(row.residents),
    commune: new Uint32Array(int32FromNetwork(row.commune).buffer),
    canton: int32FromNetwork(row.canton),
  };
  return { squares, nearest: row.nearest, outside: sent - row.squares };
}

/** PostgreSQL sends numbers most significant byte first. */
function int32FromNetwork(bytes: Uint8Array): Int32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getInt32(i * 4));
}

function float64FromNetwork(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.byteLength / 8 }, (_, i) => view.getFloat64(i * 8));
}
