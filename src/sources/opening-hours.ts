/**
 * One day of a site's opening hours. The official list holds free text: what follows one of the regular ways of writing
 * it is read, the rest keeps its text and is counted as not read. Nothing is guessed: "9:00 - 12:30 / Sur RDV" could be
 * counted as a morning, yet a reader of the list may not say which half is open to everyone.
 */
export interface DayHours {
  /** As published, trimmed. */
  text: string;
  /** `missing` is an empty cell: within a row that has other days it means closed, in a row without any, unknown. */
  status: 'open' | 'closed' | 'unparsed' | 'missing';
  /** Ascending, without overlaps (those of the text are merged); minutes after midnight, end excluded. */
  intervals: OpenInterval[];
}

export interface OpenInterval {
  startMinute: number;
  endMinute: number;
}

const DAY_MINUTES = 24 * 60;
/** "9:00", "09 : 00", "9h", "9h30"; a bare "9" is no time, nor is "9:". */
const TIME = '(\\d{1,2}) ?(?:: ?(?=\\d)|[hH] ?)(\\d{2})?';
const ONE_TIME = new RegExp(`^${TIME}$`);
const RANGE = new RegExp(`^${TIME} ?(?:-|à) ?${TIME}$`);
const CLOSED = /^(?:-+|ferm[ée]e?s?\.?)$/i;

/** @param text one cell of the list, such as "09:00 - 12:00 / 13:30 - 17:00" or "7h30 – 12h / 13h/16h" */
export function parseDayHours(text: string): DayHours {
  const shown = text.trim();
  // Dashes of every length and hard spaces come from word processors.
  const plain = shown
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '') return { text: shown, status: 'missing', intervals: [] };
  if (CLOSED.test(plain)) return { text: shown, status: 'closed', intervals: [] };
  const intervals: OpenInterval[] = [];
  for (const part of plain.split(/ \/ ?| ?\/ /)) {
    const read = parsePart(part.trim());
    if (!read) return { text: shown, status: 'unparsed', intervals: [] };
    intervals.push(...read);
  }
  // "00:00 - 00:00" is how the list's form says that nothing was filled in for the day.
  const open = intervals.filter((interval) => interval.endMinute > 0);
  if (open.length === 0) return { text: shown, status: 'closed', intervals: [] };
  return { text: shown, status: 'open', intervals: merged(open) };
}

/** Between spaced slashes: one range, ranges with tight slashes, or two lone times with a tight slash ("13h/16h"). */
function parsePart(part: string): OpenInterval[] | null {
  const pieces = part.split('/');
  if (pieces.length === 2 && ONE_TIME.test(pieces[0]) && ONE_TIME.test(pieces[1])) {
    const range = parseRange(`${pieces[0]}-${pieces[1]}`);
    return range && [range];
  }
  const ranges = pieces.map((piece) => parseRange(piece.trim()));
  return ranges.every((range) => range !== null) ? ranges : null;
}

function parseRange(text: string): OpenInterval | null {
  const found = RANGE.exec(text);
  if (!found) return null;
  const startMinute = minuteOfDay(found[1], found[2]);
  const endMinute = minuteOfDay(found[3], found[4]);
  if (startMinute === null || endMinute === null) return null;
  const isBlankRange = startMinute === 0 && endMinute === 0;
  return endMinute > startMinute || isBlankRange ? { startMinute, endMinute } : null;
}

function minuteOfDay(hours: string, minutes: string | undefined): number | null {
  const minute = Number(hours) * 60 + Number(minutes ?? 0);
  return Number(minutes ?? 0) < 60 && minute <= DAY_MINUTES ? minute : null;
}

function merged(intervals: OpenInterval[]): OpenInterval[] {
  const ascending = intervals.toSorted((a, b) => a.startMinute - b.startMinute);
  const result: OpenInterval[] = [];
  for (const { startMinute, endMinute } of ascending) {
    const last = result.at(-1);
    if (last && startMinute <= last.endMinute) last.endMinute = Math.max(last.endMinute, endMinute);
    else result.push({ startMinute, endMinute });
  }
  return result;
}
