import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workFolder } from './client.ts';

interface Answer {
  edition: string;
  items: { code: string; name: string; share: number | null }[];
  total: { population: number; covered: number };
}

describe('DuckDB', () => {
  const { json, save } = workFolder();
  let duckdb: Awaited<ReturnType<DuckDBInstance['connect']>>;
  beforeAll(async () => {
    duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  });
  afterAll(() => duckdb?.closeSync());
  const rowsOf = async (sql: string) => (await duckdb.runAndReadAll(sql)).getRowObjects();

  it('reads the coverage of the communes from Parquet: types, codes, sums, accents', async () => {
    const answer = await json<Answer>('/v1/coverage?level=commune');
    const file = await save('/v1/coverage?level=commune&format=parquet', 'coverage.parquet');
    const [sums] = await rowsOf(
      `select count(*)::int as n, sum(population)::int as residents, sum(covered)::int as covered from read_parquet('${file}')`,
    );
    expect(sums).toEqual({
      n: answer.items.length,
      residents: answer.total.population,
      covered: answer.total.covered,
    });
    const rows = await rowsOf(`select code, name, share from read_parquet('${file}') order by code`);
    expect(rows).toEqual(answer.items.map(({ code, name, share }) => ({ code, name, share })));
    const types = await rowsOf(
      `describe select code, population, share, status from read_parquet('${file}')`,
    );
    expect(types.map(({ column_type }) => column_type)).toEqual([
      'VARCHAR',
      expect.stringMatching(/INT/),
      'DOUBLE',
      'VARCHAR',
    ]);
  });

  it('finds the geometry as GeoParquet says, and the edition, definition and sources beside it', async () => {
    const { edition } = await json<Answer>('/v1/coverage?level=canton');
    const file = await save('/v1/coverage?level=canton&format=parquet', 'cantons.parquet');
    const rows = await rowsOf(
      `select decode(key) as key, decode(value) as value from parquet_kv_metadata('${file}')`,
    );
    const metadata = new Map(rows.map(({ key, value }) => [String(key), String(value)]));
    const geo = JSON.parse(metadata.get('geo') ?? '{}');
    expect(geo.primary_column).toBe('geometry');
    expect(geo.columns.geometry.encoding).toBe('WKB');
    expect(JSON.stringify([...metadata])).toContain(edition);
    // DuckDB takes a column for a geometry, and knows its coordinates, only where the file describes it rightly.
    const types = await rowsOf(`describe select geometry from read_parquet('${file}')`);
    expect(types[0].column_type).toBe("GEOMETRY('OGC:CRS84')");
  });

  it('reads the machine CSV with the types that its Table Schema promises', async () => {
    const file = await save('/v1/coverage?level=commune&format=csv', 'coverage.csv');
    const { total } = await json<Answer>('/v1/coverage?level=commune');
    const [sums] = await rowsOf(
      `select sum(population)::int as residents, max(length(code))::int as longest from read_csv('${file}', types = {'code': 'VARCHAR'})`,
    );
    expect(sums).toEqual({ residents: total.population, longest: 5 });
  });
});
