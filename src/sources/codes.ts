/**
 * Official codes are text: 2A/2B and leading zeros are part of them (INSEE, Code officiel géographique).
 * Départements 01–95 (20 before 1976), 2A, 2B, 97x and 98x; 96 is used by no département and serves fictional ones.
 */
const COMMUNE_CODE = /^(?:0[1-9]|[1-8]\d|9[0-8]|2[AB])\d{3}$/;
const DEPARTEMENT_CODE = /^(?:0[1-9]|[1-8]\d|9[0-6]|2[AB]|9[78]\d)$/;

/** True for the form of a commune code; whether it exists is the lineage's to say. */
export function isCommuneCode(text: string): boolean {
  return COMMUNE_CODE.test(text);
}

export function isDepartementCode(text: string): boolean {
  return DEPARTEMENT_CODE.test(text);
}

/** Two characters; three for overseas (97x, 98x). Takes a valid commune code. */
export function departementOfCommune(commune: string): string {
  return commune.startsWith('97') || commune.startsWith('98') ? commune.slice(0, 3) : commune.slice(0, 2);
}

/** Municipal arrondissements: first code, last code, commune (INSEE, COG, type ARM). */
const MUNICIPAL_ARRONDISSEMENTS = [
  { first: 75101, last: 75120, commune: '75056' },
  { first: 69381, last: 69389, commune: '69123' },
  { first: 13201, last: 13216, commune: '13055' },
] as const;

/** The commune of a municipal arrondissement of Paris, Lyon or Marseille; null for every other code. */
export function communeOfMunicipalArrondissement(code: string): string | null {
  const prefix = code.slice(0, 3);
  if (prefix !== '751' && prefix !== '693' && prefix !== '132') return null;
  const number = Number(code);
  const range = MUNICIPAL_ARRONDISSEMENTS.find(({ first, last }) => number >= first && number <= last);
  return range?.commune ?? null;
}

export interface ReadCode {
  code: string;
  /** What was mended, for the report; null when the code was right as it stood. */
  repair: string | null;
}

/**
 * A commune code from a cell: spreadsheets drop the leading zero of 01–09, and some files write 2a, 2b.
 * @returns null when no commune code can be made of the text
 */
export function readCommuneCode(text: string): ReadCode | null {
  if (isCommuneCode(text)) return { code: text, repair: null };
  const upper = text.trim().toUpperCase();
  if (isCommuneCode(upper)) return { code: upper, repair: 'code in capitals, without spaces' };
  const padded = `0${upper}`;
  if (/^\d{4}$/.test(upper) && isCommuneCode(padded))
    return { code: padded, repair: 'leading zero restored' };
  return null;
}

/** As readCommuneCode, for a département: `1` is 01. */
export function readDepartementCode(text: string): ReadCode | null {
  if (isDepartementCode(text)) return { code: text, repair: null };
  const upper = text.trim().toUpperCase();
  if (isDepartementCode(upper)) return { code: upper, repair: 'code in capitals, without spaces' };
  if (/^[1-9]$/.test(upper)) return { code: `0${upper}`, repair: 'leading zero restored' };
  return null;
}
