import { decimalCell, departementCell } from './cells.ts';
import { type CsvRecord, readCsv } from './files/csv.ts';
import type { ReportBuilder } from './files/read-report.ts';
import type { SourceFile } from './files/source-file.ts';

/** The thresholds of the reference, in minutes. */
export const REFERENCE_MINUTES = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60] as const;

export interface AccessReferenceRow {
  departement: string;
  name: string;
  /** Share of residents (0–1) at or under each of REFERENCE_MINUTES by car from the nearest site. */
  shareWithin: number[];
  /** Minutes of the residents' travel times. */
  meanMinutes: number;
  medianMinutes: number;
  firstDecileMinutes: number;
  lastDecileMinutes: number;
  communesWithSite: number;
  communes: number;
  /** Residents are decimal: they come from sums of weights. */
  population: number;
}

const COLUMNS = {
  departement: 'dep',
  name: 'libgeo',
  mean: 'mean_min',
  median: 'median_min',
  d1: 'd1_min',
  d9: 'd9_min',
  withSite: 'nb_communes_with_ifs',
  communes: 'nb_communes',
  population: 'total_pop',
  share5: 'pct_pop_le_5min',
  share10: 'pct_pop_le_10min',
  share15: 'pct_pop_le_15min',
  share20: 'pct_pop_le_20min',
  share25: 'pct_pop_le_25min',
  share30: 'pct_pop_le_30min',
  share35: 'pct_pop_le_35min',
  share40: 'pct_pop_le_40min',
  share45: 'pct_pop_le_45min',
  share50: 'pct_pop_le_50min',
  share55: 'pct_pop_le_55min',
  share60: 'pct_pop_le_60min',
} as const;
type Columns = keyof typeof COLUMNS;

const MINUTES = { min: 0, max: 24 * 60 };
const COUNT = { min: 0, max: 1e8 };

/**
 * Access to the nearest France Services by département, after INSEE (BPE 2023, Metric-OSRM): a target to hold the
 * method against, not a source of coverage.
 * @throws DomainError as readCsv
 */
export async function* readAccessReference(
  file: SourceFile,
  report: ReportBuilder,
): AsyncGenerator<AccessReferenceRow> {
  for await (const record of readCsv(file, report, { columns: COLUMNS })) {
    const row = accessRow(record, report);
    if (!row) continue;
    report.kept();
    yield row;
  }
}

function accessRow(record: CsvRecord<Columns>, report: ReportBuilder): AccessReferenceRow | null {
  const departement = departementCell(record, 'departement', report);
  if (departement === null) return null;
  const shareWithin = sharesOf(record, report);
  if (shareWithin === null) return null;
  const numbers: number[] = [];
  for (const key of ['mean', 'median', 'd1', 'd9', 'withSite', 'communes', 'population'] as const) {
    const value = decimalCell(record, key, report, numbers.length < 4 ? MINUTES : COUNT);
    if (value === null) return null;
    numbers.push(value);
  }
  const [
    meanMinutes,
    medianMinutes,
    firstDecileMinutes,
    lastDecileMinutes,
    communesWithSite,
    communes,
    population,
  ] = numbers;
  return {
    departement,
    name: record.get('name'),
    shareWithin,
    meanMinutes,
    medianMinutes,
    firstDecileMinutes,
    lastDecileMinutes,
    communesWithSite,
    communes,
    population,
  };
}

/** A share that falls as time grows is a mix-up of columns: the row is rejected. */
function sharesOf(record: CsvRecord<Columns>, report: ReportBuilder): number[] | null {
  const shares: number[] = [];
  for (const minutes of REFERENCE_MINUTES) {
    const key = `share${minutes}` as const;
    const percent = decimalCell(record, key, report, { min: 0, max: 100 });
    if (percent === null) return null;
    const share = percent / 100;
    if (share < (shares.at(-1) ?? 0)) {
      report.reject(record.row, record.heading(key), percent, 'lower than the share at a shorter time');
      return null;
    }
    shares.push(share);
  }
  return shares;
}
