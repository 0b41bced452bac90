import { wholeNumberCell } from './cells.ts';
import { communeOfMunicipalArrondissement, isCommuneCode, readCommuneCode } from './codes.ts';
import { type CsvRecord, readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export interface LegalPopulationRow {
  commune: string;
  /** Municipal population (PMUN): each resident counted once. */
  population: number;
}

type Columns = 'departement' | 'number' | 'population' | 'code';

/**
 * INSEE's legal populations of communes; also the file of Mayotte, which has no full code. The municipal
 * arrondissements of Paris, Lyon and Marseille are summed to their commune and come last. Read and kept count the
 * rows of the file, of which there are 42 more than communes for the whole of France.
 * @throws DomainError as readCsv
 */
export async function* readLegalPopulations(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<LegalPopulationRow> {
  const records = readCsv(file, report, {
    columns: { departement: 'DEP', number: 'CODCOM', population: 'PMUN' },
    optional: { code: 'COM' },
  });
  const seen = new Set<string>();
  const summed = new Map<string, number>();
  for await (const record of records) {
    const code = communeCodeOf(record, report);
    if (code === null) continue;
    if (seen.has(code)) {
      report.reject(record.row, record.heading('number'), code, 'a second row of the same commune');
      continue;
    }
    const population = wholeNumberCell(record, 'population', report);
    if (population === null) continue;
    seen.add(code);
    const whole = communeOfMunicipalArrondissement(code);
    report.kept();
    if (whole === null) yield { commune: code, population };
    else summed.set(whole, (summed.get(whole) ?? 0) + population);
  }
  for (const [commune, population] of summed) {
    if (seen.has(commune)) {
      report.flag(
        null,
        null,
        commune,
        'given whole and by arrondissement: the row of the whole commune is used',
      );
    } else yield { commune, population };
  }
}

/**
 * Column COM where it holds a code (in the file of Mayotte it is the name, and empty). Else département and number,
 * where overseas départements repeat their last digit in the number: 976 and 601 make 97601.
 */
function communeCodeOf(record: CsvRecord<Columns>, report: ReportBuilder): string | null {
  const full = readCommuneCode(record.get('code'));
  if (full) {
    if (full.repair) report.repair(record.row, record.heading('code'), record.get('code'), full.repair);
    return full.code;
  }
  const departement = record.get('departement');
  const number = record.get('number').padStart(3, '0');
  const code = departement + (departement.length === 3 ? number.slice(-2) : number);
  if (/^\d{3}$/.test(number) && isCommuneCode(code)) return code;
  const found = `DEP ${departement}, CODCOM ${record.get('number')}`;
  report.reject(record.row, record.heading('number'), found, 'no commune code can be made of them');
  return null;
}
