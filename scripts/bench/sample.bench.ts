/** `npm start` on an empty machine and again, to the first answer over HTTP. Run: node scripts/bench/sample.bench.ts */
import { finish, row } from './measure.ts';
import { serveMaillage, withHome } from './run-maillage.ts';

const RUNS = 3;

async function firstAnswerSeconds(home: string): Promise<number> {
  const serving = await serveMaillage('start', home);
  await serving.stop();
  return serving.firstAnswerSeconds;
}

const empty: number[] = [];
const again: number[] = [];
for (let run = 0; run < RUNS; run++) {
  await withHome(async (home) => {
    empty.push(await firstAnswerSeconds(home));
    again.push(await firstAnswerSeconds(home));
  });
}
finish('sample', [
  row('start on an empty home, to the first answer', 's', empty, { atMost: 30 }),
  row('started again', 's', again),
]);
