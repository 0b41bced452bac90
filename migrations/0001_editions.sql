-- Editions: each is a schema of its own, filled aside and made current by one update.
create schema maillage;

create table maillage.edition (
  id text primary key,
  schema_name text not null unique,
  state text not null check (state in ('staging', 'published', 'retired')),
  created_at timestamptz not null default now(),
  published_at timestamptz,
  -- Version of the tables inside the edition's schema; another version's edition is not read.
  table_version integer not null,
  territory text[] not null,
  fictional boolean not null,
  sources jsonb not null default '[]',
  method jsonb not null default '{}',
  summary jsonb not null default '{}'
);

-- One row: the edition that answers.
create table maillage.current_edition (
  one boolean primary key default true check (one),
  edition_id text references maillage.edition (id)
);
insert into maillage.current_edition (edition_id) values (null);

select 'migrated' as outcome;
