/** Whole numbers as sentences write them. No Intl: its data change with the runtime, and a published text must not. */

/** Thousands apart by a narrow no-break space: `168 306`. */
export function frenchCount(count: number): string {
  return grouped(count, '\u202f');
}

/** Thousands apart by a comma: `168,306`. */
export function englishCount(count: number): string {
  return grouped(count, ',');
}

function grouped(count: number, separator: string): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, separator);
}
