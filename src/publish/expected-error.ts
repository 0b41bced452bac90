import { histogramOf } from '../coverage/answer-cache.ts';
import type { EditionData } from '../coverage/edition-data.ts';
import { tallyAll } from '../coverage/minute-histogram.ts';
import type { CountingRule } from '../coverage/network.ts';
import type { TerritoryRef } from '../coverage/within.ts';
import type { EstimateError } from './edition-meta.ts';
import { decimalComma, type Sentence } from './sentence.ts';

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
): Sentence | null {
  if (errors === undefined || errors.length === 0) return null;
  const distance = (error: EstimateError) => Math.abs(error.threshold_minutes - thresholdMinutes);
  const error = errors.reduce((nearest, other) => (distance(other) < distance(nearest) ? other : nearest));
  const { nine_in_ten_points: points, threshold_minutes: minutes, departements } = error;
  const [nearestEn, nearestFr] =
    distance(error) === 0
      ? ['', '']
      : [', the nearest threshold measured', ', le seuil mesuré le plus proche'];
  return {
    en:
      `Estimated shares of a département are within ± ${points} points of INSEE's in 9 of 10 cases ` +
      `at ${minutes} minutes${nearestEn} (cross-validated on ${departements} départements, ` +
      'BPE 2023); those of smaller territories may be farther off.',
    fr:
      `La part estimée d’un département est à ± ${decimalComma(points)} points de celle de l’Insee dans 9 cas sur 10 ` +
      `à ${minutes} minutes${nearestFr} (validation croisée sur ${departements} départements, ` +
      'BPE 2023) ; celle de territoires plus petits peut s’en écarter davantage.',
  };
}
