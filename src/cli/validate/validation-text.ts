import type { BarResult, ComparedFigure, ThresholdErrors } from '../../coverage/validation.ts';
import { barLine, leftOutLines, type ValidationAnswer } from '../../publish/answers/validation-answer.ts';
import type { Column } from '../../publish/columns.ts';
import { signedPoints } from '../../publish/share-text.ts';
import { percentText, terminalTable } from '../table.ts';

/** A validation as text for the terminal: what is compared, the differences, the errors, what is left out. */

/** Figures that are listed one a line; more are laid out as differences, territories down and minutes across. */
const MOST_LINES = 40;
const MOST_ISSUES = 20;

const points = (value: number) => signedPoints(value, '-');

/** Cells are text made here; a column of numbers stands to the right. */
function column(name: string, number = true): Column {
  return {
    name,
    type: number ? 'number' : 'string',
    nullable: false,
    unit: null,
    heading: { en: name, fr: name },
    definition: { en: name, fr: name },
  };
}

export function validationText(answer: ValidationAnswer): string {
  const { definition, reference, items, errors } = answer;
  const fictional = definition.fictional ? ['FICTIONAL DATA: an invented territory, no real place'] : [];
  const about = reference.described ? ` (${reference.described.title}, ${reference.described.vintage})` : '';
  const severalLevels = new Set(errors.map((row) => row.level)).size > 1;
  const left = leftOutLines(answer.left_out).map((line) => `left out: ${line}`);
  return [
    ...fictional,
    `edition ${answer.edition} (${definition.edition_created_at.slice(0, 10)}) · network ${definition.network} · reference ${reference.file}${about}`,
    'difference: ours less the reference, in percentage points',
    '',
    items.length <= MOST_LINES ? lines(items, severalLevels) : differencesAcross(items, severalLevels),
    '',
    errorsTable(errors, severalLevels),
    ...(left.length > 0 ? ['', ...left] : []),
    ...(answer.bars.length > 0 ? ['', ...answer.bars.map(barLine)] : []),
  ].join('\n');
}

function lines(items: readonly ComparedFigure[], severalLevels: boolean): string {
  const columns = [
    ...(severalLevels ? [column('level', false)] : []),
    column('code', false),
    column('name', false),
    ...['minutes', 'ours', 'reference', 'difference', 'population', 'estimated'].map((name) => column(name)),
  ];
  const rows = items.map((item) => ({
    level: item.level,
    code: item.code,
    name: item.name,
    minutes: String(item.minutes),
    ours: percentText(item.ours),
    reference: percentText(item.reference),
    difference: points(item.difference_points),
    population: String(item.population),
    estimated: percentText(item.estimate_share),
  }));
  return terminalTable(columns, rows);
}

function differencesAcross(items: readonly ComparedFigure[], severalLevels: boolean): string {
  const minutes = [...new Set(items.map((item) => item.minutes))].sort((a, b) => a - b);
  const columns = [
    ...(severalLevels ? [column('level', false)] : []),
    column('code', false),
    column('name', false),
    ...minutes.map((n) => column(`${n} min`)),
    column('estimated'),
  ];
  const territories = Map.groupBy(items, ({ level, code }) => `${level} ${code}`);
  const rows = [...territories.values()].map((own) => {
    const [{ level, code, name, estimate_share }] = own;
    const row: Record<string, string> = { level, code, name, estimated: percentText(estimate_share) };
    for (const n of minutes) row[`${n} min`] = '–';
    for (const item of own) row[`${item.minutes} min`] = points(item.difference_points);
    return row;
  });
  return `${terminalTable(columns, rows)}\n(ours and the reference beside each difference: --format csv, or --report)`;
}

function errorsTable(errors: readonly ThresholdErrors[], severalLevels: boolean): string {
  const columns = [
    ...(severalLevels ? [column('level', false)] : []),
    ...['minutes', 'compared', 'ours', 'reference', 'bias', 'mae', 'weighted mae', 'rms', 'estimated'].map(
      (name) => column(name),
    ),
    column('furthest', false),
  ];
  const rows = errors.map((row) => ({
    level: row.level,
    minutes: String(row.minutes),
    compared: String(row.compared),
    ours: percentText(row.ours),
    reference: percentText(row.reference),
    bias: points(row.mean_error_points),
    mae: row.mean_absolute_error_points.toFixed(2),
    'weighted mae': row.weighted_mean_absolute_error_points.toFixed(2),
    rms: row.root_mean_square_error_points.toFixed(2),
    estimated: percentText(row.estimate_share),
    furthest: row.worst
      .map(({ name, code, difference_points }) => `${name} (${code}) ${points(difference_points)}`)
      .join(', '),
  }));
  return terminalTable(columns, rows);
}

/** Rows of the reference that are not as expected, for standard error; empty where all are. */
export function issuesText({ reference }: ValidationAnswer): string {
  const { issues, rejected, repaired, flagged, read } = reference.rows;
  if (issues.length === 0) return '';
  const listed = issues.slice(0, MOST_ISSUES).map((issue) => {
    const where = [issue.row === null ? '' : `row ${issue.row}`, issue.column ?? '']
      .filter(Boolean)
      .join(', ');
    return `  ${issue.kind}: ${where}: ${issue.value ?? '(none)'}: ${issue.reason}`;
  });
  const more = rejected + repaired + flagged - listed.length;
  return [
    `${reference.file}: of ${read} rows, ${rejected} rejected, ${repaired} repaired, ${flagged} flagged`,
    ...listed,
    ...(more > 0 ? [`  … ${more} more`] : []),
    '',
  ].join('\n');
}

export function failedBarsText(bars: readonly BarResult[]): string {
  const failed = bars.filter((bar) => !bar.met);
  return failed.map((bar) => `maillage: ${barLine(bar)}\n`).join('');
}
