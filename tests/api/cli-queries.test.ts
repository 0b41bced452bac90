import { Command, CommanderError } from 'commander';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { registerQueryCommands } from '../../src/cli/queries/query-commands.ts';
import { runQuery } from '../../src/cli/queries/run-query.ts';
import { fetchSender, injectSender, type Sender } from '../../src/cli/send.ts';
import { sourceOf, tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await tinyApp();
});
afterAll(() => app.close());
afterEach(() => {
  process.exitCode = undefined;
});

/** Asks an application that several commands share. */
function keptOpen(shared: FastifyInstance): Sender {
  return { ...injectSender(shared), close: async () => {} };
}

async function maillage(argv: string[], sender: Sender = keptOpen(app)) {
  let out = '';
  let err = '';
  const program = new Command('maillage').exitOverride();
  const write = { writeErr: (text: string) => (err += text), writeOut: (text: string) => (out += text) };
  program.configureOutput(write);
  registerQueryCommands(program, async () => sender, {
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
  });
  for (const command of program.commands) command.exitOverride().configureOutput(write);
  let code = 0;
  try {
    await program.parseAsync(argv, { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode;
  }
  process.exitCode = undefined;
  return { out, err, code };
}

describe('json, csv and geojson print exactly the body of the API', () => {
  const cases: [argv: string[], url: string][] = [
    [
      ['coverage', '--level', 'canton', '--within', '2A', '-t', '20'],
      '/v1/coverage?level=canton&within=2A&threshold=20',
    ],
    [['coverage'], '/v1/coverage'],
    [['without-site', '--level', 'canton', '--network', 'all'], '/v1/without-site?level=canton&network=all'],
    [['gaps', '--within', '2A,2B'], '/v1/gaps?within=2A,2B'],
    [['ratios', '--by', 'zrr'], '/v1/ratios?by=zrr'],
    [['sites'], '/v1/sites'],
    [['curve', '2A', '--with', '2B', '-n', 'all'], '/v1/curve?of=2A&with=2B&network=all'],
    [['curve'], '/v1/curve'],
    [
      ['ranking', '-l', 'canton', '-b', 'uncovered', '--limit', '2'],
      '/v1/ranking?level=canton&by=uncovered&limit=2',
    ],
    [['ranking', '--order', 'desc', '--offset', '1'], '/v1/ranking?order=desc&offset=1'],
    [['compare', '2A', '2B', '-t', '20'], '/v1/compare?a=2A&b=2B&threshold=20'],
    [['compare', 'rurality-rural', '--within', '2A'], '/v1/compare?a=rurality-rural&within=2A'],
    [['editions'], '/v1/editions'],
  ];
  for (const [argv, url] of cases) {
    it(argv.join(' '), async () => {
      const formats =
        argv[0] === 'editions'
          ? ['json']
          : ['ratios', 'curve', 'compare'].includes(argv[0])
            ? ['json', 'csv', 'csv-fr']
            : ['json', 'csv', 'csv-fr', 'geojson'];
      for (const format of formats) {
        const api = await app.inject(`${url}${url.includes('?') ? '&' : '?'}format=${format}`);
        const { out, err, code } = await maillage([...argv, '--format', format]);
        expect(out).toBe(api.body);
        expect([err, code]).toEqual(['', 0]);
      }
    });
  }
});

describe('the table', () => {
  it('names edition and definition, aligns, and totals', async () => {
    const { out } = await maillage(['coverage', '--level', 'departement']);
    expect(out).toMatchInlineSnapshot(`
      "edition tiny-1 (2026-01-02) · level departement · at or under 30 min by car · network principal · within france

      code  name           population  covered   share  sites  status  estimate_share  without_time
      01    Plaine-Claire        1740     1725  99.1 %      1  ok               2.3 %             0
      2A    Monts-du-Sud         1100     1000  90.9 %      2  ok               0.0 %             0
      2B    Monts-du-Nord         390      290  74.4 %      1  ok               0.0 %            30

      total: 3015 of 3230 residents covered (93.3 %), 4 sites, 30 residents without a time, times estimated for 1.2 %
      "
    `);
  });

  it('of each question has a line a row', async () => {
    for (const argv of [['without-site', '-l', 'canton'], ['gaps'], ['ratios'], ['sites'], ['editions']]) {
      const { out, code } = await maillage(argv);
      expect(code).toBe(0);
      expect(out).toContain('tiny-1');
    }
    expect((await maillage(['gaps'])).out).toContain('Bruzal (2A002)');
    expect((await maillage(['without-site', '-l', 'canton'])).out).toContain('1 not applicable');
  });

  it('of a curve has every fifth minute, and the figures of both', async () => {
    const { out } = await maillage(['curve', '2B', '--with', '2A']);
    expect(out).toMatchInlineSnapshot(`
      "edition tiny-1 (2026-01-02) · network principal · within france

      minutes  residents   share  comparison  its share  points
            0          0   0.0 %           0      0.0 %    0.00
            5        200  51.3 %         800     72.7 %  −21.45
           10        200  51.3 %         800     72.7 %  −21.45
           15        200  51.3 %        1000     90.9 %  −39.63
           20        200  51.3 %        1000     90.9 %  −39.63
           25        200  51.3 %        1000     90.9 %  −39.63
           30        290  74.4 %        1000     90.9 %  −16.55
           35        360  92.3 %        1100    100.0 %   −7.69
           40        360  92.3 %        1100    100.0 %   −7.69
           45        360  92.3 %        1100    100.0 %   −7.69
           50        360  92.3 %        1100    100.0 %   −7.69
           55        360  92.3 %        1100    100.0 %   −7.69
           60        360  92.3 %        1100    100.0 %   −7.69

      territory      residents  median  ninth decile  mean  beyond  without time  estimated  sites  status
      Monts-du-Nord        390     2.0          30.0  14.4       0            30      0.0 %      1  ok
      Monts-du-Sud        1100     5.0          11.7   6.9       0             0      0.0 %      2  ok

      minutes by car; percentiles of all residents, mean of those with a time; json and csv have every minute
      "
    `);
  });

  it('of a comparison has the sides, the scenarios and what holds', async () => {
    const { out } = await maillage(['compare', '2A', '2B', '-t', '58']);
    expect(out).toMatchInlineSnapshot(`
      "edition tiny-1 (2026-01-02) · at or under 58 min by car · network principal · within france

      side  territory      residents  covered    share  sites  per 100k  median min  without time  estimated  status
      A     Monts-du-Sud        1100     1100  100.0 %      2     181.8         5.0             0      0.0 %  ok
      B     Monts-du-Nord        390      360   92.3 %      1     256.4         2.0            30      0.0 %  ok

      scenario          minutes  speeds %        A       B  A − B, points  A ÷ B  uncovered A ÷ B  status
      as-asked               58       100  100.0 %  92.3 %          +7.69   1.08             0.00  computed
      threshold-lower        53       100  100.0 %  92.3 %          +7.69   1.08             0.00  computed
      threshold-higher       63       100        –       –              –      –                –  past-limit
      slower                 58        90  100.0 %  92.3 %          +7.69   1.08             0.00  computed
      faster                 58       110        –       –              –      –                –  past-limit

      total: A is higher in all 3 scenarios computed; A − B from +7.69 to +7.69 points
      "
    `);
    expect((await maillage(['compare', '2A', '2A'])).out).toContain(
      'total: A and B are equal in all 5 scenarios computed; A − B from 0.00 to 0.00 points',
    );
    expect((await maillage(['compare', 'commune-2A003', '2A'])).out).toContain('nothing to compare');
  });

  it('of a ranking has ranks, ties, and who is kept out', async () => {
    const { out } = await maillage(['ranking', '-l', 'commune', '-b', 'residents-per-site', '--limit', '3']);
    expect(out).toMatchInlineSnapshot(`
      "edition tiny-1 (2026-01-02) · level commune · by residents-per-site · at or under 30 min by car · network principal · within france

      rank  tied  code   name     population  uncovered    share  sites  residents_per_site  status   estimate_share
         1     2  01002  Galvin           40         15   62.5 %      0                   –  no-site         100.0 %
         1     2  2B002  Estrade          30         30    0.0 %      0                   –  no-site           0.0 %
         3     1  01001  Fontel         1700          0  100.0 %      1              1700.0  ok                0.0 %

      total: 6 ranked, 3 listed; kept out: 1 without residents; in all 3015 of 3230 residents covered (93.3 %)
      "
    `);
  });

  it('says that fictional data are fictional, before anything else', async () => {
    const fictional = await tinyApp({ meta: { fictional: true } });
    for (const argv of [['coverage'], ['without-site'], ['gaps'], ['ratios'], ['sites']]) {
      expect((await maillage(argv, keptOpen(fictional))).out).toMatch(/^FICTIONAL DATA/);
    }
    await fictional.close();
  });
});

describe('a form that is not text', () => {
  it('is written byte for byte, but not to a terminal', async () => {
    const api = await app.inject('/v1/compare?a=2A&b=2B&threshold=30&network=principal&format=xlsx');
    const written: (string | Uint8Array)[] = [];
    let err = '';
    const ask = (isTTY: boolean) =>
      runQuery(keptOpen(app).send, '/v1/compare?a=2A&b=2B&format=xlsx', null, {
        out: { write: (bytes) => written.push(bytes), isTTY },
        err: { write: (text) => (err += text) },
      });
    expect(await ask(false)).toBe(0);
    expect(Buffer.from(written[0] as Uint8Array).equals(api.rawPayload)).toBe(true);
    expect(await ask(true)).toBe(2);
    expect(written).toHaveLength(1);
    expect(err).toContain('send it to a file');
  });
});

describe('a refusal', () => {
  it('of a place on the line names it', async () => {
    const { out, err, code } = await maillage(['compare', '2A', 'canton-9999']);
    expect([out, code]).toEqual(['', 2]);
    expect(err).toContain('b: no canton 9999');
  });

  it('goes to standard error with the parameter, and leaves standard output empty', async () => {
    const { out, err, code } = await maillage(['coverage', '--within', '99', '--format', 'json']);
    expect(out).toBe('');
    expect(err).toContain('departement 99');
    expect(code).toBe(2);
  });

  it('of an option is made before anything is asked', async () => {
    for (const argv of [
      ['coverage', '--level', 'village'],
      ['coverage', '--threshold', '61'],
      ['coverage', '--threshold', '20.5'],
      ['ratios', '--format', 'geojson'],
      ['gaps', '--level', 'canton'],
      ['compare'],
      ['curve', '2A', '2B'],
      ['ranking', '--order', 'up'],
    ]) {
      const { out, err, code } = await maillage(argv);
      expect(code, argv.join(' ')).not.toBe(0);
      expect(out).toBe('');
      expect(err).toMatch(/error:/);
    }
  });

  it('without an edition says what to run', async () => {
    const empty = await createApp({ editions: sourceOf(null) });
    const { err, code } = await maillage(['coverage'], injectSender(empty));
    expect(err).toContain('maillage load');
    expect(code).toBe(1);
  });

  it('of a server that is not there names the address', async () => {
    await expect(maillage(['coverage'], fetchSender('http://127.0.0.1:1'))).rejects.toThrow(
      'http://127.0.0.1:1',
    );
  });
});

it('asks a running server as it asks an application', async () => {
  const server = await tinyApp();
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const over = await maillage(['coverage', '--format', 'json'], fetchSender(address));
  expect(over.out).toBe((await app.inject('/v1/coverage')).body);
  await server.close();
});

it('help tells the choices and defaults', async () => {
  const { out } = await maillage(['coverage', '--help']);
  for (const text of ['"canton"', 'default: 30', 'default: "principal"', '"geojson"', 'Example:']) {
    expect(out).toContain(text);
  }
});
