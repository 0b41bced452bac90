/** Two shares of residents held against each other, from whole residents, so that equal shares differ by exactly 0. */

export interface CoveredOf {
  covered: number;
  residents: number;
}

/** Share of a less that of b, in percentage points; null where either has no residents. */
export function pointsBetween(a: CoveredOf, b: CoveredOf): number | null {
  if (a.residents === 0 || b.residents === 0) return null;
  // The numerator is exact: 68 million squared is under 2^53.
  return ((a.covered * b.residents - b.covered * a.residents) / (a.residents * b.residents)) * 100;
}

/** Share of a ÷ share of b; null where that of b is 0 or either has no residents. */
export function ratioOfShares(a: CoveredOf, b: CoveredOf): number | null {
  if (a.residents === 0 || b.residents === 0 || b.covered === 0) return null;
  return (a.covered * b.residents) / (b.covered * a.residents);
}

/** The same of the residents who are not covered. */
export function ratioOfUncovered(a: CoveredOf, b: CoveredOf): number | null {
  return ratioOfShares(uncoveredOf(a), uncoveredOf(b));
}

function uncoveredOf({ covered, residents }: CoveredOf): CoveredOf {
  return { covered: residents - covered, residents };
}
