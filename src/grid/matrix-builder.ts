import type { AccessMatrix } from './access-matrix.ts';

/** A batch of travel times in columns; only the first `count` rows are read, so that a buffer can be reused. */
export interface AccessEntries {
  /** Site index of the edition. */
  site: Uint16Array | Uint32Array;
  /** Row of the matrix. */
  origin: Uint32Array;
  /** Whole seconds, resident to site. */
  seconds: Uint16Array;
  count: number;
}

/**
 * Access matrix from batches in any order: a counting sort by origin, then each row by seconds and site.
 * Entries over `limitSeconds` are left out. Of two times for the same origin and site (two providers) the smaller stays.
 *
 * Seconds and site are packed in one Uint32 (`seconds << 16 | site`), so that one integer comparison sorts a row and
 * the working memory is 4 bytes an entry, over the 8 of the batches and the 4 of the result. Tried and rejected, on the
 * 10.3 million entries of a country's roads (490,000 rows, medians of processor time on one busy machine):
 *
 * | rows put in order                                            | counting aside |
 * | this: scattered by origin, each row sorted                   |         330 ms |
 * | the same by insertion                                        |         335 ms |
 * | the same by Shell's sort                                     |         385 ms |
 * | no row sorted: all entries by seconds, then by origin        |         690 ms |
 * | four ranges of origins, one after the other (1 byte for 4)   |         400 ms |
 *
 * @throws RangeError when an entry names an origin or a site that does not exist, or there are more than 65,535 sites.
 */
export function buildAccessMatrix(
  originCount: number,
  siteCount: number,
  limitSeconds: number,
  entries: readonly AccessEntries[],
): AccessMatrix {
  // 0xffff is kept free: it says "no site" in the nearest-site columns.
  if (siteCount > 0xffff) throw new RangeError(`at most 65535 sites fit the matrix, found ${siteCount}`);

  const rowStart = countRows(originCount, siteCount, limitSeconds, entries);
  const packed = scatter(rowStart, limitSeconds, entries);
  const kept = sortRowsAndDropRepeats(originCount, siteCount, rowStart, packed);

  const site = new Uint16Array(kept);
  const seconds = new Uint16Array(kept);
  for (let i = 0; i < kept; i++) {
    const key = packed[i];
    site[i] = key & 0xffff;
    seconds[i] = key >>> 16;
  }
  return { originCount, siteCount, limitSeconds, rowStart, site, seconds };
}

function countRows(
  originCount: number,
  siteCount: number,
  limitSeconds: number,
  entries: readonly AccessEntries[],
): Uint32Array {
  const rowStart = new Uint32Array(originCount + 1);
  let outside = 0;
  for (const batch of entries) {
    const { origin, seconds, site, count } = batch;
    for (let i = 0; i < count; i++) {
      const row = origin[i];
      if (row >= originCount || site[i] >= siteCount) outside++;
      else if (seconds[i] <= limitSeconds) rowStart[row + 1]++;
    }
  }
  if (outside > 0) {
    throw new RangeError(
      `${outside} entries name an origin past ${originCount} or a site past ${siteCount}: not of this edition`,
    );
  }
  for (let row = 0; row < originCount; row++) rowStart[row + 1] += rowStart[row];
  return rowStart;
}

function scatter(
  rowStart: Uint32Array,
  limitSeconds: number,
  entries: readonly AccessEntries[],
): Uint32Array {
  const next = rowStart.slice();
  const packed = new Uint32Array(rowStart[rowStart.length - 1]);
  for (const batch of entries) {
    const { origin, seconds, site, count } = batch;
    for (let i = 0; i < count; i++) {
      const s = seconds[i];
      if (s <= limitSeconds) packed[next[origin[i]]++] = ((s << 16) | site[i]) >>> 0;
    }
  }
  return packed;
}

/** Sorts each row in place, then closes the holes left by repeated sites. Returns the number of entries kept. */
function sortRowsAndDropRepeats(
  originCount: number,
  siteCount: number,
  rowStart: Uint32Array,
  packed: Uint32Array,
): number {
  // Row number + 1 that last saw each site: nothing to reset between rows.
  const seenInRow = new Uint32Array(siteCount);
  let kept = 0;
  let start = 0;
  for (let row = 0; row < originCount; row++) {
    const end = rowStart[row + 1];
    packed.subarray(start, end).sort();
    rowStart[row] = kept;
    for (let i = start; i < end; i++) {
      const key = packed[i];
      const site = key & 0xffff;
      if (seenInRow[site] === row + 1) continue;
      seenInRow[site] = row + 1;
      packed[kept++] = key;
    }
    start = end;
  }
  rowStart[originCount] = kept;
  return kept;
}
