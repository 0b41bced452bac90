import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../../../src/domain-error.ts';
import {
  catalogueEntry,
  coversDepartement,
  DATASET_IDS,
  readCatalogue,
} from '../../../src/sources/files/catalogue.ts';

describe('the catalogue that comes with the program', () => {
  test('has each dataset once', () => {
    expect(
      readCatalogue()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...DATASET_IDS].sort());
  });

  test('what is required can be had without a mirror, or is said where to find', () => {
    const required = readCatalogue().filter((entry) => entry.required);
    expect(required.length).toBeGreaterThan(0);
    for (const entry of required)
      expect(entry.address ?? entry.npm_fallback ?? null, entry.id).not.toBeNull();
  });

  test('no two datasets look for the same file', () => {
    const paths = readCatalogue().flatMap((entry) => entry.mirror_paths);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('the official addresses are those of the publishers', () => {
    const hosts = readCatalogue().flatMap(({ address }) => (address ? [new URL(address).hostname] : []));
    const official = [
      'etalab-datasets.geo.data.gouv.fr',
      'static.data.gouv.fr',
      'www.data.gouv.fr',
      'www.insee.fr',
    ];
    expect([...new Set(hosts)].sort()).toEqual(official);
  });

  test('roads carry their own licence', () => {
    expect(catalogueEntry('osm-roads').licence).toMatch(/^ODbL/);
  });
});

describe('where a dataset says something', () => {
  test.each([
    [['france'], '976', '06', true],
    [['metropole'], '2A', '94', true],
    [['metropole'], '971', '01', false],
    [['reg-52'], '44', '52', true],
    [['reg-52'], '35', '53', false],
    [['2A', '2B'], '2B', '94', true],
    [['2A', '2B'], '20', '94', false],
    [['976'], '976', '06', true],
  ])('%j and département %s of région %s: %s', (covers, departement, region, expected) => {
    expect(coversDepartement(covers, departement, region)).toBe(expected);
  });
});

describe('a catalogue that is wrong', () => {
  let path: string;
  let content: { datasets: Record<string, unknown>[] };
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'maillage-catalogue-')), 'catalogue.json');
    content = JSON.parse(await readFile(new URL('../../../data/catalogue.json', import.meta.url), 'utf8'));
  });
  afterEach(() => rm(dirname(path), { recursive: true }));

  async function messageOf(change: () => void): Promise<string> {
    change();
    await writeFile(path, JSON.stringify(content));
    try {
      readCatalogue(path);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect((error as DomainError).code).toBe('source-schema');
      return (error as Error).message;
    }
    return 'accepted';
  }

  test('is accepted unchanged, so that the refusals below are for their reason', async () => {
    expect(await messageOf(() => {})).toBe('accepted');
  });

  test.each([
    ['an unknown kind', () => (content.datasets[2].kind = 'pdf'), '/datasets/2/kind'],
    ['an unknown key', () => (content.datasets[1].adress = 'x'), 'adress'],
    ['a missing licence', () => delete content.datasets[4].licence, 'licence'],
    [
      'an address that is not https',
      () => (content.datasets[0].address = 'ftp://x/y'),
      '/datasets/0/address',
    ],
    [
      'a path out of the mirror',
      () => (content.datasets[0].mirror_paths = ['../secret.csv']),
      'mirror_paths/0',
    ],
    ['an absolute path', () => (content.datasets[0].mirror_paths = ['/etc/x.csv']), 'mirror_paths/0'],
    ['a dataset twice', () => content.datasets.push(content.datasets[0]), 'there twice'],
    ['a dataset missing', () => content.datasets.splice(3, 1), 'no entry for departements'],
    ['nothing to say where the file is', () => delete content.datasets[0].address_note, 'neither an address'],
  ])('%s: refused, with the place', async (_name, change, words) => {
    const message = await messageOf(change);
    expect(message).toContain(path);
    expect(message).toContain(words);
  });

  test('not JSON, or not there', async () => {
    await writeFile(path, '{ "datasets": [');
    expect(() => readCatalogue(path)).toThrow(/not JSON/);
    expect(() => readCatalogue(`${path}.none`)).toThrow(/cannot be read/);
  });
});
