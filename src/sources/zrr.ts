import { uniqueCommuneCell } from './cells.ts';
import { readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

export type ZrrClass = 'classed' | 'partial' | 'not-classed';

/**
 * The modalities of ZONAGE_ZRR (ANCT): C classed; D classed for its loss of population over 40 years; A left in 2017
 * and keeps the benefits; M the same, in the mountains; CM merged and wholly kept, in the mountains; P classed in
 * part; PA and PM merged and kept in part; NC not classed.
 */
const CLASS_OF_DETAIL = {
  C: 'classed',
  D: 'classed',
  A: 'classed',
  M: 'classed',
  CM: 'classed',
  P: 'partial',
  PA: 'partial',
  PM: 'partial',
  NC: 'not-classed',
} as const satisfies Record<string, ZrrClass>;
export type ZrrDetail = keyof typeof CLASS_OF_DETAIL;
export const ZRR_DETAILS = Object.keys(CLASS_OF_DETAIL) as ZrrDetail[];

const CLASS_OF_SIMPLE: ReadonlyMap<string, ZrrClass> = new Map([
  ['C', 'classed'],
  ['P', 'partial'],
  ['NC', 'not-classed'],
]);

export interface ZrrRow {
  /** As in the file: the codes of its own year (COG 2021). */
  commune: string;
  zrr: ZrrClass;
  detail: ZrrDetail;
}

/**
 * Zones de revitalisation rurale by commune (ANCT). The heading comes after a preamble.
 * "Classed" is the State's simplified class: it holds the communes that left and keep the benefits (A, M).
 * @throws DomainError as readCsv
 */
export async function* readZrr(file: SourceFile, report: ReportBuilder): AsyncGenerator<ZrrRow> {
  const records = readCsv(file, report, {
    columns: { commune: 'CODGEO', simple: 'ZRR_SIMP', detail: 'ZONAGE_ZRR' },
    headingWithin: 12,
  });
  const seen = new Set<string>();
  for await (const record of records) {
    const commune = uniqueCommuneCell(record, 'commune', report, seen);
    if (commune === null) continue;
    const zrr = CLASS_OF_SIMPLE.get(modality(record.get('simple')));
    if (!zrr) {
      report.reject(record.row, record.heading('simple'), record.get('simple'), 'expected C, P or NC');
      continue;
    }
    const detail = modality(record.get('detail'));
    if (!isDetail(detail)) {
      const expected = `expected one of ${Object.keys(CLASS_OF_DETAIL).join(', ')}`;
      report.reject(record.row, record.heading('detail'), record.get('detail'), expected);
      continue;
    }
    if (CLASS_OF_DETAIL[detail] !== zrr) {
      report.flag(
        record.row,
        record.heading('detail'),
        record.get('detail'),
        `contradicts ${record.get('simple')}`,
      );
    }
    report.kept();
    yield { commune, zrr, detail };
  }
}

/** `C - Classée en ZRR` → `C`. */
function modality(label: string): string {
  return label.split(' - ', 1)[0].trim();
}

function isDetail(text: string): text is ZrrDetail {
  return Object.hasOwn(CLASS_OF_DETAIL, text);
}
