import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../../src/domain-error.ts';
import { type CatalogueEntry, catalogueEntry } from '../../src/sources/files/catalogue.ts';
import { type LocateOptions, locate } from '../../src/sources/files/locate.ts';
import {
  type MisbehavingServer,
  serve,
  startMisbehavingServer,
  status,
} from './support/misbehaving-server.ts';

const csv = Buffer.from('id_fs,lib_fs\n1,Sample desk\n');
const edited = Buffer.from('id_fs,lib_fs\n1,Edited desk\n');

let server: MisbehavingServer;
let dir: string;
let options: LocateOptions;
/** The list of sites, at an address of the test's server. */
let sites: CatalogueEntry;
let absences: string[];

beforeAll(async () => {
  server = await startMisbehavingServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'maillage-locate-'));
  absences = [];
  const path = `/${dir.split('-').at(-1)}.csv`;
  sites = { ...catalogueEntry('france-services'), address: server.at(path, serve(csv)) };
  options = {
    mirrorDir: null,
    cacheDir: join(dir, 'cache'),
    onAbsent: (entry, reason) => void absences.push(`${entry.id}: ${reason}`),
    download: { sleep: async () => {}, tries: 2 },
  };
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const asked = () => server.requests(new URL(sites.address!).pathname).length;

async function put(path: string, content: string | Buffer) {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), content);
  return join(dir, path);
}

async function errorOf(promise: Promise<unknown>): Promise<DomainError> {
  const error = await promise.catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(DomainError);
  return error as DomainError;
}

describe('mirror, then cache, then the official address', () => {
  test('a mirror that has it: nothing is asked of the network', async () => {
    const path = await put(`mirror/${sites.mirror_paths[0]}`, csv);
    const found = await locate(sites, { ...options, mirrorDir: join(dir, 'mirror') });
    expect(found).toMatchObject({ obtained: 'mirror', path, sizeBytes: csv.length, vintage: sites.vintage });
    expect(asked()).toBe(0);
  });

  test('a mirror without it: downloaded once, then from the cache, also without network', async () => {
    await mkdir(join(dir, 'mirror'));
    const withMirror = { ...options, mirrorDir: join(dir, 'mirror') };
    const first = await locate(sites, withMirror);
    const second = await locate(sites, withMirror);
    const third = await locate(sites, { ...withMirror, offline: true });
    expect([first, second, third].map((found) => found?.obtained)).toEqual(['download', 'cache', 'cache']);
    expect(second).toEqual({ ...first, obtained: 'cache' });
    expect(first?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(asked()).toBe(1);
  });

  test('an address that always has the latest file: dated by the server, else by the day', async () => {
    expect((await locate(sites, options))?.vintage).toMatch(/^as downloaded on \d{4}-\d{2}-\d{2}$/);
    const headers = { 'last-modified': 'Thu, 01 Aug 2024 10:00:00 GMT' };
    const dated = {
      ...sites,
      address: server.at(`/dated-${Date.now()}.csv`, status(200, headers, csv.toString())),
    };
    expect((await locate(dated, options))?.vintage).toBe('last updated on 2024-08-01');
  });

  test('refresh asks again', async () => {
    await locate(sites, options);
    server.at(new URL(sites.address!).pathname, serve(edited));
    expect((await locate(sites, { ...options, refresh: true }))?.sizeBytes).toBe(edited.length);
    expect(asked()).toBe(2);
  });

  test.each([
    ['shorter', csv.subarray(0, 10)],
    ['edited, of the same length', edited],
  ])('a cached file that is %s is downloaded again, and without network refused', async (_name, content) => {
    const { path } = (await locate(sites, options))!;
    await writeFile(path, content);
    const error = await errorOf(locate(sites, { ...options, offline: true }));
    expect(error.code).toBe('source-unreadable');
    expect(error.message).toContain(path);
    expect((await locate(sites, options))?.obtained).toBe('download');
    expect(await readFile(path)).toEqual(csv);
  });

  test('what was downloaded from another address is not used', async () => {
    await locate(sites, options);
    const moved = { ...sites, address: server.at(`/moved-${Date.now()}.csv`, serve(edited)) };
    expect((await locate(moved, options))?.obtained).toBe('download');
  });

  test('a mirror that is set and does not exist is an error, not a download', async () => {
    expect((await errorOf(locate(sites, { ...options, mirrorDir: join(dir, 'none') }))).code).toBe(
      'source-not-found',
    );
    expect(asked()).toBe(0);
  });
});

describe('what cannot be had', () => {
  test('a required file: the error says what to place where', async () => {
    server.at(new URL(sites.address!).pathname, status(404));
    const error = await errorOf(locate(sites, options));
    expect(error.code).toBe('download-failed');
    for (const words of [sites.address!, '404', sites.mirror_paths[0], '--mirror'])
      expect(error.message).toContain(words);
  });

  test('an optional file: null, and the reason is told', async () => {
    const zoning = { ...catalogueEntry('qpv-outlines'), address: server.at('/qpv-404', status(404)) };
    expect(await locate(zoning, options)).toBeNull();
    expect(await locate(catalogueEntry('mountain'), options)).toBeNull();
    expect(absences[0]).toMatch(/^qpv-outlines: .*404/);
    expect(absences[1]).toBe('mountain: no file address is known');
  });

  test('without network: a required file is an error, an optional one is told', async () => {
    const error = await errorOf(locate(sites, { ...options, offline: true }));
    expect(error.message).toContain(sites.mirror_paths[0]);
    expect(await locate({ ...sites, required: false }, { ...options, offline: true })).toBeNull();
    expect(asked()).toBe(0);
  });

  test('stopped by the user: an error even for an optional file', async () => {
    const signal = AbortSignal.abort();
    const error = await errorOf(locate({ ...sites, required: false }, { ...options, signal }));
    expect(error.code).toBe('interrupted');
  });
});

describe('files that come with the program', () => {
  test('the npm package stands in for the official codes, and says so', async () => {
    const found = await locate(catalogueEntry('cog-communes'), { ...options, offline: true });
    expect(found).toMatchObject({
      obtained: 'built-in',
      kind: 'json',
      vintage: 'COG 2026',
      publisher: 'INSEE',
    });
    const communes = JSON.parse(await readFile(found!.path, 'utf8')) as { code: string }[];
    expect(communes.some(({ code }) => code === '2A004')).toBe(true);
  });

  test('a fictional mirror is never completed with real files', async () => {
    const mirrorDir = join(dir, 'sample');
    await put('sample/sites.csv', csv);
    const manifest = {
      fictional: true,
      datasets: { 'france-services': { path: 'sites.csv', vintage: 'invented' } },
    };
    await put('sample/mirror.json', JSON.stringify(manifest));
    expect(await locate(sites, { ...options, mirrorDir })).toMatchObject({
      obtained: 'built-in',
      fictional: true,
      vintage: 'invented',
      address: null,
    });
    const error = await errorOf(locate(catalogueEntry('cog-communes'), { ...options, mirrorDir }));
    expect(error.message).toContain('fictional');
    const zoning = { ...catalogueEntry('qpv-outlines'), address: server.at('/real-qpv', serve(csv)) };
    expect(await locate(zoning, { ...options, mirrorDir })).toBeNull();
    expect(server.requests('/real-qpv')).toEqual([]);
  });
});

describe('a file that the user names', () => {
  test('comes before everything, and its date is not made up', async () => {
    await put(`mirror/${sites.mirror_paths[0]}`, csv);
    const overridePath = await put('mine.csv', edited);
    const found = await locate(sites, { ...options, mirrorDir: join(dir, 'mirror'), overridePath });
    expect(found).toMatchObject({
      obtained: 'file',
      path: overridePath,
      vintage: 'not stated',
      address: null,
    });
    expect(found?.sizeBytes).toBe(edited.length);
  });

  test('and lies in the mirror under a name of the catalogue keeps the words of the catalogue', async () => {
    const older = catalogueEntry('france-services-2020');
    const overridePath = await put(`mirror/${older.mirror_paths[0]}`, '{}');
    const found = await locate(sites, { ...options, mirrorDir: join(dir, 'mirror'), overridePath });
    expect(found).toMatchObject({ dataset: 'france-services', kind: 'geojson', vintage: '2020-06-03' });
  });

  test('and is not there, or is a folder: an error with its path', async () => {
    const overridePath = join(dir, 'none.csv');
    const error = await errorOf(locate(sites, { ...options, overridePath }));
    expect(error).toMatchObject({ code: 'source-not-found', message: `${overridePath}: no such file` });
    expect((await errorOf(locate(sites, { ...options, overridePath: dir }))).code).toBe('source-unreadable');
  });
});
