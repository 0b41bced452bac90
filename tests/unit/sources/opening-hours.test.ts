import { describe, expect, it } from 'vitest';
import { parseDayHours } from '../../../src/sources/opening-hours.ts';

/** "540-720 810-1020", or the status when the day is not open. */
function read(text: string): string {
  const { status, intervals } = parseDayHours(text);
  return status === 'open' ? intervals.map((i) => `${i.startMinute}-${i.endMinute}`).join(' ') : status;
}

describe('parseDayHours', () => {
  it.each([
    ['09:00 - 12:00 / 13:30 - 17:00', '540-720 810-1020'],
    ['9:00-12:00/13:30-17:00', '540-720 810-1020'],
    ['7h30 – 12h / 13h/16h', '450-720 780-960'],
    ['9h à 12h30', '540-750'],
    [' 9:00\u00a0- 12 :30 ', '540-750'],
    ['09:00 - 24:00', '540-1440'],
  ])('reads %j', (text, expected) => expect(read(text)).toBe(expected));

  it('merges overlaps, and puts intervals in order', () => {
    expect(read('09:00 - 12:00 / 09:00 - 16:30 / 14:00 - 16:30')).toBe('540-990');
    expect(read('14:00 - 17:00 / 08:00 - 12:00')).toBe('480-720 840-1020');
  });

  it.each([
    '-',
    '--',
    '00:00 - 00:00',
    '00:00 - 00:00 / 00:00 - 00:00',
    'Fermé',
    'fermée',
  ])('knows that %j is closed', (text) => expect(read(text)).toBe('closed'));

  it('leaves the blank range out of an open day', () => {
    expect(read('09:00 - 12:00 / 00:00 - 00:00')).toBe('540-720');
  });

  it.each(['', '  ', '\u00a0'])('tells %j, nothing filled in, from closed', (text) => {
    expect(read(text)).toBe('missing');
  });

  it.each([
    '9:00 - 12:30 / Sur RDV',
    'Sur RDV : 9:00 - 12:00',
    'Semaines paires : 9:00 - 12:00',
    'Horaires non communiqués',
    '9 - 12',
    '9: - 12:',
    '8:30 : 12:00',
    '12:00 - 09:00',
    '12:00 - 12:00',
    '25:00 - 26:00',
    '09:70 - 12:00',
    '09:00 - 12:00 // 13:30 - 16:30',
    '13:00 / 16:00',
  ])('never guesses: %j stays text', (text) => {
    expect(parseDayHours(text)).toEqual({ text, status: 'unparsed', intervals: [] });
  });

  it('keeps the text as published', () => {
    expect(parseDayHours(' 9h – 12h ').text).toBe('9h – 12h');
  });
});
