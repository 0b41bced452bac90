/** Text as it stands in HTML and SVG, in an element or in an attribute between double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export interface HtmlColumn {
  name: string;
  /** A class of the style sheet: to the right, or wide enough for a sentence. */
  kind?: 'number' | 'text';
}

/** @param rows cells as text, the first the heading of its row */
export function htmlTable(
  caption: string,
  id: string,
  columns: readonly HtmlColumn[],
  rows: readonly string[][],
): string {
  const kind = (column: HtmlColumn) => (column.kind ? ` class="${column.kind}"` : '');
  const head = columns.map((column) => `<th scope="col"${kind(column)}>${escapeHtml(column.name)}</th>`);
  const body = rows.map((cells) => {
    const [first, ...rest] = cells.map(escapeHtml);
    const others = rest.map((cell, i) => `<td${kind(columns[i + 1])}>${cell}</td>`);
    return `<tr><th scope="row">${first}</th>${others.join('')}</tr>`;
  });
  return (
    tableStart(id, caption) +
    `<thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody>${TABLE_END}`
  );
}

/** A table wider than the page scrolls in a frame of its own, which the keyboard can reach. */
export function tableStart(id: string, caption: string): string {
  const text = escapeHtml(caption);
  return `<div class="wide" role="region" tabindex="0" aria-label="${text}"><table id="${id}"><caption>${text}</caption>`;
}
export const TABLE_END = '</table></div>';

export function htmlList(lines: readonly string[]): string {
  return `<ul>${lines.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n')}</ul>`;
}
