import type { AnswerPlan } from './answer.ts';
import { FILE_ENDINGS, type Format } from './representation.ts';

/** Of the question; the edition and the form come after it. */
const MAX_QUESTION_CHARACTERS = 120;

/**
 * Content-Disposition of an answer that is a file: `maillage_coverage_canton_2A_30min_principal_<edition>.csv`. GeoJSON
 * is shown where it can be, the others are saved. Null where the form is no file of its own.
 */
export function contentDisposition(
  name: string,
  canonical: AnswerPlan<Format>['canonical'],
  edition: string,
  format: Format,
): string | null {
  const ending = FILE_ENDINGS[format];
  if (ending === undefined) return null;
  const values = Object.entries(canonical).map(([parameter, value]) =>
    parameter === 'threshold' ? `${value}min` : String(value),
  );
  // A long list of territories is cut, the edition is not.
  const question = plain([name, ...values].join('_')).slice(0, MAX_QUESTION_CHARACTERS);
  const kind = format === 'geojson' ? 'inline' : 'attachment';
  return `${kind}; filename="maillage_${question}_${plain(edition)}.${ending}"`;
}

/** Letters without their accents: `Évisa` is better found as `Evisa` than as `-visa`. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^\w-]+/g, '-');
}
