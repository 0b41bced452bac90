/** When to try again: exponential back-off with jitter, and the server's own word where it gives one. */
export interface RetryPolicy {
  /** Tries in all that bring nothing; one that brings the file further starts the count again. */
  tries: number;
  firstWaitMs: number;
  longestWaitMs: number;
  /** A server that asks for more than this is not waited for. */
  longestRetryAfterMs: number;
}

const RETRIED_4XX = new Set([408, 425, 429]);

export function isRetriedStatus(status: number): boolean {
  return status >= 500 || RETRIED_4XX.has(status);
}

/**
 * Milliseconds to wait after the `failures`-th failure in a row (1, 2, …): between half and all of
 * first × 2^(failures − 1), so that many clients do not come back at the same moment; never less than Retry-After.
 */
export function waitMs(
  policy: RetryPolicy,
  failures: number,
  retryAfterMs: number | null,
  random: () => number,
): number {
  const full = Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** (failures - 1));
  return Math.max(Math.round(full * (0.5 + random() / 2)), retryAfterMs ?? 0);
}

/** Milliseconds asked by a Retry-After header in either form, seconds or an HTTP date (RFC 9110, 10.2.3); else null. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
