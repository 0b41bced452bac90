/**
 * The whole country on estimated times: the load, then every national answer from the edition it published.
 * Run: node scripts/bench/france.bench.ts [--home folder]
 * With --home, France is already loaded in that data directory, and only the answers are measured.
 */
import { parseArgs } from 'node:util';
import { coverage } from '../../src/coverage/coverage.ts';
import { type EditionData, LEVELS } from '../../src/coverage/edition-data.ts';
import { gaps } from '../../src/coverage/gaps.ts';
import { RATIO_DIMENSIONS, ratios } from '../../src/coverage/ratios.ts';
import { withoutSite } from '../../src/coverage/without-site.ts';
import { loadedEdition } from './loaded-edition.ts';
import { finish, measure, measureAsync, type Row, row } from './measure.ts';
import { populationSums } from './population-sums.ts';
import { runMaillage, withHome } from './run-maillage.ts';

const ANSWER = { atMost: 100 };
const NATIONAL = { within: [], rule: 'principal' } as const;

async function loadRows(home: string, mirror: string): Promise<Row[]> {
  const load = await runMaillage(['load', '--offline', '--territory', 'france'], home, mirror);
  console.log(load.stderr);
  if (load.code !== 0) throw new Error(`the load ended with code ${load.code}`);
  const rows = [row('load to published edition, France', 's', [load.seconds], { atMost: 600 })];
  if (load.peakBytes !== null) {
    rows.push(row('peak memory of the load', 'GB', [load.peakBytes / 2 ** 30], { atMost: 6 }));
  }
  return rows;
}

/** Cold: nothing is cached for this edition; warm: the same question at another threshold. */
function answerRows(data: EditionData): Row[] {
  // What is cached belongs to the edition's object: a copy of it has nothing cached.
  const cold = (): EditionData => ({ ...data });
  const rows: Row[] = [];
  for (const level of LEVELS) {
    const ask = (edition: EditionData, thresholdMinutes: number) =>
      coverage(edition, { ...NATIONAL, within: [], level, thresholdMinutes }).total.covered;
    rows.push(measure(`coverage by ${level}, cold`, 5, () => ask(cold(), 30), ANSWER));
    rows.push(measure(`coverage by ${level}, warm`, 15, (run) => ask(data, 15 + run), ANSWER));
  }
  for (const by of RATIO_DIMENSIONS) {
    const ask = (edition: EditionData) =>
      ratios(edition, { ...NATIONAL, within: [], by, thresholdMinutes: 30 }).total.covered;
    rows.push(measure(`ratios by ${by}, cold`, 5, () => ask(cold())));
    rows.push(measure(`ratios by ${by}, warm`, 15, () => ask(data)));
  }
  for (const level of ['canton', 'commune', 'qpv'] as const) {
    const ask = () => withoutSite(data, { ...NATIONAL, within: [], level }).total.without_site;
    rows.push(measure(`without a site, by ${level}`, 9, ask));
  }
  for (const thresholdMinutes of [30, 10]) {
    const ask = (edition: EditionData) => gaps(edition, { ...NATIONAL, within: [], thresholdMinutes }).length;
    rows.push(measure(`gaps at ${thresholdMinutes} min, cold`, 3, () => ask(cold())));
    rows.push(measure(`gaps at ${thresholdMinutes} min, warm`, 3, () => ask(data)));
  }
  return rows;
}

async function measureAnswers(home: string, mirror: string): Promise<Row[]> {
  const { data, app, readSeconds, close } = await loadedEdition(home);
  const bodyLength = async (url: string) => {
    const answer = await app.inject({ url });
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
    return answer.body.length;
  };
  const rows = [
    row('reading the edition from the store', 's', [readSeconds]),
    ...answerRows(data),
    await measureAsync('the API, coverage by canton, as JSON', 9, () =>
      bodyLength('/v1/coverage?level=canton'),
    ),
    await measureAsync('the API, coverage by commune, as JSON', 9, () =>
      bodyLength('/v1/coverage?level=commune'),
    ),
    ...(await populationSums(data, mirror)),
  ];
  const counts = [
    ['origins', data.origins.count],
    ['atoms', data.atoms.count],
    ['times in the matrix', data.matrix.site.length],
    ['sites', data.sites.length],
    ['communes', data.levels.commune.codes.length],
    ['QPV', data.levels.qpv.codes.length],
  ] as const;
  await close();
  return [...rows, ...counts.map(([name, count]) => row(name, 'count', [count]))];
}

const { values } = parseArgs({ options: { home: { type: 'string' } } });
const mirror = process.env.MAILLAGE_MIRROR;
if (!mirror) {
  const reason = 'france reads the official files: set MAILLAGE_MIRROR to their folder';
  console.warn(`SKIPPED: ${reason}`);
  finish('france', [], [reason]);
} else if (values.home) {
  finish('france', await measureAnswers(values.home, mirror), [`the load: ${values.home} is loaded already`]);
} else {
  await withHome(async (home) => {
    const load = await loadRows(home, mirror);
    finish('france', [...load, ...(await measureAnswers(home, mirror))]);
  });
}
