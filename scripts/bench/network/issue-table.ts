import { type BenchResult, figure, type Row, targetText } from '../measure.ts';

/** One line a target: our figure, the reference's, the ratio, the target, and whether it is met. */
export function issueTable(results: readonly BenchResult[]): string {
  const rows = results.flatMap((result) => result.rows).filter((row) => row.target !== null);
  const table = [['what', 'ours', 'reference', 'ratio', 'target', ''], ...rows.map(cells)];
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  const lines = table.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
  const met = rows.filter((row) => row.ok).length;
  return ['', ...lines, `${met} targets met, ${rows.length - met} missed`].join('\n');
}

function cells({ name, unit, median, target, ok, compared }: Row): string[] {
  const verdict = ok ? 'met' : 'MISSED';
  const bound = target === null ? '' : `${targetText(target)} ${unit}`;
  if (!compared) return [name, `${figure(median)} ${unit}`, '', '', bound, verdict];
  return [
    name,
    `${figure(compared.ours)} ${compared.unit}`,
    `${figure(compared.reference)} ${compared.unit} (${compared.name})`,
    `${median.toFixed(2)} ×`,
    bound,
    verdict,
  ];
}
