import { Command, CommanderError } from 'commander';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { registerQueryCommands } from '../../src/cli/queries/query-commands.ts';
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
    [['editions'], '/v1/editions'],
  ];
  for (const [argv, url] of cases) {
    it(argv.join(' '), async () => {
      const formats =
        argv[0] === 'editions'
          ? ['json']
          : argv[0] === 'ratios'
            ? ['json', 'csv']
            : ['json', 'csv', 'geojson'];
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

  it('says that fictional data are fictional, before anything else', async () => {
    const fictional = await tinyApp({ meta: { fictional: true } });
    for (const argv of [['coverage'], ['without-site'], ['gaps'], ['ratios'], ['sites']]) {
      expect((await maillage(argv, keptOpen(fictional))).out).toMatch(/^FICTIONAL DATA/);
    }
    await fictional.close();
  });
});

describe('a refusal', () => {
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
