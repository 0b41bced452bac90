import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CoverageAnswer } from '../../../src/publish/answers/coverage-answer.ts';
import type { ValidationAnswer } from '../../../src/publish/answers/validation-answer.ts';
import { runCli } from '../support/cli-child.ts';
import { load } from '../support/loads.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

/** The command as a process, on the fictional sample: exit codes and files are what a script sees. */
describe('maillage validate', { timeout: 180_000 }, () => {
  let store: TestStore;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maillage-validate-'));
    store = await openTestStore();
    await load(store);
  }, 180_000);
  afterAll(async () => {
    await store?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const validate = (...args: string[]) => runCli(store, ['validate', ...args]);

  async function reference(rows: readonly string[], heading = 'level;code;minutes;percent'): Promise<string> {
    const path = join(folder, 'reference.csv');
    await writeFile(path, [heading, ...rows, ''].join('\r\n'));
    return path;
  }

  async function coverageOf(level: string, minutes: number): Promise<CoverageAnswer> {
    const args = ['coverage', '--level', level, '--threshold', String(minutes), '--format', 'json'];
    return JSON.parse((await runCli(store, args)).stdout);
  }

  test('finds the differences that were put into the reference, commune by commune', async () => {
    const { items } = await coverageOf('commune', 20);
    const inhabited = items.filter((item) => item.status === 'ok');
    // Every third commune is said to have 2 points less, or 2 more where it has none to lose.
    const put = inhabited.map((item, i) => {
      const percent = 100 * (item.share ?? 0);
      const points = i % 3 > 0 ? 0 : percent >= 2 ? 2 : -2;
      return { code: item.code, points, reference: percent - points };
    });
    const rows = put.map(
      ({ code, reference }) => `commune;${code};20;${String(reference).replace('.', ',')}`,
    );
    const { code, stdout, stderr } = await validate('--reference', await reference(rows), '--format', 'json');
    expect([code, stderr]).toEqual([0, '']);
    const answer: ValidationAnswer = JSON.parse(stdout);
    expect(answer.items.map((item) => [item.code, item.difference_points])).toEqual(
      put.map(({ code, points }) => [code, points]),
    );
    const wanted = put.filter(({ points }) => points !== 0).length;
    expect(wanted).toBeGreaterThan(3);
    expect(answer.errors[0].mean_absolute_error_points).toBeCloseTo((2 * wanted) / put.length, 5);
    expect(answer.left_out).toEqual([]);
  });

  test('writes a report that says the sample is fictional, and ends with 5 above a bar', async () => {
    const { total } = await coverageOf('departement', 30);
    const rows = [`departement;96;30;${100 * (total.share ?? 0) - 3}`];
    const report = join(folder, 'report.html');
    const result = await validate(
      '--reference',
      await reference(rows),
      '--report',
      report,
      '--max-error',
      '30:2.9',
    );
    expect(result.code).toBe(5);
    expect(result.stdout).toMatch(/^FICTIONAL DATA/);
    expect(result.stdout).toContain('+3.00');
    expect(result.stderr).toContain('ABOVE the bar of 2.9');
    expect(await readFile(report, 'utf8')).toContain('Fictional data.');
    expect((await validate('--reference', await reference(rows), '--max-error', '30:3.1')).code).toBe(0);
  });

  test('ends with 3 for a file that cannot be read, with 2 for one of other places and without any', async () => {
    const other = await validate('--reference', await reference(['2A;30;90'], 'code;minutes;percent'));
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(other.stderr).toContain('not in the edition: 2A. Edition');
    expect(other.stderr).toContain('departement 96');
    const unread = await validate('--reference', await reference(['96,30'], 'dep,minutes'));
    expect(unread).toMatchObject({ code: 3, stdout: '' });
    expect(unread.stderr).toContain('found dep, minutes');
    expect(await validate('--reference', join(folder, 'none.csv'))).toMatchObject({ code: 3, stdout: '' });
    const none = await validate();
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('--reference <file.csv>');
    expect(none.stderr).not.toContain('defect');
  });
});
