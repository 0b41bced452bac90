import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadSummary } from '../../../src/cli/load/published-facts.ts';
import { SAMPLE_DIR } from '../../../src/config.ts';
import { type CoverageItem, coverage } from '../../../src/coverage/coverage.ts';
import { type EditionData, LEVELS, type Level } from '../../../src/coverage/edition-data.ts';
import { gaps } from '../../../src/coverage/gaps.ts';
import { ratios } from '../../../src/coverage/ratios.ts';
import { parseWithin } from '../../../src/coverage/within.ts';
import { withoutSite } from '../../../src/coverage/without-site.ts';
import { NO_TIME, PROVIDERS } from '../../../src/grid/access-matrix.ts';
import type { EditionMeta } from '../../../src/publish/edition-meta.ts';
import { type OutlineSet, outlineGeometry } from '../../../src/publish/outlines/outline-set.ts';
import { load } from '../support/loads.ts';
import { editionIn, openTestStore, type TestStore } from '../support/test-store.ts';

/** The main job, end to end: the files of the built-in sample in, the answers out. */
const landmarks = JSON.parse(await readFile(join(SAMPLE_DIR, 'landmarks.json'), 'utf8'));
const legal = await legalPopulations();

let store: TestStore;
let summary: LoadSummary;
let data: EditionData;
let meta: EditionMeta;
let outlines: OutlineSet;
beforeAll(async () => {
  store = await openTestStore();
  summary = await load(store);
  await store.use(async (engine) => {
    const edition = await editionIn(engine);
    data = edition.data;
    meta = edition.meta;
    outlines = await edition.outlines('departement', 0);
  });
}, 180_000);
afterAll(() => store?.drop());

/** By INSEE's column PMUN, read here without the program's readers. */
async function legalPopulations(): Promise<Map<string, number>> {
  const bytes = await readFile(join(SAMPLE_DIR, 'territories/populations-legales.csv.gz'));
  const [heading, ...rows] = gunzipSync(bytes).toString('utf8').trim().split('\n');
  const columns = heading.split(';');
  const code = columns.indexOf('COM');
  const residents = columns.indexOf('PMUN');
  return new Map(rows.map((row) => row.split(';')).map((cells) => [cells[code], Number(cells[residents])]));
}

const legalTotal = legal.values().reduce((sum, residents) => sum + residents, 0);

function ask(level: Level, within = '', thresholdMinutes = 30, rule: 'principal' | 'all' = 'principal') {
  return coverage(data, { level, within: parseWithin(within), thresholdMinutes, rule });
}

function commune(code: string): CoverageItem {
  const { items } = ask('commune', `commune-${code}`);
  expect(items).toHaveLength(1);
  return items[0];
}

const site = (id: string) => {
  const found = data.sites.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no site ${id}`);
  return found;
};

describe('residents', () => {
  test('each commune has its legal population, to the person', () => {
    const residents = new Map<string, number>();
    data.atoms.territory.commune.forEach((index, atom) => {
      const code = data.levels.commune.codes[index];
      residents.set(code, (residents.get(code) ?? 0) + data.atoms.residents[atom]);
    });
    expect(new Map([...residents].sort())).toEqual(new Map([...legal].sort()));
  });

  const partitions = LEVELS.filter((level) => level !== 'qpv');
  test.each(partitions)('the territories of level %s, and those in none, sum to the legal total', (level) => {
    const column = data.atoms.territory[level];
    let inSome = 0;
    let inNone = 0;
    data.atoms.residents.forEach((residents, atom) => {
      if (column[atom] >= 0) inSome += residents;
      else inNone += residents;
    });
    const { items, total } = ask(level);
    expect(items.reduce((sum, item) => sum + item.population, 0)).toBe(inSome);
    expect(inSome + inNone).toBe(legalTotal);
    expect(total.population).toBe(legalTotal);
  });

  test('only the level of EPCI and the zonings may leave residents out', () => {
    for (const level of ['france', 'region', 'departement', 'arrondissement', 'canton', 'commune'] as const) {
      expect(
        data.atoms.territory[level].every((territory) => territory >= 0),
        level,
      ).toBe(true);
    }
  });

  test('covered residents sum to the same total at every level', () => {
    const { covered } = ask('france').total;
    for (const level of partitions) expect(ask(level).total.covered, level).toBe(covered);
  });

  test('a commune without population is listed as such', () => {
    expect(commune(landmarks.deserted)).toMatchObject({
      population: 0,
      share: null,
      status: 'no-population',
    });
  });

  test('residents without a grid square are placed all the same', () => {
    expect(commune(landmarks.withoutSquare)).toMatchObject({
      population: legal.get(landmarks.withoutSquare),
      status: 'ok',
    });
    expect(summary.communesWithoutSquare).toBe(1);
  });

  test('the cantons that cut the prefecture share it by its squares, not by its one centre', () => {
    const { items } = ask('canton', `commune-${landmarks.prefecture}`);
    expect(items.map((item) => item.code)).toEqual(landmarks.prefectureCantons);
    const population = legal.get(landmarks.prefecture)!;
    for (const item of items) {
      expect(item.population).toBeGreaterThan(0.15 * population);
      expect(item.population).toBeLessThan(0.6 * population);
    }
    expect(data.levels.canton.codes).not.toContain(landmarks.pseudoCanton);
  });
});

describe('what the edition says of itself', () => {
  test('as much as the files hold', () => {
    expect(summary).toMatchObject({
      communes: 250,
      residents: legalTotal,
      qpv: 5,
      sites: 17,
      sitesAround: 0,
      sitesUnplaced: 0,
    });
    const counts = Object.fromEntries(LEVELS.map((level) => [level, data.levels[level].codes.length]));
    expect(counts).toMatchObject({
      france: 1,
      region: 1,
      departement: 1,
      canton: 17,
      commune: 250,
      qpv: 5,
      density: 7,
    });
    expect(data.sites).toHaveLength(17);
  });

  test('sources with vintage, licence and checksum; fictional, and marked so', () => {
    expect(meta.fictional).toBe(true);
    expect(meta.territory).toEqual(['france']);
    expect(meta.sources.length).toBeGreaterThanOrEqual(17);
    for (const source of meta.sources) {
      expect(source).toMatchObject({ licence: 'MIT', obtained: 'built-in' });
      expect(source.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(source.vintage).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      // A file's name, never the folder of this machine.
      expect(source.file).not.toMatch(/[/\\]/);
    }
    expect(data.levels.france.names).toEqual(['Territoire fictif']);
  });

  test('an import report that adds up, file by file', () => {
    expect(meta.import_report.map((report) => report.dataset)).toContain('france-services');
    for (const { dataset, read, kept, rejected } of meta.import_report) {
      expect(kept + rejected, dataset).toBe(read);
      expect(rejected, dataset).toBe(0);
    }
  });

  test('an outline for the département, drawn from its communes', () => {
    expect(outlineGeometry(outlines, outlines.indexOf.get('96')!)).toMatchObject({ type: 'MultiPolygon' });
  });
});

describe('territories without a site', () => {
  const without = (rule: 'principal' | 'all') =>
    withoutSite(data, { level: 'canton', within: [], rule }).items.map((item) => item.code);

  test('the cantons of the landmarks, antennas counted or not', () => {
    expect(without('all')).toEqual(landmarks.cantonsWithoutSite);
    expect(without('principal')).toEqual(
      [...landmarks.cantonsWithoutSite, ...landmarks.cantonsWithAntennaOnly].sort(),
    );
  });
});

describe('travel times', () => {
  test('most people are within half an hour, the towns more than the country', () => {
    const { share } = ask('france').total;
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.99);
    const groups = new Map(
      ratios(data, { by: 'density', within: [], thresholdMinutes: 30, rule: 'principal' }).items.map(
        (item) => [item.group, item.share!],
      ),
    );
    expect(groups.get('rural')!).toBeLessThan(groups.get('urban')!);
  });

  test('more minutes never cover fewer people', () => {
    const covered = [5, 10, 15, 20, 30, 45, 60].map((minutes) => ask('france', '', minutes).total.covered);
    expect(covered).toEqual(covered.toSorted((a, b) => a - b));
    expect(new Set(covered).size).toBe(covered.length);
  });

  test('an island and its islet have no time, which is not the same as too far', () => {
    const island = commune(landmarks.island);
    expect(island).toMatchObject({
      status: 'no-time',
      covered: 0,
      without_time: legal.get(landmarks.island),
    });
    expect(ask('france').total.without_time).toBe(island.without_time);
    const places = gaps(data, {
      within: parseWithin(`commune-${landmarks.island}`),
      thresholdMinutes: 30,
      rule: 'all',
    });
    // The islet stands apart from the island.
    expect(places).toHaveLength(2);
    for (const place of places) expect(place.nearest_seconds_min).toBeNull();
  });

  test('the end of the valley is on the road, and beyond half an hour', () => {
    expect(commune(landmarks.valley)).toMatchObject({ covered: 0, without_time: 0, status: 'ok' });
    expect(ask('commune', `commune-${landmarks.valley}`, 60).total.covered).toBeGreaterThan(0);
  });

  test('nobody is reached in less than no time, nobody over the hour', () => {
    const { seconds, rowStart } = data.matrix;
    expect(rowStart.at(-1)).toBe(seconds.length);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(3600);
    expect(Math.max(...seconds)).toBeLessThan(NO_TIME);
    const road = PROVIDERS.indexOf('road');
    const byRoad = data.origins.provider.filter((provider) => provider === road).length;
    expect(byRoad / data.origins.count).toBeGreaterThan(0.9);
  });

  test('a QPV smaller than a cell has residents, and their coverage', () => {
    const { items } = ask('qpv');
    expect(items.map((item) => item.code)).toContain(landmarks.smallestQpv);
    for (const item of items) {
      expect(item.population).toBeGreaterThan(0);
      expect(item).toMatchObject({ covered: item.population, status: 'ok' });
    }
  });
});

describe('codes', () => {
  test.each([
    'commune2022',
    'commune2017',
  ])('the old code of the merger %s stands for the new commune', (merger) => {
    const { current, merged } = landmarks[merger];
    expect(commune(merged)).toEqual(commune(current));
    expect(commune(current).population).toBe(legal.get(current));
  });

  test('a commune set free again is itself, and its host too', () => {
    const { freed, host } = landmarks.freedCommune;
    expect(commune(freed).code).toBe(freed);
    expect(commune(host).code).toBe(host);
  });

  test('a merger of communes of different classes is part of a ZRR', () => {
    const { current } = landmarks.commune2022;
    expect(ask('zrr', `commune-${current}`).items).toEqual([expect.objectContaining({ code: 'partial' })]);
  });
});

describe('sites', () => {
  const { sites } = landmarks;

  test('one without coordinates stands at the centre of its commune', () => {
    const { flags, lon, lat } = site(sites.withoutCoordinates);
    expect(flags).toContain('placed-at-commune-centre');
    expect([Number.isFinite(lon), Number.isFinite(lat)]).toEqual([true, true]);
  });

  test('one beside its stated commune keeps its point, and is flagged', () => {
    expect(site(sites.outsideItsCommune).flags).toEqual(['outside-stated-commune']);
    expect(site(sites.contradictingDepartement).flags).toEqual(['departement-contradicts-commune']);
  });

  test('those at one point are told apart by nothing but the flag', () => {
    for (const id of sites.atOnePoint) expect(site(id).flags).toContain('shares-coordinates');
    const flagged = data.sites.filter((candidate) => candidate.flags.includes('shares-coordinates'));
    expect(flagged.map((candidate) => candidate.id).sort()).toEqual([...sites.atOnePoint].sort());
  });

  test('an old commune code in the list is brought to the commune of today', () => {
    expect(site(sites.oldCode).commune).toBe(landmarks.commune2022.current);
    expect(site(sites.oldCode).flags).not.toContain('outside-stated-commune');
  });

  test('the bus, the antennas and the multi-site are what the list says', () => {
    expect(site(sites.bus).format).toBe('itinerant');
    expect(site(sites.itinerant).format).toBe('itinerant');
    expect(site(sites.multiSite).format).toBe('multi-site');
    const antennas = data.sites.filter((candidate) => candidate.type === 'antenna');
    expect(antennas.map((candidate) => candidate.id).sort()).toEqual([...sites.antennas].sort());
  });

  test('each is in a canton that is real, and those of a QPV in it', () => {
    for (const { canton } of data.sites) expect(data.levels.canton.codes).toContain(canton);
    expect(data.sites.filter((candidate) => candidate.qpv === landmarks.smallestQpv)).toHaveLength(1);
  });
});
