import {
  readDivisionArrondissements,
  readDivisionCommunes,
  readDivisionDepartements,
  readDivisionRegions,
} from '../../sources/administrative-division.ts';
import { readDensity, readMountain } from '../../sources/anct-typology.ts';
import { type CogCommune, readCog } from '../../sources/cog.ts';
import { readCogMovements } from '../../sources/cog-movements.ts';
import { readCommuneCentres } from '../../sources/commune-centres.ts';
import { readCommuneHistory } from '../../sources/commune-history.ts';
import { buildCommuneLineage } from '../../sources/commune-lineage.ts';
import { readDepartements } from '../../sources/departements.ts';
import type { DatasetId } from '../../sources/files/catalogue.ts';
import type { ReportBuilder } from '../../sources/files/read-report.ts';
import type { SourceFile } from '../../sources/files/source-file.ts';
import { readFrr } from '../../sources/frr.ts';
import { readLegalPopulations } from '../../sources/legal-populations.ts';
import { readDivisionPostcodes, readPostcodes } from '../../sources/postcodes.ts';
import { readRegions } from '../../sources/regions.ts';
import { readZrr } from '../../sources/zrr.ts';
import {
  agreed,
  assertPopulationsMatch,
  assignClass,
  type CommuneFacts,
  type Facts,
} from './commune-facts.ts';
import { namesBorne } from './lineage.ts';
import { readDataset, type SourceFiles } from './source-files.ts';

/** The ZRR file is on the communes of the COG 2021. */
const ZRR_CODES_AS_OF = '2021-01-01';

/**
 * Reads every table about communes: codes, names, populations, zonings. France fits in memory (35,000 rows).
 * @throws DomainError of the readers, for a file that is not what it should be
 */
export async function readTables(files: SourceFiles): Promise<Facts> {
  const facts = await readCodes(files);
  await readPopulations(files, facts);
  await readZonings(files, facts);
  for await (const row of readDataset(files, 'commune-centres', readCommuneCentres)) {
    const commune = facts.communes.get(row.commune);
    if (commune) commune.centre = row.lonLat;
  }
  await readPostcodesOf(files, facts);
  return facts;
}

async function readCodes(files: SourceFiles): Promise<Facts> {
  const fromPackage = (dataset: DatasetId) => files.located.get(dataset)?.kind === 'json';
  const cog = await Array.fromAsync(
    readDataset(files, 'cog-communes', fromPackage('cog-communes') ? readDivisionCommunes : readCog),
  );
  const movements = await Array.fromAsync(readDataset(files, 'cog-movements', readCogMovements));
  const history = await Array.fromAsync(readDataset(files, 'commune-history', readCommuneHistory));
  const facts: Facts = {
    communes: new Map(),
    lineage: buildCommuneLineage({ cog, movements, history }),
    formerCodes: new Set([
      ...cog.filter((row) => row.type !== 'COM').map((row) => row.code),
      ...movements.flatMap((row) => (row.from ? [row.from.code] : [])),
      ...history.map((row) => row.historical),
    ]),
    formerNames: namesBorne(cog, movements),
    postcodes: new Map(),
    departements: new Map(),
    regions: new Map(),
    arrondissements: new Map(),
  };
  for (const row of cog) {
    if (row.type === 'COM' && row.departement && row.region) facts.communes.set(row.code, communeOf(row));
  }
  const readDivisions = fromPackage('departements') ? readDivisionDepartements : readDepartements;
  for await (const row of readDataset(files, 'departements', readDivisions)) {
    facts.departements.set(row.code, { name: row.name, region: row.region });
  }
  const readRegionRows = fromPackage('regions') ? readDivisionRegions : readRegions;
  for await (const row of readDataset(files, 'regions', readRegionRows))
    facts.regions.set(row.code, row.name);
  for await (const row of readDataset(files, 'arrondissements', readDivisionArrondissements)) {
    facts.arrondissements.set(row.code, row.name);
  }
  return facts;
}

function communeOf(row: CogCommune): CommuneFacts {
  return {
    code: row.code,
    name: row.name,
    departement: row.departement!,
    region: row.region!,
    arrondissement: row.arrondissement,
    canton: row.canton,
    epci: null,
    residents: 0,
    density: null,
    zrr: null,
    zrrDetail: null,
    frr: null,
    mountain: false,
    centre: null,
  };
}

async function readPopulations(files: SourceFiles, facts: Facts): Promise<void> {
  let matched = 0;
  for (const dataset of ['legal-populations', 'legal-populations-mayotte'] as const) {
    let report: ReportBuilder | undefined;
    const reader =
      files.located.get(dataset)?.kind === 'json' ? readDivisionPopulations : readLegalPopulations;
    const rows = readDataset(files, dataset, reader, (r) => {
      report = r;
    });
    for await (const row of rows) {
      const [current] = facts.lineage.resolve(row.commune).current;
      const commune = facts.communes.get(current);
      if (commune) {
        commune.residents += row.population;
        matched++;
      } else {
        const reason = 'a commune that the COG does not know: its residents are not counted';
        report?.flag(null, 'COM', row.commune, reason);
      }
    }
  }
  assertPopulationsMatch(facts, matched, files.located.get('legal-populations')?.path ?? 'legal populations');
}

async function readPostcodesOf(files: SourceFiles, facts: Facts): Promise<void> {
  const fromPackage = files.located.get('commune-postcodes')?.kind === 'json';
  const found = new Map<string, Set<string>>();
  const reader = fromPackage ? readDivisionPostcodes : readPostcodes;
  for await (const row of readDataset(files, 'commune-postcodes', reader)) {
    for (const code of facts.lineage.resolve(row.commune).current) {
      const known = found.get(code);
      if (known) known.add(row.postcode);
      else found.set(code, new Set([row.postcode]));
    }
  }
  for (const [code, postcodes] of found) facts.postcodes.set(code, [...postcodes].sort());
}

async function readZonings(files: SourceFiles, facts: Facts): Promise<void> {
  let report: ReportBuilder | undefined;
  const keep = (r: ReportBuilder) => {
    report = r;
  };
  const onUnknown = (row: { commune: string }) =>
    report?.flag(null, null, row.commune, 'a commune code that the COG does not know: not used');

  const zrr = await Array.fromAsync(readDataset(files, 'zrr', readZrr, keep));
  assignClass(
    zrr,
    facts,
    ZRR_CODES_AS_OF,
    (commune, rows) => {
      commune.zrr = agreed(
        rows.map((row) => row.zrr),
        'partial',
      );
      commune.zrrDetail = agreed(
        rows.map((row) => row.detail),
        'P',
      );
    },
    onUnknown,
  );
  const frr = await Array.fromAsync(readDataset(files, 'frr', readFrr, keep));
  assignClass(
    frr,
    facts,
    undefined,
    (commune, rows) => {
      commune.frr = agreed(
        rows.map((row) => row.frr),
        'partial',
      );
    },
    onUnknown,
  );
  const density = await Array.fromAsync(readDataset(files, 'density', readDensity, keep));
  assignClass(
    density,
    facts,
    undefined,
    (commune, rows) => {
      commune.density = rows[0].density;
    },
    onUnknown,
  );
  const mountain = await Array.fromAsync(readDataset(files, 'mountain', readMountain, keep));
  assignClass(
    mountain,
    facts,
    undefined,
    (commune) => {
      commune.mountain = true;
    },
    onUnknown,
  );
}

/** The package's communes carry their legal population. */
async function* readDivisionPopulations(file: SourceFile, report: ReportBuilder) {
  for await (const row of readDivisionCommunes(file, report)) {
    if (row.type === 'COM' && row.population !== null)
      yield { commune: row.code, population: row.population };
  }
}
