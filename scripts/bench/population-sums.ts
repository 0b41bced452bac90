import { join } from 'node:path';
import { coverage } from '../../src/coverage/coverage.ts';
import type { EditionData, Level } from '../../src/coverage/edition-data.ts';
import { departementOfCommune } from '../../src/sources/codes.ts';
import { ReportBuilder } from '../../src/sources/files/read-report.ts';
import { openSourceFile } from '../../src/sources/files/source-file.ts';
import { readLegalPopulations } from '../../src/sources/legal-populations.ts';
import { type Row, row } from './measure.ts';

/** Every level whose territories, with what the level does not apply to, hold each resident once. */
const PARTITIONS: readonly Level[] = [
  'france',
  'region',
  'departement',
  'canton',
  'commune',
  'density',
  'zrr',
  'frr',
];

/**
 * Residents summed over the territories of each level, each to equal the legal total of the files exactly.
 * @param departements those that are loaded; empty: all
 */
export async function populationSums(
  data: EditionData,
  mirror: string,
  departements: readonly string[] = [],
): Promise<Row[]> {
  const exactly = await legalTotal(mirror, departements);
  return [
    row('legal residents of the files', 'residents', [exactly]),
    ...PARTITIONS.map((level) => {
      const { items } = coverage(data, { level, within: [], thresholdMinutes: 30, rule: 'principal' });
      const sum = items.reduce((total, item) => total + item.population, 0);
      return row(`sum over ${level}, ${items.length} territories`, 'residents', [sum], { exactly });
    }),
  ];
}

/** Read anew from the files, not from the edition: what the sums must come to. */
export async function legalTotal(mirror: string, departements: readonly string[]): Promise<number> {
  let total = 0;
  for (const name of ['populations-legales-2023.csv.gz', 'populations-mayotte-2017.csv.gz']) {
    const file = await openSourceFile(join(mirror, 'territories', name));
    for await (const { commune, population } of readLegalPopulations(
      file,
      new ReportBuilder(name, file.name),
    )) {
      const wanted = departements.length === 0 || departements.includes(departementOfCommune(commune));
      if (wanted) total += population;
    }
  }
  return total;
}
