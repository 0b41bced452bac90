import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain-error.ts';

/**
 * PGlite does not lock its data directory, and two processes in it corrupt it (electric-sql/pglite#1106). This file
 * does: it holds the owner's pid, and the address it serves at, so that another command can ask that server instead.
 */
export interface LockOwner {
  pid: number;
  /** When that process started, in the kernel's ticks: a pid is used again, the pair is not. Null where unknown. */
  startTicks: string | null;
  /** What the owner is doing, in a word for messages: `serve`, `load`. */
  doing: string;
  /** Where the owner answers questions, once it does. */
  url: string | null;
}

export interface Lock {
  /** Tells others where this process answers. */
  announce(url: string): void;
  release(): void;
}

const LOCK_NAME = 'maillage.lock';
const heldHere = new Set<string>();

/**
 * @throws DomainError store-locked, with the owner's pid (and url); a lock whose owner is dead is taken over, a live
 * process's never; store-unavailable when the folder cannot be written (rights, a full disk)
 */
export function acquireLock(home: string, doing: string): Lock {
  try {
    return takeLock(home, doing);
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    const reason = (cause as Error).message;
    throw new DomainError(
      'store-unavailable',
      `${home}: the data directory (MAILLAGE_HOME) cannot be written: ${reason}`,
      { file: home },
      { cause },
    );
  }
}

function takeLock(home: string, doing: string): Lock {
  mkdirSync(home, { recursive: true });
  const path = join(home, LOCK_NAME);
  const own: LockOwner = {
    pid: process.pid,
    startTicks: processStat(process.pid)?.startTicks ?? null,
    doing,
    url: null,
  };
  for (let attempt = 0; attempt < 3; attempt++) {
    // Written aside and linked into place: the file never exists half written, and the link fails if it exists.
    const aside = `${path}.${process.pid}`;
    try {
      writeFileSync(aside, JSON.stringify(own));
      linkSync(aside, path);
      heldHere.add(path);
      return lockHandle(path, own);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = lockOwner(home);
      if (owner) throw lockedBy(owner, path);
      removeStale(path);
    } finally {
      rmSync(aside, { force: true });
    }
  }
  throw new DomainError('store-locked', `${path}: another process is taking this lock`, { file: path });
}

/** The live owner of a data directory, or null. */
export function lockOwner(home: string): LockOwner | null {
  const path = join(home, LOCK_NAME);
  let owner: LockOwner;
  try {
    owner = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
  // In a container every process is number 1: a lock with our own number that we do not hold is a dead one.
  if (owner.pid === process.pid) return heldHere.has(path) ? owner : null;
  return isAlive(owner) ? owner : null;
}

function lockHandle(path: string, own: LockOwner): Lock {
  let released = false;
  const release = () => {
    // Once: the path may be another lock's by now.
    if (released) return;
    released = true;
    process.off('exit', release);
    heldHere.delete(path);
    unlinkSync(path);
  };
  process.on('exit', release);
  const announce = (url: string) => {
    writeFileSync(`${path}.new`, JSON.stringify({ ...own, url }));
    renameSync(`${path}.new`, path);
  };
  return { announce, release };
}

/** By rename first: of two processes that find the same dead lock, one wins the rename and the other starts over. */
function removeStale(path: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
    unlinkSync(aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function isAlive(owner: LockOwner): boolean {
  if (!Number.isInteger(owner.pid) || owner.pid <= 0) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = processStat(owner.pid);
  // A process that ended and was not waited for (a zombie) holds nothing any more.
  if (now?.state === 'Z' || now?.state === 'X') return false;
  return owner.startTicks === null || now === null || owner.startTicks === now.startTicks;
}

/** Fields 3 and 22 of /proc/<pid>/stat on Linux (proc(5)); null elsewhere. */
function processStat(pid: number): { state: string; startTicks: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], startTicks: fields[19] };
  } catch {
    return null;
  }
}

function lockedBy(owner: LockOwner, path: string): DomainError {
  const where = owner.url ? ` and answers at ${owner.url}` : '';
  return new DomainError(
    'store-locked',
    `the embedded database is in use by process ${owner.pid} (maillage ${owner.doing})${where}; ` +
      'stop it first, or set DATABASE_URL to share a PostgreSQL',
    { file: path, pid: owner.pid, doing: owner.doing, url: owner.url },
  );
}
