import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../../src/store/engine.ts';
import { type CliChild, runCli, startCli } from '../support/cli-child.ts';
import { load } from '../support/loads.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

/** PGlite does not lock its folder, and two processes in it corrupt it; PostgreSQL is made to be shared. */
describe.skipIf(process.env.DATABASE_URL)('the embedded database has one process at a time', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
    await load(store);
  }, 180_000);
  afterAll(() => store?.drop());

  test('a second process is refused, and told the pid of the first', async () => {
    const engine = await openEngine(store.options('load'));
    try {
      const query = await runCli(store, ['coverage']);
      expect(query).toMatchObject({ code: 4, stdout: '' });
      expect(query.stderr).toContain(`process ${process.pid} (maillage load)`);
    } finally {
      await engine.close();
    }
  });

  test('a lock that nobody alive holds is taken over', async () => {
    const dead = { pid: 2 ** 22 + 1, startTicks: null, doing: 'load', url: 'http://127.0.0.1:9' };
    await writeFile(join(store.config.home, 'maillage.lock'), JSON.stringify(dead));
    const query = await runCli(store, ['coverage', '--format', 'json']);
    expect(query).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(query.stdout).total.population).toBeGreaterThan(0);
  });

  describe('while a server runs', () => {
    let server: CliChild;
    let url: string;
    beforeAll(async () => {
      server = startCli(store, ['serve']);
      [, url] = await server.says(/answers at (http:\/\/127\.0\.0\.1:\d+)\//);
    }, 120_000);
    afterAll(async () => {
      server?.process.kill('SIGTERM');
      await server?.ended;
    });

    test('a question of the command line goes to it: the same bytes as over HTTP', async () => {
      const query = await runCli(store, [
        'coverage',
        '--level',
        'canton',
        '--threshold',
        '20',
        '--format',
        'json',
      ]);
      const response = await fetch(`${url}/v1/coverage?level=canton&threshold=20`);
      expect(response.status).toBe(200);
      expect(query).toMatchObject({ code: 0, stderr: '', stdout: await response.text() });
    });

    test('its refusals too', async () => {
      const query = await runCli(store, ['coverage', '--within', 'commune-00000']);
      expect(query).toMatchObject({ code: 2, stdout: '' });
      expect(query.stderr).toContain('00000');
    });

    test('a load is refused, and told the pid and the address', async () => {
      const second = await runCli(store, ['load', '--sample']);
      expect(second.code).toBe(4);
      expect(second.stderr).toContain(`process ${server.process.pid} (maillage serve)`);
      expect(second.stderr).toContain(url);
    });

    test('doctor says who has it', async () => {
      const { code, stdout } = await runCli(store, ['doctor']);
      expect(code).toBe(0);
      expect(stdout).toContain(`in use by process ${server.process.pid}`);
    });

    test('it stops at SIGTERM, and the folder is free again', async () => {
      server.process.kill('SIGTERM');
      expect(await server.ended).toEqual({ code: 0, signal: null });
      await (await openEngine(store.options())).close();
    });
  });
});
