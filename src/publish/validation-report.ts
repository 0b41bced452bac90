import type { ComparedFigure, ThresholdErrors } from '../coverage/validation.ts';
import { barLine, leftOutLines, type ValidationAnswer } from './answers/validation-answer.ts';
import { FICTIONAL_NOTICE } from './attribution.ts';
import type { EditionMeta } from './edition-meta.ts';
import { escapeHtml, type HtmlColumn, htmlList, htmlTable } from './html-parts.ts';
import {
  curvePlot,
  differencePlot,
  MOST_DOT_ROWS,
  MOST_PANELS,
  type ShareCurve,
  scatterPlot,
} from './validation-plots.ts';
import { REPORT_STYLE } from './validation-style.ts';
import { errorsTable, figuresTable } from './validation-tables.ts';

/** Territories with a curve of their own; of more, their residents are drawn together. */
const MOST_CURVES = 6;
const MOST_ISSUES = 50;

/** How a report is known for one, so that another file is never overwritten by it. */
export const REPORT_MARK = '<meta name="generator" content="maillage validate">';

/**
 * The report of `maillage validate`: one HTML file without script or outside resource.
 * @param generatedAt ISO date and time
 */
export function validationReport(answer: ValidationAnswer, meta: EditionMeta, generatedAt: string): string {
  const title = `Validation of edition ${answer.edition}`;
  const levels = [...new Set(answer.errors.map((row) => row.level))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${REPORT_MARK}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Maillage</title>
<link rel="icon" href="data:,">
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${fictionalNotice(answer)}
<p>Share of residents at or under a number of minutes by car from the nearest site, as Maillage computes it and as a
reference publishes it. Differences are Maillage less the reference, in percentage points.</p>
${factsTable(answer, meta, generatedAt)}
<div class="mind" role="note">${htmlList(answer.reference.caveats)}</div>
${levels.map((level) => levelSection(answer, level, levels.length > 1)).join('\n')}
${comparedSection(answer, meta)}
${rowsSection(answer)}
<h2>Sources of the edition</h2>
${htmlList(answer.definition.attribution)}
</main>
</body>
</html>
`;
}

function fictionalNotice({ definition }: ValidationAnswer): string {
  if (!definition.fictional) return '';
  return `<p class="notice" role="note"><strong>Fictional data.</strong> ${escapeHtml(FICTIONAL_NOTICE)} These differences say nothing of any real place.</p>`;
}

function factsTable(answer: ValidationAnswer, meta: EditionMeta, generatedAt: string): string {
  const { reference, definition } = answer;
  const rows: [string, string][] = [
    ['Edition', `${answer.edition}, loaded on ${definition.edition_created_at.slice(0, 10)}`],
    ['Territory loaded', meta.territory.join(', ')],
    ['Network', `${definition.network}: ${definition.network_definition}`],
    [
      'Reference',
      reference.described
        ? `${reference.described.title} (${reference.described.vintage})`
        : 'given by the user',
    ],
    ['Reference file', `${reference.file}, SHA-256 ${reference.sha256}`],
    ['Report made on', generatedAt.slice(0, 10)],
  ];
  const cells = rows.map(
    ([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<table class="facts"><caption>What is held against what</caption><tbody>${cells.join('')}</tbody></table>`;
}

function levelSection(answer: ValidationAnswer, level: string, several: boolean): string {
  const errors = answer.errors.filter((row) => row.level === level);
  const figures = answer.items.filter((figure) => figure.level === level);
  const minutes = errors.map((row) => row.minutes);
  const plotted = minutes.slice(0, MOST_PANELS);
  const someLeft =
    plotted.length < minutes.length ? ` The first ${plotted.length} thresholds; all are in the tables.` : '';
  const heading = several ? `Level ${level}: ` : '';
  const territories = new Set(figures.map((figure) => figure.code)).size;
  const rows = Math.min(territories, MOST_DOT_ROWS);
  const ofRows = rows < territories ? ` The ${rows} with the largest differences of ${territories}.` : '';
  const curves = curvesOf(figures, errors, territories);
  const bars = answer.bars.filter((bar) => bar.level === level);
  const id = (name: string) => `${level}-${name}`;
  return [
    `<h2>${escapeHtml(heading)}Errors by threshold</h2>`,
    bars.length > 0 ? htmlList(bars.map(barLine)) : '',
    errorsTable(errors, id('errors')),
    `<h2>${escapeHtml(heading)}Plots</h2>`,
    figure(
      scatterPlot(id('scatter'), figures, plotted),
      `Maillage against the reference.${someLeft} On the dotted diagonal both agree. Each panel has its own scale.`,
      id('figures'),
    ),
    figure(
      differencePlot(id('differences'), figures, plotted),
      `Differences by territory, in percentage points.${someLeft}${ofRows}`,
      id('figures'),
    ),
    minutes.length > 1
      ? figure(
          curvePlot(id('curves'), curves),
          curvesCaption(curves, territories),
          curves.length === territories ? id('figures') : id('errors'),
        )
      : '',
    `<h2>${escapeHtml(heading)}Figures</h2>`,
    figuresTable(figures, id('figures'), territories),
  ].join('\n');
}

function curvesOf(
  figures: readonly ComparedFigure[],
  errors: readonly ThresholdErrors[],
  territories: number,
): ShareCurve[] {
  if (territories > MOST_CURVES) {
    return [
      {
        title: `${territories} territories together`,
        points: errors.map(({ minutes, ours, reference }) => ({ minutes, ours, reference })),
      },
    ];
  }
  return [...Map.groupBy(figures, ({ code }) => code).values()].map((own) => ({
    title: `${own[0].name} (${own[0].code})`,
    points: own.map(({ minutes, ours, reference }) => ({ minutes, ours, reference })),
  }));
}

function curvesCaption(curves: readonly ShareCurve[], territories: number): string {
  const what = 'Share of residents at or under each number of minutes.';
  if (curves.length === territories) return what;
  return `${what} All residents of the territories compared, by the edition’s population.`;
}

/** A plot, and the way to the same figures as a table for whoever cannot see it. */
function figure(svg: string, caption: string, tableId: string): string {
  return `<figure>${svg}<figcaption>${escapeHtml(caption)} <a href="#${tableId}">The figures as a table</a>.</figcaption></figure>`;
}

function comparedSection(answer: ValidationAnswer, meta: EditionMeta): string {
  const { definition, reference } = answer;
  const sites = meta.sources.find((source) => source.dataset === 'france-services');
  const ours = [
    ...(sites ? [`Sites: ${sites.title}, ${sites.publisher}, ${sites.vintage}.`] : []),
    `Residents: ${definition.population}`,
    `Times: ${definition.times}`,
    ...meta.method.notes,
  ];
  const { described } = reference;
  const theirs = described
    ? `${described.title}: ${described.publisher}, ${described.vintage}; licence: ${described.licence}.`
    : 'Given by the user.';
  const left = leftOutLines(answer.left_out);
  return [
    '<h2>What is compared</h2>',
    '<p>A difference is not always an error of the travel times: the dates of the sites, the residents and where they are placed, and the car’s speeds differ too between Maillage and the reference.</p>',
    '<h3>Maillage</h3>',
    htmlList(ours),
    '<h3>The reference</h3>',
    `<p>${escapeHtml(theirs)}</p>`,
    '<h3>Left out of the comparison</h3>',
    left.length > 0 ? htmlList(left) : '<p>No territory of the reference is left out.</p>',
  ].join('\n');
}

function rowsSection({ reference }: ValidationAnswer): string {
  const { read, kept, rejected, flagged, repaired, issues } = reference.rows;
  const counts = `${read} rows read, ${kept} kept, ${rejected} rejected, ${repaired} repaired, ${flagged} flagged.`;
  const listed = issues.slice(0, MOST_ISSUES);
  const more = rejected + flagged + repaired - listed.length;
  const columns: HtmlColumn[] = [
    { name: 'Row' },
    { name: 'Column' },
    { name: 'Value' },
    { name: 'Kind' },
    { name: 'Reason', kind: 'text' },
  ];
  const rows = listed.map((issue) => [
    String(issue.row ?? '–'),
    issue.column ?? '–',
    issue.value ?? '–',
    issue.kind,
    issue.reason,
  ]);
  return [
    '<h2>Rows of the reference file</h2>',
    `<p>${counts}</p>`,
    listed.length > 0 ? htmlTable('Rows that are not as expected', 'issues', columns, rows) : '',
    more > 0 ? `<p>… ${more} more.</p>` : '',
  ].join('\n');
}
