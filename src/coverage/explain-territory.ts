import { DomainError } from '../domain-error.ts';
import type { EditionData, Level, LineageStep } from './edition-data.ts';

/** A commune that is no more, or a part of one, with what it became. */
export interface FormerCommune {
  code: string;
  /** That it bore, the latest first; empty where the files give none. */
  names: string[];
  /** Communes of today, by code. */
  became: { code: string; name: string }[];
  /** In order; a code is named where the files name it. */
  steps: (LineageStep & { from_name: string | null; to_name: string | null })[];
}

export interface FoundTerritory {
  /** Territories of the level, by code: several where a former commune was split. */
  indexes: number[];
  /** Null where the code is one of today. */
  former: FormerCommune | null;
}

/**
 * The territory of a code, in whichever case it is written; a former commune stands for those that it became.
 * @throws DomainError unknown-territory (parameter: code)
 */
export function findTerritory(data: EditionData, level: Level, code: string): FoundTerritory {
  const { indexOf } = data.levels[level];
  const spellings = [code, code.toUpperCase(), code.toLowerCase()];
  for (const spelling of spellings) {
    const index = indexOf.get(spelling);
    if (index !== undefined) return { indexes: [index], former: null };
  }
  if (level === 'commune') {
    for (const spelling of spellings) {
      const found = heirsOf(data, spelling);
      if (found !== null) return found;
    }
  }
  throw new DomainError('unknown-territory', `code: no ${level} ${code} in edition ${data.id}`, {
    level,
    code,
    parameter: 'code',
  });
}

function heirsOf(data: EditionData, code: string): FoundTerritory | null {
  const { indexOf, codes, names } = data.levels.commune;
  const indexes = (data.communeLineage.get(code) ?? [])
    .map((heir) => indexOf.get(heir))
    .filter((index) => index !== undefined)
    .sort((a, b) => a - b);
  if (indexes.length === 0) return null;
  const nameOf = (of: string): string | null => {
    const index = indexOf.get(of);
    return index === undefined ? (data.formerNames?.get(of)?.[0] ?? null) : names[index];
  };
  return {
    indexes,
    former: {
      code,
      names: data.formerNames?.get(code) ?? [],
      became: indexes.map((index) => ({ code: codes[index], name: names[index] })),
      steps: (data.lineageSteps?.get(code) ?? []).map((step) => ({
        ...step,
        from_name: nameOf(step.from),
        to_name: nameOf(step.to),
      })),
    },
  };
}
