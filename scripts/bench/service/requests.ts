import autocannon from 'autocannon';

/** Milliseconds of one request, from the first byte sent to the last received. */
export async function requestMs(url: string, headers: Record<string, string> = {}): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  if (response.status !== 200 && response.status !== 204) throw new Error(`${url}: found ${response.status}`);
  return performance.now() - startedAt;
}

/** One request after the other. */
export async function requestsMs(
  urls: readonly string[],
  headers: Record<string, string> = {},
): Promise<number[]> {
  const times: number[] = [];
  for (const url of urls) times.push(await requestMs(url, headers));
  return times;
}

/** The time that 99 in 100 requests need at most. */
export function p99(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(0.99 * sorted.length) - 1)];
}

/** Requests a second that a server answers to ten clients at once. @throws where any answer is not a 200 */
export async function requestsPerSecond(url: string, seconds: number): Promise<number> {
  const result = await autocannon({ url, connections: 10, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  }
  return result.requests.average;
}
