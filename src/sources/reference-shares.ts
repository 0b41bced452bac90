import { DomainError } from '../domain-error.ts';
import { decimalCell, departementCell, parseDecimal, wholeNumberCell } from './cells.ts';
import { type ReadCode, readCommuneCode, readDepartementCode } from './codes.ts';
import { type CsvRecord, readCsv } from './files/csv.ts';
import { csvBatches } from './files/csv-lines.ts';
import { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

/** A published figure: part of a territory's residents at or under some minutes by car from the nearest site. */
export interface ReferenceShareRow {
  /** One of the levels that the caller allows. */
  level: string;
  code: string;
  minutes: number;
  /** 0 to 1. */
  share: number;
}

export const DEFAULT_LEVEL = 'departement';
const MINUTES_MAX = 60;
const PERCENT = { min: 0, max: 100 };
const FRACTION = { min: 0, max: 1 };

const WIDE_HEADING = /^pct_pop_le_([1-9]\d?)min$/;
const EXPECTED =
  'columns code, minutes and share (0 to 1) or percent (0 to 100), with level where they are not départements; ' +
  'or dep and pct_pop_le_<n>min (percent) for one or several n from 1 to 60';

/**
 * Reference figures to hold coverage against, in either of two shapes, told apart by the headings: long, a row a
 * territory and threshold (`level` optional, `code`, `minutes`, `share` or `percent`); wide, a row a département, as
 * INSEE's figures are republished (`dep`, `pct_pop_le_5min` …). Other columns are passed over. A figure that falls as
 * minutes grow is flagged in the long shape, where it may be any of two rows; in the wide one its row is rejected.
 * @param levels what the column `level` may hold
 * @throws DomainError source-schema (neither shape, or both share and percent) and as readCsv
 */
export async function* readReferenceShares(
  file: SourceFile,
  report: ReportBuilder,
  levels: readonly string[],
): AsyncGenerator<ReferenceShareRow> {
  const headings = await headingsOf(file);
  const wide = headings.filter((heading) => minutesOfHeading(heading) !== null);
  if (headings.includes('dep') && wide.length > 0) {
    yield* readWide(file, report, wide);
    return;
  }
  const values = headings.filter((heading) => heading === 'share' || heading === 'percent');
  if (!headings.includes('code') || !headings.includes('minutes') || values.length !== 1) {
    const found = headings.map((heading) => heading || '(empty)').join(', ');
    throw new DomainError('source-schema', `${file.name}: expected ${EXPECTED}; found ${found}`, {
      file: file.name,
      expected: EXPECTED,
      found: headings,
    });
  }
  yield* readLong(file, report, values[0] === 'percent' ? 'percent' : 'share', levels);
}

/** The first record of the file; readCsv reads it again, with a report. */
async function headingsOf(file: SourceFile): Promise<string[]> {
  for await (const batch of csvBatches(file, new ReportBuilder('headings', file.name))) {
    if (batch.length > 0) return batch[0].cells.map((cell) => cell.trim());
  }
  throw new DomainError('source-empty', `${file.name}: the file is empty`, { file: file.name });
}

function minutesOfHeading(heading: string): number | null {
  const minutes = Number(WIDE_HEADING.exec(heading)?.[1] ?? 0);
  return minutes >= 1 && minutes <= MINUTES_MAX ? minutes : null;
}

async function* readWide(
  file: SourceFile,
  report: ReportBuilder,
  headings: readonly string[],
): AsyncGenerator<ReferenceShareRow> {
  const minutes = headings.map((heading) => minutesOfHeading(heading) ?? 0).sort((a, b) => a - b);
  const columns: Record<string, string> = { departement: 'dep' };
  for (const n of minutes) columns[`share${n}`] = `pct_pop_le_${n}min`;
  const seen = new Set<string>();
  for await (const record of readCsv(file, report, { columns })) {
    const code = departementCell(record, 'departement', report);
    if (code === null) continue;
    if (seen.has(code)) {
      report.reject(record.row, record.heading('departement'), code, 'a second row of the same département');
      continue;
    }
    const shares = risingShares(record, minutes, report);
    if (shares === null) continue;
    seen.add(code);
    report.kept();
    for (let i = 0; i < minutes.length; i++) {
      yield { level: DEFAULT_LEVEL, code, minutes: minutes[i], share: shares[i] };
    }
  }
}

/** A share that falls as time grows is a mix-up of columns: the row is rejected. */
function risingShares(
  record: CsvRecord<string>,
  minutes: readonly number[],
  report: ReportBuilder,
): number[] | null {
  const shares: number[] = [];
  for (const n of minutes) {
    const percent = decimalCell(record, `share${n}`, report, PERCENT);
    if (percent === null) return null;
    if (percent / 100 < (shares.at(-1) ?? 0)) {
      const reason = 'lower than the share at a shorter time';
      report.reject(record.row, record.heading(`share${n}`), percent, reason);
      return null;
    }
    shares.push(percent / 100);
  }
  return shares;
}

async function* readLong(
  file: SourceFile,
  report: ReportBuilder,
  valueHeading: 'share' | 'percent',
  levels: readonly string[],
): AsyncGenerator<ReferenceShareRow> {
  const columns = { code: 'code', minutes: 'minutes', value: valueHeading } as const;
  const optional = { level: 'level' } as const;
  /** Territory → minutes → share, to see the same figure twice and figures that fall. */
  const territories = new Map<string, Map<number, number>>();
  for await (const record of readCsv(file, report, { columns, optional })) {
    const level = levelCell(record, report, levels);
    if (level === null) continue;
    const code = codeCell(record, level, report);
    if (code === null) continue;
    const minutes = wholeNumberCell(record, 'minutes', report);
    if (minutes === null) continue;
    if (minutes < 1 || minutes > MINUTES_MAX) {
      report.reject(record.row, 'minutes', minutes, `expected whole minutes from 1 to ${MINUTES_MAX}`);
      continue;
    }
    const share = shareCell(record, valueHeading, report);
    if (share === null) continue;
    const key = `${level} ${code}`;
    const known = territories.get(key) ?? new Map<number, number>();
    territories.set(key, known);
    if (known.has(minutes)) {
      report.reject(record.row, 'minutes', minutes, `a second figure of ${key} at ${minutes} minutes`);
      continue;
    }
    flagFall(record, known, minutes, share, report);
    known.set(minutes, share);
    report.kept();
    yield { level, code, minutes, share };
  }
}

type LongRecord = CsvRecord<'code' | 'minutes' | 'value' | 'level'>;

function levelCell(record: LongRecord, report: ReportBuilder, levels: readonly string[]): string | null {
  const text = record.get('level');
  if (text === '') return DEFAULT_LEVEL;
  // `Département` is what a French hand writes: the same word but for its accents.
  const level = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  if (levels.includes(level)) return level;
  report.reject(record.row, 'level', text, `expected one of ${levels.join(', ')}`);
  return null;
}

const CODE_READERS: Readonly<Record<string, (text: string) => ReadCode | null>> = {
  departement: readDepartementCode,
  commune: readCommuneCode,
};

function codeCell(record: LongRecord, level: string, report: ReportBuilder): string | null {
  const text = record.get('code');
  const read = CODE_READERS[level];
  const found = read ? read(text) : { code: text, repair: null };
  if (!found || found.code === '') {
    report.reject(record.row, 'code', text, `expected the code of a ${level}`);
    return null;
  }
  if (found.repair) report.repair(record.row, 'code', text, found.repair);
  return found.code;
}

/** A spreadsheet's percentage keeps its sign (`78,3 %`). */
function shareCell(record: LongRecord, heading: 'share' | 'percent', report: ReportBuilder): number | null {
  const text = record.get('value');
  const percent = heading === 'percent';
  const range = percent ? PERCENT : FRACTION;
  const value = parseDecimal(percent ? text.replace(/\s*%$/, '') : text);
  if (value >= range.min && value <= range.max) return percent ? value / 100 : value;
  const other = percent ? '' : '; a column of percentages is headed percent';
  report.reject(record.row, heading, text, `expected a number from ${range.min} to ${range.max}${other}`);
  return null;
}

function flagFall(
  record: LongRecord,
  known: ReadonlyMap<number, number>,
  minutes: number,
  share: number,
  report: ReportBuilder,
): void {
  for (const [other, otherShare] of known) {
    const falls = other < minutes ? otherShare > share : otherShare < share;
    if (!falls) continue;
    const reason = `kept, but shares fall as minutes grow: ${otherShare} at ${other} minutes`;
    report.flag(record.row, record.heading('value'), record.get('value'), reason);
    return;
  }
}
