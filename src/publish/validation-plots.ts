import type { ComparedFigure } from '../coverage/validation.ts';
import { sharePercent, signedPoints } from './share-text.ts';
import {
  type Box,
  CHART_WIDTH,
  dot,
  drawing,
  frame,
  label,
  line,
  panelGrid,
  polyline,
  roundScale,
  type Scale,
  scaleOver,
  units,
} from './svg-chart.ts';

/** The plots of a validation report, each a whole SVG drawing. Figures are those of one level. */

const PER_ROW = 3;
const SQUARE = { width: 200, height: 200 };
const MARGIN = { left: 48, top: 26, right: 12, bottom: 40 };
const LEGEND_HEIGHT = 24;
/** Beyond this many points a drawing holds each place once, without texts: points hide one another anyway. */
const MANY_POINTS = 400;
const LEAST_SPAN_POINTS = 10;
/** Rows of the dot plot: what a page holds. */
export const MOST_DOT_ROWS = 60;
/** Columns of the dot plot and panels of the scatter. */
export const MOST_PANELS = 6;

const percent = (share: number) => 100 * share;

/** The part of a name that fits beside a plot, with the code. */
function shortName(name: string, code: string): string {
  return `${name.length > 22 ? `${name.slice(0, 21)}…` : name} (${code})`;
}

function pointText({ name, code, minutes, ours, reference, difference_points }: ComparedFigure): string {
  const shares = `${sharePercent(ours)} % here, ${sharePercent(reference)} % in the reference`;
  return `${name} (${code}), ${minutes} min: ${shares}, ${signedPoints(difference_points)} points`;
}

/** Times of a territory are called estimated where they are for most of its residents. */
const isEstimated = (figure: ComparedFigure) => figure.estimate_share > 0.5;
const dotKind = (figure: ComparedFigure) => (isEstimated(figure) ? 'dot estimated' : 'dot');

function dotLegend(figures: readonly ComparedFigure[], y: number): string {
  const kinds: [kind: string, text: string][] = [];
  if (figures.some((figure) => !isEstimated(figure))) kinds.push(['dot', 'times by road or imported']);
  if (figures.some(isEstimated)) {
    kinds.push(['dot estimated', 'times estimated for most residents']);
  }
  return kinds
    .map(([kind, text], i) => dot(8 + i * 220, y - 4, kind) + label(18 + i * 220, y, text))
    .join('');
}

/** Ours against the reference, a panel a threshold; on the diagonal both say the same. */
export function scatterPlot(
  id: string,
  figures: readonly ComparedFigure[],
  minutes: readonly number[],
): string {
  const grid = panelGrid(minutes.length, PER_ROW, SQUARE, MARGIN);
  const panels = minutes.map((threshold, i) =>
    scatterPanel(
      { ...grid.boxes[i], y: grid.boxes[i].y + LEGEND_HEIGHT },
      figures.filter((figure) => figure.minutes === threshold),
    ),
  );
  const text = {
    title: 'Share of residents: Maillage against the reference',
    description:
      `One panel for each of ${minutes.join(', ')} minutes, a point for each territory: across, the reference; up, ` +
      'Maillage, both in percent. Points above the diagonal are covered more by Maillage. The three furthest from it bear their code.',
  };
  return drawing(id, grid.height + LEGEND_HEIGHT, text, dotLegend(figures, 14) + panels.join(''));
}

function scatterPanel(box: Box, figures: readonly ComparedFigure[]): string {
  const values = figures.flatMap(({ ours, reference }) => [percent(ours), percent(reference)]);
  const [lowest, highest] = extent(values);
  // A scale of a few points would make a mountain of every hundredth.
  const from = Math.max(0, Math.min(lowest, highest - LEAST_SPAN_POINTS));
  const x = roundScale(from, highest, box.x, box.x + box.width, 4);
  const y = scaleOver(x.ticks, box.y + box.height, box.y);
  const place = ({ ours, reference }: ComparedFigure) => [x.at(percent(reference)), y.at(percent(ours))];
  const text = { title: `${figures[0].minutes} minutes`, x: 'reference, %', y: 'Maillage, %' };
  const diagonal = line(x.at(x.from), y.at(y.from), x.at(x.to), y.at(y.to), 'class="diagonal"');
  const seen = new Set<string>();
  const dots: string[] = [];
  for (const figure of figures) {
    const [atX, atY] = place(figure);
    if (figures.length > MANY_POINTS) {
      const pixel = `${Math.round(atX)} ${Math.round(atY)}`;
      if (seen.has(pixel)) continue;
      seen.add(pixel);
    }
    dots.push(dot(atX, atY, dotKind(figure), figures.length > MANY_POINTS ? '' : pointText(figure)));
  }
  const labels = furthest(figures, 3).map((figure) => {
    const [atX, atY] = place(figure);
    // Away from the diagonal, where the others lie.
    if (figure.difference_points > 0)
      return label(atX - 6, atY + 3, figure.code, 'class="code" text-anchor="end"');
    const fits = atX + 8 + 7 * figure.code.length < box.x + box.width;
    return fits
      ? label(atX + 6, atY + 5, figure.code, 'class="code"')
      : label(atX, atY + 14, figure.code, 'class="code" text-anchor="middle"');
  });
  return frame(box, x, y, text) + diagonal + dots.join('') + labels.join('');
}

function furthest(figures: readonly ComparedFigure[], count: number): ComparedFigure[] {
  return figures
    .toSorted((a, b) => Math.abs(b.difference_points) - Math.abs(a.difference_points))
    .slice(0, count);
}

function extent(values: readonly number[]): [lowest: number, highest: number] {
  // Not Math.min(...values): the level of communes has more values than a call takes.
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return [lowest, highest];
}

const ROW_HEIGHT = 15;
const NAMES_WIDTH = 190;
const COLUMN_GAP = 34;

interface DotRow {
  figures: ComparedFigure[];
  meanPoints: number;
}

/**
 * Differences by territory, a column a threshold on one scale; rows by mean difference, the most over-covered first.
 * Of more than MOST_DOT_ROWS territories, those with the largest mean absolute difference.
 */
export function differencePlot(
  id: string,
  figures: readonly ComparedFigure[],
  minutes: readonly number[],
): string {
  const rows = dotRows(figures.filter((figure) => minutes.includes(figure.minutes)));
  const shown = rows.flatMap((row) => row.figures);
  const differences = shown.map((figure) => figure.difference_points);
  const [lowest, highest] = extent([...differences, -1, 1]);
  const columnsWidth = CHART_WIDTH - NAMES_WIDTH - MARGIN.right;
  const width = (columnsWidth + COLUMN_GAP) / minutes.length - COLUMN_GAP;
  const top = LEGEND_HEIGHT + MARGIN.top;
  const height = rows.length * ROW_HEIGHT;
  const rowY = (row: number) => top + (row + 0.5) * ROW_HEIGHT;
  const names = rows.map(({ figures: [first] }, row) =>
    label(NAMES_WIDTH - 12, rowY(row) + 4, shortName(first.name, first.code), 'text-anchor="end"'),
  );
  const columns = minutes.map((threshold, column) => {
    const left = NAMES_WIDTH + column * (width + COLUMN_GAP);
    const box = { x: left, y: top, width, height };
    const x = roundScale(lowest, highest, left, left + width, width > 150 ? 6 : 2.5);
    return dotColumn(box, x, threshold, rows, rowY);
  });
  const text = {
    title: 'Differences by territory',
    description:
      `A row for each of ${rows.length} territories, a column for each of ${minutes.join(', ')} minutes: Maillage less the ` +
      'reference, in percentage points. Right of zero, Maillage covers more residents.',
  };
  const content = dotLegend(shown, 14) + names.join('') + columns.join('');
  return drawing(id, top + height + MARGIN.bottom, text, content);
}

function dotRows(figures: readonly ComparedFigure[]): DotRow[] {
  const rows = [...Map.groupBy(figures, (figure) => figure.code).values()].map((own) => ({
    figures: own,
    meanPoints: mean(own.map((figure) => figure.difference_points)),
    meanAbsolutePoints: mean(own.map((figure) => Math.abs(figure.difference_points))),
  }));
  return rows
    .sort((a, b) => b.meanAbsolutePoints - a.meanAbsolutePoints)
    .slice(0, MOST_DOT_ROWS)
    .sort((a, b) => b.meanPoints - a.meanPoints);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dotColumn(
  box: Box,
  x: Scale,
  minutes: number,
  rows: readonly DotRow[],
  rowY: (row: number) => number,
): string {
  const bottom = box.y + box.height;
  const guides = rows.map((_, row) => line(box.x, rowY(row), box.x + box.width, rowY(row), 'class="rule"'));
  const ticks = x.ticks.map(
    (tick) =>
      line(x.at(tick), box.y, x.at(tick), bottom, tick === 0 ? 'class="zero"' : 'class="rule"') +
      label(
        x.at(tick),
        bottom + 14,
        tick > 0 ? `+${tick}` : String(tick).replace('-', '−'),
        'text-anchor="middle"',
      ),
  );
  const dots = rows.flatMap((row, i) =>
    row.figures
      .filter((figure) => figure.minutes === minutes)
      .map((figure) => dot(x.at(figure.difference_points), rowY(i), dotKind(figure), pointText(figure))),
  );
  const title = label(box.x, box.y - 8, `${minutes} minutes`, 'class="panel"');
  const unit = label(box.x + box.width / 2, bottom + 28, 'points', 'text-anchor="middle"');
  return title + guides.join('') + ticks.join('') + dots.join('') + unit;
}

/** A territory, or several together, with its share by minutes in both; minutes rising. */
export interface ShareCurve {
  title: string;
  points: { minutes: number; ours: number; reference: number }[];
}

/** Share of residents by minutes, ours and the reference's, a panel a curve. */
export function curvePlot(id: string, curves: readonly ShareCurve[]): string {
  const single = curves.length === 1;
  const size = single ? { width: 480, height: 260 } : SQUARE;
  const grid = panelGrid(curves.length, single ? 1 : PER_ROW, size, MARGIN);
  const minutes = curves.flatMap((curve) => curve.points.map((point) => point.minutes));
  const shares = curves.flatMap(({ points }) =>
    points.flatMap((p) => [percent(p.ours), percent(p.reference)]),
  );
  const panels = curves.map(({ title, points }, i) => {
    const box = { ...grid.boxes[i], y: grid.boxes[i].y + LEGEND_HEIGHT };
    const x = roundScale(0, extent(minutes)[1], box.x, box.x + box.width, 6);
    const y = roundScale(0, extent(shares)[1], box.y + box.height, box.y, 5);
    const own = points.map((point) => [x.at(point.minutes), y.at(percent(point.ours))] as const);
    const theirs = points.map((point) => [x.at(point.minutes), y.at(percent(point.reference))] as const);
    return (
      frame(box, x, y, { title, x: 'minutes', y: 'residents, %' }) +
      polyline(theirs, 'curve reference') +
      theirs.map(([atX, atY]) => square(atX, atY)).join('') +
      polyline(own, 'curve') +
      own.map(([atX, atY]) => dot(atX, atY, 'dot')).join('')
    );
  });
  const text = {
    title: 'Share of residents at or under each number of minutes',
    description: `Maillage as a full line with points, the reference as a dashed line with squares, for ${curves.map((curve) => curve.title).join(', ')}.`,
  };
  return drawing(id, grid.height + LEGEND_HEIGHT, text, curveLegend() + panels.join(''));
}

function square(x: number, y: number): string {
  return `<rect class="mark reference" x="${units(x - 3.5)}" y="${units(y - 3.5)}" width="7" height="7"/>`;
}

function curveLegend(): string {
  return (
    polyline(
      [
        [0, 10],
        [28, 10],
      ],
      'curve',
    ) +
    dot(14, 10, 'dot') +
    label(34, 14, 'Maillage') +
    polyline(
      [
        [120, 10],
        [148, 10],
      ],
      'curve reference',
    ) +
    square(134, 10) +
    label(154, 14, 'reference')
  );
}
