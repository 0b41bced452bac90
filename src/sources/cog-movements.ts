import { communeCell } from './cells.ts';
import type { CogType } from './cog.ts';
import { type CsvRecord, readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

/** INSEE's codes of events on communes (column MOD). */
export const MOVEMENTS = {
  10: 'renamed',
  20: 'created',
  21: 'restored',
  30: 'suppressed',
  31: 'merged',
  32: 'merged-into-new-commune',
  33: 'associated',
  34: 'association-ended',
  35: 'delegation-ended',
  41: 'moved-to-other-departement',
  50: 'recoded',
  70: 'associated-to-delegated',
  71: 'delegation-restored',
  72: 'delegation-created',
} as const;
export type MovementKind = (typeof MOVEMENTS)[keyof typeof MOVEMENTS];

export interface CogMovement {
  kind: MovementKind;
  /** ISO date on which it took effect. */
  date: string;
  /** Null where nothing was before (a created commune). */
  from: MovementEnd | null;
  /** Null where nothing is after (a commune that left the communes). */
  to: MovementEnd | null;
}

export interface MovementEnd {
  type: CogType;
  code: string;
  /** As it was called on that side of the event; absent where the file has no names. */
  name?: string;
}

const COLUMNS = {
  kind: 'MOD',
  date: 'DATE_EFF',
  fromType: 'TYPECOM_AV',
  fromCode: 'COM_AV',
  toType: 'TYPECOM_AP',
  toCode: 'COM_AP',
} as const;
const NAMES = { fromName: 'LIBELLE_AV', toName: 'LIBELLE_AP' } as const;
type Columns = keyof typeof COLUMNS | keyof typeof NAMES;

const KINDS: ReadonlyMap<string, MovementKind> = new Map(Object.entries(MOVEMENTS));
const TYPES: ReadonlyMap<string, CogType> = new Map([
  ['COM', 'COM'],
  ['ARM', 'ARM'],
  ['COMD', 'COMD'],
  ['COMA', 'COMA'],
]);

/**
 * INSEE's `v_mvt_commune` file: every event on a commune since 1943, one row for each pair of before and after.
 * @throws DomainError as readCsv
 */
export async function* readCogMovements(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<CogMovement> {
  for await (const record of readCsv(file, report, { columns: COLUMNS, optional: NAMES })) {
    const kind = KINDS.get(record.get('kind'));
    if (!kind) {
      const expected = `unknown kind of movement: expected one of ${[...KINDS.keys()].join(', ')}`;
      report.reject(record.row, record.heading('kind'), record.get('kind'), expected);
      continue;
    }
    const date = record.get('date');
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
      report.reject(record.row, record.heading('date'), date, 'expected a date as YYYY-MM-DD');
      continue;
    }
    const from = end(record, 'fromType', 'fromCode', 'fromName', report);
    if (from === undefined) continue;
    const to = end(record, 'toType', 'toCode', 'toName', report);
    if (to === undefined) continue;
    report.kept();
    yield { kind, date, from, to };
  }
}

/** One end of a movement; null where the file has none, undefined when the row was rejected. */
function end(
  record: CsvRecord<Columns>,
  typeKey: Columns,
  codeKey: Columns,
  nameKey: Columns,
  report: ReportBuilder,
): MovementEnd | null | undefined {
  const typeText = record.get(typeKey);
  if (typeText === '' && record.get(codeKey) === '') return null;
  const type = TYPES.get(typeText);
  if (!type) {
    report.reject(record.row, record.heading(typeKey), typeText, 'expected one of COM, ARM, COMD, COMA');
    return undefined;
  }
  const code = communeCell(record, codeKey, report);
  return code === null ? undefined : { type, code, name: record.get(nameKey) || undefined };
}
