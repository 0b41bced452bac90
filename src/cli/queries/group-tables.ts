import type { Column } from '../../publish/columns.ts';
import { COMPARE_COLUMNS } from '../../publish/dictionary/compare.ts';
import { CURVE_COLUMNS, CURVE_TOTAL_COLUMNS } from '../../publish/dictionary/curve.ts';
import { RANKING_COLUMNS } from '../../publish/dictionary/ranking.ts';
import { signedPoints } from '../../publish/share-text.ts';
import { terminalTable } from '../table.ts';
import { columnsBut, page, type Row, shareText, type TableAnswer } from './answer-tables.ts';

/** Curve, ranking and comparison as text for the terminal. */

/** The column of a dictionary under a heading that is short enough for a terminal. */
function shown(columns: readonly Column[], name: string, heading: string = name): Column {
  return { ...columns.find((column) => column.name === name)!, name: heading };
}

/** Rows under the headings of `shown`. */
function renamed(rows: readonly Row[], headings: Readonly<Record<string, string>>): Row[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(headings).map(([name, heading]) => [heading, row[name]])),
  );
}

function shortTable(
  columns: readonly Column[],
  headings: Readonly<Record<string, string>>,
  rows: readonly Row[],
): string {
  const chosen = Object.entries(headings).map(([name, heading]) => shown(columns, name, heading));
  return terminalTable(chosen, renamed(rows, headings));
}

const CURVE_HEADINGS = {
  minute: 'minutes',
  residents_within: 'residents',
  share: 'share',
  comparison_residents_within: 'comparison',
  comparison_share: 'its share',
  difference_points: 'points',
};
const CURVE_FIGURES = {
  name: 'territory',
  residents: 'residents',
  median_minutes: 'median',
  d9_minutes: 'ninth decile',
  mean_minutes: 'mean',
  beyond_limit: 'beyond',
  without_time: 'without time',
  estimate_share: 'estimated',
  sites: 'sites',
  status: 'status',
};
/** A screen has no room for 61 lines. */
const EVERY_MINUTES = 5;

export function curveTable(body: string): string {
  const { edition, definition, items, total }: TableAnswer = JSON.parse(body);
  const rows = items.filter((item) => Number(item.minute) % EVERY_MINUTES === 0);
  const comparison = Object.fromEntries(
    Object.keys(CURVE_FIGURES).map((name) => [name, total[`comparison_${name}`]]),
  );
  const figures = shortTable(CURVE_TOTAL_COLUMNS, CURVE_FIGURES, [total, comparison]);
  const note =
    'minutes by car; percentiles of all residents, mean of those with a time; json and csv have every minute';
  return page(edition, definition, shortTable(CURVE_COLUMNS, CURVE_HEADINGS, rows), `${figures}\n\n${note}`);
}

export function rankingTable(body: string): string {
  const { edition, definition, items, total }: TableAnswer = JSON.parse(body);
  const keptOut = [
    [total.partial, 'partial'],
    [total.no_population, 'without residents'],
    [total.not_applicable, 'not applicable'],
  ].flatMap(([count, reason]) => (count === 0 ? [] : [`${count} ${reason}`]));
  const line =
    `total: ${total.ranked} ranked, ${items.length} listed` +
    (keptOut.length === 0 ? '' : `; kept out: ${keptOut.join(', ')}`) +
    `; in all ${total.covered} of ${total.population} residents covered (${shareText(total.share)})`;
  const columns = columnsBut(RANKING_COLUMNS, 'level', 'covered', 'without_time');
  return page(edition, definition, terminalTable(columns, items), line);
}

const SIDE_HEADINGS = {
  name: 'territory',
  residents: 'residents',
  covered: 'covered',
  share: 'share',
  sites: 'sites',
  sites_per_100k: 'per 100k',
  median_minutes: 'median min',
  without_time: 'without time',
  estimate_share: 'estimated',
  status: 'status',
};
const SCENARIO_HEADINGS = {
  scenario: 'scenario',
  threshold_minutes: 'minutes',
  speed_percent: 'speeds %',
  a_share: 'A',
  b_share: 'B',
  difference_points: 'A − B, points',
  share_ratio: 'A ÷ B',
  uncovered_ratio: 'uncovered A ÷ B',
  status: 'status',
};
const VERDICT_TEXTS: Record<string, string> = {
  'a-higher': 'A is higher',
  'a-higher-or-equal': 'A is higher or equal',
  'b-higher': 'B is higher',
  'b-higher-or-equal': 'B is higher or equal',
  equal: 'A and B are equal',
  changes: 'which is higher changes with the scenario',
};

export function compareTable(body: string): string {
  const { edition, definition, items, total }: TableAnswer = JSON.parse(body);
  const sides = ['a', 'b'].map((letter) => ({
    side: letter.toUpperCase(),
    ...Object.fromEntries(Object.keys(SIDE_HEADINGS).map((name) => [name, items[0][`${letter}_${name}`]])),
  }));
  const side: Column = { ...shown(COMPARE_COLUMNS, 'a_name'), name: 'side' };
  const columns = [
    side,
    ...Object.entries(SIDE_HEADINGS).map(([name, heading]) => shown(COMPARE_COLUMNS, `a_${name}`, heading)),
  ];
  const table = terminalTable(columns, renamed(sides, { side: 'side', ...SIDE_HEADINGS }));
  const scenarios = shortTable(COMPARE_COLUMNS, SCENARIO_HEADINGS, items);
  return page(edition, definition, `${table}\n\n${scenarios}`, verdictLine(total));
}

function verdictLine(total: Row): string {
  if (total.verdict === 'not-comparable') return 'total: nobody lives in one of the two: nothing to compare';
  const [least, most] = [total.difference_points_least, total.difference_points_most].map((points) =>
    signedPoints(Number(points)),
  );
  const everywhere =
    total.verdict === 'changes' ? '' : ` in all ${total.scenarios_computed} scenarios computed`;
  return `total: ${VERDICT_TEXTS[String(total.verdict)]}${everywhere}; A − B from ${least} to ${most} points`;
}
