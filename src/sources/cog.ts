import { communeCell, textCell } from './cells.ts';
import { departementOfCommune } from './codes.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

/** COM commune, ARM municipal arrondissement, COMD delegated commune, COMA associated commune. */
export type CogType = 'COM' | 'ARM' | 'COMD' | 'COMA';

export interface CogCommune {
  type: CogType;
  code: string;
  /** Null for delegated and associated communes: their parent has it. */
  region: string | null;
  departement: string;
  /** Full code of the arrondissement (département and digits); null where there is none (Mayotte). */
  arrondissement: string | null;
  name: string;
  /**
   * INSEE's canton code: a canton, or a pseudo-canton where a commune holds several. Null where there is no canton
   * (Martinique, Guyane) and for delegated and associated communes.
   */
  canton: string | null;
  /** The commune that holds it; null for COM. */
  parent: string | null;
}

const TYPES: ReadonlySet<string> = new Set<CogType>(['COM', 'ARM', 'COMD', 'COMA']);

function isCogType(text: string): text is CogType {
  return TYPES.has(text);
}

/**
 * INSEE's `v_commune` file of the Code officiel géographique.
 * A code may come twice: as commune and as the delegated commune of the same name.
 * @throws DomainError as readCsv
 */
export async function* readCog(file: SourceFile, report: ReportBuilder): AsyncGenerator<CogCommune> {
  const records = readCsv(file, report, {
    columns: {
      type: 'TYPECOM',
      code: 'COM',
      region: 'REG',
      departement: 'DEP',
      arrondissement: 'ARR',
      name: 'LIBELLE',
      canton: 'CAN',
      parent: 'COMPARENT',
    },
  });
  const seen = new Set<string>();
  for await (const record of records) {
    const type = record.get('type');
    if (!isCogType(type)) {
      report.reject(record.row, record.heading('type'), type, 'expected one of COM, ARM, COMD, COMA');
      continue;
    }
    const code = communeCell(record, 'code', report);
    if (code === null) continue;
    const name = textCell(record, 'name', report);
    if (name === null) continue;
    const parent = type === 'COM' ? null : communeCell(record, 'parent', report);
    if (type !== 'COM' && parent === null) continue;
    const region = record.get('region');
    if (region === '' && (type === 'COM' || type === 'ARM')) {
      report.reject(record.row, record.heading('region'), region, 'expected a région code');
      continue;
    }
    const key = `${type === 'COM' ? 'COM' : 'part'} ${code}`;
    if (seen.has(key)) {
      report.reject(record.row, record.heading('code'), code, 'a second row of the same code and type');
      continue;
    }
    seen.add(key);
    report.kept();
    yield {
      type,
      code,
      region: region || null,
      departement: record.get('departement') || departementOfCommune(code),
      arrondissement: record.get('arrondissement') || null,
      name,
      canton: record.get('canton') || null,
      parent,
    };
  }
}
