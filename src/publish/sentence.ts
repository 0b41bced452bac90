/** A sentence of a definition: the API says it in English, files and pages for French readers in French too. */
export interface Sentence {
  en: string;
  fr: string;
}

/** A number as French writes it. */
export function decimalComma(value: number | string): string {
  return String(value).replace('.', ',');
}
