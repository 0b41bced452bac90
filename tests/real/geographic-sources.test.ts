/**
 * The geographic readers over the published files themselves, which are not part of the project: MAILLAGE_MIRROR names
 * the folder that holds them. Counts are those of the publishers; times and memory are printed, not tested.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCantons } from '../../src/sources/cantons.ts';
import { readCommunePoints } from '../../src/sources/commune-points.ts';
import { readContours } from '../../src/sources/contours.ts';
import { type ReadReport, ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../../src/sources/files/source-file.ts';
import { readFranceServices } from '../../src/sources/france-services.ts';
import { readPopulationGrid } from '../../src/sources/population-grid.ts';
import { readQpv } from '../../src/sources/qpv.ts';
import type { SiteRow } from '../../src/sources/site-row.ts';

const mirror = process.env.MAILLAGE_MIRROR;
if (!mirror)
  console.warn('SKIPPED: geographic sources on real files (set MAILLAGE_MIRROR to the folder of files)');

/** Reads a file to its end, row by row, and prints what it took. */
async function readThrough<Row>(
  reader: (file: SourceFile, report: ReportBuilder) => AsyncGenerator<Row>,
  path: string,
  visit: (row: Row) => void = () => {},
): Promise<ReadReport> {
  const file = await openSourceFile(join(mirror ?? '', path));
  const report = new ReportBuilder('real', file.name);
  const start = performance.now();
  let peakBytes = 0;
  for await (const row of reader(file, report)) {
    if (report.report.kept % 1000 === 1) peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
    visit(row);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  console.info(
    `${path}: ${report.report.kept} rows in ${seconds} s, peak RSS ${Math.round(peakBytes / 1e6)} MB`,
  );
  return report.report;
}

function tally(): { add(key: string): void; counts: Record<string, number> } {
  const counts: Record<string, number> = {};
  return {
    counts,
    add: (key) => {
      counts[key] = (counts[key] ?? 0) + 1;
    },
  };
}

const whole = (rows: number) => ({ read: rows, kept: rows, rejected: 0, issuesOmitted: 0 });

describe.skipIf(!mirror)('geographic sources, real files', () => {
  it('34,875 communes in 101 départements', async () => {
    const departements = new Set<string>();
    const report = await readThrough(readContours, 'territories/communes-2025.geojson.gz', (row) => {
      departements.add(row.departement);
    });
    expect(report).toMatchObject(whole(34_875));
    expect(departements.size).toBe(101);
  });

  it('2,054 cantons, none in Paris, Martinique or Guyane', async () => {
    const departements = new Set<string>();
    const report = await readThrough(readCantons, 'territories/cantons-2018.geojson.gz', (row) => {
      departements.add(row.departement);
    });
    expect(report).toMatchObject(whole(2_054));
    expect(['75', '972', '973'].filter((code) => departements.has(code))).toEqual([]);
  });

  it('1,584 QPV, each in a commune', async () => {
    let withoutCommune = 0;
    const report = await readThrough(readQpv, 'zonings/qpv-2024.geojson.gz', (row) => {
      if (row.communes.length === 0) withoutCommune++;
    });
    expect(report).toMatchObject(whole(1_584));
    expect(withoutCommune).toBe(0);
  });

  it('2,845 sites of August 2024: 2,721 principal, 124 antennas, all with coordinates and a date', async () => {
    const types = tally();
    const flags = tally();
    const days = tally();
    const incomplete: string[] = [];
    const report = await readThrough(readFranceServices, 'sites/liste-fs-20240801.csv', (row: SiteRow) => {
      types.add(row.type);
      for (const flag of row.flags) flags.add(flag);
      for (const day of row.hours) days.add(day.status);
      if (row.lon === null || row.labelDate === null) incomplete.push(row.id);
      if (row.hours.every((day) => day.status === 'missing')) days.add('row without hours');
    });
    expect(report).toMatchObject(whole(2_845));
    expect(types.counts).toEqual({ principal: 2_721, antenna: 124 });
    expect(flags.counts).toEqual({ 'departement-contradicts-commune': 1 });
    expect(incomplete).toEqual([]);
    expect(days.counts).toMatchObject({ 'row without hours': 48 });
    expect(days.counts).not.toHaveProperty('unparsed');
  });

  it('580 features of June 2020: 533 labelled (25 itinerant) and 47 antennas (8 itinerant)', async () => {
    const kinds = tally();
    const days = tally();
    const report = await readThrough(
      readFranceServices,
      'sites/france-services-2020-06-03.geojson',
      (row) => {
        kinds.add(`${row.type} ${row.format}`);
        for (const day of row.hours) days.add(day.status);
      },
    );
    expect(report).toMatchObject(whole(580));
    expect(kinds.counts).toEqual({
      'principal fixed': 508,
      'principal itinerant': 25,
      'antenna fixed': 39,
      'antenna itinerant': 8,
    });
    console.info('opening hours of 2020 by day:', days.counts);
  });

  it('368,615 squares of 1 km and 66,276,981 residents, placed where the file says', async () => {
    let residents = 0;
    const report = await readThrough(readPopulationGrid, 'population/census-2021-1km.csv.gz', (row) => {
      residents += row.residents;
    });
    expect(report).toMatchObject({ ...whole(368_615), repaired: 0 });
    expect(residents).toBe(66_276_981);
  });

  it('512 communes of the Isère matrix', async () => {
    const report = await readThrough(readCommunePoints, 'reference/isere-communes.geojson');
    expect(report).toMatchObject(whole(512));
  });
});
