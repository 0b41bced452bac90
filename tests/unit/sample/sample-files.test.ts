import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSample } from '../../../scripts/sample/write-sample.ts';

const committed = fileURLToPath(new URL('../../../data/sample', import.meta.url));

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

describe('the files of data/sample', () => {
  let fresh: string;
  let totalBytes: number;
  beforeAll(async () => {
    fresh = await mkdtemp(join(tmpdir(), 'maillage-sample-'));
    totalBytes = await writeSample(fresh);
  });
  afterAll(() => rm(fresh, { recursive: true, force: true }));

  it('are the ones that the generator writes, byte for byte', async () => {
    const files = await filesUnder(committed);
    expect(files).toEqual(await filesUnder(fresh));
    const stale: string[] = [];
    for (const file of files) {
      const [was, is] = await Promise.all([readFile(join(committed, file)), readFile(join(fresh, file))]);
      if (!was.equals(is)) stale.push(file);
    }
    expect(stale, 'run `npm run sample` and look at what changed').toEqual([]);
  });

  it('stay small enough to be cloned', () => {
    expect(totalBytes).toBeLessThan(2_500_000);
  });

  it('say that they are fictional, dataset by dataset', async () => {
    const mirror = JSON.parse(await readFile(join(committed, 'mirror.json'), 'utf8'));
    expect(mirror.fictional).toBe(true);
    const datasets = Object.entries<Record<string, string>>(mirror.datasets);
    expect(datasets).toHaveLength(19);
    const files = await filesUnder(committed);
    for (const [id, { path, title, publisher, licence, vintage }] of datasets) {
      expect(files, id).toContain(path);
      expect(title, id).toContain('(fictif)');
      expect(publisher, id).toContain('fictional');
      expect(licence, id).toBe('MIT');
      expect(vintage, id).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    expect(await readFile(join(committed, 'README.md'), 'utf8')).toContain('does not exist');
  });
});
