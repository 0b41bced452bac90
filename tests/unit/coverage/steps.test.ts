import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { finish, inTurns, type Steps } from '../../../src/coverage/steps.ts';

/** Steps of some milliseconds each. */
function* work(steps: number, milliseconds: number): Steps<string> {
  for (let step = 0; step < steps; step++) {
    const until = performance.now() + milliseconds;
    while (performance.now() < until);
    yield;
  }
  return 'done';
}

describe('a computation in steps', () => {
  it('runs to its end at once', () => {
    expect(finish(work(3, 0))).toBe('done');
  });

  it('lets others have their turn', async () => {
    let turns = 0;
    let working = true;
    const others = (async () => {
      for (; working; turns++) await setImmediate();
    })();
    expect(await inTurns(work(20, 5))).toBe('done');
    working = false;
    await others;
    // 100 ms of work: a turn every 15 ms or so.
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it('fails as the computation does', async () => {
    function* failing(): Steps<void> {
      yield;
      throw new Error('no ground');
    }
    await expect(inTurns(failing())).rejects.toThrow('no ground');
  });
});
