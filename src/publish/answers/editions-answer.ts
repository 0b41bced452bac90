import { attribution } from '../attribution.ts';
import type { EditionMeta, EditionSummary } from '../edition-meta.ts';

export interface EditionsAnswer {
  /** The current edition; null where none is loaded. */
  edition: string | null;
  items: EditionSummary[];
  total: { editions: number };
}

export interface CurrentEditionAnswer extends EditionMeta {
  /** As in every answer; the same as `id`. */
  edition: string;
  attribution: string[];
}

export function editionsAnswer(editions: readonly EditionSummary[]): EditionsAnswer {
  return {
    edition: editions.find((edition) => edition.current)?.id ?? null,
    items: [...editions],
    total: { editions: editions.length },
  };
}

/** All that is known of how an edition was made: sources, vintages, licences, checksums, method, import report. */
export function currentEditionAnswer(meta: EditionMeta): CurrentEditionAnswer {
  return { edition: meta.id, ...meta, attribution: attribution(meta) };
}
