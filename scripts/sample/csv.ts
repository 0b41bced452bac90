export interface CsvStyle {
  separator: ',' | ';';
  lineEnd: '\n' | '\r\n';
  /** `all`: every field; `needed`: those with a separator, a quote or a line end. */
  quotes: 'all' | 'needed';
  byteOrderMark?: boolean;
}

export type Cell = string | number | null;

/** INSEE's and the ANCT's files differ in all of this; the sample's files follow each publisher's habit. */
export function csv(rows: readonly (readonly Cell[])[], style: CsvStyle): string {
  const field = (cell: Cell) => {
    const text = cell === null ? '' : String(cell);
    const mustQuote = style.quotes === 'all' || /["\r\n]/.test(text) || text.includes(style.separator);
    return mustQuote ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => row.map(field).join(style.separator) + style.lineEnd);
  return (style.byteOrderMark ? '\ufeff' : '') + lines.join('');
}

export const INSEE_COG: CsvStyle = { separator: ',', lineEnd: '\r\n', quotes: 'needed' };
export const INSEE_POPULATION: CsvStyle = { separator: ';', lineEnd: '\r\n', quotes: 'needed' };
export const ANCT_TYPOLOGY: CsvStyle = {
  separator: ',',
  lineEnd: '\n',
  quotes: 'needed',
  byteOrderMark: true,
};
export const QUOTED: CsvStyle = { separator: ',', lineEnd: '\n', quotes: 'all' };
export const PLAIN: CsvStyle = { separator: ',', lineEnd: '\n', quotes: 'needed' };
