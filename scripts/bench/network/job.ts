import type { Installed } from './references.ts';

/** What the entry hands to each benchmark of the network, as JSON on its command line. */
export interface Job {
  /** Where the graphs come from, e.g. "corse". */
  network: string;
  /** Copies → the graph's file; the largest is the country. */
  graphs: Record<number, string>;
  runs: number;
  installed: Installed;
  /** A folder of the run, gone at its end. */
  dir: string;
}

export function jobOfArguments(): Job {
  const text = process.argv[2];
  if (!text) throw new Error('run by scripts/bench/network/run.ts, which makes the graphs');
  return JSON.parse(text) as Job;
}

export function largest(job: Job): number {
  return Math.max(...Object.keys(job.graphs).map(Number));
}
