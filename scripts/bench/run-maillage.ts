/** The command line as a user has it: a process of its own, watched from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));
const POLL_MS = 100;

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
  /** Most memory that it and its children held (the sum of their high-water marks); null where /proc is not there. */
  peakBytes: number | null;
}

export interface Serving {
  url: string;
  /** Of the process that serves. */
  pid: number;
  /** From the start of the process to the first 200 of /v1/coverage. */
  firstAnswerSeconds: number;
  /** Ends it as a service manager does. */
  stop(): Promise<void>;
}

/** A fresh data directory, gone afterwards whatever happens. */
export async function withHome<T>(use: (home: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'maillage-home-'));
  try {
    return await use(home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Runs a command to its end, on the embedded database in `home`. */
export async function runMaillage(
  args: readonly string[],
  home: string,
  mirror: string | null = null,
): Promise<Finished> {
  const startedAt = performance.now();
  const child = start(args, home, mirror);
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text) => {
      texts[name] += text;
    });
  }
  let peakBytes: number | null = null;
  const poll = setInterval(() => {
    const bytes = highWaterBytes(child.pid);
    if (bytes !== null) peakBytes = Math.max(peakBytes ?? 0, bytes);
  }, POLL_MS);
  const [code] = await once(child, 'close');
  clearInterval(poll);
  return { code, ...texts, seconds: (performance.now() - startedAt) / 1000, peakBytes };
}

/**
 * Runs `start` or `serve` on a free port, until `stop`.
 * @throws Error with what the command said, when it ends before it serves
 */
export async function serveMaillage(command: 'start' | 'serve', home: string): Promise<Serving> {
  const startedAt = performance.now();
  const child = start([command], home, null);
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.resume();
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      said += text;
      const found = /answers at (http:\/\/\S+?)\/ /.exec(said);
      if (found) resolve(found[1]);
    });
    child.once('close', (code) => reject(new Error(`maillage ${command} ended with code ${code}:\n${said}`)));
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'close');
  };
  try {
    const answer = await fetch(`${url}/v1/coverage`);
    const firstAnswerSeconds = (performance.now() - startedAt) / 1000;
    const body = await answer.text();
    if (answer.status !== 200) throw new Error(`${url}/v1/coverage: found ${answer.status}: ${body}`);
    return { url, pid: child.pid!, firstAnswerSeconds, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function start(args: readonly string[], home: string, mirror: string | null): ChildProcess {
  const { DATABASE_URL: _database, MAILLAGE_MIRROR: _mirror, ...inherited } = process.env;
  return spawn(process.execPath, [BIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...inherited,
      MAILLAGE_HOME: home,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      // A benchmark asks more than any client may.
      MAILLAGE_REQUESTS_PER_MINUTE: '0',
      MAILLAGE_COST_PER_MINUTE: '0',
      ...(mirror === null ? {} : { MAILLAGE_MIRROR: mirror }),
    },
  });
}

/** VmHWM of a process and of all below it (proc(5)); null where there is no /proc, or the process is gone. */
function highWaterBytes(pid: number | undefined): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const below = children.reduce((sum, child) => sum + (highWaterBytes(Number(child)) ?? 0), 0);
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status);
    return kilobytes ? Number(kilobytes[1]) * 1024 + below : null;
  } catch {
    return null;
  }
}
