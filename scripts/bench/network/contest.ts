import { type Row, row } from '../measure.ts';
import { type Answer, assertSameAnswer } from './references.ts';

/** One of those that answer the same question. */
export interface Contestant {
  name: string;
  run: () => Answer | Promise<Answer>;
  /** By what share its times may exceed the least; without it they must be the least. */
  excess?: number;
  /** How many of the runs it takes part in, where it is slow; all of them without it. */
  turns?: number;
}

/**
 * Milliseconds of each, who take turns so that the machine's noise is everybody's; the first's answer is the one that
 * the others must give too.
 * @param perRun what one run's milliseconds are divided by: searches of a run
 */
export async function contest(
  contestants: readonly Contestant[],
  runs: number,
  perRun = 1,
): Promise<Map<string, Row>> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let turn = 0; turn < runs; turn++) {
    let first: Answer | null = null;
    for (const { name, run, excess, turns = runs } of contestants) {
      if (turn >= turns) continue;
      const answer = await run();
      first ??= answer;
      assertSameAnswer(name, first, answer, excess);
      times.get(name)?.push(answer.ms / perRun);
    }
  }
  return new Map(contestants.map(({ name }) => [name, row(name, 'ms', times.get(name) ?? [])]));
}
