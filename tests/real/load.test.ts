/**
 * The main job on the published files: Corsica with its roads, through the command line and over HTTP, held against
 * INSEE's own figures; then the list of June 2020 in place of the one of 2024. MAILLAGE_MIRROR names the files' folder.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { legalTotal } from '../../scripts/bench/population-sums.ts';
import { type Finished, runMaillage, type Serving, serveMaillage } from '../../scripts/bench/run-maillage.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile } from '../../src/sources/files/source-file.ts';
import { REFERENCE_MINUTES, readAccessReference } from '../../src/sources/insee-access-reference.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
if (!mirror)
  console.warn('SKIPPED: loading Corsica from the official files (set MAILLAGE_MIRROR to their folder)');

interface Item {
  code: string;
  name: string;
  population: number;
  share: number | null;
  sites: number;
  status: string;
}

interface Answer {
  items: Item[];
  total: { population: number; share: number; sites: number; without_time: number; estimate_share: number };
}

/** A loaded data directory with a server on it. */
interface Loaded {
  home: string;
  load: Finished;
  /** `maillage coverage --level canton --format json`, asked while no server ran. */
  cantonsOfCli: Finished;
  server: Serving;
}

async function loadCorsica(more: readonly string[]): Promise<Loaded> {
  const home = await mkdtemp(join(tmpdir(), 'maillage-real-'));
  try {
    const roads = join(mirror, 'roads/corse.osm.pbf');
    const args = ['load', '--offline', '--territory', '2A,2B', '--roads', roads, ...more];
    const load = await runMaillage(args, home, mirror);
    if (load.code !== 0) throw new Error(`the load ended with code ${load.code}:\n${load.stderr}`);
    const cantonsOfCli = await runMaillage(['coverage', '--level', 'canton', '--format', 'json'], home);
    return { home, load, cantonsOfCli, server: await serveMaillage('serve', home) };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

async function unload(loaded: Loaded | undefined): Promise<void> {
  await loaded?.server.stop();
  if (loaded) await rm(loaded.home, { recursive: true, force: true });
}

async function ask<Body = Answer>({ server }: Loaded, path: string): Promise<Body> {
  const answer = await fetch(server.url + path);
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as Body;
}

const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);

describe.skipIf(!mirror)('Corsica, from the files to the answers', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await loadCorsica([]);
    const { seconds, peakBytes } = loaded.load;
    const memory = peakBytes === null ? '' : `, ${(peakBytes / 2 ** 30).toFixed(1)} GB at most`;
    console.log(`Corsica loaded in ${seconds.toFixed(1)} s${memory}`);
  });
  afterAll(() => unload(loaded));

  it('covers Corse-du-Sud as INSEE says', async () => {
    const file = await openSourceFile(
      join(mirror, 'reference/insee-access-france-services-bpe2023-part.csv'),
    );
    const reference = await Array.fromAsync(readAccessReference(file, new ReportBuilder('real', file.name)));
    const insee = reference.find((row) => row.departement === '2A');
    const off: string[] = [];
    for (const [minutes, tolerance] of [
      [10, 0.06],
      [15, 0.06],
      [20, 0.03],
      [30, 0.03],
    ] as const) {
      const { items } = await ask(loaded, `/v1/coverage?level=departement&threshold=${minutes}`);
      const ours = items.find((item) => item.code === '2A')?.share ?? Number.NaN;
      const theirs = insee?.shareWithin[REFERENCE_MINUTES.indexOf(minutes)] ?? Number.NaN;
      const difference = ours - theirs;
      const points = (100 * difference).toFixed(1);
      console.log(`2A within ${minutes} min: ${percent(ours)}; INSEE ${percent(theirs)}; ${points} points`);
      if (!(Math.abs(difference) <= tolerance)) off.push(`${minutes} min: ${points} points`);
    }
    expect(off).toEqual([]);
  });

  it('counts the legal residents of 360 communes, whatever they are grouped by', async () => {
    const legal = await legalTotal(mirror, ['2A', '2B']);
    for (const level of ['france', 'departement', 'epci', 'canton', 'commune', 'zrr', 'frr', 'density']) {
      const { items, total } = await ask(loaded, `/v1/coverage?level=${level}`);
      const sum = items.reduce((residents, item) => residents + item.population, 0);
      expect([sum, total.population], level).toEqual([legal, legal]);
      if (level === 'commune') expect(items.length).toBe(360);
    }
    console.log(`Corsica: ${legal} residents in 360 communes`);
  });

  it('finds the five cantons without a principal site among 26', async () => {
    const answer = await ask<{
      items: Item[];
      total: { territories: number; without_site: number; not_applicable: number };
    }>(loaded, '/v1/without-site?level=canton');
    expect(answer.items.map(({ code }) => code)).toEqual(['2A01', '2A03', '2A04', '2B01', '2B04']);
    expect(answer.total).toEqual({ territories: 26, without_site: 5, not_applicable: 0 });
    console.log(`without a site: ${answer.items.map(({ code, name }) => `${code} ${name}`).join(', ')}`);
  });

  it('takes every time from the roads', async () => {
    const { total } = await ask(loaded, '/v1/coverage?level=france');
    expect(total).toMatchObject({ sites: 37, without_time: 0, estimate_share: 0 });
  });

  it('says the same in the terminal and over HTTP, to the byte', async () => {
    const answer = await fetch(`${loaded.server.url}/v1/coverage?level=canton`);
    expect(loaded.cantonsOfCli.code).toBe(0);
    expect(loaded.cantonsOfCli.stdout).toBe(await answer.text());
  });

  it('compares rural and urban', async () => {
    const { items, total } = await ask<{
      items: { group: string; kind: string; residents: number; share: number; sites: number }[];
      total: { residents: number; sites: number };
    }>(loaded, '/v1/ratios?by=density');
    const groups = items.filter((item) => item.kind === 'group');
    for (const { group, residents, share, sites } of groups) {
      console.log(`${group}: ${residents} residents, ${percent(share)} within 30 min, ${sites} sites`);
    }
    expect(groups.map(({ group }) => group).sort()).toEqual(['rural', 'urban']);
    expect(groups.reduce((sum, { residents }) => sum + residents, 0)).toBe(total.residents);
    expect(groups.reduce((sum, { sites }) => sum + sites, 0)).toBe(total.sites);
    const shareOf = (wanted: string) => groups.find(({ group }) => group === wanted)?.share ?? Number.NaN;
    expect(shareOf('rural')).toBeLessThan(shareOf('urban'));
  });
});

describe.skipIf(!mirror)('Corsica with the list of June 2020 in place of that of 2024', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await loadCorsica(['--sites', join(mirror, 'sites/france-services-2020-06-03.geojson')]);
  });
  afterAll(() => unload(loaded));

  it('has fewer sites, and covers fewer residents', async () => {
    const { items, total } = await ask(loaded, '/v1/coverage?level=departement');
    for (const { code, share, sites } of items) {
      console.log(`June 2020, ${code}: ${sites} sites, ${percent(share)} within 30 min`);
    }
    expect(total.sites).toBeGreaterThan(0);
    expect(total.sites).toBeLessThan(37);
    expect(total.share).toBeGreaterThan(0.2);
    expect(total.share).toBeLessThan(0.95);
  });
});
