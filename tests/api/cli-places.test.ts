import { Command, CommanderError } from 'commander';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { registerPlaceCommands } from '../../src/cli/queries/place-commands.ts';
import { injectSender } from '../../src/cli/send.ts';
import { tinyApp } from './tiny-app.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await tinyApp();
});
afterAll(() => app.close());
afterEach(() => {
  process.exitCode = undefined;
});

async function maillage(...argv: string[]) {
  let out = '';
  let err = '';
  const program = new Command('maillage').exitOverride();
  const sender = { ...injectSender(app), close: async () => {} };
  registerPlaceCommands(program, async () => sender, {
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
  });
  const write = { writeErr: (text: string) => (err += text), writeOut: (text: string) => (out += text) };
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

it('prints the body of the API in the other forms', async () => {
  const cases: [argv: string[], url: string][] = [
    [['explain', 'commune', '2A002', '-t', '20'], '/v1/explain/commune/2A002?threshold=20'],
    [['explain', 'commune', '2A002', '--table', 'sites'], '/v1/explain/commune/2A002?table=sites'],
    [['search', "l'île", '--limit', '3'], `/v1/search?q=${encodeURIComponent("l'île")}&limit=3`],
    [['search', 'doriane', '-l', 'site'], '/v1/search?q=doriane&level=site'],
  ];
  for (const [argv, url] of cases) {
    for (const format of ['json', 'csv', 'geojson']) {
      const api = await app.inject(`${url}${url.includes('?') ? '&' : '?'}format=${format}`);
      expect(api.statusCode).toBe(200);
      expect(await maillage(...argv, '--format', format)).toEqual({ out: api.body, err: '', code: 0 });
    }
  }
});

it('explains a territory in sentences and two tables', async () => {
  const { out } = await maillage('explain', 'commune', '2A002', '--limit', '2');
  expect(out).toContain('100 of 180 residents are farther than 30 minutes.');
  expect(out).toContain('2 sites that serve it\n');
  expect(out).toContain('2 of 3 cells\n');
  expect(out).toMatch(/fs-1 +France Services Ardelle .* neighbour +80 +80/);
});

it('says by what a place was found, and that nothing was', async () => {
  expect((await maillage('search', 'oeuvre')).out).toMatch(/2A002 +Bruzal +former-name +Œuvrecourt/);
  expect((await maillage('search', 'zzz')).out).toContain('nothing found');
});

it('refuses with a code of 2 what the API refuses', async () => {
  for (const argv of [
    ['explain', 'commune', '99999'],
    ['explain', 'village', '1'],
    ['search', ' '],
  ]) {
    const { out, err, code } = await maillage(...argv);
    expect([out, code], argv.join(' ')).toEqual(['', 2]);
    expect(err).not.toBe('');
  }
  for (const argv of [
    ['search', 'a', '--limit', '51'],
    ['explain', 'commune'],
  ]) {
    expect((await maillage(...argv)).code, argv.join(' ')).not.toBe(0);
  }
});
