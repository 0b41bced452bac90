import { readCommuneCode, readDepartementCode } from './codes.ts';

/**
 * Members of a JSON object as text: writers turn codes into numbers (1033 for `01033`) and blanks into null or ''.
 * Lost zeros are put back; a value that is no code gives null, and what that means is the reader's to say.
 */
export function textOrNull(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

export function communeCodeOf(value: unknown): string | null {
  return readCommuneCode(textOrNull(value) ?? '')?.code ?? null;
}

export function departementCodeOf(value: unknown): string | null {
  return readDepartementCode(textOrNull(value) ?? '')?.code ?? null;
}
