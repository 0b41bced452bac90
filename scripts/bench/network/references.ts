import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What a search says of itself: a faster answer is worth nothing unless it is the same one. */
export interface Answer {
  /** Searching alone, nothing of starting and loading. */
  ms: number;
  reached: number;
  /** Of the times of all that was reached, in tenths of a second. */
  sumDs: number;
}

/** A program that has a graph loaded and searches it once a command. */
export interface Reference {
  ask(command: string): Promise<Answer>;
  stop(): void;
}

/** How to start the references that this machine has; null: not installed. */
export interface Installed {
  cpp: string[] | null;
  scipy: string[] | null;
}

const CPP_SOURCE = fileURLToPath(new URL('./reference.cpp', import.meta.url));
const PYTHON_SOURCE = fileURLToPath(new URL('./reference.py', import.meta.url));
// Debian's packages are seen by its own Python only.
const PYTHONS = ['/usr/bin/python3', 'python3'];

/** Compiles the C++ reference into a folder and looks for SciPy. */
export function installedReferences(dir: string): { installed: Installed; skipped: string[] } {
  const skipped: string[] = [];
  const binary = join(dir, 'reference');
  const compiled = runs('g++', ['-O3', '-std=c++17', '-o', binary, CPP_SOURCE]);
  if (!compiled) skipped.push('the C++ reference: install g++');
  const python = PYTHONS.find((each) => runs(each, ['-c', 'import scipy.sparse.csgraph']));
  if (!python) skipped.push('SciPy: install python3-scipy');
  return {
    installed: { cpp: compiled ? [binary] : null, scipy: python ? [python, PYTHON_SOURCE] : null },
    skipped,
  };
}

function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && command === 'g++') throw error;
    return false;
  }
}

export function startReference(command: readonly string[], graphPath: string): Reference {
  const [program, ...args] = command;
  const child: ChildProcess = spawn(program, [...args, graphPath], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  return {
    async ask(text) {
      child.stdin?.write(`${text}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`${command.join(' ')} ended before it answered ${text}`);
      const [ms, reached, sumDs] = line.value.split(' ').map(Number);
      return { ms, reached, sumDs };
    },
    stop() {
      child.stdin?.end();
    },
  };
}

/**
 * @param excess how much more the others' times may sum to, as a share
 * @throws Error when two searches of the same graph do not agree
 */
export function assertSameAnswer(name: string, ours: Answer, theirs: Answer, excess = 0): void {
  const over = theirs.sumDs / ours.sumDs - 1;
  if (ours.reached === theirs.reached && over >= 0 && over <= excess) return;
  throw new Error(
    `${name}: ${theirs.reached} nodes and ${theirs.sumDs} ds in all, ours ${ours.reached} and ${ours.sumDs}`,
  );
}
