import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../../../src/domain-error.ts';
import { catalogueEntry } from '../../../src/sources/files/catalogue.ts';
import { findInMirror, readMirror } from '../../../src/sources/files/mirror.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'maillage-mirror-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function put(path: string, content: string | object = 'x') {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), typeof content === 'string' ? content : JSON.stringify(content));
}

async function errorOf(promise: Promise<unknown>): Promise<DomainError> {
  const error = await promise.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(DomainError);
  return error as DomainError;
}

const outlines = catalogueEntry('commune-outlines');

describe('a plain folder', () => {
  test('gives a file at the catalogue’s path, with the catalogue’s words', async () => {
    await put(outlines.mirror_paths[0]);
    const mirror = await readMirror(dir);
    expect(mirror).toMatchObject({ fictional: false, note: null });
    expect(await findInMirror(mirror, outlines)).toMatchObject({
      path: join(dir, outlines.mirror_paths[0]),
      vintage: outlines.vintage,
      licence: outlines.licence,
    });
  });

  test('tries the paths in order', async () => {
    await put(outlines.mirror_paths[1]);
    const mirror = await readMirror(dir);
    expect((await findInMirror(mirror, outlines))?.relativePath).toBe(outlines.mirror_paths[1]);
    await put(outlines.mirror_paths[0]);
    expect((await findInMirror(mirror, outlines))?.relativePath).toBe(outlines.mirror_paths[0]);
  });

  test('says that it has not what it has not, and does not take a folder for a file', async () => {
    await mkdir(join(dir, outlines.mirror_paths[0]), { recursive: true });
    expect(await findInMirror(await readMirror(dir), outlines)).toBeNull();
  });

  test('that does not exist, or is a file, is a clear error', async () => {
    const missing = await errorOf(readMirror(join(dir, 'none')));
    expect(missing.code).toBe('source-not-found');
    expect(missing.message).toContain('MAILLAGE_MIRROR');
    await put('file');
    expect((await errorOf(readMirror(join(dir, 'file')))).message).toContain('must be a folder');
  });
});

describe('a folder with mirror.json', () => {
  const own = {
    path: 'own/outlines.geojson',
    title: 'Invented outlines',
    licence: 'MIT',
    vintage: 'invented',
  };

  test('overrides path and words, and keeps the catalogue’s for the rest', async () => {
    await put(own.path);
    await put(outlines.mirror_paths[0]);
    await put('mirror.json', {
      fictional: false,
      note: 'ours',
      territory: '2A',
      datasets: { 'commune-outlines': own },
    });
    const mirror = await readMirror(dir);
    expect(mirror).toMatchObject({ note: 'ours', territory: '2A' });
    expect(await findInMirror(mirror, outlines)).toEqual({
      path: join(dir, own.path),
      relativePath: own.path,
      title: own.title,
      publisher: outlines.publisher,
      licence: 'MIT',
      // The catalogue's address is that of another licence.
      licenceUrl: null,
      vintage: 'invented',
    });
  });

  test('a fictional one has what it lists, and nothing that lies beside it', async () => {
    await put(own.path);
    await put('zonings/frr-2025-07-10.csv.gz');
    await put('mirror.json', { fictional: true, datasets: { 'commune-outlines': own } });
    const mirror = await readMirror(dir);
    expect(mirror.fictional).toBe(true);
    expect(await findInMirror(mirror, outlines)).not.toBeNull();
    expect(await findInMirror(mirror, catalogueEntry('frr'))).toBeNull();
  });

  test('that lists a file which is not there is an error, not a silent download', async () => {
    await put('mirror.json', { fictional: false, datasets: { 'commune-outlines': own } });
    const error = await errorOf(findInMirror(await readMirror(dir), outlines));
    expect(error.code).toBe('source-not-found');
    for (const words of ['mirror.json', 'commune-outlines', own.path]) expect(error.message).toContain(words);
  });

  test.each([
    ['not JSON', '{ fictional', 'not JSON'],
    ['no word on being fictional', { datasets: {} }, 'fictional'],
    [
      'an unknown dataset',
      { fictional: true, datasets: { 'commune-outline': own } },
      'unknown dataset commune-outline',
    ],
    ['an unknown key', { fictional: true, datasets: { frr: { path: 'x', vintege: '1' } } }, 'vintege'],
    [
      'a path out of the folder',
      { fictional: true, datasets: { frr: { path: 'a/../../x' } } },
      '/datasets/frr/path',
    ],
    ['an absolute path', { fictional: true, datasets: { frr: { path: '/etc/x' } } }, '/datasets/frr/path'],
    ['a Windows path', { fictional: true, datasets: { frr: { path: 'C:\\x' } } }, '/datasets/frr/path'],
  ])('%s: refused, with the place', async (_name, manifest, words) => {
    await put('mirror.json', manifest);
    const error = await errorOf(readMirror(dir));
    expect(error.code).toBe('source-schema');
    expect(error.message).toContain(join(dir, 'mirror.json'));
    expect(error.message).toContain(words);
  });
});
