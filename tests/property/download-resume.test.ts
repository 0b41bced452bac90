import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download } from '../../src/sources/files/download.ts';
import { retryAfterMs, waitMs } from '../../src/sources/files/retry-policy.ts';
import {
  type Answer,
  type MisbehavingServer,
  sendPart,
  serve,
  serveAtMost,
  startMisbehavingServer,
  status,
  wrongRange,
} from '../integration/support/misbehaving-server.ts';

let server: MisbehavingServer;
let dir: string;
beforeAll(async () => {
  server = await startMisbehavingServer();
  dir = await mkdtemp(join(tmpdir(), 'maillage-resume-'));
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

// Lines that differ, so that a piece put at the wrong place shows.
const version = (name: string) =>
  Buffer.from(Array.from({ length: 900 }, (_, line) => `${line},${name}\n`).join(''));
const old = version('old');
const current = version('new');

const trouble: fc.Arbitrary<Answer> = fc.oneof(
  fc.nat(old.length).map((bytes) => sendPart(old, bytes, 'cut', '"v1"')),
  fc.nat(current.length).map((bytes) => sendPart(current, bytes, 'cut', '"v2"')),
  fc.nat(current.length).map((bytes) => sendPart(current, bytes, 'cut', null)),
  fc.integer({ min: 1, max: 4000 }).map((bytes) => serveAtMost(old, bytes)),
  fc.constantFrom(408, 429, 500, 503).map((code) => status(code)),
  fc
    .nat(current.length - 1)
    .map((from) =>
      wrongRange(current.subarray(from), `bytes ${from}-${current.length - 1}/${current.length}`),
    ),
);

test('whatever troubles come before, the file that arrives is one version of it, whole', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(trouble, { maxLength: 6 }), async (troubles) => {
      const name = `${run++}.csv`;
      const url = server.at(`/${name}`, ...troubles, serve(current, '"v2"'));
      await download(url, join(dir, name), {
        kind: 'csv',
        tries: 20,
        idleTimeoutMs: 2000,
        sleep: async () => {},
      });
      const arrived = await readFile(join(dir, name));
      expect(arrived.equals(current) || arrived.equals(old)).toBe(true);
      await rm(join(dir, name));
      expect(await readdir(dir)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('the wait doubles, keeps within its bounds and never comes back before the server asks', () => {
  const policy = { tries: 9, firstWaitMs: 1000, longestWaitMs: 30_000, longestRetryAfterMs: 300_000 };
  const asked = fc.option(fc.nat(300_000));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      asked,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, ms, random) => {
        const wait = waitMs(policy, failures, ms, () => random);
        const full = Math.min(30_000, 1000 * 2 ** (failures - 1));
        expect(wait).toBeGreaterThanOrEqual(Math.max(full / 2, ms ?? 0));
        expect(wait).toBeLessThanOrEqual(Math.max(full, ms ?? 0));
      },
    ),
  );
});

test('Retry-After: seconds and dates say the same', () => {
  const now = Date.parse('2024-08-01T00:00:00Z');
  fc.assert(
    fc.property(fc.nat(100_000), (seconds) => {
      const date = new Date(now + seconds * 1000).toUTCString();
      expect(retryAfterMs(date, now)).toBe(seconds * 1000);
      expect(retryAfterMs(String(seconds), now)).toBe(seconds * 1000);
    }),
  );
  expect(retryAfterMs('soon', now)).toBeNull();
  expect(retryAfterMs(null, now)).toBeNull();
});
