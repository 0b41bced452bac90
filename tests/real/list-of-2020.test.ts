/**
 * The list of 3 June 2020, and the programme's words on it ("80 % rural, 50 % in ZRR"): which definition gives which
 * figure. Through the readers and the tables of a load, without the load.
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CommuneFacts } from '../../src/cli/load/commune-facts.ts';
import { locateSources } from '../../src/cli/load/locate-sources.ts';
import { readTables } from '../../src/cli/load/read-tables.ts';
import { silentProgress } from '../../src/cli/progress.ts';
import { DENSITY_LABELS } from '../../src/sources/anct-typology.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile } from '../../src/sources/files/source-file.ts';
import { readFranceServices } from '../../src/sources/france-services.ts';

const mirror = process.env.MAILLAGE_MIRROR ?? '';
if (!mirror) console.warn('SKIPPED: the list of June 2020 (set MAILLAGE_MIRROR to the folder of files)');

const ZRR_DEFINITIONS: Record<string, (commune: CommuneFacts) => boolean> = {
  'classed, those that left in 2017 apart (C, D, CM)': ({ zrrDetail }) =>
    zrrDetail !== null && ['C', 'D', 'CM'].includes(zrrDetail),
  'the same, and classed in part (P)': ({ zrrDetail }) =>
    zrrDetail !== null && ['C', 'D', 'CM', 'P'].includes(zrrDetail),
  "the State's simplified class: with those that left and keep the benefits (A, M)": ({ zrr }) =>
    zrr === 'classed',
  'the same, and all that are classed or kept in part (P, PA, PM)': ({ zrr }) =>
    zrr === 'classed' || zrr === 'partial',
};

describe.skipIf(!mirror)('the list of 3 June 2020', () => {
  /** The commune of each labelled site, antennas apart; null where the COG knows none. */
  let communes: (CommuneFacts | null)[] = [];
  beforeAll(async () => {
    const located = await locateSources({
      mirrorDir: mirror,
      home: '',
      roads: null,
      sites: join(mirror, 'sites/france-services-2020-06-03.geojson'),
      withRoads: false,
      offline: true,
      refresh: false,
      progress: silentProgress,
      signal: new AbortController().signal,
    });
    const facts = await readTables({ located, reports: [] });
    const file = await openSourceFile(located.get('france-services')?.path ?? '');
    const rows = await Array.fromAsync(readFranceServices(file, new ReportBuilder('real', file.name)));
    communes = rows
      .filter((row) => row.type === 'principal')
      .map((row) => {
        const [current] = row.statedCommune ? facts.lineage.resolve(row.statedCommune).current : [];
        return facts.communes.get(current) ?? null;
      });
  });

  const share = (belongs: (commune: CommuneFacts) => boolean) =>
    communes.filter((commune) => commune !== null && belongs(commune)).length / communes.length;

  it('holds 533 labelled sites, each in a commune of today', () => {
    expect(communes.length).toBe(533);
    expect(communes.filter((commune) => commune === null)).toEqual([]);
  });

  it('has about half of them in ZRR, by one definition or another', () => {
    const shares = Object.entries(ZRR_DEFINITIONS).map(([name, belongs]) => {
      const value = share(belongs);
      console.log(
        `June 2020, in ZRR, ${name}: ${Math.round(value * communes.length)}, ${(100 * value).toFixed(1)} %`,
      );
      return value;
    });
    expect(shares.some((value) => value >= 0.4 && value <= 0.6)).toBe(true);
    // Each definition holds the one it adds to.
    expect(shares[1]).toBeGreaterThanOrEqual(shares[0]);
    expect(shares[2]).toBeGreaterThanOrEqual(shares[0]);
    expect(shares[3]).toBeGreaterThanOrEqual(shares[2]);
  });

  it('lies mostly in rural communes and small towns', () => {
    const shares = Object.entries(DENSITY_LABELS).map(([density, label]) => {
      const value = share((commune) => commune.density === density);
      console.log(`June 2020, ${density} ${label}: ${(100 * value).toFixed(1)} %`);
      return value;
    });
    const rural = share(({ density }) => density !== null && density >= '5');
    const outsideCities = share(({ density }) => density !== null && density >= '3');
    console.log(`June 2020, rural in INSEE's sense since 2021 (5, 6, 7): ${(100 * rural).toFixed(1)} %`);
    console.log(
      `June 2020, with small towns and urban belts (3 to 7): ${(100 * outsideCities).toFixed(1)} %`,
    );
    expect(shares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10);
    expect(rural).toBeGreaterThan(0.5);
    expect(outsideCities).toBeGreaterThan(rural);
  });
});
