import { setImmediate } from 'node:timers/promises';

/** A cell as it is shown: a text, a number in a style, or nothing. */
export type SheetCell = string | { number: number; style: NumberStyle } | null;

/** Places in the list of cell formats of `STYLES_XML`. */
export const STYLES = {
  heading: 1,
  text: 2,
  wrapped: 3,
  integer: 4,
  decimal: 5,
  percent: 6,
  degrees: 7,
  date: 8,
} as const;
export type NumberStyle = 'integer' | 'decimal' | 'percent' | 'degrees' | 'date';

export interface Sheet {
  /** Of each column, in characters. */
  widths: readonly number[];
  headings: readonly string[];
  rows: Iterable<readonly SheetCell[]>;
  /** Number of rows below the headings, where they are to be filtered by column. */
  filteredRows?: number;
  /** Whether long texts go over several lines. */
  wrapped?: boolean;
}

const PIECE_CHARACTERS = 64 * 1024;
const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/**
 * A worksheet part (ECMA-376 part 1, 18.3) in pieces, with a turn for other requests in between. Texts are inline: a
 * table of shared strings would have to be kept until the last row, and deflate finds the repetitions as well.
 */
export async function* sheetXml(sheet: Sheet): AsyncGenerator<string> {
  const { headings, widths, filteredRows } = sheet;
  const letters = headings.map((_, index) => columnLetters(index));
  const text = sheet.wrapped ? STYLES.wrapped : STYLES.text;
  let piece = `${XML_HEAD}<worksheet xmlns="${NAMESPACE}"><sheetViews><sheetView workbookViewId="0">`;
  piece +=
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  piece += `<cols>${widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`;
  piece += `<sheetData><row r="1">${headings.map((heading, i) => textXml(`${letters[i]}1`, heading, STYLES.heading)).join('')}</row>`;
  let number = 1;
  for (const row of sheet.rows) {
    number++;
    piece += `<row r="${number}">`;
    for (let i = 0; i < letters.length; i++) {
      const cell = row[i];
      if (cell === null || cell === '') continue;
      piece +=
        typeof cell === 'string'
          ? textXml(letters[i] + number, cell, text)
          : `<c r="${letters[i]}${number}" s="${STYLES[cell.style]}"><v>${cell.number}</v></c>`;
    }
    piece += '</row>';
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
    await setImmediate();
  }
  piece += '</sheetData>';
  if (filteredRows !== undefined) {
    piece += `<autoFilter ref="A1:${letters.at(-1)}${filteredRows + 1}"/>`;
  }
  yield `${piece}</worksheet>`;
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** What a cell can hold; a longer text makes Excel repair the file. */
const MAX_CELL_CHARACTERS = 32_767;

function textXml(place: string, text: string, style: number): string {
  const held =
    text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS - 1).toWellFormed()}…` : text;
  const kept = /^\s|\s$|\n/.test(held) ? ' xml:space="preserve"' : '';
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t${kept}>${xmlText(held)}</t></is></c>`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
const NOT_IN_XML = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\r|_(?=x[0-9A-Fa-f]{4}_)/g;
const ESCAPED = /[&<>"]/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Either of them, or half a surrogate pair: one look at the texts that are fine as they are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const SPECIAL = /[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff&<>"_]/;

/** Text for XML; what XML 1.0 cannot hold is written `_xHHHH_`, as Office reads it (ECMA-376, 22.9.2.19). */
export function xmlText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .toWellFormed()
    .replace(ESCAPED, (character) => ENTITIES[character])
    .replace(
      NOT_IN_XML,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}
