import type { CountingRule } from '../../coverage/network.ts';
import { DomainError } from '../../domain-error.ts';
import { parseBoundingBox } from '../../publish/features/bounding-box.ts';
import type { RowsQuestion } from '../../publish/features/collection-rows.ts';
import type { Collection } from '../../publish/features/collections.ts';
import { parseDateInterval } from '../../publish/features/date-interval.ts';
import type { ItemsQuestion } from '../../publish/features/items.ts';
import type { Simplification } from '../../publish/outlines/outline-set.ts';
import { DEFAULTS } from '../schemas/parameters.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from './parameters.ts';

/** A query that the schema of its route has let through. */
export type CheckedQuery = Readonly<Record<string, string | number | undefined>>;

/** The question of a collection where nothing is asked: what its document is made of. */
const USUAL_QUESTION: RowsQuestion = {
  thresholdMinutes: DEFAULTS.threshold,
  rule: DEFAULTS.network,
  simplification: DEFAULTS.simplify,
};
const USUAL_SITES: RowsQuestion = { ...USUAL_QUESTION, rule: DEFAULTS.networkOfSites };

export function usualQuestion({ content }: Collection): RowsQuestion {
  return content.kind === 'sites' ? USUAL_SITES : USUAL_QUESTION;
}

/**
 * Before validation. A limit above the highest is no error, says the standard, but means the highest; and what a box or
 * an interval should be is better said by its parser than by a pattern.
 * @throws DomainError invalid-parameter
 */
export function prepareQuery(query: unknown): void {
  if (query === null || typeof query !== 'object') return;
  const values = query as Record<string, unknown>;
  const { limit, bbox, datetime } = values;
  if (typeof limit === 'string' && /^\d+$/.test(limit) && Number(limit) > MAX_LIMIT) {
    values.limit = String(MAX_LIMIT);
  }
  if (typeof bbox === 'string') parseBoundingBox(bbox);
  if (typeof datetime === 'string') parseDateInterval(datetime);
}

type Canonical = Record<string, string | number>;

/** The question of a page of items. @throws DomainError invalid-parameter (properties) */
export function itemsQuestion(collection: Collection, query: CheckedQuery): ItemsQuestion {
  const limit = Number(query.limit ?? DEFAULT_LIMIT);
  const box = query.bbox === undefined ? null : parseBoundingBox(String(query.bbox));
  const interval = query.datetime === undefined ? null : parseDateInterval(String(query.datetime));
  const filters = collection.queryables
    .filter((name) => query[name] !== undefined)
    .map((name) => [name, String(query[name])]);
  const properties: Record<string, string> = Object.fromEntries(filters);
  const item = itemQuestion(collection, query);
  return {
    ...item,
    filter: { properties, box, interval },
    limit,
    offset: Number(query.offset ?? 0),
    edition: query.edition === undefined ? null : String(query.edition),
    canonical: {
      limit,
      ...(box === null ? {} : { bbox: box.text }),
      ...(interval === null ? {} : { datetime: interval.text }),
      ...properties,
      ...item.canonical,
    },
  };
}

/** What a feature is asked to be. @throws DomainError invalid-parameter (properties) */
export function itemQuestion(
  collection: Collection,
  query: CheckedQuery,
): RowsQuestion & { properties: string[] | null; canonical: Canonical } {
  const usual = usualQuestion(collection);
  const { kind } = collection.content;
  const thresholdMinutes = Number(query.threshold ?? usual.thresholdMinutes);
  const rule = (query.network ?? usual.rule) as CountingRule;
  const simplification = Number(query.simplify ?? usual.simplification) as Simplification;
  const properties = query.properties === undefined ? null : namesOf(collection, String(query.properties));
  return {
    thresholdMinutes,
    rule,
    simplification,
    properties,
    canonical: {
      ...(properties === null ? {} : { properties: properties.join(',') }),
      ...(kind === 'sites' ? {} : { threshold: thresholdMinutes }),
      network: rule,
      ...(simplification === usual.simplification ? {} : { simplify: simplification }),
    },
  };
}

/** Names of properties, in the collection's order, each once: equal selections have one spelling. */
function namesOf({ columns }: Collection, text: string): string[] {
  const asked = new Set(text.split(',').map((part) => part.trim()));
  const known = columns.map(({ name }) => name);
  for (const name of asked) {
    if (known.includes(name)) continue;
    const found = name.slice(0, 100);
    throw new DomainError(
      'invalid-parameter',
      `properties: expected names out of ${known.join(', ')}; found "${found}"`,
      { parameter: 'properties', expected: known, found },
    );
  }
  return known.filter((name) => asked.has(name));
}
