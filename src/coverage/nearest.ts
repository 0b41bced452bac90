import { type AccessMatrix, NO_TIME } from '../grid/access-matrix.ts';

/** Site column value of an origin that reaches no site of the network. */
export const NO_SITE = 0xffff;

/**
 * Seconds from each origin to its nearest site of the network, `NO_TIME` where none is within the matrix's limit.
 *
 * Rows are in ascending seconds, so the first site that is in the network is the nearest: most rows are read once.
 * The whole of France costs one pass over the row starts, whatever the network asked for.
 *
 * @param mask one byte a site, 1 in the network
 * @param out written and returned when given; originCount long
 */
export function nearestSeconds(
  matrix: AccessMatrix,
  mask: Uint8Array,
  out: Uint16Array = new Uint16Array(matrix.originCount),
): Uint16Array {
  const { originCount, rowStart, site, seconds } = matrix;
  for (let origin = 0; origin < originCount; origin++) {
    const end = rowStart[origin + 1];
    let i = rowStart[origin];
    while (i < end && mask[site[i]] === 0) i++;
    out[origin] = i < end ? seconds[i] : NO_TIME;
  }
  return out;
}

/** Entry of an origin's nearest site of the mask in the matrix's columns; -1 where none is within the limit. */
export function nearestEntry(matrix: AccessMatrix, mask: Uint8Array, origin: number): number {
  const { rowStart, site } = matrix;
  const end = rowStart[origin + 1];
  let i = rowStart[origin];
  while (i < end && mask[site[i]] === 0) i++;
  return i < end ? i : -1;
}

/**
 * As `nearestSeconds`, with the index of that site as well (`NO_SITE` where there is none). Of sites at the same
 * second the one with the smallest index is named.
 */
export function nearestSites(
  matrix: AccessMatrix,
  mask: Uint8Array,
): { seconds: Uint16Array; site: Uint16Array } {
  const { originCount, rowStart, site, seconds } = matrix;
  const nearest = { seconds: new Uint16Array(originCount), site: new Uint16Array(originCount) };
  const outSeconds = nearest.seconds;
  const outSite = nearest.site;
  for (let origin = 0; origin < originCount; origin++) {
    const end = rowStart[origin + 1];
    let i = rowStart[origin];
    while (i < end && mask[site[i]] === 0) i++;
    outSeconds[origin] = i < end ? seconds[i] : NO_TIME;
    outSite[origin] = i < end ? site[i] : NO_SITE;
  }
  return nearest;
}
