import type { ComparedFigure, ThresholdErrors } from '../coverage/validation.ts';
import { escapeHtml, type HtmlColumn, htmlTable, TABLE_END, tableStart } from './html-parts.ts';
import { sharePercent, signedPoints } from './share-text.ts';

/** The tables of a validation report: what its plots show, for whoever cannot see them or wants the numbers. */

/** Territories whose figures the report lists; of more, those with the largest differences. */
const MOST_LISTED = 200;

export function errorsTable(errors: readonly ThresholdErrors[], id: string): string {
  const columns: HtmlColumn[] = [
    { name: 'Minutes' },
    ...[
      'Territories',
      'Maillage, %',
      'Reference, %',
      'Mean error (bias)',
      'Mean absolute error',
      '… weighted by residents',
      'Root mean square',
      'Estimated, %',
    ].map((name) => ({ name, kind: 'number' as const })),
    { name: 'Furthest', kind: 'text' },
  ];
  const rows = errors.map((row) => [
    String(row.minutes),
    String(row.compared),
    sharePercent(row.ours),
    sharePercent(row.reference),
    signedPoints(row.mean_error_points),
    row.mean_absolute_error_points.toFixed(2),
    row.weighted_mean_absolute_error_points.toFixed(2),
    row.root_mean_square_error_points.toFixed(2),
    sharePercent(row.estimate_share),
    row.worst
      .map(({ name, code, difference_points }) => `${name} (${code}) ${signedPoints(difference_points)}`)
      .join(', '),
  ]);
  const caption =
    'Errors in percentage points, each territory counting once unless weighted. Maillage and Reference: shares of all ' +
    'residents compared, by the edition’s population. Estimated: part of these residents whose time is an estimate.';
  return htmlTable(caption, id, columns, rows);
}

/** Three rows a territory, under one heading: ours, the reference, the difference. */
export function figuresTable(figures: readonly ComparedFigure[], id: string, territories: number): string {
  const byTerritory = [...Map.groupBy(figures, ({ code }) => code).values()];
  const minutes = [...new Set(figures.map((figure) => figure.minutes))].sort((a, b) => a - b);
  const worstOf = (own: readonly ComparedFigure[]) =>
    Math.max(...own.map((f) => Math.abs(f.difference_points)));
  const listed =
    territories > MOST_LISTED
      ? byTerritory.toSorted((a, b) => worstOf(b) - worstOf(a)).slice(0, MOST_LISTED)
      : byTerritory;
  const left =
    listed.length < territories
      ? ` The ${listed.length} territories of ${territories} with the largest differences; maillage validate --format csv prints all.`
      : '';
  const head = minutes.map((n) => `<th scope="col" class="number">${n} min</th>`).join('');
  const bodies = listed
    .toSorted(([a], [b]) => (a.code < b.code ? -1 : 1))
    .map((own) => figureRows(own, minutes));
  return (
    tableStart(id, `Shares in percent, differences in percentage points.${left}`) +
    `<thead><tr><th scope="col">Territory</th><th scope="col">Share by</th>${head}</tr></thead>${bodies.join('\n')}${TABLE_END}`
  );
}

function figureRows(own: readonly ComparedFigure[], minutes: readonly number[]): string {
  const row = (kind: string, text: (figure: ComparedFigure) => string) => {
    const cells = minutes.map((n) => {
      const figure = own.find((candidate) => candidate.minutes === n);
      return `<td class="number">${figure ? escapeHtml(text(figure)) : '–'}</td>`;
    });
    return `<th scope="row">${kind}</th>${cells.join('')}</tr>`;
  };
  const [{ name, code, population, estimate_share }] = own;
  const about = `${residentsText(population)} residents, ${sharePercent(estimate_share)} % estimated`;
  return (
    `<tbody><tr><th scope="rowgroup" rowspan="3">${escapeHtml(`${name} (${code})`)}<br><small>${escapeHtml(about)}</small></th>` +
    `${row('Maillage', (figure) => sharePercent(figure.ours))}<tr>${row('reference', (figure) => sharePercent(figure.reference))}` +
    `<tr>${row('difference', (figure) => signedPoints(figure.difference_points))}</tbody>`
  );
}

/** Thousands apart by a narrow space that does not break. */
function residentsText(residents: number): string {
  return String(residents).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
