/**
 * `maillage validate` on the published files: Corse-du-Sud with its roads against INSEE's figures. The bars here are
 * loose; those that the travel times must meet are in load.test.ts. MAILLAGE_MIRROR names the files' folder.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, runMaillage } from '../../scripts/bench/run-maillage.ts';
import type { ValidationAnswer } from '../../src/publish/answers/validation-answer.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
if (!mirror)
  console.warn('SKIPPED: maillage validate on Corse-du-Sud (set MAILLAGE_MIRROR to the files’ folder)');

describe.skipIf(!mirror)('Corse-du-Sud held against INSEE', () => {
  let home: string;
  let validated: Finished;
  let answer: ValidationAnswer;
  let report: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'maillage-real-validate-'));
    const roads = join(mirror, 'roads/corse.osm.pbf');
    const load = await runMaillage(
      ['load', '--offline', '--territory', '2A', '--roads', roads],
      home,
      mirror,
    );
    if (load.code !== 0) throw new Error(`the load ended with code ${load.code}:\n${load.stderr}`);
    const path = join(home, 'report.html');
    validated = await runMaillage(['validate', '--format', 'json', '--report', path], home, mirror);
    if (validated.code !== 0)
      throw new Error(`validate ended with code ${validated.code}:\n${validated.stderr}`);
    answer = JSON.parse(validated.stdout);
    report = await readFile(path, 'utf8');
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('compares the one département of the reference that is loaded, at its twelve thresholds', () => {
    expect(answer.items.map(({ code, minutes }) => `${code} ${minutes}`)).toEqual(
      Array.from({ length: 12 }, (_, i) => `2A ${5 * (i + 1)}`),
    );
    expect(answer.left_out).toHaveLength(47);
    expect(answer.reference.rows).toMatchObject({ read: 48, kept: 48, rejected: 0 });
    for (const { minutes, ours, reference, difference_points } of answer.items) {
      console.log(
        `2A, ${minutes} min: ${(100 * ours).toFixed(2)} %, INSEE ${(100 * reference).toFixed(2)} %, ${difference_points.toFixed(2)} points`,
      );
    }
  });

  it('is near INSEE, by road, and nearer as minutes grow', () => {
    const pointsAt = (minutes: number) =>
      answer.errors.find((row) => row.minutes === minutes)?.mean_absolute_error_points ?? Number.NaN;
    expect(pointsAt(10)).toBeLessThan(8);
    expect(pointsAt(20)).toBeLessThan(4);
    expect(pointsAt(30)).toBeLessThan(2);
    expect(pointsAt(60)).toBeLessThan(0.2);
    expect(answer.items.every((item) => item.estimate_share === 0)).toBe(true);
  });

  it('says in the report where the reference comes from, and what it is held against', () => {
    expect(report).toContain('after INSEE, BPE 2023 and Metric-OSRM');
    expect(report).toContain('third party');
    expect(report).toContain('Corse-du-Sud (2A)');
    expect(report).toContain('© OpenStreetMap contributors');
    expect(report).toContain(answer.reference.sha256);
    expect(report).not.toContain('Fictional data.');
  });
});
