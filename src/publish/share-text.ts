/** A share to four decimals, where every byte counts: as in text, rounding never makes all of nearly all, nor none of a few. */
export function roundedShare(share: number): number {
  if (share === 0 || share === 1) return share;
  return Math.min(0.9999, Math.max(0.0001, Math.round(share * 1e4) / 1e4));
}

/** A difference in percentage points with its sign, two decimals: `+0.46`, `−1.20`, `0.00`. */
export function signedPoints(points: number, minus = '−'): string {
  const text = Math.abs(points).toFixed(2);
  if (text === '0.00') return text;
  return `${points > 0 ? '+' : minus}${text}`;
}

/** A share as a percentage, one decimal. Rounding never makes everybody of nearly everybody, nor nobody of hardly anybody. */
export function sharePercent(share: number): string {
  const text = (100 * share).toFixed(1);
  if (share < 1 && text === '100.0') return '>99.9';
  return share > 0 && text === '0.0' ? '<0.1' : text;
}

/** The same in French, with its sign: `99,9 %`, `> 99,9 %`, no-break spaces between. */
export function frenchPercent(share: number): string {
  return `${sharePercent(share)
    .replace('.', ',')
    .replace(/^([<>])/, '$1\u00a0')}\u202f%`;
}
