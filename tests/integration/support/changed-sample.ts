import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SAMPLE_DIR } from '../../../src/config.ts';
import type { DatasetId } from '../../../src/sources/files/catalogue.ts';

/**
 * `missing`: the file is listed and not there. `unlisted`: the mirror does not have it. `packed`: changes the file as
 * it is on disk. `text`: changes its unpacked text; written plain, since readers tell packing by the first bytes.
 */
export type Change =
  | 'missing'
  | 'unlisted'
  | { packed: (bytes: Buffer) => Buffer }
  | { text: (text: string) => string | Buffer };

export type Changes = Partial<Record<DatasetId, Change>>;

export interface ChangedSample {
  dir: string;
  pathOf(dataset: DatasetId): string;
  remove(): Promise<void>;
}

interface Manifest {
  datasets: Partial<Record<DatasetId, { path: string }>>;
}

/** A copy of the built-in sample in a folder of its own, with some of its files changed. */
export async function changedSample(changes: Changes): Promise<ChangedSample> {
  const dir = await mkdtemp(join(tmpdir(), 'maillage-sample-'));
  const remove = () => rm(dir, { recursive: true, force: true });
  try {
    await cp(SAMPLE_DIR, dir, { recursive: true });
    return { dir, pathOf: await changeFiles(dir, changes), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function changeFiles(dir: string, changes: Changes): Promise<ChangedSample['pathOf']> {
  const manifestPath = join(dir, 'mirror.json');
  const manifest: Manifest = JSON.parse(await readFile(manifestPath, 'utf8'));
  const pathOf = (dataset: DatasetId) => {
    const listed = manifest.datasets[dataset];
    if (!listed) throw new Error(`the sample has no ${dataset}`);
    return join(dir, listed.path);
  };
  for (const [dataset, change] of Object.entries(changes) as [DatasetId, Change][]) {
    const path = pathOf(dataset);
    if (change === 'missing') await rm(path);
    else if (change === 'unlisted') delete manifest.datasets[dataset];
    else if ('packed' in change) await writeFile(path, change.packed(await readFile(path)));
    else await writeFile(path, change.text(unpacked(await readFile(path))));
  }
  await writeFile(manifestPath, JSON.stringify(manifest));
  return pathOf;
}

function unpacked(bytes: Buffer): string {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
}
