import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT_DIR } from '../../../src/config.ts';
import { openEngine } from '../../../src/store/engine.ts';

const CACHE = join(PROJECT_DIR, 'node_modules/.cache/maillage');
const WAIT_MS = 90_000;

/**
 * The data directory of an empty PGlite with PostGIS and nothing else, to be copied: the first start of one takes 7 s
 * on an idle machine, a copy is opened in one. Made once for each version of the packages, and kept.
 */
export async function freshPGlite(): Promise<string> {
  const path = join(CACHE, `pglite-${await versions()}`);
  if (existsSync(path)) return path;
  await mkdir(CACHE, { recursive: true });
  const turn = `${path}.making`;
  const isMine = await mkdir(turn).then(
    () => true,
    () => false,
  );
  if (!isMine) {
    // Another test file is at it; if it died, this one does the work after all.
    for (let waited = 0; waited < WAIT_MS && existsSync(turn); waited += 200) await sleep(200);
    if (existsSync(path)) return path;
  }
  const home = await mkdtemp(join(CACHE, 'making-'));
  try {
    await (await openEngine({ databaseUrl: null, home, doing: 'test' })).close();
    await rename(join(home, 'pglite'), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(home, { recursive: true, force: true });
    await rm(turn, { recursive: true, force: true });
  }
  return path;
}

async function versions(): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(join(PROJECT_DIR, 'package.json'), 'utf8'));
  return `${dependencies['@electric-sql/pglite']}-${dependencies['@electric-sql/pglite-postgis']}`;
}
