import { DomainError } from '../../domain-error.ts';

/** RFC 3339: a day, or a moment with its zone. */
const INSTANT = '\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[-+]\\d{2}:\\d{2})?)?';
/** `datetime` as text: an instant, or an interval open (`..` or nothing) at one end or both. */
export const DATETIME_PATTERN = `^(${INSTANT}|(${INSTANT}|\\.\\.)?/(${INSTANT}|\\.\\.)?)$`;
const SHAPE = new RegExp(DATETIME_PATTERN);

const EXPECTED =
  'a day (2024-08-01), a date and time (2024-08-01T00:00:00Z), or an interval of two of them in order, open at an end with .. (2020-01-01/..)';

/** Both ends belong to it; milliseconds since 1970, infinite where it is open. */
export interface DateInterval {
  /** One spelling for equal intervals. */
  text: string;
  from: number;
  to: number;
}

const DAY_MS = 86_400_000;

/**
 * The interval of a `datetime` parameter. A day alone is the whole of it, in UTC: the dates it is matched against are
 * days or months.
 * @throws DomainError invalid-parameter (parameter: datetime)
 */
export function parseDateInterval(text: string): DateInterval {
  if (!SHAPE.test(text)) throw refused(text);
  const [first, last = first] = text.split('/');
  const start = spanOf(first);
  const end = spanOf(last);
  const [from, to] = [start?.from ?? Number.NEGATIVE_INFINITY, end?.to ?? Number.POSITIVE_INFINITY];
  if (Number.isNaN(from) || Number.isNaN(to) || from > to) throw refused(text);
  const spelling = `${textOf(from)}/${textOf(to)}`;
  return { text: spelling, from, to };
}

/**
 * Whether a date of the data and an interval have a moment in common. A date unknown to the data is in every interval,
 * as the standard asks.
 * @param date YYYY-MM-DD, or YYYY-MM where only the month is known
 */
export function meetsInterval(date: string | null, interval: DateInterval): boolean {
  if (date === null) return true;
  const { from, to } = dateSpan(date);
  return from <= interval.to && to >= interval.from;
}

/** First and last millisecond of a day or month of the data. */
export function dateSpan(date: string): { from: number; to: number } {
  const [year, month, day] = date.split('-').map(Number);
  const from = Date.UTC(year, month - 1, day ?? 1);
  return { from, to: (day === undefined ? Date.UTC(year, month, 1) : from + DAY_MS) - 1 };
}

function textOf(milliseconds: number): string {
  return Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : '..';
}

/** Null where the end is open; NaN where the day or hour does not exist. */
function spanOf(text: string): { from: number; to: number } | null {
  if (text === '' || text === '..') return null;
  // Date rolls 30 February over to March: a day that does not come back as itself does not exist.
  const day = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== text.slice(0, 10)) {
    return { from: Number.NaN, to: Number.NaN };
  }
  if (text.length === 10) return { from: day, to: day + DAY_MS - 1 };
  const moment = Date.parse(/(Z|[-+]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  return { from: moment, to: moment };
}

function refused(text: string): DomainError {
  const found = text.slice(0, 200);
  return new DomainError('invalid-parameter', `datetime: expected ${EXPECTED}; found "${found}"`, {
    parameter: 'datetime',
    expected: EXPECTED,
    found,
  });
}
