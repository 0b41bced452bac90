import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/cli-child.ts';
import { load } from '../support/loads.ts';
import { look, openTestStore, type TestStore } from '../support/test-store.ts';

/** A small file system in memory; mounting needs root on Linux. PostgreSQL's disk is its administrator's. */
const onPostgres = Boolean(process.env.DATABASE_URL);
const folder = onPostgres ? null : smallFileSystem();
if (!folder && !onPostgres) {
  console.warn(
    'SKIPPED: a full disk is not tested, because this user cannot mount a file system (root on Linux can)',
  );
}

function smallFileSystem(): string | null {
  const path = mkdtempSync(join(tmpdir(), 'maillage-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m', 'tmpfs', path], { stdio: 'ignore' });
    return path;
  } catch {
    rmSync(path, { recursive: true });
    return null;
  }
}

describe.skipIf(!folder)('a disk that is full', () => {
  let store: TestStore;
  let current: string;
  beforeAll(async () => {
    store = await openTestStore({ home: folder! });
    current = (await load(store)).editionId;
  }, 180_000);
  afterAll(async () => {
    await store?.drop();
    await promisify(execFile)('umount', [folder!]);
    rmSync(folder!, { recursive: true });
  });

  test.each([
    ['before the load', 0],
    ['in the middle of it', 6],
  ])(
    '%s: says so, and ends with 4',
    async (_when, leftMb) => {
      const filler = join(folder!, 'filler');
      await fill(filler, leftMb);
      const { code, stderr } = await runCli(store, ['load', '--sample']);
      rmSync(filler);
      expect(stderr).toMatch(/^maillage: .*no space left on device/im);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(stderr).not.toContain('is published');
      expect(code).toBe(4);
    },
    120_000,
  );

  test('after both the edition before is current and answers', async () => {
    const after = await look(store);
    expect(after).toMatchObject({ current, answer: { population: 262_470, sites: 15 } });
    expect(after.answer?.covered).toBeGreaterThan(200_000);
  });
});

/** Fills the file system but for some megabytes. */
async function fill(path: string, leftMb: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder!);
  const bytes = bavail * bsize - leftMb * 2 ** 20;
  await writeFile(path, Buffer.alloc(bytes)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOSPC') throw error;
  });
}
