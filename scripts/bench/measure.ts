import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What a figure is held against; the README's table of numbers. */
export type Target = { atMost: number } | { atLeast: number } | { exactly: number };

/** One line of a benchmark: one figure, or the least, the middle and the most of several runs. */
export interface Row {
  name: string;
  unit: string;
  runs: number;
  min: number;
  median: number;
  max: number;
  target: Target | null;
  /** Whether every run met the target; null without one. */
  ok: boolean | null;
  /** The two figures whose ratio the row is, where it is one. */
  compared?: Compared;
}

export interface Compared {
  ours: number;
  reference: number;
  /** What ours was held against. */
  name: string;
  unit: string;
}

export interface BenchResult {
  bench: string;
  machine: string;
  rows: Row[];
  /** What was not measured, and what to do so that it is. */
  skipped: string[];
}

/** Read at the end, so that no measured work can be left out by the compiler. */
let sink = 0;

/** A row of figures that were taken elsewhere. */
export function row(
  name: string,
  unit: string,
  values: readonly number[],
  target: Target | null = null,
): Row {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted[sorted.length - 1]];
  return {
    name,
    unit,
    runs: sorted.length,
    min,
    median: sorted[sorted.length >> 1],
    max,
    target,
    ok: target === null ? null : meets(target, min, max),
  };
}

/**
 * The ratio of two medians: `ours ÷ reference`, or the other way round where faster shall be more. Runs that took turns
 * share the machine's noise, and the ratio holds on machines where the figures do not.
 */
export function ratioRow(
  name: string,
  ours: Row,
  reference: Row,
  target: Target | null = null,
  way: 'ours over reference' | 'reference over ours' = 'ours over reference',
): Row {
  const ratio = ours.median / reference.median;
  return {
    ...row(name, '×', [way === 'ours over reference' ? ratio : 1 / ratio], target),
    compared: { ours: ours.median, reference: reference.median, name: reference.name, unit: ours.unit },
  };
}

/** Milliseconds of `runs` runs; what the work returns goes to the sink. */
export function measure(
  name: string,
  runs: number,
  work: (run: number) => number,
  target: Target | null = null,
): Row {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    sink += work(run);
    times.push(performance.now() - start);
  }
  return row(name, 'ms', times, target);
}

/** `measure` for work that waits. */
export async function measureAsync(
  name: string,
  runs: number,
  work: (run: number) => Promise<number>,
  target: Target | null = null,
): Promise<Row> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    sink += await work(run);
    times.push(performance.now() - start);
  }
  return row(name, 'ms', times, target);
}

/**
 * Ends a benchmark: prints its table, and hands it to the process that listed it (run.ts), if one did. Each benchmark
 * has a process of its own, so that none runs on code that another one warmed up.
 */
export function finish(bench: string, rows: Row[], skipped: string[] = []): void {
  const result: BenchResult = { bench, machine: machineLine(), rows, skipped };
  console.log(tableOf(result));
  if (sink === 0.1) console.log(sink);
  process.send?.(result);
}

/** With the load at the end of the run: figures of a machine that others use are figures of a busy machine. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const node = `Node ${process.versions.node}, ${process.platform}`;
  return `${availableParallelism()} × ${model}, ${gigabytes} GB, ${node}, load ${loadavg()[0].toFixed(1)}`;
}

export function tableOf(result: BenchResult): string {
  const { bench, rows, skipped, machine } = result;
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const lines = [`\n${bench}: ${machine}`];
  if (rows.length > 0) {
    lines.push(`${''.padEnd(width)} ${['min', 'median', 'max'].map((head) => head.padStart(10)).join(' ')}`);
  }
  for (const { name, unit, runs, min, median, max, target, ok, compared } of rows) {
    const shown = runs === 1 ? ['', figure(median), ''] : [min, median, max].map(figure);
    const figures = shown.map((text) => text.padStart(10)).join(' ');
    const of = compared
      ? `  ${figure(compared.ours)} against ${figure(compared.reference)} ${compared.unit}`
      : '';
    const verdict = target === null ? '' : `  ${targetText(target)} ${unit}: ${ok ? 'ok' : 'OVER'}`;
    lines.push(`${name.padEnd(width)} ${figures} ${unit.padEnd(9)}${of}${verdict}`.trimEnd());
  }
  for (const reason of skipped) lines.push(`SKIPPED: ${reason}`);
  return lines.join('\n');
}

export function figure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 3);
}

export function targetText(target: Target): string {
  if ('atMost' in target) return `≤ ${target.atMost}`;
  if ('atLeast' in target) return `≥ ${target.atLeast}`;
  return `= ${target.exactly}`;
}

function meets(target: Target, min: number, max: number): boolean {
  if ('atMost' in target) return max <= target.atMost;
  if ('atLeast' in target) return min >= target.atLeast;
  return min === target.exactly && max === target.exactly;
}
