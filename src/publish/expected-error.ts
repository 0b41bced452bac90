import { histogramOf } from '../coverage/answer-cache.ts';
import type { EditionData } from '../coverage/edition-data.ts';
import { tallyAll } from '../coverage/minute-histogram.ts';
import type { CountingRule } from '../coverage/network.ts';
import type { TerritoryRef } from '../coverage/within.ts';
import type { EstimateError } from './edition-meta.ts';

/** Whether the time of any resident within the question's territories is an estimate. */
export function holdsEstimates(
  data: EditionData,
  query: { rule: CountingRule; within: readonly TerritoryRef[]; thresholdMinutes: number },
): boolean {
  const histogram = histogramOf(data, 'france', query.within, query.rule);
  return tallyAll(histogram, query.thresholdMinutes).estimated > 0;
}

/**
 * One sentence: how far from INSEE's an estimated share may be at a threshold, or at the nearest one that was measured
 * (of two as near, the first listed). Null where nothing was measured.
 */
export function expectedError(
  errors: readonly EstimateError[] | undefined,
  thresholdMinutes: number,
): string | null {
  if (errors === undefined || errors.length === 0) return null;
  const distance = (error: EstimateError) => Math.abs(error.threshold_minutes - thresholdMinutes);
  const error = errors.reduce((nearest, other) => (distance(other) < distance(nearest) ? other : nearest));
  const measured = distance(error) === 0 ? '' : ', the nearest threshold measured';
  return (
    `Estimated shares of a département are within ± ${error.nine_in_ten_points} points of INSEE's in 9 of 10 cases ` +
    `at ${error.threshold_minutes} minutes${measured} (cross-validated on ${error.departements} départements, ` +
    'BPE 2023); those of smaller territories may be farther off.'
  );
}
