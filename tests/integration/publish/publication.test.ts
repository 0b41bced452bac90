import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../src/api/app.ts';
import type { EditionSource, LoadedEdition } from '../../../src/api/edition-source.ts';
import { storedEditions } from '../../../src/api/stored-editions.ts';
import { silentProgress } from '../../../src/cli/progress.ts';
import { type PublicationRequest, writePublication } from '../../../src/cli/publish/write-publication.ts';
import { DomainError } from '../../../src/domain-error.ts';
import { type Engine, openEngine } from '../../../src/store/engine.ts';
import { load } from '../support/loads.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let store: TestStore;
let engine: Engine;
let app: FastifyInstance;
let editions: EditionSource;
let edition: LoadedEdition;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-publish-'));
  store = await openTestStore();
  await load(store);
  engine = await openEngine(store.options());
  editions = storedEditions(engine.db);
  app = await createApp({ editions });
  edition = (await editions.current())!;
}, 180_000);
afterAll(async () => {
  await app?.close();
  await engine?.close();
  await store?.drop();
  await rm(folder, { recursive: true, force: true });
});

function publish(
  name: string,
  change: Partial<PublicationRequest> = {},
  signal = new AbortController().signal,
) {
  const request: PublicationRequest = {
    folder: join(folder, name),
    scope: { within: 'france', thresholds: [20, 30], network: 'principal' },
    pmtiles: true,
    publisher: null,
    baseUrl: null,
    ...change,
  };
  return writePublication(app, edition, request, silentProgress, signal);
}

/** Every file of a folder with its content, by path. */
async function filesOf(name: string): Promise<Map<string, Buffer>> {
  const root = join(folder, name);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    files.map(async (path) => [path.slice(root.length + 1), await readFile(path)] as const),
  );
  return new Map(contents.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const refusalOf = (publication: Promise<unknown>): Promise<unknown> => publication.catch((error) => error);

describe('a publication', () => {
  it('is the same, byte for byte, when the edition is published twice', async () => {
    await publish('one');
    await publish('two');
    const [one, two] = [await filesOf('one'), await filesOf('two')];
    expect([...two.keys()]).toEqual([...one.keys()]);
    for (const [path, bytes] of one) expect(two.get(path)?.equals(bytes), path).toBe(true);
    expect(one.size).toBeGreaterThan(60);
  });

  it('lists the checksum of every file but itself', async () => {
    const files = await filesOf('one');
    const lines = files.get('SHA256SUMS')!.toString().trimEnd().split('\n');
    const listed = new Map(lines.map((line) => line.split('  ')).map(([sum, path]) => [path, sum]));
    expect([...listed.keys(), 'SHA256SUMS'].sort()).toEqual([...files.keys()].sort());
    for (const [path, sum] of listed) {
      expect(createHash('sha256').update(files.get(path)!).digest('hex'), path).toBe(sum);
    }
  });

  it('holds what the API answers', async () => {
    const files = await filesOf('one');
    const csv = await app.inject('/v1/coverage?level=canton&threshold=30&network=principal&format=csv');
    expect(files.get('data/coverage_canton_30min.csv')!.toString()).toBe(csv.body);
    const gaps = await app.inject('/v1/gaps?threshold=20&network=principal&format=geojson');
    expect(files.get('data/gaps_20min.geojson')!.toString()).toBe(gaps.body);
  });

  it('is described by a data package: each file with its size, its checksum and its columns', async () => {
    const files = await filesOf('one');
    const { resources, sources, version } = JSON.parse(files.get('datapackage.json')!.toString());
    for (const { path = 'https:' } of sources) expect(path).toMatch(/^https?:/);
    expect(files.get('catalog.jsonld')!.toString()).not.toContain('"@id": ""');
    expect(version).toBe(edition.meta.id);
    const data = [...files.keys()].filter((path) => path.startsWith('data/'));
    expect(resources.map(({ path }: { path: string }) => path).sort()).toEqual(data.sort());
    for (const { path, bytes, hash, schema, profile } of resources) {
      const content = files.get(path)!;
      expect(bytes).toBe(content.length);
      expect(hash).toBe(`sha256:${createHash('sha256').update(content).digest('hex')}`);
      if (profile !== 'tabular-data-resource') continue;
      const [heading] = content.toString().split('\r\n');
      expect(heading.split(',')).toEqual(schema.fields.map(({ name }: { name: string }) => name));
    }
  });

  it('has a DCAT catalogue whose distributions are its files, at the address given', async () => {
    await publish('based', {
      baseUrl: 'https://example.org/fs/',
      publisher: 'Préfecture fictive',
      pmtiles: false,
    });
    const files = await filesOf('based');
    const catalogue = JSON.parse(files.get('catalog.jsonld')!.toString());
    const addresses = catalogue['dcat:dataset'].flatMap(
      (dataset: Record<string, { 'dcat:downloadURL': { '@id': string } }[]>) =>
        dataset['dcat:distribution'].map((each) => each['dcat:downloadURL']['@id']),
    );
    const data = [...files.keys()].filter((path) => path.startsWith('data/'));
    expect(addresses.sort()).toEqual(data.map((path) => `https://example.org/fs/${path}`).sort());
    expect(JSON.stringify(catalogue)).toContain('Préfecture fictive');
  });

  it('opens with the figure, warns that the data are fictional, and links every file', async () => {
    const files = await filesOf('one');
    const page = files.get('index.html')!.toString();
    const { total } = (await app.inject('/v1/coverage?level=france&threshold=30')).json();
    expect(page).toContain(new Intl.NumberFormat('fr-FR').format(total.covered));
    expect(page).toContain('Données fictives.');
    for (const path of files.keys()) {
      if (path !== 'index.html' && path !== 'SHA256SUMS') expect(page, path).toContain(`href="${path}"`);
    }
    expect(page).not.toMatch(/\b(undefined|NaN|null)\b/);
  });
});

describe('the folder of a publication', () => {
  it('is replaced when it holds an older publication', async () => {
    expect((await filesOf('two')).has('tiles/maillage.pmtiles')).toBe(true);
    await publish('two', { pmtiles: false });
    expect((await filesOf('two')).has('tiles/maillage.pmtiles')).toBe(false);
  });

  it('is left alone when somebody else’s file stands in it, at any depth', async () => {
    const before = await filesOf('two');
    await writeFile(join(folder, 'two', 'data', 'notes.txt'), 'years of work');
    const error = await refusalOf(publish('two', { pmtiles: false }));
    expect((error as DomainError).message).toContain('data/notes.txt');
    expect((await filesOf('two')).size).toBe(before.size + 1);
    await rm(join(folder, 'two', 'data', 'notes.txt'));
  });

  it('is left alone when it holds anything else', async () => {
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine', 'thesis.txt'), 'years of work');
    const error = await refusalOf(publish('mine'));
    expect(error).toBeInstanceOf(DomainError);
    expect((error as DomainError).message).toContain('holds other files');
    expect([...(await filesOf('mine')).keys()]).toEqual(['thesis.txt']);
  });

  it('is as before when the publication is interrupted, or cannot be answered', async () => {
    const before = await filesOf('one');
    const controller = new AbortController();
    const interrupted = refusalOf(publish('one', {}, controller.signal));
    setTimeout(() => controller.abort(), 300);
    expect(await interrupted).toMatchObject({ code: 'interrupted' });
    const scope = { within: 'commune-99999', thresholds: [30], network: 'principal' as const };
    const unknown = (await refusalOf(publish('one', { scope }))) as DomainError;
    expect(unknown).toBeInstanceOf(DomainError);
    expect(unknown.message).toContain('commune 99999');
    const after = await filesOf('one');
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [path, bytes] of before) expect(after.get(path)?.equals(bytes), path).toBe(true);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is rid of what a killed publication left', async () => {
    // A pid beyond the largest that Linux gives.
    await mkdir(join(folder, 'one.99999999.part', 'data'), { recursive: true });
    await publish('one', { pmtiles: false });
    expect((await readdir(folder)).filter((name) => name.includes('99999999'))).toEqual([]);
  });
});
