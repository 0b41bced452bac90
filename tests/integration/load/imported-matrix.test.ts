import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runLoad } from '../../../src/cli/commands/load.ts';
import type { LoadSummary } from '../../../src/cli/load/published-facts.ts';
import { silentProgress } from '../../../src/cli/progress.ts';
import { SAMPLE_DIR } from '../../../src/config.ts';
import { type CoverageItem, coverage } from '../../../src/coverage/coverage.ts';
import type { EditionData } from '../../../src/coverage/edition-data.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { PROVIDERS } from '../../../src/grid/access-matrix.ts';
import { crowFlyM } from '../../../src/network/geometry.ts';
import type { EditionMeta } from '../../../src/publish/edition-meta.ts';
import { timesSentence } from '../../../src/publish/method-sentences.ts';
import { type ChangedSample, changedSample } from '../support/changed-sample.ts';
import { editionIn, openTestStore, type TestStore } from '../support/test-store.ts';

/**
 * The sample with a matrix between the centres of its communes at 45 km/h crow-fly, which no road or estimate gives.
 * One commune is not in the matrix; the island has a row and a column of holes.
 */
const landmarks = JSON.parse(await readFile(join(SAMPLE_DIR, 'landmarks.json'), 'utf8'));
const centres = await communeCentres();
const unnamed = landmarks.valley as string;
const named = [...centres.keys()].filter((code) => code !== unnamed);
const seconds = (from: string, to: string) => crowFlyM(...centres.get(from)!, ...centres.get(to)!) / 12.5;

let store: TestStore;
let sample: ChangedSample;
let summary: LoadSummary;
let data: EditionData;
let meta: EditionMeta;
beforeAll(async () => {
  store = await openTestStore();
  // Without roads: what the matrix does not say is estimated.
  sample = await changedSample({ 'osm-roads': 'unlisted' });
  const matrix = join(sample.dir, 'matrix.csv.gz');
  const points = join(sample.dir, 'points.csv');
  await writeFile(matrix, gzipSync(squareMatrix()));
  await writeFile(points, `id,lon,lat\n${[...centres].map(([id, lonLat]) => `${id},${lonLat}`).join('\n')}`);
  summary = await runLoad(
    store.config,
    { mirror: sample.dir, territory: 'france', matrix, matrixPoints: points, gridResolution: 8 },
    silentProgress,
    new AbortController().signal,
  );
  await store.use(async (engine) => {
    const edition = await editionIn(engine);
    data = edition.data;
    meta = edition.meta;
  });
}, 180_000);
afterAll(async () => {
  await sample?.remove();
  await store?.drop();
});

async function communeCentres(): Promise<Map<string, [number, number]>> {
  const bytes = await readFile(join(SAMPLE_DIR, 'territories/communes-centres.csv.gz'));
  const [heading, ...rows] = gunzipSync(bytes)
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const [code, lon, lat] = ['insee', 'lon', 'lat'].map((name) => heading.indexOf(name));
  return new Map(rows.map((cells) => [cells[code], [Number(cells[lon]), Number(cells[lat])]]));
}

function squareMatrix(): string {
  const cell = (from: string, to: string) =>
    (from === landmarks.island || to === landmarks.island) && from !== to
      ? 'NA'
      : seconds(from, to).toFixed(1);
  return [`id,${named}`, ...named.map((from) => [from, ...named.map((to) => cell(from, to))].join())].join(
    '\n',
  );
}

const ask = (level: 'france' | 'commune', thresholdMinutes: number, within = '') =>
  coverage(data, { level, within: parseWithin(within), thresholdMinutes, rule: 'principal' });

/** No site in it, nor in a commune beside it: none of another place is nearer than those of the matrix. */
const farFromSites = (code: string) =>
  code !== landmarks.island &&
  [...communesWithSite()].every((to) => to === unnamed || seconds(code, to) > 600);

const communesWithSite = () => new Set(data.sites.map((site) => site.commune!));
const principalCommunes = () =>
  [...new Set(data.sites.filter((site) => site.type === 'principal').map((site) => site.commune!))].filter(
    (code) => code !== unnamed && code !== landmarks.island,
  );

describe('a matrix between communes', () => {
  test.each([10, 20, 30])('says who is within %i minutes, commune by commune', (minutes) => {
    const served = communesWithSite();
    const sites = principalCommunes();
    const wrong = ask('commune', minutes).items.filter(({ code, population, covered }: CoverageItem) => {
      if (served.has(code) || code === unnamed || code === landmarks.island) return false;
      const nearest = Math.min(...sites.map((to) => Number(seconds(code, to).toFixed(1))));
      return covered !== (nearest <= 60 * minutes ? population : 0);
    });
    expect(wrong).toEqual([]);
  });

  test('leaves the commune that it does not name, and the island, to the estimate', () => {
    const providers = (code: string) => {
      const index = data.levels.commune.codes.indexOf(code);
      const rows = data.atoms.origin.filter((_, atom) => data.atoms.territory.commune[atom] === index);
      return [...new Set(Array.from(rows, (row) => PROVIDERS[data.origins.provider[row]]))];
    };
    expect(providers(unnamed)).toEqual(['friction']);
    expect(providers(landmarks.island)).toEqual(['none']);
    const far = data.levels.commune.codes.filter((code) => named.includes(code) && farFromSites(code));
    expect(far.length).toBeGreaterThan(10);
    for (const code of far) expect(providers(code), code).toEqual(['imported']);
    expect(ask('commune', 30, `commune-${landmarks.island}`).items[0].status).toBe('no-time');
    expect(ask('commune', 30, `commune-${unnamed}`).items[0].estimate_share).toBe(1);
    const { total } = ask('france', 30);
    expect(total.estimate_share).toBeGreaterThan(0);
    expect(total.estimate_share).toBe(meta.method.providers.friction);
  });

  test('gives no time of zero: within its own commune a resident has the way to the site, by an estimate', () => {
    expect(ask('commune', 30, `commune-${landmarks.prefecture}`).items[0].estimate_share).toBeGreaterThan(
      0.5,
    );
    const { covered, population } = ask('commune', 30, `commune-${landmarks.prefecture}`).items[0];
    expect(covered).toBe(population);
    expect(ask('commune', 1, `commune-${landmarks.prefecture}`).items[0].covered).toBeLessThan(population);
  });

  test('keeps each resident', () => {
    const sum = ask('commune', 30).items.reduce((residents, item) => residents + item.population, 0);
    expect(sum).toBe(summary.residents);
  });

  test('is told with the edition: shares, method, source, report', () => {
    const { providers, notes } = meta.method;
    expect(providers.road).toBe(0);
    expect(providers.imported! + providers.friction + providers.none).toBeCloseTo(1, 9);
    expect(providers.imported).toBeGreaterThan(0.3);
    expect(timesSentence(meta).en).toMatch(
      /imported: times between \d+ places of residents and \d+ of sites, .* % by imported times/,
    );
    expect(notes.some((note) => /Residents count as imported where/.test(note))).toBe(true);
    expect(meta.sources.filter(({ dataset }) => dataset.startsWith('travel-time'))).toEqual([
      expect.objectContaining({ file: 'matrix.csv.gz', obtained: 'file', licence: 'licence not stated' }),
      expect.objectContaining({ file: 'points.csv', obtained: 'file' }),
    ]);
    const report = meta.import_report.find(({ dataset }) => dataset === 'travel-time-matrix');
    expect(report).toMatchObject({ read: named.length, kept: named.length, rejected: 0 });
  });
});

test('points without a matrix are refused before anything is read', async () => {
  const points = runLoad(
    store.config,
    { sample: true, matrixPoints: 'points.csv', gridResolution: 8 },
    silentProgress,
    new AbortController().signal,
  );
  await expect(points).rejects.toMatchObject({ code: 'invalid-parameter' });
});
