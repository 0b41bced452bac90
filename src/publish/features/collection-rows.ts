import type { LoadedEdition } from '../edition-meta.ts';
import type { Simplification } from '../outlines/outline-set.ts';
import { cellRows } from './cell-rows.ts';
import type { Collection } from './collections.ts';
import type { FeatureRows } from './feature-rows.ts';
import { gapRows } from './gap-rows.ts';
import { siteRows } from './site-rows.ts';
import { type FigureQuestion, territoryRows } from './territory-rows.ts';

export interface RowsQuestion extends FigureQuestion {
  simplification: Simplification;
}

/**
 * The features of a collection for a question.
 * @throws DomainError threshold-out-of-range
 */
export async function collectionRows(
  edition: LoadedEdition,
  { content, columns }: Collection,
  question: RowsQuestion,
): Promise<FeatureRows> {
  const { data } = edition;
  switch (content.kind) {
    case 'territories': {
      const outlines = await edition.outlines(content.level, question.simplification);
      return territoryRows(data, outlines, content.level, columns, question, content.zoning);
    }
    case 'sites':
      return siteRows(data, columns, question.rule);
    case 'cells':
      return cellRows(data, columns, question);
    case 'gaps':
      return gapRows(edition, columns, question);
  }
}
