import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, inject } from 'vitest';

const run = promisify(execFile);

/** Runs a program with arguments; what it prints. @throws with its complaints where it fails */
export async function output(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(program, args, { timeout: 110_000, maxBuffer: 64 << 20 });
  return stdout;
}

/**
 * Tests that need a program of the system. Where it is not installed they are skipped, and say so; where the clients are
 * required (MAILLAGE_CLIENTS=required, as in .ci/run) they fail.
 */
export function describeClient(program: string, debianPackage: string, tests: () => void): void {
  const isThere = spawnSync(program, ['--version']).error === undefined;
  if (!isThere && process.env.MAILLAGE_CLIENTS === 'required') {
    throw new Error(`${program} is not installed (Debian: ${debianPackage})`);
  }
  if (!isThere)
    console.warn(`!! ${program} is not installed (Debian: ${debianPackage}): its tests are skipped`);
  describe.skipIf(!isThere)(program, tests);
}

/** A folder of the test file's own, and the answers of the service as files in it. */
export function workFolder() {
  const address = inject('address');
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maillage-client-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    address,
    pathOf: (name: string) => join(folder, name),
    async json<T>(path: string): Promise<T> {
      const response = await fetch(address + path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json() as Promise<T>;
    },
    /** Saves an answer under a name. */
    async save(path: string, name: string): Promise<string> {
      const response = await fetch(address + path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      const file = join(folder, name);
      await writeFile(file, new Uint8Array(await response.arrayBuffer()));
      return file;
    },
  };
}
