import { DomainError } from '../domain-error.ts';
import type { EditionData } from './edition-data.ts';

/** Minutes; the travel-time grid stops at an hour. */
export const THRESHOLD_MINUTES_MIN = 1;
export const THRESHOLD_MINUTES_MAX = 60;

/**
 * Seconds of a threshold given in minutes. A resident is covered at or under it (`<=`).
 * @throws DomainError threshold-out-of-range when it is not a whole number from 1 to 60, or past the edition's limit.
 */
export function thresholdSeconds(data: EditionData, minutes: number): number {
  const highest = Math.min(THRESHOLD_MINUTES_MAX, Math.floor(data.matrix.limitSeconds / 60));
  if (!Number.isInteger(minutes) || minutes < THRESHOLD_MINUTES_MIN || minutes > highest) {
    const expected = `a whole number of minutes from ${THRESHOLD_MINUTES_MIN} to ${highest}`;
    throw new DomainError('threshold-out-of-range', `threshold: expected ${expected}, found ${minutes}`, {
      parameter: 'threshold',
      expected,
      found: minutes,
    });
  }
  return minutes * 60;
}
