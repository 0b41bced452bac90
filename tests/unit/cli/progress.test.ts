import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { terminalProgress } from '../../../src/cli/progress.ts';

let written: string;
let out: NodeJS.WriteStream;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  written = '';
  const stream = new PassThrough().on('data', (chunk) => {
    written += chunk;
  });
  // What a stream to a file is: writable, and no terminal.
  out = Object.assign(stream, { isTTY: false }) as PassThrough & NodeJS.WriteStream;
});
afterEach(() => vi.useRealTimers());

test('outside a terminal a step is one line, with what came of it and how long it took', () => {
  const step = terminalProgress(out).step('Communes');
  step.advance(1, 250);
  vi.advanceTimersByTime(2_340);
  step.done('250 outlines');
  expect(written).toBe('Communes: 250 outlines (2.3 s)\n');
});

test('a long step tells how far it is, no more often than every ten seconds', () => {
  const step = terminalProgress(out).step('Roads');
  for (let second = 1; second <= 25; second++) {
    vi.advanceTimersByTime(1_000);
    step.advance(second, 50);
  }
  expect(written).toBe('Roads: 20 %\nRoads: 40 %\n');
});

test('where the end is not known, it counts', () => {
  const step = terminalProgress(out).step('Population squares');
  vi.advanceTimersByTime(11_000);
  step.advance(120_000, null);
  step.done();
  expect(written).toBe('Population squares: 120000\nPopulation squares: (11.0 s)\n');
});

test('a note stays as a line', () => {
  terminalProgress(out).note('zrr: not used');
  expect(written).toBe('zrr: not used\n');
});
