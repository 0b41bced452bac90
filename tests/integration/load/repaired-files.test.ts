import type { Polygon, Position } from 'geojson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coverage } from '../../../src/coverage/coverage.ts';
import type { EditionData, Level } from '../../../src/coverage/edition-data.ts';
import type { EditionMeta } from '../../../src/publish/edition-meta.ts';
import type { RowIssue } from '../../../src/sources/files/read-report.ts';
import { type ChangedSample, changedSample } from '../support/changed-sample.ts';
import { load } from '../support/loads.ts';
import { editionIn, openTestStore, type TestStore } from '../support/test-store.ts';

/**
 * Bad rows in good files, all at once: what can be mended is, what cannot is left out, and the edition's import report
 * tells each with its file, row and column.
 */
const UNCLOSED = '96002';
const CROSSING = '96003';
const GARBAGE = '96010';
const LEGAL_TOTAL = 262_470;

let store: TestStore;
let sample: ChangedSample;
let data: EditionData;
let meta: EditionMeta;
beforeAll(async () => {
  store = await openTestStore();
  sample = await changedSample({
    'commune-outlines': { text: spoilOutlines },
    // Windows wrote it: no UTF-8, though it says nothing of that.
    'france-services': { text: (text) => Buffer.from(spoilSites(text), 'latin1') },
  });
  await load(store, { mirror: sample.dir, roads: sample.pathOf('osm-roads') });
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

interface Feature {
  properties: { code: string };
  geometry: Polygon;
}

function spoilOutlines(text: string): string {
  const collection = JSON.parse(text) as { features: Feature[] };
  const ringOf = (code: string) => {
    const feature = collection.features.find((candidate) => candidate.properties.code === code);
    if (feature?.geometry.type !== 'Polygon') throw new Error(`${code} is not a polygon of the sample`);
    return feature.geometry.coordinates[0];
  };
  ringOf(UNCLOSED).pop();
  const crossing = ringOf(CROSSING);
  const at = Math.floor(crossing.length / 2);
  [crossing[at], crossing[at + 2]] = [crossing[at + 2], crossing[at]];
  ringOf(GARBAGE)[3] = ['east', null] as unknown[] as Position;
  return JSON.stringify(collection);
}

/** Rows like the first of the list, each with one thing wrong. The first of them is line 19 of the file. */
function spoilSites(text: string): string {
  const [, model] = text.split('\n');
  const like = (id: string, commune: string, place: string, type = 'Principal') =>
    model
      .replace('"1","96"', `"${id}","96"`)
      .replace('"96008"', `"${commune}"`)
      .replace('46.53745,-6.08174', place)
      .replace('"Principal"', `"${type}"`);
  const rows = [
    like('at-zero', '96008', '0,0'),
    like('in-the-sea', '96008', '46.5,-8.5'),
    like('swapped', '96008', '-6.08174,46.53745'),
    like('unknown-commune', '96999', '46.53745,-6.08174'),
    like('nowhere', '96999', ','),
    like('1', '96008', '46.53745,-6.08174'),
    like('odd-type', '96008', '46.53745,-6.08174', 'Kiosque'),
  ];
  // Only the second row of the same id is the first again.
  expect(rows.filter((row) => row === model)).toHaveLength(1);
  return `${text.trimEnd()}\n${rows.join('\n')}\n`;
}

function issues(dataset: string, part: Partial<RowIssue>): RowIssue[] {
  const report = meta.import_report.find((candidate) => candidate.dataset === dataset);
  if (!report) throw new Error(`no report of ${dataset}`);
  const wanted = Object.entries(part) as [keyof RowIssue, unknown][];
  return (report.issues as RowIssue[]).filter((issue) =>
    wanted.every(([key, value]) => issue[key] === value),
  );
}

const site = (id: string) => data.sites.find((candidate) => candidate.id === id);
const ask = (level: Level) => coverage(data, { level, within: [], thresholdMinutes: 30, rule: 'principal' });

describe('outlines', () => {
  test('an unclosed ring is closed', () => {
    expect(issues('commune-outlines', { kind: 'repaired', value: UNCLOSED })).toEqual([
      {
        kind: 'repaired',
        file: 'communes.geojson.gz',
        row: 2,
        column: 'geometry',
        value: UNCLOSED,
        reason: 'unclosed ring closed',
      },
    ]);
  });

  test('one that crosses itself is repaired by PostGIS, which says where', () => {
    expect(issues('commune-outlines', { kind: 'repaired', value: CROSSING })).toEqual([
      expect.objectContaining({
        file: 'communes.geojson.gz',
        reason: expect.stringContaining('Self-intersection'),
      }),
    ]);
  });

  test('one that is no outline is left out, with its row', () => {
    expect(issues('commune-outlines', { kind: 'rejected' })).toEqual([
      expect.objectContaining({
        row: 10,
        column: 'geometry',
        value: '["east",null]',
        reason: expect.stringContaining(GARBAGE),
      }),
    ]);
    expect(data.levels.commune.codes).not.toContain(GARBAGE);
    expect(data.levels.commune.codes).toEqual(expect.arrayContaining([UNCLOSED, CROSSING]));
    expect(data.levels.commune.codes).toHaveLength(249);
  });

  test('the sums are those of the communes that are left, and the others are said to be partial', () => {
    const { population } = ask('france').total;
    expect(population).toBeLessThan(LEGAL_TOTAL);
    expect(population).toBeGreaterThan(0.98 * LEGAL_TOTAL);
    for (const level of [
      'region',
      'departement',
      'arrondissement',
      'canton',
      'commune',
      'rurality',
    ] as const) {
      const sum = ask(level).items.reduce((total, item) => total + item.population, 0);
      expect(sum, level).toBe(population);
    }
    expect(ask('departement').items).toEqual([expect.objectContaining({ code: '96', status: 'partial' })]);
  });
});

describe('sites', () => {
  test('in Latin-1 keep their accents, and the report says what the file was', () => {
    expect(site('1')?.name).toBe("France services d'Ambreval - Préfecture");
    expect(issues('france-services', { kind: 'repaired', row: null })).toEqual([
      expect.objectContaining({ file: 'liste-fs.csv', reason: expect.stringMatching(/UTF-8/) }),
    ]);
  });

  test.each(['at-zero', 'in-the-sea'])('%s: put at the centre of its commune', (id) => {
    expect(site(id)).toMatchObject({ commune: '96008' });
    expect(site(id)?.flags).toContain('placed-at-commune-centre');
    expect(site(id)?.lon).toBeCloseTo(-6.08, 1);
  });

  test('swapped: put right', () => {
    expect(site('swapped')).toMatchObject({ commune: '96008', lon: -6.08174, lat: 46.53745 });
    expect(site('swapped')?.flags).toContain('swapped-coordinates');
  });

  test('in a commune that the COG does not know: placed by the point', () => {
    expect(site('unknown-commune')).toMatchObject({ commune: '96008' });
    expect(site('unknown-commune')?.flags).toContain('unknown-commune');
  });

  test.each([
    ['nowhere', 23, 'commune', /neither the coordinates nor the commune/],
    ['a second row of the same id', 24, 'id', /row 2/],
    ['of an unknown type', 25, 'type_fs', /Principal, Antenne/],
  ])('%s: left out, with file, row and column', (_what, row, column, reason) => {
    expect(issues('france-services', { kind: 'rejected', row })).toEqual([
      expect.objectContaining({ file: 'liste-fs.csv', column, reason: expect.stringMatching(reason) }),
    ]);
  });

  test('the report adds up', () => {
    const report = meta.import_report.find((candidate) => candidate.dataset === 'france-services');
    expect(report).toMatchObject({ read: 24, rejected: 3 });
    expect(data.sites).toHaveLength(21);
    expect(report!.kept + report!.rejected).toBe(report!.read);
  });
});
