import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  readDivisionArrondissements,
  readDivisionCommunes,
  readDivisionDepartements,
  readDivisionEpci,
  readDivisionRegions,
} from '../../src/sources/administrative-division.ts';
import { readCentrality, readDensity, readMountain, readRurality } from '../../src/sources/anct-typology.ts';
import { communeOfMunicipalArrondissement, departementOfCommune } from '../../src/sources/codes.ts';
import { type CogCommune, readCog } from '../../src/sources/cog.ts';
import { readCogMovements } from '../../src/sources/cog-movements.ts';
import { readCommuneCentres } from '../../src/sources/commune-centres.ts';
import { readCommuneHistory } from '../../src/sources/commune-history.ts';
import { buildCommuneLineage, type CommuneLineage } from '../../src/sources/commune-lineage.ts';
import { readCommuneLivingAreas } from '../../src/sources/commune-living-areas.ts';
import { readDepartements } from '../../src/sources/departements.ts';
import { type ReadReport, ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile, type SourceFile } from '../../src/sources/files/source-file.ts';
import { readFrr } from '../../src/sources/frr.ts';
import { readAccessReference } from '../../src/sources/insee-access-reference.ts';
import { readLegalPopulations } from '../../src/sources/legal-populations.ts';
import { readOverseasCollectivities } from '../../src/sources/overseas-collectivities.ts';
import { readPressList } from '../../src/sources/press-list.ts';
import { readRegions } from '../../src/sources/regions.ts';
import { readTravelTimes } from '../../src/sources/travel-time-matrix.ts';
import { readZrr } from '../../src/sources/zrr.ts';

const mirror = process.env.MAILLAGE_MIRROR;
if (!mirror)
  console.warn('SKIPPED: tabular-sources reads the official files; set MAILLAGE_MIRROR to their folder.');

type Reader<Row> = (file: SourceFile, report: ReportBuilder) => AsyncGenerator<Row>;

async function readPath<Row>(
  reader: Reader<Row>,
  path: string,
): Promise<{ rows: Row[]; report: ReadReport }> {
  const file = await openSourceFile(path);
  const builder = new ReportBuilder('real', file.name);
  const rows: Row[] = [];
  for await (const row of reader(file, builder)) rows.push(row);
  return { rows, report: builder.report };
}

/** Reads a file of the mirror whole, and holds that not a row was lost or mended. */
async function readWhole<Row>(reader: Reader<Row>, path: string): Promise<Row[]> {
  const { rows, report } = await readPath(reader, join(mirror ?? '', path));
  expect({ ...report, dataset: '', file: '' }).toMatchObject({
    kept: report.read,
    repaired: 0,
    rejected: 0,
    flagged: 0,
    issues: [],
  });
  return rows;
}

function countBy<Row>(rows: readonly Row[], key: (row: Row) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[key(row)] = (counts[key(row)] ?? 0) + 1;
  return counts;
}

function sumPopulation(rows: readonly { population: number | null }[]): number {
  return rows.reduce((sum, row) => sum + (row.population ?? 0), 0);
}

describe.skipIf(!mirror)('official tabular files, read whole', () => {
  let cog: CogCommune[];
  let communes: Set<string>;
  beforeAll(async () => {
    if (!mirror) return;
    cog = await readWhole(readCog, 'territories/cog-2026-communes.csv.gz');
    communes = new Set(cog.filter((row) => row.type === 'COM').map((row) => row.code));
  });

  it('COG: 34,875 communes and their parts', () => {
    expect(countBy(cog, (row) => row.type)).toEqual({ COM: 34875, ARM: 45, COMD: 2105, COMA: 471 });
    expect(communes.size).toBe(34875);
    expect(cog.every((row) => row.departement === departementOfCommune(row.code))).toBe(true);
    expect(cog.filter((row) => row.parent !== null && !communes.has(row.parent))).toEqual([]);
    for (const row of cog.filter((part) => part.type === 'ARM')) {
      expect(communeOfMunicipalArrondissement(row.code)).toBe(row.parent);
    }
    const withoutCanton = cog.filter((row) => row.type === 'COM' && row.canton === null);
    expect(countBy(withoutCanton, (row) => row.departement)).toEqual({ 972: 34, 973: 22 });
  });

  it('départements, régions, overseas collectivities', async () => {
    const departements = await readWhole(readDepartements, 'territories/departements.csv.gz');
    const regions = await readWhole(readRegions, 'territories/regions.csv.gz');
    expect([departements.length, regions.length]).toEqual([101, 18]);
    const regionCodes = new Set(regions.map((row) => row.code));
    expect(departements.every((row) => regionCodes.has(row.region) && communes.has(row.prefecture))).toBe(
      true,
    );
    const overseas = await readWhole(readOverseasCollectivities, 'territories/collectivites-outremer.csv.gz');
    expect(overseas.length).toBe(94);
    expect(overseas.some((row) => communes.has(row.commune))).toBe(false);
  });

  it('legal populations: every commune once, 68,094,280 residents and Mayotte', async () => {
    const national = await readWhole(readLegalPopulations, 'territories/populations-legales-2023.csv.gz');
    const mayotte = await readWhole(readLegalPopulations, 'territories/populations-mayotte-2017.csv.gz');
    expect([national.length, sumPopulation(national)]).toEqual([34858, 68_094_280]);
    expect(mayotte.length).toBe(17);
    const all = [...national, ...mayotte].map((row) => row.commune);
    expect(new Set(all)).toEqual(communes);
    expect(all.length).toBe(communes.size);
  });

  it('centres and living areas of every commune', async () => {
    const centres = await readWhole(readCommuneCentres, 'territories/communes-centres.csv.gz');
    expect(centres.length).toBe(34875 + 45 + 94);
    const known = new Set(centres.map((row) => row.commune));
    expect([...communes].filter((code) => !known.has(code))).toEqual([]);
    const areas = await readWhole(readCommuneLivingAreas, 'territories/communes-zonages-2025.csv.gz');
    expect(new Set(areas.map((row) => row.commune))).toEqual(communes);
    expect(areas.filter((row) => row.urbanUnit === null).length).toBe(27307);
    expect(areas.filter((row) => row.attractionArea === null).length).toBe(8897);
  });

  it('ZRR and FRR', async () => {
    const zrr = await readWhole(readZrr, 'zonings/zrr-cog2021.csv.gz');
    expect(zrr.length).toBe(34965);
    expect(countBy(zrr, (row) => row.zrr)).toEqual({ classed: 17694, partial: 36, 'not-classed': 17235 });
    // Communes that left the zoning and keep the benefits.
    expect(zrr.filter((row) => row.detail === 'A' || row.detail === 'M').length).toBe(4018);
    const frr = await readWhole(readFrr, 'zonings/frr-2025-07-10.csv.gz');
    expect(countBy(frr, (row) => row.frr)).toEqual({
      frr: 13313,
      'frr-plus': 4456,
      beneficiary: 2134,
      partial: 31,
      'not-classed': 14941,
    });
    expect(new Set(frr.map((row) => row.commune))).toEqual(communes);
  });

  it('density, rurality, centrality, mountain', async () => {
    const density = await readWhole(readDensity, 'zonings/anct-densite.csv.gz');
    expect(countBy(density, (row) => row.density)).toEqual({
      1: 699,
      2: 637,
      3: 947,
      4: 1996,
      5: 5072,
      6: 18288,
      7: 7236,
    });
    expect(new Set(density.map((row) => row.commune))).toEqual(communes);
    const rurality = await readWhole(readRurality, 'zonings/anct-ruralite.csv.gz');
    expect(countBy(rurality, (row) => row.rurality)).toMatchObject({
      'out-of-scope': 4240,
      'perimeter-changed': 74,
    });
    const centrality = await readWhole(readCentrality, 'zonings/anct-centralite.csv.gz');
    expect(centrality.filter((row) => row.centrality === null).length).toBe(129);
    const mountain = await readWhole(readMountain, 'zonings/anct-montagne.csv.gz');
    expect([mountain.length, new Set(mountain.map((row) => row.massif)).size]).toEqual([8594, 9]);
  });

  it('press list, access reference, travel-time matrix', async () => {
    expect((await readWhole(readPressList, 'sites/hauts-de-france-2020-01-01.csv')).length).toBe(31);
    const reference = await readWhole(
      readAccessReference,
      'reference/insee-access-france-services-bpe2023-part.csv',
    );
    expect(reference.length).toBe(48);
    const times = await readWhole(readTravelTimes, 'reference/osrm-isere-durations.csv.gz');
    expect(times.length).toBe(512);
    expect(times.every((row) => row.seconds.length === 512 && !row.seconds.some(Number.isNaN))).toBe(true);
    expect(times.every((row) => row.seconds[row.destinations.indexOf(row.origin)] === 0)).toBe(true);
  });

  describe('lineage of codes', () => {
    let lineage: CommuneLineage;
    beforeAll(async () => {
      const movements = await readWhole(readCogMovements, 'territories/cog-2026-mouvements.csv.gz');
      const history = await readWhole(readCommuneHistory, 'territories/communes-historiques-2025.csv.gz');
      expect([movements.length, history.length]).toEqual([13734, 39161]);
      lineage = buildCommuneLineage({ cog, movements, history });
    });

    it('resolves each of 39,161 historical codes to communes of the COG, as the table of historical codes does', async () => {
      const history = await readWhole(readCommuneHistory, 'territories/communes-historiques-2025.csv.gz');
      const different: string[] = [];
      for (const { historical, current } of history) {
        const found = lineage.resolve(historical).current;
        expect(found.length, historical).toBeGreaterThan(0);
        expect(
          found.every((code) => communes.has(code)),
          historical,
        ).toBe(true);
        if (found[0] !== current) different.push(historical);
      }
      // La Neuville-Garnier: delegated commune of 60694 in the COG, still 60054 in the table, which is older.
      expect(different).toEqual(['60455']);
    });

    it('resolves every delegated, associated commune and arrondissement to its parent, unless it is a commune itself', () => {
      const wrong = cog.filter((row) => {
        const expected = communes.has(row.code) ? row.code : row.parent;
        return lineage.resolve(row.code).current.join() !== expected;
      });
      expect(wrong).toEqual([]);
    });

    it('carries the ZRR of 2021 to every commune of today', async () => {
      const zrr = await readWhole(readZrr, 'zonings/zrr-cog2021.csv.gz');
      const resolved = zrr.map((row) => lineage.resolve(row.commune, '2021-01-01').current);
      expect(resolved.filter((current) => current.length === 0)).toEqual([]);
      expect(new Set(resolved.flat())).toEqual(communes);
      expect(resolved.filter((current) => current.length > 1).map((current) => current[0])).toEqual([
        '15141',
        '60054',
        '85084',
      ]);
    });
  });
});

describe.skipIf(!mirror)('@etalab/decoupage-administratif', () => {
  const folder = join(fileURLToPath(import.meta.resolve('@etalab/decoupage-administratif')), '..', 'data');

  it('says the same as the files of INSEE', async () => {
    const { rows, report } = await readPath(readDivisionCommunes, join(folder, 'communes.json'));
    expect(report.rejected).toBe(0);
    const cog = await readWhole(readCog, 'territories/cog-2026-communes.csv.gz');
    const metropolitan = rows.filter((row) => !row.overseasCollectivity);
    const keyOf = (row: CogCommune) => `${row.type} ${row.code} ${row.parent} ${row.name}`;
    expect(new Set(metropolitan.map(keyOf))).toEqual(new Set(cog.map(keyOf)));
    const populations = await readWhole(readLegalPopulations, 'territories/populations-legales-2023.csv.gz');
    const ours = new Map(
      metropolitan.filter((row) => row.type === 'COM').map((row) => [row.code, row.population]),
    );
    const different = populations.filter((row) => ours.get(row.commune) !== row.population);
    expect(different).toEqual([]);
    expect(rows.filter((row) => row.overseasCollectivity).length).toBe(94);
  });

  it('has 1,255 EPCI, 101 départements, 18 régions, 333 arrondissements', async () => {
    const epci = await readPath(readDivisionEpci, join(folder, 'epci.json'));
    expect([epci.rows.length, epci.report.rejected]).toEqual([1255, 0]);
    expect(epci.rows.reduce((sum, row) => sum + row.communes.length, 0)).toBe(34871);
    expect((await readPath(readDivisionDepartements, join(folder, 'departements.json'))).rows.length).toBe(
      101,
    );
    expect((await readPath(readDivisionRegions, join(folder, 'regions.json'))).rows.length).toBe(18);
    const arrondissements = await readPath(readDivisionArrondissements, join(folder, 'arrondissements.json'));
    expect(arrondissements.rows.length).toBe(333);
  });
});
