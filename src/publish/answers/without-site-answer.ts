import type { Level } from '../../coverage/edition-data.ts';
import {
  type WithoutSiteItem,
  type WithoutSiteQuery,
  type WithoutSiteTotal,
  withoutSite,
} from '../../coverage/without-site.ts';
import { type BaseDefinition, baseDefinition } from '../definition.ts';
import type { LoadedEdition } from '../edition-meta.ts';

export interface WithoutSiteAnswer {
  edition: string;
  definition: BaseDefinition & { level: Level; question: string };
  items: WithoutSiteItem[];
  total: WithoutSiteTotal;
}

/**
 * Territories in which no site of the network lies, and apart those to which the level does not apply.
 * @throws DomainError unknown-territory
 */
export function withoutSiteAnswer(
  edition: Pick<LoadedEdition, 'meta' | 'data'>,
  query: WithoutSiteQuery,
): WithoutSiteAnswer {
  const { items, total } = withoutSite(edition.data, query);
  const definition = {
    level: query.level,
    question: 'Territories in which no site of the network lies; travel times play no part.',
    ...baseDefinition(edition.meta, query.rule, query.within),
  };
  return { edition: edition.meta.id, definition, items, total };
}
