import { describe, expect, it } from 'vitest';
import {
  meanSeconds,
  residentsBeyond,
  secondsOfShare,
  type TimeDistribution,
} from '../../../src/coverage/time-distribution.ts';

/** Residents by second, of a grid that stops at ten seconds. */
function distributionOf(given: Record<number, number>, beyond = 0, withoutTime = 0): TimeDistribution {
  const atOrUnder = new Uint32Array(11);
  let people = 0;
  for (let second = 0; second <= 10; second++) {
    people += given[second] ?? 0;
    atOrUnder[second] = people;
  }
  return { residents: people + beyond + withoutTime, estimated: 0, withoutTime, atOrUnder };
}

describe('a percentile', () => {
  it('is the least second that holds its part, exactly at the border too', () => {
    const times = distributionOf({ 2: 5, 7: 4, 9: 1 });
    expect(secondsOfShare(times, 1, 2)).toBe(2);
    expect(secondsOfShare(times, 9, 10)).toBe(7);
    expect(secondsOfShare(distributionOf({ 2: 4, 7: 5, 9: 1 }), 1, 2)).toBe(7);
    expect(secondsOfShare(distributionOf({ 0: 1 }), 1, 2)).toBe(0);
  });

  it('counts residents without a time as the farthest', () => {
    expect(secondsOfShare(distributionOf({ 2: 5 }, 3, 2), 1, 2)).toBe(2);
    expect(secondsOfShare(distributionOf({ 2: 5 }, 3, 3), 1, 2)).toBeNull();
    expect(secondsOfShare(distributionOf({ 10: 9 }, 0, 1), 9, 10)).toBe(10);
  });

  it('is not known of nobody', () => {
    expect(secondsOfShare(distributionOf({}), 1, 2)).toBeNull();
  });
});

it('the mean is of those with a time', () => {
  expect(meanSeconds(distributionOf({ 0: 1, 4: 2, 10: 1 }, 7, 9))).toBe(4.5);
  expect(meanSeconds(distributionOf({}, 7, 9))).toBeNull();
});

it('beyond are those with a time that is over the limit', () => {
  expect(residentsBeyond(distributionOf({ 3: 4 }, 7, 9))).toBe(7);
});
