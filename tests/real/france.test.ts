/**
 * The whole country, on estimated times: some minutes and gigabytes, so only when it is asked for with
 * MAILLAGE_TEST_FRANCE=1 (and MAILLAGE_MIRROR, the folder of the official files).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { legalTotal } from '../../scripts/bench/population-sums.ts';
import { runMaillage, type Serving, serveMaillage } from '../../scripts/bench/run-maillage.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
const wanted = mirror !== '' && process.env.MAILLAGE_TEST_FRANCE === '1';
if (!wanted) console.warn('SKIPPED: loading France (set MAILLAGE_TEST_FRANCE=1 and MAILLAGE_MIRROR)');

interface Answer {
  items: { code: string; population: number; status: string }[];
  total: { population: number; share: number; without_time: number; sites: number };
}

interface WithoutSite {
  total: { territories: number; without_site: number; not_applicable: number };
}

interface CurrentEdition {
  summary: Record<string, number>;
  import_report: { dataset: string; read: number; issues: { kind: string; row: number; reason: string }[] }[];
}

describe.skipIf(!wanted)('France', () => {
  let home = '';
  let server: Serving | undefined;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'maillage-france-'));
    const load = await runMaillage(['load', '--offline', '--territory', 'france'], home, mirror);
    if (load.code !== 0) throw new Error(`the load ended with code ${load.code}:\n${load.stderr}`);
    const memory = load.peakBytes === null ? '' : `, ${(load.peakBytes / 2 ** 30).toFixed(1)} GB at most`;
    console.log(`${load.stderr}\nFrance loaded in ${load.seconds.toFixed(0)} s${memory}`);
    server = await serveMaillage('serve', home);
  });
  afterAll(async () => {
    await server?.stop();
    if (home) await rm(home, { recursive: true, force: true });
  });

  async function ask<Body = Answer>(path: string): Promise<Body> {
    const answer = await fetch(`${server?.url}${path}`);
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as Body;
  }

  it('sums to the legal total at every level that holds each resident once', async () => {
    const legal = await legalTotal(mirror, []);
    for (const level of ['france', 'region', 'departement', 'canton', 'commune', 'density', 'zrr', 'frr']) {
      const { items, total } = await ask(`/v1/coverage?level=${level}`);
      const sum = items.reduce((residents, item) => residents + item.population, 0);
      expect([sum, total.population], level).toEqual([legal, legal]);
    }
    console.log(`France: ${legal} residents`);
  });

  /** The other 91 of 1,584 lie in Saint-Martin and French Polynesia, of which no outline of communes is loaded. */
  it('has its 34,875 communes, 2,054 cantons and 1,493 QPV', async () => {
    expect((await ask('/v1/coverage?level=commune')).items.length).toBe(34_875);
    const cantons = (await ask('/v1/coverage?level=canton')).items;
    expect(cantons.filter((item) => item.status !== 'not-applicable').length).toBe(2_054);
    expect((await ask('/v1/coverage?level=qpv')).items.length).toBe(1_493);
  });

  it('places all sites but two of 2,845, and says why', async () => {
    const { summary, import_report } = await ask<CurrentEdition>('/v1/editions/current');
    const list = import_report.find((report) => report.dataset === 'france-services');
    const rejected = list?.issues.filter((issue) => issue.kind === 'rejected') ?? [];
    for (const { row, reason } of rejected) console.log(`not placed: row ${row}: ${reason}`);
    expect(list?.read).toBe(2_845);
    expect(summary).toMatchObject({ sites: 2_843, sitesUnplaced: 2 });
    expect(rejected.length).toBe(2);
  });

  it('covers nearly everybody within 30 minutes', async () => {
    const shares: number[] = [];
    for (const minutes of [15, 20, 30]) {
      const { total } = await ask(`/v1/coverage?level=france&threshold=${minutes}`);
      console.log(
        `France within ${minutes} min: ${(100 * total.share).toFixed(2)} %, ${total.without_time} without a time`,
      );
      shares.push(total.share);
    }
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[2]).toBeGreaterThan(0.98);
    expect(shares[2]).toBeLessThan(1);
  });

  it('finds fewer cantons without a site the more sites count', async () => {
    const counts: number[] = [];
    for (const network of ['all', 'principal', 'fixed']) {
      const { total } = await ask<WithoutSite>(`/v1/without-site?level=canton&network=${network}`);
      expect(total.territories).toBe(2_054);
      console.log(
        `cantons without a site, network ${network}: ${total.without_site} of ${total.territories}`,
      );
      counts.push(total.without_site);
    }
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[0]).toBeGreaterThan(0);
  });

  it('draws every tile of metropolitan France up to zoom 8 within 500 kB', { timeout: 300_000 }, async () => {
    const { layers } = await ask<{ layers: { name: string; minzoom: number }[] }>('/tiles');
    expect(layers.length).toBeGreaterThanOrEqual(9);
    let [tiles, largest, largestAt] = [0, 0, ''];
    for (const { name, minzoom } of layers) {
      for (const [z, x, y] of tilesOfFrance(minzoom, 8)) {
        const path = `/tiles/${name}/${z}/${x}/${y}.mvt`;
        const answer = await fetch(`${server?.url}${path}`, { headers: { 'accept-encoding': 'identity' } });
        expect([200, 204], path).toContain(answer.status);
        const { byteLength } = await answer.arrayBuffer();
        expect(byteLength, path).toBeLessThanOrEqual(500_000);
        if (byteLength > 0) tiles++;
        if (byteLength > largest) [largest, largestAt] = [byteLength, path];
      }
    }
    console.log(`${tiles} tiles, the largest ${(largest / 1000).toFixed(0)} kB (${largestAt})`);
  });
});

/** Tiles that meet the box of metropolitan France. */
function* tilesOfFrance(minZoom: number, maxZoom: number): Generator<[z: number, x: number, y: number]> {
  const row = (lat: number) => (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;
  for (let z = minZoom; z <= maxZoom; z++) {
    const n = 2 ** z;
    for (let x = Math.floor(((-5.2 + 180) / 360) * n); x <= Math.floor(((9.6 + 180) / 360) * n); x++) {
      for (let y = Math.floor(row(51.1) * n); y <= Math.floor(row(41.3) * n); y++) yield [z, x, y];
    }
  }
}
