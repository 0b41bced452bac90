import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { EXIT_CODES } from '../../../src/cli/exit-codes.ts';
import type { ErrorCode } from '../../../src/domain-error.ts';
import { type Change, type Changes, changedSample } from '../support/changed-sample.ts';
import { runCli } from '../support/cli-child.ts';
import { load, refusalOf, SAMPLE_ROADS } from '../support/loads.ts';
import { look, openTestStore, type Seen, type TestStore } from '../support/test-store.ts';

/** Files that are wrong as a whole: nothing can be published, and what was published stays as it is. */
let store: TestStore;
let before: Seen;
beforeAll(async () => {
  store = await openTestStore();
  await load(store);
  before = await look(store);
}, 180_000);
afterAll(() => store?.drop());

async function changed(changes: Changes) {
  const sample = await changedSample(changes);
  onTestFinished(() => sample.remove());
  return sample;
}

const packed = (change: (bytes: Buffer) => Buffer): Change => ({ packed: change });
const replaced = (text: string): Change => ({ text: () => text });
const PAGE = '<!DOCTYPE html>\n<html><body><h1>Service temporairement indisponible</h1></body></html>\n';
const halved = packed((bytes) => bytes.subarray(0, bytes.length / 2));

const REFUSED: [what: string, changes: Changes, code: ErrorCode, message: RegExp][] = [
  [
    'a listed file that is not there',
    { 'commune-outlines': 'missing' },
    'source-not-found',
    /communes\.geojson\.gz/,
  ],
  [
    'a required file that is nowhere',
    { 'legal-populations': 'unlisted' },
    'source-not-found',
    /legal-populations.*by hand/,
  ],
  [
    'an empty file',
    { 'cog-communes': packed(() => Buffer.alloc(0)) },
    'source-empty',
    /cog-communes\.csv\.gz/,
  ],
  [
    'a heading without rows',
    { 'cog-communes': { text: (text) => `${text.split('\n')[0]}\n` } },
    'source-empty',
    /cog-communes\.csv\.gz/,
  ],
  ['a gzip cut short', { 'commune-outlines': halved }, 'source-truncated', /communes\.geojson\.gz/],
  [
    'a GeoJSON cut short',
    { 'commune-outlines': { text: (text) => text.slice(0, text.length / 2) } },
    'source-truncated',
    /communes\.geojson\.gz/,
  ],
  [
    'a zip cut short',
    { 'population-200m': halved },
    'source-unreadable',
    /carreaux-200m\.csv\.zip.*truncated/,
  ],
  [
    'a web page in place of a table',
    { 'legal-populations': replaced(PAGE) },
    'source-schema',
    /populations-legales\.csv\.gz.*HTML/,
  ],
  [
    'a web page in place of outlines',
    { 'commune-outlines': replaced(PAGE) },
    'source-schema',
    /communes\.geojson\.gz.*HTML/,
  ],
  [
    'a web page in place of the sites',
    { 'france-services': replaced(PAGE) },
    'source-schema',
    /liste-fs\.csv.*HTML/,
  ],
  [
    'other columns',
    { 'france-services': { text: (text) => text.replace('latitude', 'x').replace('type_fs', 'y') } },
    'source-schema',
    /liste-fs\.csv.*missing latitude, type_fs/,
  ],
  [
    'UTF-16',
    { 'legal-populations': { text: (text) => Buffer.from(`\ufeff${text}`, 'utf16le') } },
    'source-encoding',
    /populations-legales\.csv\.gz.*UTF-16/,
  ],
  [
    'populations of another territory',
    {
      'legal-populations': {
        text: (text) => text.replaceAll(/;96(\d{3});/g, ';01$1;').replaceAll(';96;', ';01;'),
      },
    },
    'source-schema',
    /populations-legales\.csv\.gz.*96001/,
  ],
];

describe('a file that is wrong as a whole is refused, by name', () => {
  test.each(REFUSED)('%s', async (_what, changes, code, message) => {
    const { dir } = await changed(changes);
    const error = await refusalOf(store, { mirror: dir });
    expect(error.message).toMatch(message);
    expect(error.code).toBe(code);
    expect(EXIT_CODES[error.code]).toBeGreaterThan(0);
  });
});

describe('roads', () => {
  test.each<[string, (bytes: Buffer) => Buffer, ErrorCode]>([
    ['cut in the middle', (bytes) => bytes.subarray(0, bytes.length / 2), 'source-truncated'],
    [
      'that are not a PBF',
      () => Buffer.from('these are not roads, whatever the name says\n'),
      'source-schema',
    ],
  ])('%s are refused, by name', async (_what, change, code) => {
    const { dir } = await changed({});
    const roads = join(dir, 'roads/mine.osm.pbf');
    await writeFile(roads, change(await readFile(SAMPLE_ROADS)));
    const error = await refusalOf(store, { mirror: dir, roads });
    expect(error.message).toContain('mine.osm.pbf');
    expect(error.code).toBe(code);
  });
});

describe('a territory', () => {
  test('that no file knows is refused, by its code', async () => {
    const { dir } = await changed({});
    const error = await refusalOf(store, { mirror: dir, territory: '96,75' });
    expect(error).toMatchObject({ code: 'unknown-territory', message: expect.stringContaining('"75"') });
  });

  test('that is not written as one is refused, by what was written', async () => {
    const error = await refusalOf(store, { territory: 'Ambreval' });
    expect(error).toMatchObject({
      code: 'invalid-parameter',
      message: expect.stringContaining('"Ambreval"'),
    });
  });
});

describe('the command', () => {
  test('ends with 3 and one line that names the file, without a stack', async () => {
    const { dir } = await changed({ 'commune-outlines': halved });
    const { code, stdout, stderr } = await runCli(store, ['load', '--territory', 'france', '--mirror', dir]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^maillage: communes\.geojson\.gz: .*cut short/m);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('is published');
  });

  test('ends with 2 where no territory is named, before any file is looked for', async () => {
    const { code, stdout, stderr } = await runCli(store, ['load', '--mirror', 'nowhere']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--territory');
  });

  test('ends with 2 where the territory is unknown', async () => {
    const { code, stderr } = await runCli(store, ['load', '--sample', '--territory', '75']);
    expect(code).toBe(2);
    expect(stderr).toContain('"75"');
  });
});

test('after all of them the edition before is current, answers the same, and nothing half made is left', async () => {
  expect(await look(store)).toEqual(before);
});
