-- The tables of one edition; run in the edition's own, empty schema.
create table commune (
  code text primary key,
  name text not null,
  departement text not null,
  region text not null,
  arrondissement text,
  epci text,
  -- The canton that holds the whole commune; null where several share it (see commune_canton) or none exists by law.
  canton text,
  residents integer not null check (residents >= 0),
  density text,
  zrr text,
  zrr_detail text,
  frr text,
  mountain boolean not null default false,
  -- False for the neighbours beyond the loaded territory, kept for their sites and their ground.
  in_scope boolean not null,
  centre_lon double precision,
  centre_lat double precision,
  area_km2 double precision,
  geom geometry(multipolygon, 4326) check (st_isvalid(geom))
);

create table canton (
  code text primary key,
  name text not null,
  departement text not null,
  geom geometry(multipolygon, 4326) check (st_isvalid(geom))
);

-- The cantons that share a commune, for the communes that are cut.
create table commune_canton (
  commune text not null references commune (code),
  canton text not null references canton (code),
  area_share double precision not null,
  primary key (commune, canton)
);

create table division (
  level text not null check (level in ('france', 'region', 'departement', 'arrondissement', 'epci')),
  code text not null,
  name text not null,
  -- Communes of the COG, and those of them that are in the loaded territory.
  communes integer not null,
  communes_in_scope integer not null,
  primary key (level, code)
);

create table qpv (
  code text primary key,
  name text not null,
  departement text not null,
  communes text[] not null,
  geom geometry(multipolygon, 4326) check (st_isvalid(geom))
);

create table site (
  index integer primary key,
  id text not null unique,
  name text not null,
  type text not null,
  format text not null,
  label_date text,
  address text,
  postcode text,
  stated_commune text,
  commune text,
  canton text,
  qpv text,
  in_scope boolean not null,
  flags text[] not null,
  hours jsonb not null,
  geom geometry(point, 4326) not null
);

create table commune_lineage (
  former text not null,
  current text not null,
  -- How one became the other: an array of {from, to, date, kind}, in order.
  steps jsonb not null,
  primary key (former, current)
);

-- Names that a commune's code, of today or former, bore before or bears as a part of a commune; the latest is at 0.
create table commune_former_name (
  code text not null,
  position integer not null,
  name text not null,
  primary key (code, position)
);

create table commune_postcode (
  commune text not null,
  postcode text not null,
  primary key (commune, postcode)
);

-- Packed columns (the travel-time grid, its population, simplified outlines), in parts, by name.
create table artifact (
  name text not null,
  part integer not null,
  bytes bytea not null,
  primary key (name, part)
);

create table import_report (
  position integer primary key,
  dataset text not null,
  file text not null,
  rows_read integer not null,
  rows_kept integer not null,
  rows_repaired integer not null,
  rows_rejected integer not null,
  rows_flagged integer not null,
  issues jsonb not null,
  issues_omitted integer not null
);

select 'migrated' as outcome;
