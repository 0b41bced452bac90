/** Corsica with its roads: from the files to a published edition. Run: node scripts/bench/corsica.bench.ts */
import { join } from 'node:path';
import { loadedEdition } from './loaded-edition.ts';
import { finish, type Row, row } from './measure.ts';
import { populationSums } from './population-sums.ts';
import { runMaillage, withHome } from './run-maillage.ts';

const TERRITORY = ['2A', '2B'];
const RUNS = 3;

const mirror = process.env.MAILLAGE_MIRROR;
if (!mirror) {
  const reason = 'corsica reads the official files: set MAILLAGE_MIRROR to their folder';
  console.warn(`SKIPPED: ${reason}`);
  finish('corsica', [], [reason]);
} else {
  const seconds: number[] = [];
  const gigabytes: number[] = [];
  let sums: Row[] = [];
  const args = ['load', '--offline', '--territory', TERRITORY.join(','), '--roads'];
  for (let run = 0; run < RUNS; run++) {
    await withHome(async (home) => {
      const load = await runMaillage([...args, join(mirror, 'roads/corse.osm.pbf')], home, mirror);
      if (load.code !== 0) throw new Error(`the load ended with code ${load.code}:\n${load.stderr}`);
      seconds.push(load.seconds);
      if (load.peakBytes !== null) gigabytes.push(load.peakBytes / 2 ** 30);
      if (run > 0) return;
      const { data, close } = await loadedEdition(home);
      sums = await populationSums(data, mirror, TERRITORY);
      await close();
    });
  }
  finish('corsica', [
    row('load to published edition, 2A and 2B, roads', 's', seconds, { atMost: 60 }),
    ...(gigabytes.length > 0 ? [row('peak memory of the load', 'GB', gigabytes)] : []),
    ...sums,
  ]);
}
