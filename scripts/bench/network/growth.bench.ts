/** Time a settled node and memory from the base network to the country. Run by scripts/bench/network/run.ts. */
import { finish, type Row, ratioRow, row } from '../measure.ts';
import { forked } from './forked.ts';
import type { GrowthRun } from './growth-run.ts';
import { jobOfArguments } from './job.ts';

/** ×10 is there for pgRouting. */
const SCALES = [1, 4, 16, 64, 145];

const job = jobOfArguments();
const scales = SCALES.filter((copies) => job.graphs[copies]);
const found: { copies: number; run: GrowthRun; nearest: Row; catchment: Row }[] = [];
for (const copies of scales) {
  const module = new URL('./growth-run.ts', import.meta.url);
  const run = await forked<GrowthRun>(module, [job.graphs[copies], String(job.runs)]);
  found.push({
    copies,
    run,
    nearest: row(`nearest site, ×${copies}, a node settled`, 'ns', run.nearestNs),
    catchment: row(`one catchment, ×${copies}, a node settled`, 'ns', run.catchmentNs),
  });
}
const rows: Row[] = found.flatMap(({ nearest }) => nearest);
rows.push(...found.flatMap(({ catchment }) => catchment));
for (const { copies, run } of found) {
  rows.push(
    row(`graph, ×${copies}`, 'MB', [run.graphBytes / 2 ** 20]),
    row(`graph, ×${copies}, a node`, 'bytes', [run.graphBytes / run.nodes]),
    row(`peak memory of the nearest-site search, ×${copies}`, 'MB', [run.peakBytes / 2 ** 20]),
  );
}
const small = found[0];
const large = found[found.length - 1];
const title = `×1 → ×${large.copies}`;
/** Of the larger part: what each process holds on its own weighs on the small ones. */
const middle = found.find(({ copies }) => copies === 16);
rows.push(
  ratioRow(`growth ${title}: nearest site, time a settled node`, large.nearest, small.nearest, {
    atMost: 2.5,
  }),
  ratioRow(`growth ${title}: one catchment, time a settled node`, large.catchment, small.catchment, {
    atMost: 2.5,
  }),
  ratioRow(
    `growth ${title}: graph, bytes a node`,
    row('', 'bytes', [large.run.graphBytes / large.run.nodes]),
    row(`×1`, 'bytes', [small.run.graphBytes / small.run.nodes]),
    { atMost: 1.1 },
  ),
);
if (middle && middle !== large) {
  rows.push(
    ratioRow(
      `growth ×16 → ×${large.copies}: peak memory a node`,
      row('', 'bytes', [large.run.peakBytes / large.run.nodes]),
      row('×16', 'bytes', [middle.run.peakBytes / middle.run.nodes]),
      { atMost: 1.1 },
    ),
  );
}
finish('growth', rows);
