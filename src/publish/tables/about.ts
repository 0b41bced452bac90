import { FICTIONAL_NOTICE, licenceUrls } from '../attribution.ts';
import type { PublishedTable } from './table.ts';

/**
 * What a table says of itself, for the metadata of files that have a place for it (Parquet, FlatGeobuf) and for the data
 * package beside those that have none.
 */
export function aboutRecord(table: PublishedTable) {
  const { edition, definition, total, attribution, estimateShare, address } = table.about;
  return {
    title: table.title,
    edition: edition.id,
    edition_created_at: edition.created_at,
    fictional: edition.fictional,
    ...(edition.fictional ? { notice: FICTIONAL_NOTICE } : {}),
    address,
    // Said once: the definition of an answer repeats the attribution and the edition.
    definition: without(definition, ['attribution', 'edition_created_at', 'fictional']),
    total,
    estimate_share: estimateShare,
    attribution: [...attribution],
    licences: licenceUrls(edition),
    sources: edition.sources.map(({ title, publisher, vintage, licence, address: at, sha256 }) => ({
      title,
      publisher,
      vintage,
      licence,
      address: at,
      sha256,
    })),
  };
}

function without(record: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
