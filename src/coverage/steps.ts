import { setImmediate } from 'node:timers/promises';

/**
 * A long computation that can be put down: it yields wherever others may have their turn, every few milliseconds, and
 * returns its result. One text serves callers that cannot wait (`finish`) and a server that must not block (`inTurns`).
 */
export type Steps<T> = Generator<void, T, void>;

/** How long the computation keeps the event loop before others have their turn. */
const TURN_MS = 15;

/** The result at once: the steps run to their end without a pause. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The result when it is there; the event loop turns between steps. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}
