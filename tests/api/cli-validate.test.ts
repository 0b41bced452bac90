import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { EXIT_ABOVE_BAR, registerValidateCommand } from '../../src/cli/commands/validate.ts';
import { injectSender, type Sender } from '../../src/cli/send.ts';
import { readConfig } from '../../src/config.ts';
import { DomainError, type ErrorCode } from '../../src/domain-error.ts';
import { tinyEdition } from '../support/tiny-edition.ts';
import { sourceOf, type TinyOptions, tinyApp } from './tiny-app.ts';

/** The tiny country under 30 minutes: 01 1,725 of 1,740; 2A 1,000 of 1,100; 2B 290 of 390. */
const REFERENCE = 'code,minutes,percent\n2A,30,90\n01,30,99\n2B,30,75\n2A,10,90\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-validate-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string, name = 'reference.csv'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function maillage(
  argv: string[],
  options: { tiny?: TinyOptions; sender?: Sender; mirror?: string } = {},
) {
  let out = '';
  let err = '';
  const sender = options.sender ?? injectSender(await tinyApp(options.tiny));
  const program = new Command('maillage').exitOverride();
  const write = { writeErr: (text: string) => (err += text), writeOut: (text: string) => (out += text) };
  const config = () => readConfig({ MAILLAGE_HOME: folder, MAILLAGE_MIRROR: options.mirror });
  registerValidateCommand(program, config, async () => sender, {
    out: { write: (text) => (out += text) },
    err: { write: (text) => (err += text) },
  });
  for (const command of program.commands) command.exitOverride().configureOutput(write);
  let code = 0;
  try {
    await program.parseAsync(['validate', ...argv], { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode;
  } finally {
    process.exitCode = undefined;
    await sender.close();
  }
  return { out, err, code };
}

async function refusal(...asked: Parameters<typeof maillage>): Promise<{ code: ErrorCode; message: string }> {
  const outcome = await maillage(...asked).catch((cause: unknown) => cause);
  expect(outcome).toBeInstanceOf(DomainError);
  return outcome as DomainError;
}

describe('the table', () => {
  it('has the differences, then the errors by threshold, then what is left out', async () => {
    const path = await file(`${REFERENCE}75,30,99\n`);
    const { out, err, code } = await maillage(['--reference', path]);
    expect([err, code]).toEqual(['', 0]);
    expect(out).toMatchInlineSnapshot(`
      "edition tiny-1 (2026-01-02) · network principal · reference reference.csv
      difference: ours less the reference, in percentage points

      code  name           minutes    ours  reference  difference  population  estimated
      2A    Monts-du-Sud        10  72.7 %     90.0 %      -17.27        1100      0.0 %
      01    Plaine-Claire       30  99.1 %     99.0 %       +0.14        1740      2.3 %
      2A    Monts-du-Sud        30  90.9 %     90.0 %       +0.91        1100      0.0 %
      2B    Monts-du-Nord       30  74.4 %     75.0 %       -0.64         390      0.0 %

      minutes  compared    ours  reference    bias    mae  weighted mae    rms  estimated  furthest
           10         1  72.7 %     90.0 %  -17.27  17.27         17.27  17.27      0.0 %  Monts-du-Sud (2A) -17.27
           30         3  93.3 %     93.0 %   +0.14   0.56          0.46   0.65      1.2 %  Monts-du-Sud (2A) +0.91, Monts-du-Nord (2B) -0.64, Plaine-Claire (01) +0.14

      left out: 1 of level departement not in the edition: 75
      "
    `);
  });

  it('has a line a territory where there are many figures', async () => {
    const minutes = Array.from({ length: 20 }, (_, i) => i + 1);
    const rows = ['2A', '2B', '01'].flatMap((code) => minutes.map((n) => `${code},${n},50`));
    const { out } = await maillage(['--reference', await file(`code,minutes,percent\n${rows.join('\n')}\n`)]);
    expect(out).toMatch(/^code {2}name +1 min +2 min .* 20 min +estimated$/m);
    expect(out.match(/^2A +Monts-du-Sud( +[-+][\d.]+){20} +0\.0 %$/gm)).toHaveLength(1);
    expect(out).toContain('--format csv');
  });

  it('calls fictional data fictional', async () => {
    const { out } = await maillage(['--reference', await file(REFERENCE)], {
      tiny: { meta: { fictional: true } },
    });
    expect(out).toMatch(/^FICTIONAL DATA/);
  });
});

describe('csv and json', () => {
  it('have the same rows, and nothing else on standard output', async () => {
    const path = await file(`${REFERENCE}2A,90,99\n`);
    const csv = await maillage(['--reference', path, '--format', 'csv']);
    expect(csv.out.split('\r\n').slice(0, 3)).toEqual([
      'level,code,name,minutes,ours,reference,difference_points,population,estimate_share',
      `departement,2A,Monts-du-Sud,10,${800 / 1100},0.9,${Math.round(1e8 * (800 / 1100 - 0.9)) / 1e6},1100,0`,
      `departement,01,Plaine-Claire,30,${1725 / 1740},0.99,0.137931,1740,${40 / 1740}`,
    ]);
    expect(csv.err).toContain('row 6, minutes: 90: expected whole minutes from 1 to 60');
    const json = JSON.parse((await maillage(['--reference', path, '--format', 'json'])).out);
    expect(json.items).toHaveLength(4);
    expect(json).toMatchObject({
      edition: 'tiny-1',
      definition: { network: 'principal', comparison: '<=' },
      reference: { file: 'reference.csv', described: null, rows: { read: 5, kept: 4, rejected: 1 } },
      errors: [{ minutes: 10 }, { minutes: 30, compared: 3 }],
      left_out: [],
      bars: [],
    });
    expect(json.reference.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('ask of the network that is given', async () => {
    const path = await file('code,minutes,share\n2B,30,0.5\n');
    const shareOf = async (network: string) =>
      JSON.parse((await maillage(['--reference', path, '--format', 'json', '-n', network])).out).items[0]
        .ours;
    for (const network of ['principal', 'all', 'fixed']) {
      const app = await tinyApp();
      const { items } = (await app.inject(`/v1/coverage?network=${network}`)).json();
      expect(await shareOf(network)).toBe(items.find((item: { code: string }) => item.code === '2B').share);
      await app.close();
    }
  });
});

describe('bars', () => {
  it('that are met change nothing; one that is not makes the exit code 5, after the table', async () => {
    const path = await file(REFERENCE);
    // At 30 minutes: 0.14, 0.91 and 0.64 points.
    const met = await maillage(['--reference', path, '--max-error', '30:0.6']);
    expect([met.code, met.err]).toEqual([0, '']);
    expect(met.out).toContain('at or under the bar of 0.6');
    const above = await maillage(['--reference', path, '--max-error', '30:0.5,10:20', '--format', 'csv']);
    expect(above.code).toBe(EXIT_ABOVE_BAR);
    expect(above.err).toContain('30 min');
    expect(above.err).not.toContain('10 min');
    expect(above.out).toContain('Monts-du-Nord');
  });

  it('at a threshold that is not compared are refused, not passed over', async () => {
    const error = await refusal(['--reference', await file(REFERENCE), '--max-error', '20:9']);
    expect(error).toMatchObject({ code: 'invalid-parameter' });
    expect(error.message).toContain('nothing is compared at 20 minutes; expected one of 10, 30');
  });

  it('that are no bars are refused before anything is asked', async () => {
    for (const bars of ['20', '20:', ':1', '20:-1', '20:1;15:2', '20:1,,', 'x:1']) {
      const { code, err } = await maillage(['--reference', await file(REFERENCE), '--max-error', bars]);
      expect(code, bars).not.toBe(0);
      expect(err, bars).toContain('Expected minutes:points');
    }
  });
});

describe('territories that cannot be compared', () => {
  it('are left out when only a part of them is loaded', async () => {
    const data = tinyEdition((spec) => {
      const territory = spec.territories.departement.find(({ code }) => code === '2A');
      if (territory) territory.extent = 'partial';
    });
    const { out } = await maillage(['--reference', await file(REFERENCE)], { tiny: { data } });
    expect(out).toContain('left out: 1 of level departement only partly loaded: 2A');
    expect(out).not.toContain('Monts-du-Sud');
  });

  it('are told, with those that are loaded, when there are no others', async () => {
    const error = await refusal(['--reference', await file('code,minutes,share\n75,20,0.9\n13,20,0.8\n')]);
    expect(error.code).toBe('unknown-territory');
    expect(error.message).toContain('2 of level departement not in the edition: 75, 13');
    expect(error.message).toContain('Edition tiny-1 holds departement 01, 2A, 2B');
  });
});

describe('the reference', () => {
  it('is needed where no mirror has one', async () => {
    const { code, message } = await refusal([]);
    expect(code).toBe('invalid-parameter');
    expect(message).toContain('--reference <file.csv>');
    expect(message).toContain('MAILLAGE_MIRROR');
  });

  it('is taken from the mirror, with what the catalogue says of it', async () => {
    const mirror = join(folder, 'mirror');
    await mkdir(join(mirror, 'reference'), { recursive: true });
    const path = join(mirror, 'reference/insee-access-france-services-bpe2023-part.csv');
    await writeFile(path, 'dep,libgeo,pct_pop_le_30min\n2A,Monts,91\n');
    for (const argv of [[], ['--reference', path]]) {
      const answer = JSON.parse((await maillage([...argv, '--format', 'json'], { mirror })).out);
      expect(answer.reference.described).toMatchObject({
        publisher: 'after INSEE, BPE 2023 and Metric-OSRM',
      });
      expect(answer.reference.caveats[0]).toContain('third party');
    }
  });

  it('of which no row can be used is refused with the first reason', async () => {
    const { code, message } = await refusal(['--reference', await file('code,minutes,share\n2A,20,90\n')]);
    expect(code).toBe('source-schema');
    expect(message).toContain('row 2, share, "90": expected a number from 0 to 1');
  });

  it('that is not there is named', async () => {
    expect(await refusal(['--reference', join(folder, 'none.csv')])).toMatchObject({
      code: 'source-not-found',
    });
  });
});

describe('the report', () => {
  it('is written, and over an older report, without anything left beside it', async () => {
    const path = await file(REFERENCE);
    const report = join(folder, 'reports', 'report.html');
    await mkdir(join(folder, 'reports'));
    for (let i = 0; i < 2; i++) {
      const { code, err } = await maillage(['--reference', path, '--report', report]);
      expect([code, err]).toEqual([0, `The report is in ${report}\n`]);
    }
    expect(await readFile(report, 'utf8')).toContain('Validation of edition tiny-1');
    expect(await readdir(join(folder, 'reports'))).toEqual(['report.html']);
  });

  it('is written when a bar is not met', async () => {
    const report = join(folder, 'above.html');
    const argv = ['--reference', await file(REFERENCE), '--report', report, '--max-error', '30:0.1'];
    expect((await maillage(argv)).code).toBe(EXIT_ABOVE_BAR);
    expect(await readFile(report, 'utf8')).toContain('ABOVE the bar of 0.1');
  });

  it('never takes the place of another file', async () => {
    const path = await file(REFERENCE, 'mine.csv');
    expect((await refusal(['--reference', path, '--report', path])).code).toBe('invalid-parameter');
    expect(await readFile(path, 'utf8')).toBe(REFERENCE);
    const { message } = await refusal(['--reference', path, '--report', folder]);
    expect(message).toContain('is not a report of maillage validate');
  });

  it('in a folder that is not there is refused before anything is asked', async () => {
    const sender: Sender = {
      send: () => Promise.reject(new Error('asked')),
      close: async () => {},
    };
    const report = join(folder, 'nowhere', 'report.html');
    const { message } = await refusal(['--reference', await file(REFERENCE), '--report', report], { sender });
    expect(message).toContain(`there is no folder ${join(folder, 'nowhere')}`);
  });
});

it('an edition that changes between two answers is not mixed with the next', async () => {
  const sender = injectSender(await tinyApp());
  const changing: Sender = {
    send: async (path) => {
      const answer = await sender.send(path);
      const body = path.includes('threshold=30') ? answer.body.replaceAll('tiny-1', 'tiny-2') : answer.body;
      return { ...answer, body, bytes: Buffer.from(body) };
    },
    close: sender.close,
  };
  const { code, message } = await refusal(['--reference', await file(REFERENCE)], { sender: changing });
  expect(code).toBe('unknown-edition');
  expect(message).toContain('edition tiny-1 was replaced by tiny-2');
});

it('without an edition says what to run', async () => {
  const sender = injectSender(await createApp({ editions: sourceOf(null) }));
  const { err, out, code } = await maillage(['--reference', await file(REFERENCE)], { sender });
  expect(err).toContain('maillage load');
  expect([out, code]).toEqual(['', 1]);
});

it('help tells the shapes of the file and the exit codes', async () => {
  const { out } = await maillage(['--help']);
  for (const text of ['code, minutes, and share', 'pct_pop_le_5min', 'Exit codes:', '20:1.5,15:2.5']) {
    expect(out).toContain(text);
  }
});
