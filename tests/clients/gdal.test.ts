import { expect, it } from 'vitest';
import { describeClient, output, workFolder } from './client.ts';

interface Table {
  items: { code: string; name: string; population: number; share: number | null }[];
  total: { population: number };
}

/** The count that `ogrinfo -so` prints. */
function featureCount(text: string): number {
  return Number(/Feature Count: (\d+)/.exec(text)?.[1]);
}

describeClient('ogrinfo', 'gdal-bin', () => {
  const { address, json, save, pathOf } = workFolder();
  const oapif = `OAPIF:${address}`;

  it('finds every collection of the OGC API', async () => {
    const text = await output('ogrinfo', '-ro', oapif);
    for (const id of [
      'communes',
      'cantons',
      'departements',
      'regions',
      'epci',
      'qpv',
      'zrr',
      'frr',
      'sites',
      'cells',
      'gaps',
    ]) {
      expect(text).toMatch(new RegExp(`\\d+: ${id}\\b`));
    }
  });

  it('reads the communes page by page: each once, with its figures', async () => {
    const { items, total } = await json<Table>('/v1/coverage?level=commune');
    const text = await output('ogrinfo', '-ro', '-al', '-geom=NO', '-oo', 'PAGE_SIZE=7', oapif, 'communes');
    expect(featureCount(text)).toBe(items.length);
    const codes = [...text.matchAll(/^ {2}code \(String\) = (.*)$/gm)].map(([, code]) => code);
    expect(codes.toSorted()).toEqual(items.map((item) => item.code).sort());
    const residents = [...text.matchAll(/^ {2}population \(Integer(?:64)?\) = (\d+)$/gm)].map(([, n]) =>
      Number(n),
    );
    expect(residents.reduce((sum, n) => sum + n, 0)).toBe(total.population);
  });

  it('copies the cantons of a box into a GeoPackage', async () => {
    const all = await json<{ features: { id: string; bbox?: number[] }[] }>(
      '/collections/cantons/items?limit=100',
    );
    const extent = await json<{ extent: { spatial: { bbox: number[][] } } }>('/collections/cantons');
    const [west, south, east, north] = extent.extent.spatial.bbox[0];
    const box = [west, south, (west + east) / 2, (south + north) / 2];
    const inBox = await json<{ numberMatched: number }>(`/collections/cantons/items?bbox=${box.join(',')}`);
    const file = pathOf('cantons.gpkg');
    await output('ogr2ogr', '-f', 'GPKG', '-spat', ...box.map(String), file, oapif, 'cantons');
    const text = await output('ogrinfo', '-so', file, 'cantons');
    expect(featureCount(text)).toBe(inBox.numberMatched);
    expect(inBox.numberMatched).toBeGreaterThan(0);
    expect(inBox.numberMatched).toBeLessThan(all.features.length);
    expect(text).toContain('share: Real');
  });

  it('filters by an attribute on the service', async () => {
    const { items } = await json<Table>('/v1/coverage?level=canton');
    const { code, name } = items[0];
    const text = await output('ogrinfo', '-ro', '-geom=NO', '-where', `code = '${code}'`, oapif, 'cantons');
    expect(featureCount(text)).toBe(1);
    expect(text).toContain(`name (String) = ${name}`);
  });

  it('opens the gap map as GeoJSON: valid polygons in WGS84 with their residents', async () => {
    const file = await save('/v1/gaps?threshold=20&format=geojson', 'gaps.geojson');
    const { total } = await json<{ total: { gaps: number; population: number } }>(
      '/v1/gaps?threshold=20&format=json',
    );
    const text = await output(
      'ogrinfo',
      '-ro',
      '-dialect',
      'SQLite',
      '-sql',
      'select count(*) as n, sum(population) as residents, sum(not st_isvalid(geometry)) as invalid from gaps',
      file,
    );
    expect(total.gaps).toBeGreaterThan(0);
    expect(text).toContain(`n (Integer) = ${total.gaps}`);
    expect(text).toContain(`residents (Integer) = ${total.population}`);
    expect(text).toContain('invalid (Integer) = 0');
    expect(await output('ogrinfo', '-so', '-al', file)).toContain('ID["EPSG",4326]');
  });

  it('opens FlatGeobuf with its types and accents', async () => {
    const { items } = await json<Table>('/v1/coverage?level=departement');
    const file = await save('/v1/coverage?level=departement&format=fgb', 'coverage.fgb');
    const text = await output('ogrinfo', '-al', '-geom=SUMMARY', file);
    expect(featureCount(text)).toBe(items.length);
    expect(text).toContain(`name (String) = ${items[0].name}`);
    expect(text).toMatch(/population \(Integer(64)?\) = \d+/);
    expect(text).toMatch(/share \(Real\) = 0\.\d+/);
    expect(text).toMatch(/MULTIPOLYGON|POLYGON/);
  });

  it('opens a vector tile', async () => {
    const { bounds } = await json<{ bounds: [number, number, number, number] }>('/tiles/communes.json');
    const [west, south, east, north] = bounds;
    const zoom = 8;
    const x = Math.floor((((west + east) / 2 + 180) / 360) * 2 ** zoom);
    const latitude = ((south + north) / 2) * (Math.PI / 180);
    const y = Math.floor(((1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2) * 2 ** zoom);
    const file = await save(`/tiles/communes/${zoom}/${x}/${y}.mvt`, `${y}.mvt`);
    const text = await output('ogrinfo', '-ro', '-al', '-geom=SUMMARY', `MVT:${file}`);
    expect(text).toContain('Layer name: communes');
    expect(featureCount(text)).toBeGreaterThan(0);
    expect(text).toMatch(/code \(String\) = 96\d{3}/);
  });
});
