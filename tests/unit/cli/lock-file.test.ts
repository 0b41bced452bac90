import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acquireLock, type LockOwner, lockOwner } from '../../../src/store/lock-file.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'maillage-lock-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const path = () => join(home, 'maillage.lock');
const write = (owner: LockOwner | string) =>
  writeFileSync(path(), typeof owner === 'string' ? owner : JSON.stringify(owner));
const ownerOf = (pid: number, startTicks: string | null = null): LockOwner => ({
  pid,
  startTicks,
  doing: 'load',
  url: null,
});
const refusal = expect.objectContaining({ code: 'store-locked' });

async function withProcess(run: (pid: number) => void): Promise<void> {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    run(child.pid!);
  } finally {
    child.kill();
    await ended;
  }
}

describe('a free folder', () => {
  test('is taken, named, and free again after', () => {
    const lock = acquireLock(home, 'serve');
    expect(lockOwner(home)).toMatchObject({ pid: process.pid, doing: 'serve', url: null });
    lock.announce('http://127.0.0.1:3000');
    expect(lockOwner(home)?.url).toBe('http://127.0.0.1:3000');
    lock.release();
    expect(lockOwner(home)).toBeNull();
    expect(readdirSync(home)).toEqual([]);
  });

  test('is made where it does not exist', () => {
    const deeper = join(home, 'a', 'b');
    acquireLock(deeper, 'load').release();
    expect(existsSync(deeper)).toBe(true);
  });

  test('that cannot be written says so', () => {
    writeFileSync(join(home, 'file'), '');
    expect(() => acquireLock(join(home, 'file', 'below'), 'load')).toThrowError(
      expect.objectContaining({
        code: 'store-unavailable',
        message: expect.stringContaining('MAILLAGE_HOME'),
      }),
    );
  });
});

describe('a folder in use', () => {
  test('by this very process is refused too', () => {
    const lock = acquireLock(home, 'load');
    expect(() => acquireLock(home, 'load')).toThrowError(refusal);
    lock.release();
  });

  test('by another process is refused, with its pid, what it does, and its address', async () => {
    await withProcess((pid) => {
      write({ ...ownerOf(pid), doing: 'serve', url: 'http://127.0.0.1:3100' });
      expect(() => acquireLock(home, 'load')).toThrowError(
        expect.objectContaining({
          code: 'store-locked',
          message: expect.stringMatching(
            new RegExp(`process ${pid} \\(maillage serve\\).*http://127.0.0.1:3100`),
          ),
          details: expect.objectContaining({ pid, url: 'http://127.0.0.1:3100' }),
        }),
      );
      // The live one keeps it.
      expect(JSON.parse(readFileSync(path(), 'utf8')).pid).toBe(pid);
    });
  });
});

describe('a lock that nobody holds any more', () => {
  const DEAD = 2 ** 22 + 1;

  test.each<[string, LockOwner | string]>([
    ['of a process that is dead', ownerOf(DEAD)],
    [
      'of this pid, before this process (in a container every process is number 1)',
      ownerOf(process.pid, '1'),
    ],
    ['half written', '{"pid": 12'],
    ['empty', ''],
    ['of a pid that is none', ownerOf(-1)],
  ])('%s is taken over', (_what, owner) => {
    write(owner);
    expect(lockOwner(home)).toBeNull();
    const lock = acquireLock(home, 'load');
    expect(lockOwner(home)?.pid).toBe(process.pid);
    lock.release();
    expect(readdirSync(home)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('whose pid another program has now is taken over', async () => {
    await withProcess((pid) => {
      write(ownerOf(pid, '1'));
      acquireLock(home, 'load').release();
    });
  });

  test.runIf(process.platform === 'linux')(
    'of a process that ended and nobody waited for is a dead one',
    async () => {
      // The shell becomes a program that never waits for its child, which ends after that: a shell would have waited.
      const shell = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      try {
        const [line] = await once(shell.stdout, 'data');
        const pid = Number(String(line));
        const isZombie = () => / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
        while (!isZombie()) await setTimeout(10);
        write(ownerOf(pid));
        expect(lockOwner(home)).toBeNull();
      } finally {
        shell.kill('SIGKILL');
      }
    },
  );

  test('releasing twice takes nothing from the next one', () => {
    const first = acquireLock(home, 'load');
    first.release();
    const second = acquireLock(home, 'load');
    first.release();
    expect(lockOwner(home)?.pid).toBe(process.pid);
    second.release();
  });
});
