import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meetsInterval, parseDateInterval } from '../../../../src/publish/features/date-interval.ts';

it('a day is all of it, to both sides of its ends', () => {
  const interval = parseDateInterval('2020-01-31/2020-02-01');
  expect(meetsInterval('2020-01-30', interval)).toBe(false);
  expect(meetsInterval('2020-01-31', interval)).toBe(true);
  expect(meetsInterval('2020-02-01', interval)).toBe(true);
  expect(meetsInterval('2020-02-02', interval)).toBe(false);
  expect(meetsInterval('2020-01', interval)).toBe(true);
  expect(meetsInterval('2020-03', interval)).toBe(false);
  expect(meetsInterval(null, interval)).toBe(true);
});

it('an end that is open, however it is written, ends nowhere', () => {
  for (const text of ['2020-01-01/..', '2020-01-01/']) {
    expect(meetsInterval('2999-12-31', parseDateInterval(text))).toBe(true);
    expect(meetsInterval('2019-12-31', parseDateInterval(text))).toBe(false);
  }
  expect(parseDateInterval('../..').text).toBe('../..');
});

it('a moment has a zone', () => {
  const late = parseDateInterval('2020-01-01T00:30:00+01:00');
  expect(meetsInterval('2019-12-31', late)).toBe(true);
  expect(meetsInterval('2020-01-01', late)).toBe(false);
});

it('its one spelling means the same interval', () => {
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 2 }), (days) => {
      const interval = parseDateInterval(days.toSorted().join('/'));
      expect(parseDateInterval(interval.text)).toEqual(interval);
    }),
  );
});
